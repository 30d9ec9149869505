"""A question before something that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable

from game.tui.page.lines import BLANK, Line, Run, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.view_screens import ListScreen
from game.tui.widgets.line_view import LineView


class Confirm(ListScreen):
    """Asks; only an explicit yes acts. `question` and `yes` are made anew when the language changes."""

    screen_name = "confirm"

    def __init__(
        self, context: PlayContext, question: Callable[[], str], yes: Callable[[], str], act: Callable[[], None]
    ) -> None:
        super().__init__(context)
        self.question = question
        self.yes = yes
        self.act = act

    def retell(self) -> None:
        """Everything in the present language."""
        self.head.say(self.context.words("Are you sure?"))
        self.menu.reflow()

    def make_lines(self, width: int) -> list[Line]:
        """The lines for a column of that many cells."""
        lines: list[Line] = [*wrap([Run(safe(self.question()))], width), BLANK]
        for name, title in (("no", self.context.words("No, go back")), ("yes", self.yes())):
            lines.append((Run("  ", "pointer", 0, name), Run(safe(title), "option", 0, name)))
        return lines

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """Yes or no."""
        self.dismiss()
        if event.target == "yes":
            self.act()
