"""Views of lines that are made whole: prose to read, and lists to pick from."""

from __future__ import annotations

from collections.abc import Callable

from game.tui.page.columns import margin_for
from game.tui.page.lines import Line, Run, filled, width_of, wrap
from game.tui.page.places import Place, find, place
from game.tui.widgets.line_view import LineView

Make = Callable[[int], list[Line]]
"""Lines for a column of that many cells."""


def entry_lines(title: str, note: Run, width: int, target: str) -> list[Line]:
    """A line of a list, a note at its right end; a title that is too long goes on below. All of it is the target."""
    room = width - 2 - (width_of([note]) + 2 if note.text else 0)
    first, *rest = wrap([Run(title, "option", 0, target)], room)
    gap = Run(" " * (room - width_of(first) + 2 * bool(note.text)), "option", 0, target)
    lines: list[Line] = [(Run("  ", "pointer", 0, target), *first, gap, note._replace(target=target))]
    return lines + [filled((Run("  ", "option", 0, target), *line), width, target) for line in rest]


class Reading(LineView):
    """Prose in a column of at most `widest` cells, in the middle; its links can be marked."""

    def __init__(self, make: Make, widest: int = 72, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.make = make
        self.widest = widest
        self.lines: list[Line] = []
        self._column = 0
        self._place: Place | None = None
        self._aim = -1

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
        """Make the lines for the present width; what is read stays in view."""
        before, self._column = self.lines, self.column
        self.lines = self.make(self._column)
        if self.cursor not in self.targets():
            self.cursor = self.initial_target()
        self.resized()
        if before and before != self.lines and self.scroll_offset.y:
            self._place = self._place or place(before, self.scroll_offset.y)
            self._aim = find(self.lines, self._place) if self._place else 0
            self.go(self._aim)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Where the reader goes is where they read; where a new width has put them is not."""
        super().watch_scroll_y(old_value, new_value)
        if round(new_value) != self._aim:
            self._place = None

    def show(self, make: Make) -> None:
        """Other lines, from their beginning."""
        self.make = make
        self.cursor = ""
        self.lines = []
        if self.size.width:
            self.reflow()
        self.go(0)

    def initial_target(self) -> str:
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

    def move_link(self, by: int) -> bool:
        """Mark the next link, round and round; False where there is none."""
        targets = self.targets()
        if targets:
            at = targets.index(self.cursor) + by if self.cursor in targets else (0 if by > 0 else -1)
            self.mark(targets[at % len(targets)])
        return bool(targets)

    def let_go(self) -> bool:
        """Take the mark off a link."""
        had, self.cursor = self.cursor, self.initial_target()
        self.refresh()
        return had != self.cursor

    def move(self, by: int) -> None:
        """Scroll."""
        self.go(self.scroll_offset.y + by)


class Menu(Reading):
    """A list to pick from: one target is always marked, and keys move the mark. It begins where the rows begin.

    The mark is in view as long as anything is that can be marked; with only something to read in view, it waits where
    it was, and Enter brings it back before it takes anything.
    """

    def __init__(self, make: Make, widest: int = 72, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(make, widest, id=id)
        self._held = False

    def left(self) -> int:
        """Lists stand under the heading."""
        return self.margin

    def initial_target(self) -> str:
        """Something always is."""
        return self.first_target()

    # -- what can be marked; a list whose lines are not all made says it otherwise

    def first_target(self) -> str:
        """The first line that does something."""
        return next(iter(self.targets()), "")

    def let_go(self) -> bool:
        """In a list something is always marked."""
        return False

    def last_target(self) -> str:
        """The last line that does something."""
        return next(reversed(self.targets()), "")

    def neighbour(self, by: int) -> str:
        """The target after (1) or before (-1) the marked one, or ''."""
        targets = self.targets()
        at = targets.index(self.cursor) + by if self.cursor in targets else 0
        return targets[at] if 0 <= at < len(targets) else ""

    def nearest(self, y: int) -> str:
        """The target nearest to a line, or ''."""
        return min(self.targets(), key=lambda target: abs(self.rows(target)[0] - y), default="")

    # -- moving the mark

    def mark(self, target: str) -> None:
        """Mark a target and bring it into view."""
        self._held = True
        super().mark(target)

    def reflow(self) -> None:
        """Make the lines for the present width; a mark that was in view stays in view."""
        held = self._held
        super().reflow()
        if held and self.cursor:
            self.mark(self.cursor)
        self._held = self.in_view(*self.rows(self.cursor))

    def show(self, make: Make) -> None:
        """Other lines, from their beginning."""
        self._held = False
        super().show(make)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The mark goes along when lines are scrolled away from under it."""
        super().watch_scroll_y(old_value, new_value)
        seen = self._seen()
        whole = [target for target in seen if self.in_view(*self.rows(target))]
        if self.cursor not in (whole or seen) and seen:
            above = self.rows(self.cursor)[0] < new_value
            self.cursor = (whole or seen)[0 if above else -1]
            self.refresh()
        self._held = self.in_view(*self.rows(self.cursor))

    def _seen(self) -> list[str]:
        """What can be marked and is in view or partly so, from the top."""
        top = self.scroll_offset.y
        found = [run.target for y in range(top, top + self.size.height) for run in self.line(y) if run.target]
        return list(dict.fromkeys(found))

    def move(self, by: int) -> None:
        """Mark the next or previous line; stops at the ends, and scrolls where there is something to read first."""
        first, last = self.rows(self.cursor)
        top = self.scroll_offset.y
        behind = last >= top + self.size.height if by > 0 else first < top
        aim = self.cursor if behind else self.neighbour(by)
        if aim and self._is_near(aim):
            self.mark(aim)
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
        near = self.nearest(self.rows(self.cursor)[0] + by)
        self.go(self.scroll_offset.y + by)
        if near and self.in_view(*self.rows(near)):
            self.mark(near)

    def to_top(self) -> None:
        """Mark the first line; where it is marked already, show what is written above it."""
        self._to(self.first_target(), 0)

    def to_end(self) -> None:
        """Mark the last line; where it is marked already, show what is written below it."""
        self._to(self.last_target(), self.line_count())

    def _to(self, target: str, y: int) -> None:
        again = self.cursor == target and self.in_view(*self.rows(target))
        self.cursor = target
        self.go(y)
        if target and not again:
            self.mark(target)
        self.refresh()

    def take(self) -> None:
        """Take what is marked; what is out of view is first brought into it."""
        if self.in_view(*self.rows(self.cursor)):
            super().take()
        else:
            self.mark(self.cursor)
