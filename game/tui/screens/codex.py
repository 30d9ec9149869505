"""The codex: what the story has named, by category, with a search, links between entries and a way back along them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from game.tui.base_screen import BaseScreen
from game.tui.page.entry import entry_lines, foreword
from game.tui.page.lines import Line
from game.tui.page.prose import CODEX
from game.tui.play_context import PlayContext
from game.tui.widgets.codex_list import Shelf
from game.tui.widgets.field import Field
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Reading
from game.tui.widgets.rows import Head

TWO_PANES = 90


class Codex(BaseScreen):
    """List and entry side by side from 90 columns, else one after the other. `entry` is shown first, if given."""

    screen_name = "codex"
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO_PANES, "-two")]  # noqa: RUF012

    def __init__(self, context: PlayContext, entry: str = "") -> None:
        super().__init__(context)
        self.head = Head()
        self.shelf = Shelf(context)
        self.reading = Reading(self._lines, id="entry")
        self.field = Field(id="search")
        self.shown = ""
        self.trail: list[str] = []
        self._first = entry

    @property
    def body(self) -> LineView:
        """The entry where one is read, else the list."""
        return self.reading if self.has_class("-reading") else self.shelf

    def compose(self) -> ComposeResult:
        """Heading, keys, search, list, entry."""
        yield self.head
        yield self.field
        yield Horizontal(self.shelf, self.reading)
        yield self.foot

    def on_mount(self) -> None:
        """Show the entry that was asked for, or the list."""
        if self._first:
            self.show(self._first, remember=False)
        else:
            self._read(False)
        self.retell()

    def retell(self) -> None:
        """Everything in the present language."""
        words = self.context.words
        known, of = len(self.context.known), len(self.context.machine.entries)
        self.head.say(words("Codex"), words("{known} of {all} known", known=known, all=of))
        self.field.placeholder = words("Search")
        self.shelf.reflow()
        self.reading.reflow()

    def _lines(self, width: int) -> list[Line]:
        if not self.shown:
            return foreword(self.context, width)
        return entry_lines(self.context, self.context.entry(self.shown), width)

    # -- moving between list and entry

    def _read(self, reading: bool) -> None:
        """Give the keys to the entry or to the list."""
        self.set_class(reading, "-reading")
        self.body.focus()

    def show(self, entry: str, *, remember: bool = True) -> None:
        """Show an entry, if it is known."""
        if entry not in self.context.known:
            self.notice(self.context.words("You have not met that yet."))
            return
        if remember and self.shown and self.shown != entry:
            self.trail.append(self.shown)
        self.shown = entry
        self.context.entry(entry)
        self.reading.show(self._lines)
        if self.shelf.hides(entry):
            self.field.close()
            self.shelf.narrow("")
        self._read(True)
        self.retell()
        self.shelf.mark(CODEX + entry)

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """A line of the list or a link in an entry was taken."""
        if event.view is self.shelf:
            self.trail.clear()
        self.show(event.target.removeprefix(CODEX))

    def action_go_back(self) -> None:
        """Back to the entry one came from, then to the list."""
        if self.trail:
            self.show(self.trail.pop(), remember=False)
        elif self.has_class("-reading"):
            self._read(False)

    def action_next_link(self) -> None:
        """Mark the next link of the entry; from the list, go to the entry."""
        self._to_link(1)

    def action_previous_link(self) -> None:
        """Mark the link before."""
        self._to_link(-1)

    def _to_link(self, by: int) -> None:
        if self.shown:
            self._read(True)
        if not self.shown or not self.reading.move_link(by):
            self.notice(self.context.words("There is no link on this page."))

    # -- search

    def action_search(self) -> None:
        """Open the search field."""
        self._read(False)
        self.field.open(self.context.words("Search"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show only what fits; when all is shown again, what is read is marked."""
        self.shelf.narrow(event.value)
        if self.shown and not event.value:
            self.shelf.mark(CODEX + self.shown)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open what is marked; where nothing is found, say so, and the field is done with."""
        if self.shelf.cursor:
            self.shelf.take()
            return
        self.notice(self.context.words("Nothing found."))
        self.action_leave()

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one types."""
        if self.field.has_focus and event.key in ("down", "up"):
            event.stop()
            self.shelf.move(1 if event.key == "down" else -1)

    def action_leave(self) -> None:
        """Close the search if it is open, take the mark off a link, else close the codex."""
        if self.field.is_open:
            self.field.close()
            self._read(self.has_class("-reading"))
        elif not self.body.let_go():
            self.dismiss()
