"""Sheets of lines that are made whole: prose to read, and lists to pick from."""

from __future__ import annotations

from collections.abc import Callable

from game.tui.lines import Line
from game.tui.rows import margin_for
from game.tui.sheet import Sheet

Make = Callable[[int], list[Line]]
"""Lines for a column of that many cells."""


class Reading(Sheet):
    """Prose in a column of at most `widest` cells, in the middle; its links can be marked."""

    def __init__(self, make: Make, widest: int = 72, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.make = make
        self.widest = widest
        self.lines: list[Line] = []
        self._column = 0

    @property
    def column(self) -> int:
        """The width of the text."""
        return max(10, min(self.widest, self.size.width - 2 * self.margin))

    def left(self) -> int:
        """The column stands in the middle."""
        spare = self.size.width - self._column
        return max(0, spare // 2) if spare > 4 * self.margin else min(self.margin, max(0, spare // 2))

    @property
    def margin(self) -> int:
        """The blank cells at a side that is aligned with the rows above and below."""
        return margin_for(self.app.size.width)

    def line(self, y: int) -> Line:
        """A line of the text."""
        return self.lines[y] if y < len(self.lines) else ()

    def line_count(self) -> int:
        """How many lines the text has."""
        return len(self.lines)

    def reflow(self) -> None:
        """Make the lines for the present width."""
        self._column = self.column
        self.lines = self.make(self._column)
        if self.cursor not in self.targets():
            self.cursor = self.first_target()
        self.resized()

    def show(self, make: Make) -> None:
        """Other lines, from their beginning."""
        self.make = make
        self.cursor = ""
        if self.size.width:
            self.reflow()
        self.go(0)

    def first_target(self) -> str:
        """What is marked before anybody marked anything."""
        return ""

    def targets(self) -> list[str]:
        """All that can be marked, in order."""
        return list(dict.fromkeys(run.target for line in self.lines for run in line if run.target))

    def rows(self, target: str) -> tuple[int, int]:
        """The first and last line of a target."""
        found = [y for y, line in enumerate(self.lines) if any(run.target == target for run in line)]
        return (found[0], found[-1]) if found else (0, 0)

    def mark(self, target: str) -> None:
        """Mark a target and bring it into view."""
        self.cursor = target
        first, last = self.rows(target)
        self.show_lines(first, last)
        self.refresh()

    def move_link(self, by: int) -> None:
        """Mark the next link, round and round."""
        targets = self.targets()
        if targets:
            at = targets.index(self.cursor) + by if self.cursor in targets else (0 if by > 0 else -1)
            self.mark(targets[at % len(targets)])

    def move(self, by: int) -> None:
        """Scroll."""
        self.go(self.scroll_offset.y + by)


class Menu(Reading):
    """A list to pick from: one target is always marked, and arrows move the mark. It begins where the rows begin."""

    def left(self) -> int:
        """Lists stand under the heading."""
        return self.margin

    def first_target(self) -> str:
        """The first line that does something."""
        return next(iter(self.targets()), "")

    def move(self, by: int) -> None:
        """Mark the next or previous line; stops at the ends."""
        targets = self.targets()
        if not targets:
            super().move(by)
        elif self.cursor not in targets:
            self.mark(targets[0])
        else:
            at = targets.index(self.cursor) + by
            if 0 <= at < len(targets) and self._is_near(targets[at]):
                self.mark(targets[at])
            else:
                super().move(by)

    def _is_near(self, target: str) -> bool:
        """Whether a target is in view or nearly so: else there is something to read before it."""
        first, last = self.rows(target)
        top, rows = self.scroll_offset.y, self.size.height
        return top - 4 <= first and last < top + rows + 4

    def turn_down(self) -> None:
        """The mark goes one view down; where there is none, the view."""
        self._leap(max(1, self.size.height - 2))

    def turn_up(self) -> None:
        """The mark goes one view up; where there is none, the view."""
        self._leap(-max(1, self.size.height - 2))

    def _leap(self, by: int) -> None:
        targets = self.targets()
        before = self.cursor
        if before in targets:
            aim = self.rows(before)[0] + by
            self.mark(min(targets, key=lambda target: abs(self.rows(target)[0] - aim)))
        if self.cursor == before:  # there is only something to read that way
            self.go(self.scroll_offset.y + by)
