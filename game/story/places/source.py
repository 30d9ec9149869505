"""Where author text comes from: files, marks, and strings that remember their place."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

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


class Sourced(str):
    """Author text: a plain `str` for every use, plus the place it was written at.

    `line` and `column` (from 1) are the scalar's first character in the file: for a block scalar the `|` or `>`, for
    a quoted one the quotation mark. `style` is one of the styles above. Methods of `str` (strip, split, slices) give
    plain strings: keep the `Sourced` and pass offsets.
    """

    __slots__ = ("column", "file", "line", "style")

    file: SourceFile
    line: int
    column: int
    style: str

    @classmethod
    def at(cls, value: str, file: SourceFile = NOWHERE, line: int = 1, column: int = 1, style: str = PLAIN) -> Sourced:
        """A text with its place."""
        text = cls(value)
        text.file, text.line, text.column, text.style = file, line, column, style
        return text

    @property
    def mark(self) -> Mark:
        """The place of the scalar itself."""
        return Mark(self.file.path, self.line, self.column)

    def mark_at(self, offset: int) -> Mark:
        """The place of character `offset` of the value, wherever YAML's quoting, folding and indentation put it."""
        from game.story.places.offsets import locate

        line, column = locate(self, offset)
        return Mark(self.file.path, line, column)


class Sink(Protocol):
    """Where problems go: `Problems`, or whoever wants codes and places without loading the registry of rules."""

    def add(self, code: str, where: Mark | Sourced, /, **fields: Any) -> None:
        """One problem: its code, its place, and the fields of its message."""

    def know(self, file: SourceFile) -> None:
        """The text that places are in."""
