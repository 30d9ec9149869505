"""What the screens have in common that are a heading, lines to read or to pick from, and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from game.tui.base_screen import BaseScreen
from game.tui.page.lines import Line
from game.tui.play_context import PlayContext
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Menu
from game.tui.widgets.rows import Head


class ViewScreen(BaseScreen):
    """A screen of one view, its `body`, under a heading; its subclasses say the heading, in `retell`."""

    def __init__(self, context: PlayContext) -> None:
        super().__init__(context)
        self.head = Head()

    def compose(self) -> ComposeResult:
        """Heading, view, keys."""
        yield self.head
        yield self.body
        yield self.foot

    def on_mount(self) -> None:
        """Say what it is."""
        super().on_mount()
        self.retell()


class ListScreen(ViewScreen):
    """A screen of lines in a column of at most `widest` cells; its subclasses make the lines and the heading."""

    widest: ClassVar[int] = 72

    def __init__(self, context: PlayContext) -> None:
        super().__init__(context)
        self.menu = Menu(self.make_lines, widest=self.widest, id=self.screen_name)

    @property
    def body(self) -> LineView:
        """The lines."""
        return self.menu

    def make_lines(self, width: int) -> list[Line]:
        """The lines for a column of that many cells."""
        raise NotImplementedError
