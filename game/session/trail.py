"""The choices of a way as they are recorded, with the lines among them that were not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.session.lines import Back, Chosen, Damaged, Entry, Later, Stop


class Trail:
    """Recorded choices and stops in order; `choices` counts those that are a choice, or may have been one.

    A line of a later edition is none. Going back to the page on which it stands leaves it behind with what follows.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: list[Chosen | Stop] = []
        self.choices = 0
        for entry in entries:
            if isinstance(entry, Chosen | Damaged | Later):
                self.add(entry)
            elif isinstance(entry, Back):
                self.cut(entry.to)

    def add(self, entry: Chosen | Stop) -> None:
        """It goes on."""
        self.entries.append(entry)
        self.choices += _counts(entry)

    def cut(self, to: int) -> list[Chosen | Stop]:
        """Go back to the page after the first `to` choices; gives what came after, which is nothing if fewer did."""
        gone: list[Chosen | Stop] = []
        while self.entries and to <= self.choices - _counts(self.entries[-1]):
            gone.append(self.entries.pop())
            self.choices -= _counts(gone[-1])
        return gone[::-1]

    def __iter__(self) -> Iterator[Chosen | Stop]:
        return iter(self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)


def _counts(entry: Chosen | Stop) -> bool:
    return not isinstance(entry, Later)
