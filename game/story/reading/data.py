"""What the YAML reader gives: mappings, lists and texts, every one with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from game.story.places.marks import Mark, SourceFile
from game.story.places.source import Sourced


class Map(dict[str, Any]):
    """A mapping of the file, keys (each a `Sourced`) in the author's order; its place is its first key's or brace's."""

    __slots__ = ("_written", "column", "file", "line")

    def __init__(self, file: SourceFile, line: int, column: int) -> None:
        self.file, self.line, self.column = file, line, column
        self._written: dict[str, Sourced] | None = None

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return Mark(self.file.path, self.line, self.column)

    def key(self, name: str) -> Sourced:
        """The key of that name as it was written, with its place."""
        if self._written is None:
            self._written = {key: key for key in self if isinstance(key, Sourced)}
        return self._written[name]

    def put(self, key: Sourced, value: Any) -> None:
        """Add a key with its value; the first of two equal keys stays."""
        self.setdefault(key, value)
        if self._written is not None:
            self._written.setdefault(key, key)

    def inner(self, name: str) -> Iterator[tuple[Sourced, object]]:
        """Keys and values of the mapping under a key; none where there is no mapping."""
        value = self.get(name)
        if isinstance(value, Map):
            for key, part in value.items():
                if isinstance(key, Sourced):
                    yield key, part


class Seq(list[Any]):
    """A list of the file; its place is its first dash's (or its bracket's)."""

    __slots__ = ("column", "file", "line")

    def __init__(self, file: SourceFile, line: int, column: int) -> None:
        self.file, self.line, self.column = file, line, column

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return Mark(self.file.path, self.line, self.column)


Data = Map | Seq | Sourced


def mark_of(value: object, default: Mark) -> Mark:
    """The place of a value that came from a file."""
    return value.mark if isinstance(value, Map | Seq | Sourced) else default


def kind_of(value: object) -> str:
    """A value's kind in an author's words."""
    if isinstance(value, Map):
        return "a mapping (key: value)"
    if isinstance(value, Seq):
        return "a list"
    return "nothing" if value == "" else "a text"
