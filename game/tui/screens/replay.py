"""Watching a session again: it runs by itself, step by step, or jumps; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from game.engine import Option, Page, PictureView, StatusLine, page, picture_view, status
from game.session import Session
from game.tui.page.lines import Line
from game.tui.page.prose import CHOICE, CODEX
from game.tui.play_context import PlayContext
from game.tui.screens.pace import Pace
from game.tui.screens.transcript_screen import SessionPages, TranscriptScreen
from game.tui.widgets.field import Field
from game.tui.widgets.line_view import LineView
from game.tui.widgets.state_panels import WHOLE


class Watched(SessionPages):
    """The pages of a session up to a step that can be moved, as the transcript wants them."""

    def __init__(self, context: PlayContext, session: Session) -> None:
        super().__init__(context)
        self.session = session
        self.at = 0

    @property
    def last(self) -> int:
        """The number of the last step."""
        return self.session.turn

    def count(self) -> int:
        """Pages shown so far."""
        return self.at + 1

    def page(self, index: int) -> Page:
        """A page, in the present language."""
        return page(self.session.machine, self.session.steps[index].state, self.context.story)

    def chapter_before(self, index: int) -> str:
        """The chapter that was open before a page."""
        return self.session.chapter_before(index)

    def picture(self, index: int, picture: str) -> PictureView:
        """A picture as it looked on a page."""
        return picture_view(self.session.machine, self.session.steps[index].state, picture, self.context.story)

    def chosen(self, index: int) -> str:
        """The choice that left a page."""
        return self.session.steps[index].choice_id

    def said(self, index: int) -> str:
        """What was typed for it."""
        return self.session.steps[index].said

    def options(self) -> Sequence[Option]:
        """What the page shown offered."""
        shown = self.page(self.at)
        return () if shown.ending else shown.options

    def marked(self) -> str:
        """The choice that was taken; none on the last page."""
        taken = self.chosen(self.at)
        return CHOICE + taken if taken else ""

    def tail(self, width: int) -> list[Line]:
        """Nothing."""
        return []


class Replay(TranscriptScreen):
    """Plays a session back, each page to its end: the choice taken is seen and marked before the next page comes.

    It runs only while it is what one looks at: another screen over it, the field, or the shell hold it.
    """

    screen_name = "replay"

    def __init__(self, context: PlayContext, session: Session, watched: Watched | None = None) -> None:
        """`watched` is the session with what else is to be told of it."""
        self.watched = watched or Watched(context, session)
        super().__init__(context, self.watched)
        self.field = Field(id="jump")
        self.pace = Pace(self.transcript)
        self.playing = False
        self._timer: Timer | None = None

    def above(self) -> Iterator[Widget]:
        """A field for jumping."""
        yield self.field

    def on_mount(self) -> None:
        """Show the first page, and what opening the session had to tell."""
        super().on_mount()
        self.app.app_suspend_signal.subscribe(self, lambda _: self._stop_clock())
        self.app.app_resume_signal.subscribe(self, lambda _: self._start_clock())
        notices = self.watched.session.notices
        if notices:
            self.notice(" ".join(self.context.words.told(notice) for notice in notices))
        self._tell()

    def retell(self) -> None:
        """Everything in the present language."""
        self.transcript.refill()
        self._tell()

    def _tell(self) -> None:
        """Head and state of the step shown, the taken choice marked."""
        watched, words = self.watched, self.context.words
        self.tell_page(watched.page(watched.at), self.state_lines())
        how = words("playing") if self.playing else words("paused")
        step = words("{how} · step {at} of {last}", how=how, at=watched.at, last=watched.last)
        loaded = words("loaded dice") if watched.session.loaded else ""
        self.foot.end_with(" · ".join(filter(None, (loaded, step))), "play_pause")

    def state_lines(self) -> Sequence[StatusLine]:
        """The state at the step shown."""
        session = self.watched.session
        return status(session.machine, session.steps[self.watched.at].state, self.context.story)

    # -- moving

    def show(self, step: int, notice: str = "") -> None:
        """Show a step of the session from its beginning, and say something about it."""
        self.watched.at = min(max(0, step), self.watched.last)
        self.transcript.turned()
        self.pace.turned()
        self._tell()
        self.notice(notice)
        self._start_clock()

    def action_step_on(self) -> None:
        """Show the choice that was taken; where it is in view, the page that it led to."""
        at, words = self.watched.at, self.context.words
        if not self._is_read():
            self._show_taken()
        elif at < self.watched.last:
            self.show(at + 1)
        else:
            self.notice(words("This is the last page: step {last}.", last=at))

    def action_step_back(self) -> None:
        """One step back."""
        if self.watched.at:
            self.show(self.watched.at - 1)
        else:
            self.notice(self.context.words("This is the first page."))

    def action_first(self) -> None:
        """To the first page."""
        self.show(0, self.context.words("The first page: step 0 of {last}.", last=self.watched.last))

    def action_last(self) -> None:
        """To the last page."""
        self.show(self.watched.last, self.context.words("The last page: step {last}.", last=self.watched.last))

    def action_next(self) -> None:
        """Scroll: the mark is on the choice that was taken."""
        self.transcript.go(self.transcript.scroll_offset.y + 2)

    def action_previous(self) -> None:
        """Scroll back."""
        self.transcript.go(self.transcript.scroll_offset.y - 2)

    def _is_read(self) -> bool:
        """Whether the choice taken, or on the last page its end, is in view."""
        return self.transcript.shows(self.watched.marked())

    def _show_taken(self) -> None:
        """Bring the choice taken into view, or on the last page what comes next."""
        if self.watched.at < self.watched.last:
            self.transcript.mark(self.watched.marked())
        else:
            self.transcript.turn_down()
        self._start_clock()

    # -- running by itself

    def action_play_pause(self) -> None:
        """Run by itself, or hold; at the end, from the beginning."""
        if not self.playing and self.watched.at == self.watched.last and self._is_read():
            self.show(0)
        self._play(not self.playing)

    def _play(self, playing: bool) -> None:
        self.playing = playing
        self._start_clock()
        self._tell()

    def _start_clock(self) -> None:
        """Give the view its time anew, if it runs and is looked at."""
        self._stop_clock()
        if self.playing and self.is_current and not self.field.is_open:
            self._timer = self.set_timer(self.pace.seconds(), self._tick)

    def _stop_clock(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        """The view has been read: on to the end of the page, to the choice taken, to the next page."""
        if not self.pace.read_to_end():
            self.transcript.turn_down()
            self._start_clock()
        elif not self._is_read():
            self._show_taken()
        elif self.watched.at < self.watched.last:
            self.show(self.watched.at + 1)
        else:
            self._play(False)

    def on_screen_suspend(self) -> None:
        """Another screen covers it: hold."""
        self._stop_clock()

    def on_screen_resume(self) -> None:
        """It is looked at again."""
        self._start_clock()

    def action_faster(self) -> None:
        """Less time for each page."""
        self._change_speed(1)

    def action_slower(self) -> None:
        """More time for each page."""
        self._change_speed(-1)

    def _change_speed(self, by: int) -> None:
        self.pace.change(by)
        words = self.context.words.n("{n} word a second", "{n} words a second", self.pace.words_a_second)
        self.notice(words)
        self._start_clock()

    # -- jumping

    def action_jump(self) -> None:
        """Ask for the number of a step."""
        self.field.open(self.context.words("Step, 0 to {last}", last=self.watched.last))
        self._stop_clock()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the step, or say why not."""
        typed = event.value.strip()
        self._close_field()
        words, last = self.context.words, self.watched.last
        try:
            step = int(typed)
        except ValueError:
            said = words("“{typed}” is not a number: the steps are 0 to {last}.", typed=typed, last=last)
            self.notice(said if typed else "")
            return
        if 0 <= step <= last:
            self.show(step, words("Step {at} of {last}.", at=step, last=last))
        else:
            self.notice(words("There is no step {step}: the steps are 0 to {last}.", step=step, last=last))

    def _close_field(self) -> None:
        self.field.close()
        self.transcript.focus()
        self._start_clock()

    # -- links

    def _to_link(self, by: int) -> None:
        """Mark a link and hold: it is not to run away."""
        if self.transcript.links():
            self._play(False)
        super()._to_link(by)

    def action_take(self) -> None:
        """Open the marked link; else one step on."""
        if self.transcript.cursor.startswith(CODEX):
            self.transcript.take()
        else:
            self.action_step_on()

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """A codex link opens its entry; the choices are only looked at."""
        if event.target.startswith(CODEX):
            from game.tui.screens.codex import Codex

            context = PlayContext(
                self.context.machine, self.context.settings, session=self.watched.session, story=self.context.story
            )
            self.app.push_screen(Codex(context, event.target.removeprefix(CODEX)))
        elif event.target == WHOLE:
            self.action_status()

    def action_play_on(self) -> None:
        """Play on from the page shown, as a session of its own, by the same seed or the same loaded dice."""
        context, watched = self.context, self.watched
        steps = watched.session.steps[: watched.at]
        session = context.begin(watched.session)
        for step in steps:
            session.choose(step.choice_id, step.said)
        self.host.goto("play")

    def action_leave(self) -> None:
        """Close the field if it is open, else stop watching."""
        if self.field.is_open:
            self._close_field()
            return
        if self.transcript.let_go():
            return
        self._stop_clock()
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.app.exit(0)
