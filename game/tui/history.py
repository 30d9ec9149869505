"""The way so far: every choice taken, with where it was taken; picking one goes back to its page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from game.engine import page
from game.tui.leaf import said, where
from game.tui.lines import Line, Run, shorten, width_of
from game.tui.pages import Menu
from game.tui.prose import safe
from game.tui.room import Room, bindings
from game.tui.rows import Head
from game.tui.seat import Seat
from game.tui.sheet import Sheet


class Way(Menu):
    """One line for each choice, made only when it is looked at."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(lambda width: [], widest=110, id="way")
        self.seat = seat

    def reflow(self) -> None:
        """Only the width matters; the last choice is marked first."""
        self._column = self.column
        if not self.cursor and self.line_count():
            self.cursor = f"turn:{self.line_count() - 1}"
        self.resized()
        self.mark(self.cursor)

    def line_count(self) -> int:
        """As many lines as choices."""
        return self.seat.session.turn if self.seat.session else 0

    def rows(self, target: str) -> tuple[int, int]:
        """The line of a turn."""
        turn = int(target.partition(":")[2] or 0)
        return turn, turn

    def move(self, by: int) -> None:
        """Mark another turn."""
        turn = self.rows(self.cursor)[0] + by
        if 0 <= turn < self.line_count():
            self.mark(f"turn:{turn}")

    def _leap(self, by: int) -> None:
        if self.line_count():
            self.mark(f"turn:{min(max(0, self.rows(self.cursor)[0] + by), self.line_count() - 1)}")

    def line(self, y: int) -> Line:
        """Number, caption and place of one choice."""
        session = self.seat.session
        if session is None or y >= session.turn:
            return ()
        step = session.steps[y]
        shown = page(session.machine, step.state, self.seat.story)
        words = said(shown, step.choice_id, self.seat.words)
        target, room = f"turn:{y}", self._column
        number = f"{y + 1:>{len(str(session.turn)) + 1}}  "
        free = room - len(number) - 4
        beside = free - width_of([Run(words)])
        note = next((note for note in (where(shown), safe(shown.place)) if width_of([Run(note)]) <= beside), "")
        words = shorten(words, free)
        left = [Run("  ", "pointer", 0, target), Run(number, "quiet", 0, target), Run(words, "option", 0, target)]
        gap = Run(" " * (room - width_of(left) - width_of([Run(note)])), "option", 0, target)
        return (*left, gap, Run(note, "quiet", 0, target))


class History(Room):
    """The way so far."""

    room = "history"
    BINDINGS: ClassVar[list[BindingType]] = bindings("history")

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.head = Head()
        self.way = Way(seat)

    @property
    def body(self) -> Sheet:
        """The list."""
        return self.way

    def compose(self) -> ComposeResult:
        """Heading, list, keys."""
        yield self.head
        yield self.way
        yield self.foot

    def on_mount(self) -> None:
        """Say how long the way is."""
        super().on_mount()
        self.retell()

    def retell(self) -> None:
        """Everything in the present language."""
        turns = self.way.line_count()
        words = self.seat.words
        self.head.say(words("The way so far"), words.n("{n} choice", "{n} choices", turns))
        if not turns:
            self.notice(words("Nothing has been chosen yet."), lasting=True)
        self.way.refresh()

    def action_top(self) -> None:
        """To the first choice."""
        self.way._leap(-self.way.line_count())

    def action_bottom(self) -> None:
        """To the last choice."""
        self.way._leap(self.way.line_count())

    def on_sheet_taken(self, event: Sheet.Taken) -> None:
        """Go back to the page where that choice was made."""
        session = self.seat.session
        if session is not None:
            session.rewind(self.way.rows(event.target)[0])
            self.dismiss()
