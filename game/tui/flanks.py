"""Where the state is shown on the play screen: at the side from 100 columns, else folded into a line."""

from __future__ import annotations

from game.engine import StatusLine
from game.tui.gauges import folded, side
from game.tui.lines import Line, Run
from game.tui.pages import Reading
from game.tui.rows import Row, margin_for
from game.tui.seat import Seat


class Side(Reading):
    """The state drawn down the side."""

    can_focus = False

    def __init__(self, seat: Seat) -> None:
        super().__init__(self._lines, widest=32, id="side")
        self.seat = seat
        self._status: tuple[StatusLine, ...] = ()

    def say(self, status: tuple[StatusLine, ...]) -> None:
        """Show a state."""
        if status != self._status:
            self._status = status
        self.set_class(not status, "-none")
        if self.size.width:
            self.reflow()

    @property
    def column(self) -> int:
        """All of the width but two cells."""
        return max(10, self.size.width - 4)

    def left(self) -> int:
        """Lines begin at the left."""
        return 1

    def _lines(self, width: int) -> list[Line]:
        return side(self._status, width, self.seat.picture)


class Folded(Row):
    """The state in one line."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="folded")
        self.seat = seat
        self._status: tuple[StatusLine, ...] = ()

    def say(self, status: tuple[StatusLine, ...]) -> None:
        """Show a state."""
        self._status = status
        self.set_class(not status, "-none")
        self.refresh()

    def lines(self, width: int) -> list[Line]:
        """A rule, and the line."""
        margin = " " * margin_for(width)
        room = width - 2 * len(margin)
        return [(Run(margin), Run("─" * room, "rule")), (Run(margin), *folded(self._status, room))]
