"""Make any string from a session fit to print: what a stranger wrote must not steer a terminal."""

from __future__ import annotations

import unicodedata

LONGEST = 120
"""How many characters of a foreign string a message shows; longer ones are cut with an ellipsis."""


def printable(text: str, longest: int = LONGEST) -> str:
    """`text` with everything invisible or steering written out (`\\x1b`, `\\u202e`), cut to `longest` characters.

    That covers control codes, directional overrides, zero-width characters, private-use characters (our markup uses
    them), lone surrogates and line breaks. Letters of every script and all spaces of a line stay as they are.
    """
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(char if _harmless(char) else _written_out(char) for char in cut)


def _harmless(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _written_out(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
