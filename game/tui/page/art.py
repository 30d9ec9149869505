"""Pictures as lines: text art with its legend's colours, its key underneath, its words where the art does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from rich.cells import cell_len

from game.engine import PictureView
from game.tui.page.lines import BLANK, ITALIC, Line, Run, centre, indent, wrap
from game.tui.page.prose import runs, safe

STYLES = frozenset(("dim", "accent", "warm", "cool", "good", "bad", "strong"))


def picture_lines(picture: PictureView, width: int, *, key: bool = True) -> list[Line]:
    """The art in the middle of `width` cells, or its words where it is wider. Ends with a blank line.

    With `key`, the meanings of those signs that the drawing holds stand under it.
    """
    rows = [_row(text, picture.legend) for text in trimmed(picture.art)]
    wide = max(sum(cell_len(run.text) for run in row) for row in rows)
    if wide > width:
        return [*in_words(picture, width), BLANK]
    margin = Run(" " * ((width - wide) // 2))
    lines: list[Line] = [(margin, *row) for row in rows]
    held = {sign for row in rows for run in row for sign in run.text}
    meanings = {glyph: meaning for glyph, meaning in picture.key.items() if glyph in held}
    if key and meanings:
        lines += [BLANK, *(centre(line, width) for line in _key(meanings, picture.legend, width))]
    return [*lines, BLANK]


def trimmed(art: str) -> list[str]:
    """The rows of a drawing without blank rows around it and without the margin that all rows share."""
    rows = art.strip("\n").split("\n")
    while len(rows) > 1 and not rows[0].strip():
        del rows[0]
    while len(rows) > 1 and not rows[-1].strip():
        del rows[-1]
    margin = min((len(row) - len(row.lstrip(" ")) for row in rows if row.strip()), default=0)
    return [row[margin:] for row in rows]


def in_words(picture: PictureView, width: int) -> list[Line]:
    """A picture as words, for a narrow column."""
    return indent(wrap([Run(safe(picture.alt), "quiet", ITALIC)], max(1, width - 2)), (Run("▫ ", "rule"),))


def _row(text: str, legend: dict[str, str]) -> Line:
    """One row of art, each glyph in its legend's role."""
    words = "".join(run.text for run in runs(text))

    def role(glyph: str) -> str:
        style = legend.get(glyph, "")
        return style if style in STYLES else "art"

    return tuple(Run("".join(glyphs), name) for name, glyphs in groupby(words, role))


def _key(meanings: Mapping[str, str], legend: Mapping[str, str], width: int) -> list[Line]:
    """The key to a drawing: each glyph with its words, as many on a line as fit."""
    parts: list[Run] = []
    for glyph, meaning in meanings.items():
        style = legend.get(glyph, "")
        said = safe(meaning).replace(" ", "\u00a0")
        parts += [
            Run(("   " if parts else "") + "", "quiet"),
            Run(safe(glyph) + "\u00a0", style if style in STYLES else "art"),
            Run(said, "quiet"),
        ]
    return wrap([run for run in parts if run.text], width)
