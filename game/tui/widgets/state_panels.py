"""Where the state is shown beside a page: at the side where there is room for it, else folded into a line."""

from __future__ import annotations

from textual.geometry import Size

from game.actions import BY_ID
from game.engine import StatusLine
from game.tui.page.columns import columns, margin_for
from game.tui.page.gauges import folded, side
from game.tui.page.lines import Line, Run
from game.tui.play_context import PlayContext
from game.tui.widgets.pages import Reading
from game.tui.widgets.rows import Row, key_run
from game.tui.widgets.transcript import Source

WHOLE = "do:status"


class Side(Reading):
    """The state drawn down the side. Where it does not fit, its last row says that there is more, and where."""

    can_focus = False

    def __init__(self, screen: str, context: PlayContext, source: Source) -> None:
        super().__init__(self._lines, id="side")
        self.screen_name = screen
        self.context = context
        self.source = source
        self._status: tuple[StatusLine, ...] = ()

    def say(self, status: tuple[StatusLine, ...]) -> None:
        """Show a state."""
        self._status = status
        self.set_class(not status, "-none")
        if self.size.width:
            self.reflow()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """What the text leaves, the rule not counted."""
        return columns(self.app.size.width, self.source.width, beside=True).side - 1

    @property
    def column(self) -> int:
        """All of the width but a blank cell at the left and a margin at the right."""
        return max(10, self.size.width - 1 - margin_for(self.app.size.width))

    def left(self) -> int:
        """Lines begin at the left."""
        return 1

    def line(self, y: int) -> Line:
        """A line of the state; on the last row, where there is more below it, the sign of that."""
        bottom = self.scroll_offset.y + self.size.height - 1
        return self._sign() if y == bottom < self.line_count() - 1 else super().line(y)

    def _sign(self) -> Line:
        key = key_run(BY_ID["status"], self.screen_name, self.context)
        sign = (Run("↓ ", "quiet"), key, Run(" " + self.context.words("shows it all"), "quiet"))
        return tuple(run._replace(target=WHOLE) for run in sign)

    def _lines(self, width: int) -> list[Line]:
        """The gauges, with air between them where there is room for it."""
        at = self.source.count() - 1
        lines = side(self._status, width, lambda name: self.source.picture(at, name))
        return lines if len(lines) <= self.size.height + 1 else [line for line in lines if line]


class Folded(Row):
    """The state in one line."""

    def __init__(self, context: PlayContext) -> None:
        super().__init__(id="folded")
        self.context = context
        self._status: tuple[StatusLine, ...] = ()

    def say(self, status: tuple[StatusLine, ...]) -> None:
        """Show a state."""
        self._status = status
        self.set_class(not status, "-none")
        self.refresh()

    def lines(self, width: int) -> list[Line]:
        """A rule, and the line, which opens the whole state."""
        margin = " " * margin_for(width)
        room = width - 2 * len(margin)
        state = (run._replace(target=WHOLE) for run in folded(self._status, room))
        return [(Run(margin), Run("─" * room, "rule")), (Run(margin), *state)]
