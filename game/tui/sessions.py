"""The sessions kept: go on with one, watch it again, export it, delete it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from game.session import Listing, SessionError, delete, list_sessions
from game.tui.handing import SESSION, TEXT, hand_over, kept
from game.tui.lines import BLANK, ITALIC, Line, Run, indent, shorten, width_of, wrap
from game.tui.listed import Listed
from game.tui.prose import safe
from game.tui.room import bindings
from game.tui.seat import Seat
from game.tui.sheet import Sheet
from game.tui.when import when


class Sessions(Listed):
    """The list of sessions of this story, the last played first."""

    room = "sessions"
    widest = 110
    BINDINGS: ClassVar[list[BindingType]] = bindings("sessions")

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.kept: list[Listing] = []

    def on_mount(self) -> None:
        """Look what there is; Textual goes on to the handlers of the base classes, which tell."""
        self.kept = self._found()

    def _found(self) -> list[Listing]:
        """The sessions of this story in the folder, and what cannot be read there."""
        seat = self.seat
        mine = seat.machine.program.id
        return [item for item in list_sessions(seat.folder, seat.machine) if item.story == mine or item.problem]

    def _look(self) -> None:
        """Read the folder again."""
        self.kept = self._found()
        self.retell()

    def retell(self) -> None:
        """Everything in the present language."""
        words = self.seat.words
        self.head.say(words("Sessions"), words.n("{n} kept", "{n} kept", len(self.kept)))
        self.menu.reflow()

    def make_lines(self, width: int) -> list[Line]:
        """The lines for a column of that many cells."""
        words = self.seat.words
        if not self.kept:
            return wrap([Run(words("No session is kept here yet."), "quiet")], width)
        lines: list[Line] = []
        for number, item in enumerate(self.kept):
            lines += [*self._entry(number, item, width), BLANK]
        # In a browser the folder is somebody else's.
        where = "" if self.app.is_web else words("Folder: {folder}", folder=safe(str(self.seat.folder)))
        return lines + wrap([Run(where, "quiet")], width)

    def _entry(self, number: int, item: Listing, width: int) -> list[Line]:
        words, target = self.seat.words, f"session:{number}"
        if item.problem is not None:
            why = words.told(item.problem.notice)
            title, note, below = safe(item.name), "", wrap([Run(safe(why), "bad", ITALIC)], width - 2)
        else:
            title = " · ".join(safe(part) for part in (item.ending or item.chapter, item.place) if part) or safe(
                item.name
            )
            note = when(item.played, words)
            facts = words.n("{n} choice", "{n} choices", item.turns)
            about = [Run(f"{facts} · {safe(item.language)} · {safe(item.name)}", "quiet")]
            if self.seat.is_elsewhere(item.file):
                about[:0] = [Run(words("open in another window"), "accent"), Run(" · ", "quiet")]
            below = wrap(about, width - 2)
        title = shorten(title, width - 4 - width_of([Run(note)]))
        first = [Run("  ", "pointer", 0, target), Run(title, "option", 0, target)]
        gap = Run(" " * max(0, width - width_of(first) - width_of([Run(note)])), "option", 0, target)
        return [(*first, gap, Run(note, "quiet", 0, target)), *indent(below, (Run("  "),))]

    # -- doing

    def _marked(self) -> Listing | None:
        number = self.menu.cursor.partition(":")[2]
        return self.kept[int(number)] if number.isdigit() and int(number) < len(self.kept) else None

    def on_sheet_taken(self, event: Sheet.Taken) -> None:
        """Go on with the session that was taken."""
        item = self._marked()
        if item is None:
            return
        try:
            self.seat.open(item.file)
        except SessionError as error:
            self._say(error)
            return
        from game.tui.play import Play

        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        self.app.switch_screen(Play(self.seat))

    def _say(self, error: SessionError) -> None:
        words = self.seat.words
        self.notice(f"{words.told(error.notice)} {words.told_hint(error.notice)}".strip())

    def action_watch(self) -> None:
        """Watch the marked session again."""
        item = self._marked()
        if item is None:
            return
        try:
            session = self.seat.read(item.file)
        except SessionError as error:
            self._say(error)
            return
        from game.tui.replay import Replay

        self.app.push_screen(Replay(self.seat, session))

    def action_export(self) -> None:
        """Hand the marked session over as a file."""
        self._hand_over(SESSION)

    def action_transcript(self) -> None:
        """Hand over what was read in the marked session."""
        self._hand_over(TEXT)

    def _hand_over(self, kind: str) -> None:
        item = self._marked()
        if item is not None:
            self.notice(hand_over(self.app, self.seat.words, lambda: kept(self.seat.machine, item.file, kind)))

    def action_delete(self) -> None:
        """Ask, then delete the marked session."""
        item = self._marked()
        if item is None:
            return
        from game.tui.confirm import Confirm

        def act() -> None:
            self._delete(item)

        self.app.push_screen(
            Confirm(
                self.seat,
                lambda: self.seat.words("Delete the session {name} for good?", name=safe(item.name)),
                lambda: self.seat.words("Yes, delete it"),
                act,
            )
        )

    def _delete(self, item: Listing) -> None:
        session = self.seat.session
        if session is not None and session.file == item.file:
            self.seat.leave()
        try:
            delete(item.file)
        except SessionError as error:
            self._say(error)
            return
        self._look()
        self.notice(self.seat.words("Deleted."))
