"""Styled text as a plain string: style changes are single private-use characters that no author can type.

The story floor refuses private-use characters in its sources and writes these; faces read them through `spans`.
A link is LINK_ON + codex id + LINK_SEP + words + LINK_OFF; one to a choice has CHOICE and the choice's full id there.
Styles nest in any order and end with the string.
"""

import re
from collections.abc import Container
from typing import NamedTuple

EM_ON, EM_OFF = "\ue000", "\ue001"
STRONG_ON, STRONG_OFF = "\ue002", "\ue003"
STRUCK_ON, STRUCK_OFF = "\ue004", "\ue005"
LINK_ON, LINK_SEP, LINK_OFF = "\ue006", "\ue007", "\ue008"
CHOICE = "\ue009"

FIRST, LAST = EM_ON, LINK_OFF
_OFF = {EM_OFF: EM_ON, STRONG_OFF: STRONG_ON, STRUCK_OFF: STRUCK_ON, LINK_OFF: LINK_ON}
_MARKS = re.compile(f"([{FIRST}-{LAST}])")
_LINK = re.compile(f"{LINK_ON}([^{LINK_SEP}]*){LINK_SEP}")
_CHOICE = re.compile(f"{LINK_ON}{CHOICE}([^{LINK_SEP}]*){LINK_SEP}([^{LINK_OFF}]*){LINK_OFF}")
_INVISIBLE = re.compile(f"{LINK_ON}[^{LINK_SEP}]*{LINK_SEP}|[{FIRST}-{LAST}]")


class Span(NamedTuple):
    """A run of text in one style. `link` is a codex id, CHOICE and a choice's full id, or ''."""

    text: str
    emphasis: bool = False
    strong: bool = False
    struck: bool = False
    link: str = ""


def spans(text: str) -> list[Span]:
    """Split marked-up text into runs of one style, in order; no run is empty."""
    found: list[Span] = []
    emphasis = strong = struck = False
    link = ""
    pieces = iter(_MARKS.split(text))
    for piece in pieces:
        match piece:
            case "\ue000" | "\ue001":
                emphasis = piece == EM_ON
            case "\ue002" | "\ue003":
                strong = piece == STRONG_ON
            case "\ue004" | "\ue005":
                struck = piece == STRUCK_ON
            case "\ue006":
                link = next(pieces, "")
            case "\ue008":
                link = ""
            case "\ue007" | "":
                continue
            case _:
                found.append(Span(piece, emphasis, strong, struck, link))
    return found


def rows(text: str) -> list[str]:
    """Marked-up text cut at its line breaks; styles and links that go on over a break begin anew after it."""
    if "\n" not in text:
        return [text]
    found, on = [""], dict[str, str]()
    for piece in re.split(f"(\n|[{FIRST}-{LAST}])", text):
        if piece == "\n":
            found.append("".join(on.values()))
            continue
        if piece in _OFF:
            on.pop(_OFF[piece], None)
        elif FIRST <= piece <= LAST and piece != LINK_SEP:
            on[piece] = piece
        elif LINK_ON in on and not on[LINK_ON].endswith(LINK_SEP):
            on[LINK_ON] += piece
        found[-1] += piece
    return found


def plain(text: str) -> str:
    """The words alone, without style or link targets."""
    return _INVISIBLE.sub("", text)


def links(text: str) -> tuple[str, ...]:
    """The codex ids linked in a marked-up text, in order."""
    return tuple(entry for entry in _LINK.findall(text) if not entry.startswith(CHOICE))


def choice_links(text: str) -> tuple[str, ...]:
    """The full ids of the choices linked in a marked-up text, in order."""
    return tuple(found[1] for found in _CHOICE.finditer(text))


def unlinked(text: str, kept: Container[str] = ()) -> str:
    """The text without its links to choices, but for those to be kept."""
    return _CHOICE.sub(lambda found: found[0] if found[1] in kept else found[2], text)


def link(entry: str, words: str) -> str:
    """Marked-up text that links `words` to a codex entry."""
    return f"{LINK_ON}{entry}{LINK_SEP}{words}{LINK_OFF}"
