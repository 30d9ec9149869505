"""Lines of styled text, and breaking text into them by terminal cells; pure, without a screen in sight."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

ITALIC, BOLD, STRUCK, UNDERLINE = 1, 2, 4, 8
"""Bits of `Run.marks`."""


class Run(NamedTuple):
    """Words in one style. `role` names a style of the theme; `target` what a click or Enter on it does, or ''."""

    text: str
    role: str = "ink"
    marks: int = 0
    target: str = ""


PART = " · "
"""Stands between the parts of a note, such as place and date."""

Line = tuple[Run, ...]
BLANK: Line = ()

_CHUNK = re.compile(r" *[^ ]+ *| +")
_DASH = re.compile(r"(?<=[—–])(?=\w)|(?<=\w\w-)(?=\w\w)")
_FIRST_WIDE = "\u2e80"
_WIDE = (
    (_FIRST_WIDE, "\u2fdf"),
    ("\u3000", "\ua4cf"),
    ("\uf900", "\ufaff"),
    ("\ufe30", "\ufe4f"),
    ("\uff00", "\uffef"),
)
_NOT_FIRST = frozenset("、。，．：；！？）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…‥")
_NOT_LAST = frozenset("（「『【〈《〔［｛")


def width_of(line: Iterable[Run]) -> int:
    """The cells that a line takes."""
    return sum(cell_len(run.text) for run in line)


def wrap(runs: list[Run], width: int) -> list[Line]:
    """Break runs into lines of at most `width` cells, at spaces, dashes and between ideographs.

    Never at a no-break space. Words longer than a line are cut, spaces at the ends of lines dropped. There is always
    at least one line.
    """
    text = "".join([run.text for run in runs])
    return [_cut(runs, start, end) for start, end in breaks(text, max(1, width))]


def breaks(text: str, width: int) -> list[tuple[int, int]]:
    """The (start, end) of each line of a text; spaces between lines belong to none."""
    lines: list[tuple[int, int]] = []
    start = end = at = used = 0
    for part in _parts(text):
        word = part.rstrip(" ")
        cells = cell_len(word)
        if used + cells > width and at > start:
            lines.append((start, end))
            start, used = at, 0
        if cells > width:
            *full, start = _chop(word, at, width)
            lines += pairwise([*full, start]) if full else []
            used = cell_len(text[start : at + len(word)])
        else:
            used += cells
        end = at + len(word)
        at += len(part)
        used += len(part) - len(word)
    lines.append((start, end))
    return lines


def _chop(word: str, at: int, width: int) -> Iterator[int]:
    """Where the lines of a word too long for one line begin, the first at `at`."""
    yield at
    used = 0
    for index, char in enumerate(word):
        cells = cell_len(char)
        if used and used + cells > width and not unicodedata.combining(char):
            yield at + index
            used = 0
        used += cells


def _parts(text: str) -> Iterator[str]:
    """The unbreakable parts of a text, each with the spaces after it."""
    for chunk in _CHUNK.findall(text):
        if chunk.isascii() and "-" not in chunk:
            yield chunk
        elif max(chunk) >= _FIRST_WIDE and any(map(_is_wide, chunk)):
            yield from _ideographs(chunk)
        else:
            yield from _DASH.split(chunk)


def _is_wide(char: str) -> bool:
    """Whether a line may break before or after a sign: ideographs, kana and their marks."""
    return any(first <= char <= last for first, last in _WIDE)


def _ideographs(chunk: str) -> Iterator[str]:
    """Split between ideographs, keeping closing marks off line beginnings and opening marks off line ends."""
    part = ""
    for char in chunk:
        may_break = part and char != " " and char not in _NOT_FIRST and part[-1] not in _NOT_LAST
        if may_break and (_is_wide(char) or _is_wide(part[-1])):
            yield part
            part = ""
        part += char
    if part:
        yield part


def _cut(runs: list[Run], start: int, end: int) -> Line:
    """The runs between two offsets of their joined text."""
    if len(runs) == 1:
        run = runs[0]
        return (run._replace(text=run.text[start:end]),) if end > start else BLANK
    found = []
    at = 0
    for run in runs:
        stop = at + len(run.text)
        if stop > start and at < end:
            found.append(run._replace(text=run.text[max(0, start - at) : end - at]))
        at = stop
    return tuple(found)


def shorten(text: str, width: int) -> str:
    """A text cut to `width` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    kept, used = "", 0
    for char in text:
        used += cell_len(char)
        if used > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def indent(lines: Iterable[Line], first: Line, rest: Line | None = None) -> list[Line]:
    """Lines with `first` before the first and `rest` (default: as many spaces) before the others."""
    if rest is None:
        rest = (Run(" " * width_of(first)),)
    return [(first if index == 0 else rest) + line for index, line in enumerate(lines)]


def filled(line: Line, width: int, target: str) -> Line:
    """A line stretched to the full width, so that the mark of the cursor is a bar."""
    return (*line, Run(" " * max(0, width - width_of(line)), "option", 0, target))


def centre(line: Line, width: int) -> Line:
    """A line moved to the middle of `width` cells."""
    left = max(0, (width - width_of(line)) // 2)
    return (Run(" " * left), *line) if left else line
