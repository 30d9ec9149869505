"""Where author text comes from: strings that remember their place, and where problems of it go."""

from __future__ import annotations

from typing import Any, Protocol

from game.story.places.marks import NOWHERE, PLAIN, Mark, Scalar, SourceFile
from game.story.places.offsets import locate


class Sourced(Scalar):
    """Author text: a plain `str` for every use, plus the place it was written at, character by character."""

    __slots__ = ()

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
        line, column = locate(self, offset)
        return Mark(self.file.path, line, column)


class Sink(Protocol):
    """Where problems go: `Problems`, or whoever wants codes and places without loading the registry of rules."""

    def add(self, code: str, where: Mark | Sourced, /, **fields: Any) -> None:
        """One problem: its code, its place, and the fields of its message."""

    def know(self, file: SourceFile) -> None:
        """The text that places are in."""
