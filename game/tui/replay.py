"""Watching a session again: it runs by itself, step by step, or jumps; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from game.engine import Option, Page, PictureView, StatusLine, page, picture_view, status
from game.session import Session
from game.tui.flanks import WHOLE
from game.tui.leaf import CHOICE
from game.tui.lines import Line
from game.tui.prose import CODEX
from game.tui.seat import Seat
from game.tui.sheet import Sheet
from game.tui.spread import Spread
from game.wording import Words

WORDS_A_SECOND = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""The speeds, by words read a second; 4 is a calm reader."""
SHORTEST = 0.4


class Watched:
    """The pages of a session up to a step that can be moved, as the transcript wants them."""

    def __init__(self, seat: Seat, session: Session) -> None:
        self.seat = seat
        self.session = session
        self.at = 0

    @property
    def words(self) -> Words:
        """The interface's words."""
        return self.seat.words

    @property
    def width(self) -> int:
        """The player's text width."""
        return self.seat.settings.text_width

    @property
    def last(self) -> int:
        """The number of the last step."""
        return self.session.turn

    def count(self) -> int:
        """Pages shown so far."""
        return self.at + 1

    def page(self, index: int) -> Page:
        """A page, in the present language."""
        return page(self.session.machine, self.session.steps[index].state, self.seat.story)

    def picture(self, index: int, picture: str) -> PictureView:
        """A picture as it looked on a page."""
        return picture_view(self.session.machine, self.session.steps[index].state, picture, self.seat.story)

    def chosen(self, index: int) -> str:
        """The choice that left a page."""
        return self.session.steps[index].choice_id

    def options(self) -> Sequence[Option]:
        """What the page shown offered."""
        shown = self.page(self.at)
        return () if shown.ending else shown.options

    def marked(self) -> str:
        """The choice that was taken."""
        return CHOICE + self.chosen(self.at)

    def tail(self, width: int) -> list[Line]:
        """Nothing."""
        return []


class Replay(Spread):
    """Plays a session back. The choice that was taken is marked before the next page comes."""

    room = "replay"

    def __init__(self, seat: Seat, session: Session) -> None:
        self.watched = Watched(seat, session)
        super().__init__(seat, self.watched)
        self.field = Input(id="jump", type="integer", compact=True)
        self.speed = 1
        self._timer: Timer | None = None

    @property
    def playing(self) -> bool:
        """Whether it runs by itself."""
        return self._timer is not None

    def above(self) -> Iterator[Widget]:
        """A field for jumping."""
        yield self.field

    def on_mount(self) -> None:
        """Show the first page, and what opening the session had to tell."""
        self.field.display = False
        super().on_mount()
        notices = self.watched.session.notices
        if notices:
            self.notice(" ".join(self.seat.words.told(notice) for notice in notices))
        self._tell()

    def retell(self) -> None:
        """Everything in the present language."""
        self.transcript.refill()
        self._tell()

    def _tell(self) -> None:
        """Head and state of the step shown, the taken choice marked."""
        watched, words = self.watched, self.seat.words
        self.tell_page(watched.page(watched.at), self.state_lines())
        how = words("playing") if self.playing else words("paused")
        self.foot.end_with(
            words("{how} · step {at} of {last}", how=how, at=watched.at, last=watched.last), "play_pause"
        )

    def state_lines(self) -> Sequence[StatusLine]:
        """The state at the step shown."""
        session = self.watched.session
        return status(session.machine, session.steps[self.watched.at].state, self.seat.story)

    # -- moving

    def show(self, step: int) -> None:
        """Show a step of the session."""
        self.watched.at = min(max(0, step), self.watched.last)
        self.transcript.turned()
        self._tell()

    def action_step_on(self) -> None:
        """One step on."""
        self.show(self.watched.at + 1)
        self._schedule()

    def action_step_back(self) -> None:
        """One step back."""
        self.show(self.watched.at - 1)
        self._schedule()

    def action_first(self) -> None:
        """To the first page."""
        self.show(0)

    def action_last(self) -> None:
        """To the last page."""
        self.show(self.watched.last)

    def action_play_pause(self) -> None:
        """Run by itself, or hold."""
        if self.playing:
            self._hold()
        else:
            if self.watched.at >= self.watched.last:
                self.show(0)
            self._timer = self.set_timer(self._pause(), self._tick)
        self._tell()

    def _hold(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _schedule(self) -> None:
        """Begin the present page's time anew, if it runs."""
        if self.playing:
            self._hold()
            self._timer = self.set_timer(self._pause(), self._tick)

    def _pause(self) -> float:
        """The seconds that the page shown is given."""
        return max(SHORTEST, len(self.watched.page(self.watched.at).text.split()) / WORDS_A_SECOND[self.speed])

    def _tick(self) -> None:
        self.show(self.watched.at + 1)
        if self.watched.at >= self.watched.last:
            self._hold()
        else:
            self._schedule()
        self._tell()

    def action_faster(self) -> None:
        """Less time for each page."""
        self._set_speed(self.speed + 1)

    def action_slower(self) -> None:
        """More time for each page."""
        self._set_speed(self.speed - 1)

    def _set_speed(self, speed: int) -> None:
        self.speed = min(max(0, speed), len(WORDS_A_SECOND) - 1)
        self.notice(self.seat.words.n("{n} word a second", "{n} words a second", int(WORDS_A_SECOND[self.speed])))
        self._schedule()

    # -- jumping

    def action_jump(self) -> None:
        """Ask for the number of a step."""
        self.field.display = True
        self.field.value = ""
        self.field.placeholder = self.seat.words("Step, 0 to {last}", last=self.watched.last)
        self.field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the step."""
        self._close_field()
        if event.value.strip().isdigit():
            self.show(int(event.value))

    def _close_field(self) -> None:
        self.field.display = False
        self.transcript.focus()

    def on_sheet_taken(self, event: Sheet.Taken) -> None:
        """A codex link opens its entry; the choices are only looked at."""
        if event.target.startswith(CODEX):
            from game.tui.codex import Codex

            seat = Seat(self.seat.machine, self.seat.settings, session=self.watched.session, story=self.seat.story)
            self.app.push_screen(Codex(seat, event.target.removeprefix(CODEX)))
        elif event.target == WHOLE:
            self.action_status()

    def action_play_on(self) -> None:
        """Play on from the page shown, as a session of its own."""
        seat, watched = self.seat, self.watched
        choices = watched.session.choices[: watched.at]
        seat.seed, seed = watched.session.seed, seat.seed
        session = seat.begin()
        seat.seed = seed
        for choice in choices:
            session.choose(choice)
        from game.tui.play import Play

        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        self.app.switch_screen(Play(seat))

    def action_leave(self) -> None:
        """Close the field if it is open, else stop watching."""
        if self.field.display:
            self._close_field()
            return
        self._hold()
        if len(self.app.screen_stack) > 2:
            self.dismiss()
        else:
            self.app.exit(0)
