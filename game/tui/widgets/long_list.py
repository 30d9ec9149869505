"""A list of any length: an entry's lines are made when they come into view, and places follow by counting."""

from __future__ import annotations

from collections.abc import Callable

from game.tui.page.lines import Line
from game.tui.widgets.pages import Make, Menu

Entry = Callable[[int, int], list[Line]]
"""(number, cells) -> the lines of an entry, `LongList.ROWS` of them; its target is `LongList.target(number)`."""


class LongList(Menu):
    """As many entries as `length` says, each made by `entry`, then the lines of `after`; all at the present width."""

    ROWS = 3

    def __init__(self, length: Callable[[], int], entry: Entry, after: Make, widest: int, *, id: str) -> None:  # noqa: A002
        super().__init__(after, widest, id=id)
        self.length = length
        self.entry = entry
        self._made: dict[int, list[Line]] = {}

    @staticmethod
    def target(number: int) -> str:
        """What marks an entry."""
        return f"entry:{number}"

    @property
    def marked(self) -> int:
        """The number of the marked entry, -1 if there is none."""
        number = self.cursor.rpartition(":")[2]
        return int(number) if number.isdigit() and int(number) < self.length() else -1

    def reflow(self) -> None:
        """The width, the language or the entries changed."""
        self._made.clear()
        super().reflow()

    def line(self, y: int) -> Line:
        """A line of an entry, or of what follows them."""
        number, row = divmod(y, self.ROWS)
        if number >= self.length():
            return super().line(y - self.ROWS * self.length())
        if number not in self._made:
            self._made[number] = self.entry(number, self.column)
        lines = self._made[number]
        return lines[row] if row < len(lines) else ()

    def line_count(self) -> int:
        """The lines of all entries, and what follows them."""
        return self.ROWS * self.length() + super().line_count()

    def targets(self) -> list[str]:
        """All entries."""
        return list(map(self.target, range(self.length())))

    def first_target(self) -> str:
        """The first entry."""
        return self.target(0) if self.length() else ""

    def last_target(self) -> str:
        """The last entry."""
        return self.target(self.length() - 1) if self.length() else ""

    def neighbour(self, by: int) -> str:
        """The entry after (1) or before (-1) the marked one, or ''."""
        number = self.marked + by
        return self.target(number) if 0 <= number < self.length() else ""

    def nearest(self, y: int) -> str:
        """The entry on a line, or the last before it."""
        return self.target(min(max(0, y // self.ROWS), self.length() - 1)) if self.length() else ""

    def rows(self, target: str) -> tuple[int, int]:
        """The first and last line of an entry."""
        number = target.rpartition(":")[2]
        first = self.ROWS * int(number) if number.isdigit() else 0
        return first, first + max(0, self.ROWS - 2)
