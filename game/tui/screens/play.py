"""The play screen: header, transcript with choices, the state at the side or folded, keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from game.engine import NotOffered, Option, Page, Phase, PictureView, StatusLine, page, phase, status
from game.session import SessionError
from game.tui.page.lines import BLANK, ITALIC, Line, Run, indent, wrap
from game.tui.page.prose import CHOICE, simple
from game.tui.play_context import PlayContext
from game.tui.screens.transcript_screen import SessionPages, TranscriptScreen
from game.tui.screens.ways.travel import last_decision, travel
from game.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.widgets import Input

    from game.tui.widgets.question import Question

DO = "do:"
DIGIT_SECONDS = 0.9


class Played(SessionPages):
    """The pages of the session being played, as the transcript wants them."""

    def count(self) -> int:
        """Pages read, the present one included."""
        return len(self.context.session.steps) if self.context.session else 0

    def page(self, index: int) -> Page:
        """A page, in the present language."""
        session = self.context.session
        assert session is not None
        return page(session.machine, session.steps[index].state, self.context.story)

    def chapter_before(self, index: int) -> str:
        """The chapter that was open before a page."""
        return self.context.session.chapter_before(index) if self.context.session else ""

    def picture(self, index: int, picture: str) -> PictureView:
        """A picture as it looked on a page."""
        session = self.context.session
        return self.context.picture(picture, session.steps[index].state if session else None)

    def chosen(self, index: int) -> str:
        """The choice that left a page."""
        return self.context.session.steps[index].choice_id if self.context.session else ""

    def said(self, index: int) -> str:
        """What was typed for it."""
        return self.context.session.steps[index].said if self.context.session else ""

    def options(self) -> Sequence[Option]:
        """What the present page offers."""
        session = self.context.session
        return () if session is None or session.page.ending else session.page.options

    def marked(self) -> str:
        """What the player had marked on this page when they last left it for the title."""
        return self.context.marked_at(self.count())

    def tail(self, width: int) -> list[Line]:
        """What is left to do after an ending, or where the story has no way on."""
        session, words = self.context.session, self.words
        if session is None:
            return []
        now = phase(session.machine, session.state)
        if now is Phase.CHOOSING:
            return []
        lines: list[Line] = []
        if now is Phase.STUCK:
            said = words(
                "The story has no way on from here ({scene}). That is the story’s fault, not yours.",
                scene=session.page.scene,
            )
            lines += [*wrap([Run(said, "quiet", ITALIC)], width), BLANK]
        doings = [("leave", words("To the title"))]
        if session.turn:
            decided = last_decision(session) >= 0
            doings += [("decide", words("Back to the last decision"))] if decided else []
            doings += [("ways", words("The tree of ways"))]
        doings += [("anew", words("New game"))]
        for name, title in doings:
            lines += indent([(Run(title, "option", 0, DO + name),)], (Run("  ", "pointer", 0, DO + name),))
        return lines


class Play(TranscriptScreen):
    """Where the story is read and played."""

    screen_name = "play"

    def __init__(self, context: PlayContext) -> None:
        super().__init__(context, Played(context))
        self._digits = ""
        self._digit_timer: Timer | None = None
        self.question: Question | None = None

    def on_mount(self) -> None:
        """Show the present page, and what opening the session had to tell."""
        super().on_mount()
        self.watch(self.transcript, "scroll_y", self._scrolled, init=False)
        self.watch(self.transcript, "virtual_size", self._scrolled, init=False)
        self._tell()
        session = self.context.session
        if session is not None and session.notices:
            self.notice(" ".join(self.context.words.told(notice) for notice in session.notices))

    def on_screen_resume(self) -> None:
        """Another screen may have gone back, or changed the width."""
        if self.transcript.size.width:
            self.transcript.refill()
            self._tell()

    def retell(self) -> None:
        """Everything in the new language; what was being asked is asked anew."""
        self._close_question()
        self.transcript.refill()
        self._tell()

    def _tell(self) -> None:
        """Head, state and trouble, for the present page."""
        session = self.context.session
        if session is None:
            return
        self.tell_page(session.page, self.state_lines())
        trouble = session.trouble
        self.foot.say(self.context.words.told(trouble) if trouble else "")
        self._scrolled()

    def state_lines(self) -> Sequence[StatusLine]:
        """The state of the session."""
        session = self.context.session
        return status(session.machine, session.state, self.context.story) if session else ()

    def _scrolled(self) -> None:
        """Say at the bottom when there is more below."""
        words, session = self.context.words, self.context.session
        loaded = words("loaded dice") if session is not None and session.loaded else ""
        more = words("Space ↓ more") if self.transcript.below else ""
        self.foot.end_with(" · ".join(filter(None, (loaded, more))), "page_down")

    # -- choosing

    def choose(self, choice: str, said: str | None = None) -> None:
        """Take a choice and show the page it leads to; one that asks for words opens a line for them first."""
        session = self.context.session
        if session is None:
            return
        self._close_question()
        asking = next((one for one in session.page.open_options if one.ask and one.id == choice), None)
        if said is None and asking is not None:
            self._ask(asking)
            return
        try:
            session.choose(choice, said)
        except NotOffered as refusal:
            shown = next((option for option in session.page.options if option.id == choice), None)
            self.notice(simple(shown.reason) if shown is not None and shown.reason else refusal.why)
            return
        except SessionError as refusal:
            self.notice(self.context.words.told_whole(refusal.notice))
            return
        self._turned()

    def _ask(self, option: Option) -> None:
        """Open a line to type in under the page."""
        from game.tui.widgets.question import Question

        variable = next(one for one in self.context.machine.program.typed if one.name == option.ask)
        self.question = Question(self.context, self.transcript, option, variable)
        self.mount(self.question, before=self.folded)
        self.notice(self.context.words("Enter takes it · {key} goes back", key=self.key("leave")), lasting=True)

    def _close_question(self) -> bool:
        """Put the line away, with what was typed; whether there was one."""
        question, self.question = self.question, None
        if question is None:
            return False
        self.body.focus()
        question.remove()
        self.foot.say("")
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the choice that asked, with what was typed."""
        if self.question is not None:
            self.choose(self.question.option.id, event.value)

    def _turned(self) -> None:
        self._close_question()
        self._digits = ""
        self.transcript.turned()
        self._tell()

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """A choice, a codex link or something under an ending was taken."""
        kind, _, name = event.target.partition(":")
        match kind + ":":
            case "choice:" | "inline:":
                self.choose(name)
            case "codex:":
                self._open(name)
            case "do:":
                self.call_next(self.do, name)

    def action_choose(self, digit: int) -> None:
        """Choose by number. Where more choices begin with what was typed, wait for another digit or Enter."""
        targets = [target for target in self.transcript.choices() if target.startswith(CHOICE)]
        typed = self._digits + str(digit)
        number = int(typed)
        if not 1 <= number <= len(targets):
            self._digits = ""
            return
        if number * 10 <= len(targets):
            self._digits = typed
            self.transcript.mark(targets[number - 1])
            self._wait(targets[number - 1])
            return
        self._stop_waiting()
        self.choose(targets[number - 1].removeprefix(CHOICE))

    def _wait(self, target: str) -> None:
        self._stop_waiting()
        typed = self._digits

        def over() -> None:
            if self._digits == typed:
                self.choose(target.removeprefix(CHOICE))

        self._digit_timer = self.set_timer(DIGIT_SECONDS, over)

    def _stop_waiting(self) -> None:
        if self._digit_timer is not None:
            self._digit_timer.stop()
            self._digit_timer = None

    def is_choosing(self, key: str) -> bool:
        """While a number is typed, the same digit may follow: 11 is two presses of one key."""
        return not (self._digits and key.isdigit()) and super().is_choosing(key)

    def on_key(self, event: events.Key) -> None:
        """Any other key ends the typing of a number."""
        if not event.key.isdigit():
            self._digits = ""
            self._stop_waiting()

    # -- other actions

    def action_rewind(self) -> None:
        """Back one choice."""
        self._go_to(self._turn - 1)

    def action_decide(self) -> None:
        """Back to the last page on which one could have chosen otherwise."""
        session = self.context.session
        turn = last_decision(session) if session else -1
        if turn < 0:
            self.notice(self.context.words("There was nothing to decide before this page."))
        else:
            self._go_to(turn)

    def action_anew(self) -> None:
        """Begin a new game; this one is kept."""
        self.context.begin()
        self.host.goto("play")

    def action_forward(self) -> None:
        """One choice on along the branch that was gone back from."""
        self._go_to(self._turn + 1)

    @property
    def _turn(self) -> int:
        return self.context.session.turn if self.context.session else 0

    def _go_to(self, turn: int) -> None:
        """To the page after so many choices, taken or ahead."""
        before = self._turn
        told = travel(self.context, turn)
        if self._turn != before:
            self._turned()
        self.notice(told)

    def action_take(self) -> None:
        """Take what is marked; where nothing is, say how to mark something."""
        if not self.transcript.cursor and self.transcript.choices():
            self.notice(self.context.words("Nothing is marked; {key} marks a choice.", key=self.key("next")))
        self.transcript.take()

    def _open(self, entry: str) -> None:
        from game.tui.screens.codex import Codex

        self.app.push_screen(Codex(self.context, entry))

    def action_codex(self) -> None:
        """Open the codex."""
        self._open("")

    def action_history(self) -> None:
        """List the way so far."""
        from game.tui.screens.ways.history import History

        history = History(self.context)

        def picked(went: bool | None) -> None:
            if went:
                self.call_after_refresh(self._go_to, history.picked)

        self.app.push_screen(history, picked)

    def action_ways(self) -> None:
        """Show all ways of the session."""
        self._show_ways(writing=False)

    def action_bookmark(self) -> None:
        """Write a note for this page, where all ways are seen."""
        self._show_ways(writing=True)

    def _show_ways(self, *, writing: bool) -> None:
        from game.tui.screens.ways.tree import Ways

        def went(there: bool | None) -> None:
            if there:
                self.call_after_refresh(self._turned)
            elif there is False:
                said = self.context.words("This page has a bookmark; {key} shows it.", key=self.key("ways"))
                self.call_after_refresh(self.notice, said)

        self.app.push_screen(Ways(self.context, writing=writing), went)

    def action_export(self) -> None:
        """Hand the session over as a file."""
        from game.tui.handing import SESSION

        self._hand_over(SESSION)

    def action_transcript(self) -> None:
        """Hand over what was read so far."""
        from game.tui.handing import TEXT

        self._hand_over(TEXT)

    def _hand_over(self, kind: str) -> None:
        from game.tui.handing import hand_over, in_play

        session = self.context.session
        if session is not None:
            self.notice(hand_over(self.app, self.context.words, lambda: in_play(session, kind)))

    def action_leave(self) -> None:
        """Put away the line to type in, take the mark off a link, else go to the title; the session is kept."""
        if self._close_question() or self.transcript.let_go():
            return
        self.context.keep_mark(self.transcript.source.count(), self.transcript.cursor)
        self.host.goto("title")
