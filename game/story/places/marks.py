"""Files, marks in them, and the scalars that are written there."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import accumulate
from typing import Any, NamedTuple

PLAIN, SINGLE, DOUBLE, LITERAL, FOLDED = "", "'", '"', "|", ">"
"""YAML scalar styles as PyYAML spells them (it says None for plain; we say the empty string)."""


class Mark(NamedTuple):
    """A place: file (relative to the story folder, posix), line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class SourceFile:
    """One file of a story: its shown path and its text; lines are split only when a message quotes one.

    `tables` holds what `game.story.places.offsets` has worked out about the file's texts: it is worked out once.
    """

    __slots__ = ("_lines", "_starts", "path", "tables", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.tables: dict[Hashable, Any] = {}
        self._lines: list[str] | None = None
        self._starts: list[int] | None = None

    @property
    def lines(self) -> list[str]:
        """The text split at line feeds (carriage returns stripped)."""
        if self._lines is None:
            self._lines = [line.rstrip("\r") for line in self.text.split("\n")]
        return self._lines

    @property
    def starts(self) -> list[int]:
        """Where each line begins, as offsets in the text."""
        if self._starts is None:
            self._starts = [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]
        return self._starts

    def line(self, number: int) -> str:
        """Line `number` (from 1), or '' where the file has no such line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


NOWHERE = SourceFile("", "")


class Scalar(str):
    """The value of a YAML scalar, and where it begins.

    `line` and `column` (from 1) are the scalar's first character in the file: for a block scalar the `|` or `>`, for
    a quoted one the quotation mark. `style` is one of the styles above. Methods of `str` (strip, split, slices) give
    plain strings: keep the scalar and pass offsets.
    """

    __slots__ = ("column", "file", "line", "style")

    file: SourceFile
    line: int
    column: int
    style: str
