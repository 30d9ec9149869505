"""The colours of the four themes, by name: for the screens, and for the page around them in a browser."""

from typing import NamedTuple


class Tones(NamedTuple):
    """The colours of a theme. `past` is what has been read, `faint` is for rules only, `band` lies under the cursor."""

    dark: bool
    ground: str
    ink: str
    past: str
    quiet: str
    faint: str
    accent: str
    warm: str
    cool: str
    good: str
    bad: str
    band: str
    band_ink: str


TONES: dict[str, Tones] = {
    "ash": Tones(
        True, ground="#16181a", ink="#dcd8cf", past="#918e87", quiet="#a29e95", faint="#4d4f50", accent="#d6b35c",
        warm="#d39a6c", cool="#86b0c0", good="#a3b982", bad="#dc8a78", band="#24282b", band_ink="#f4f0e6",
    ),
    "paper": Tones(
        False, ground="#f5f1e7", ink="#2a2825", past="#6e685e", quiet="#655f56", faint="#c3bbab", accent="#8c4a12",
        warm="#9a4a1a", cool="#2c5f79", good="#4a6126", bad="#9c3023", band="#e8e0cf", band_ink="#16140f",
    ),
    "contrast": Tones(
        True, ground="#000000", ink="#ffffff", past="#c4c4c4", quiet="#d4d4d4", faint="#8a8a8a", accent="#ffd84a",
        warm="#ffb070", cool="#7fd4ff", good="#9fe870", bad="#ff9c8c", band="#ffffff", band_ink="#000000",
    ),
    "ansi": Tones(
        True, ground="default", ink="default", past="default", quiet="default", faint="bright_black", accent="magenta",
        warm="yellow", cool="cyan", good="green", bad="red", band="default", band_ink="default",
    ),
}  # fmt: skip
