"""The way so far, and ahead what was gone back from; picking a choice goes back to its page, or forward by it."""

from __future__ import annotations

from collections.abc import Iterator

from game.engine import State, page
from game.session import Session
from game.tui.page.lines import Line, Run, shorten, width_of
from game.tui.page.page_lines import said, where
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.view_screens import ViewScreen
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Menu

TURN = "turn:"


class Way(Menu):
    """One line for each choice, made only when it is looked at; between those taken and those ahead, where one is."""

    def __init__(self, context: PlayContext) -> None:
        super().__init__(lambda width: [], widest=140, id="way")
        self.context = context
        self.taken = context.session.turn if context.session else 0
        self.ahead = context.session.ahead if context.session else ()
        self._states: list[State] = []
        self._more: Iterator[State] = context.session.states_ahead() if context.session else iter(())

    # -- the list

    @property
    def turns(self) -> int:
        """All choices, taken and ahead."""
        return self.taken + len(self.ahead)

    def line_count(self) -> int:
        """As many lines as choices, and one where one stands."""
        return self.turns + bool(self.ahead)

    def turn_of(self, target: str) -> int:
        """The number of a choice, from 0."""
        return int(target.removeprefix(TURN) or 0)

    def _row(self, turn: int) -> int:
        return turn + (turn >= self.taken)

    def _target(self, turn: int) -> str:
        return f"{TURN}{min(max(0, turn), self.turns - 1)}" if self.turns else ""

    def rows(self, target: str) -> tuple[int, int]:
        """The line of a choice."""
        row = self._row(self.turn_of(target))
        return row, row

    def first_target(self) -> str:
        """The first choice."""
        return self._target(0)

    def last_target(self) -> str:
        """The last one, ahead or taken."""
        return self._target(self.turns - 1)

    def neighbour(self, by: int) -> str:
        """The choice after or before the marked one."""
        turn = self.turn_of(self.cursor) + by
        return self._target(turn) if 0 <= turn < self.turns else ""

    def nearest(self, y: int) -> str:
        """The choice on a line."""
        return self._target(y - (y > self.taken))

    def reflow(self) -> None:
        """Only the width matters; the last choice taken is marked first."""
        self._column = self.column
        self.cursor = self.cursor or self._target(max(0, self.taken - 1))
        self.resized()
        if self.cursor:
            self.mark(self.cursor)

    # -- its lines

    def line(self, y: int) -> Line:
        """Number, caption and place of one choice."""
        session = self.context.session
        if session is None or y >= self.line_count():
            return ()
        if y == self.taken:
            return self._here()
        turn = y - (y > self.taken)
        target, room = f"{TURN}{turn}", self._column
        words, notes = self._told(session, turn)
        number = f"{turn + 1:>{len(str(self.turns)) + 1}}  "
        free = room - len(number) - 4
        beside = free - width_of([Run(words)])
        note = next((note for note in notes if width_of([Run(note)]) <= beside), "")
        words = shorten(words, free)
        role = "option" if turn < self.taken else "quiet"
        left = [Run("  ", "pointer", 0, target), Run(number, "quiet", 0, target), Run(words, role, 0, target)]
        gap = Run(" " * (room - width_of(left) - width_of([Run(note)])), "option", 0, target)
        return (*left, gap, Run(note, "quiet", 0, target))

    def _here(self) -> Line:
        """Where one stands, between what was chosen and what was gone back from."""
        label = f" {self.context.words('here; ahead is what you went back from')} "
        label = shorten(label, self._column - 4)
        return (Run("──", "rule"), Run(label, "quiet"), Run("─" * (self._column - 2 - width_of([Run(label)])), "rule"))

    def _told(self, session: Session, turn: int) -> tuple[str, tuple[str, ...]]:
        """A choice in its words, and where it was made; only its id where the story has changed before it."""
        if turn < self.taken:
            state, choice, _, typed = session.steps[turn]
        else:
            choice = self.ahead[turn - self.taken]
            found = self._state_ahead(turn - self.taken)
            if found is None:
                return safe(choice), ()
            state, typed = found, ""
        shown = page(session.machine, state, self.context.story)
        return said(shown, choice, self.context.words, typed), (where(shown), safe(shown.place))

    def _state_ahead(self, step: int) -> State | None:
        while len(self._states) <= step and (state := next(self._more, None)) is not None:
            self._states.append(state)
        return self._states[step] if step < len(self._states) else None


class History(ViewScreen):
    """The way so far and ahead. Dismissed with True when a page was `picked`: the number of choices that lead to it."""

    screen_name = "history"

    def __init__(self, context: PlayContext) -> None:
        super().__init__(context)
        self.way = Way(context)
        self.picked = 0

    @property
    def body(self) -> LineView:
        """The list."""
        return self.way

    def retell(self) -> None:
        """Everything in the present language."""
        words, way = self.context.words, self.way
        note = words.n("{n} choice", "{n} choices", way.taken)
        if way.ahead:
            note += " · " + words.n("{n} ahead", "{n} ahead", len(way.ahead))
        if self.context.session is not None and self.context.session.loaded:
            note += " · " + words("loaded dice")
        self.head.say(words("The way so far"), note)
        if not way.turns:
            self.notice(words("Nothing has been chosen yet."), lasting=True)
        way.refresh()

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """To the page where that choice was made; where it is ahead, to the page that it leads to."""
        turn = self.way.turn_of(event.target)
        self.picked = turn if turn < self.way.taken else turn + 1
        self.dismiss(True)
