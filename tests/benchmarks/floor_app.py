"""A bare Textual application of stock widgets, such as a game needs, with nothing in them: what ours is measured by."""

from __future__ import annotations

import sys

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, OptionList, Static

READY = "Page 0"


class Lines(ScrollView):
    """A view of lines of which only the visible ones are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [READY]

    def add(self, lines: list[str]) -> None:
        """Append lines and show the last."""
        self.lines += lines
        self.virtual_size = Size(72, len(self.lines))
        self.scroll_end(animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at = y + self.scroll_offset.y
        return Strip([Segment(self.lines[at] if at < len(self.lines) else "")]).adjust_cell_length(self.size.width)


class Floor(App[None]):
    """A sidebar, lines, options; every key 1 adds a page."""

    CSS = "Lines { width: 1fr; } #side { width: 28; } OptionList { height: 6; }"
    BINDINGS = [("1", "turn", "turn"), ("ctrl+q", "quit", "quit")]  # noqa: RUF012 - the form of the library
    pages = 0

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Horizontal():
            yield Lines()
            yield Static("state\n" * 8, id="side")
        yield OptionList("one", "two", "three")
        yield Footer()

    def on_mount(self) -> None:
        """Fill up to the number of pages asked for."""
        already = int(sys.argv[1]) if len(sys.argv) > 1 else 0
        for _ in range(already):
            self.pages += 1
            self.query_one(Lines).lines += _page(self.pages)
        if already:
            self.query_one(Lines).add([])

    def action_turn(self) -> None:
        """A page more."""
        self.pages += 1
        with self.batch_update():
            self.query_one(Lines).add(_page(self.pages))
            self.query_one(OptionList).set_options(["one", "two", "three"])


def _page(number: int) -> list[str]:
    return [f"Page {number}", *("words and more words of a page that somebody wrote" for _ in range(8))]


if __name__ == "__main__":
    Floor().run()
