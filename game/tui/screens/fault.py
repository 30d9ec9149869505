"""The calm screen: what happened, where in the story, what is kept, and a way back."""

from __future__ import annotations

from game.engine import EngineError, StoryFault
from game.session import SessionError
from game.tui.page.lines import BLANK, BOLD, Line, Run, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.view_screens import ListScreen
from game.tui.widgets.line_view import LineView


class Fault(ListScreen):
    """Shown in place of a traceback."""

    screen_name = "fault"

    def __init__(self, context: PlayContext, error: Exception) -> None:
        super().__init__(context)
        self.error = error

    def retell(self) -> None:
        """Everything in the present language."""
        self.head.say(self.context.words("Something went wrong"))
        self.menu.reflow()

    def make_lines(self, width: int) -> list[Line]:
        """The lines for a column of that many cells."""
        words = self.context.words
        lines: list[Line] = [*wrap([Run(self._what(), "ink")], width), BLANK]
        for label, value in self._facts():
            lines += [*wrap([Run(label, "quiet")], width), *wrap([Run(safe(value), "ink")], width), BLANK]
        session = self.context.session
        ways = [("rewind", words("Back one choice"))] if session is not None and session.turn else []
        ways += [("title", words("To the title")), ("quit", words("Quit"))]
        for name, title in ways:
            lines.append((Run("  ", "pointer", 0, "do:" + name), Run(title, "option", BOLD, "do:" + name)))
        return lines

    def _what(self) -> str:
        words = self.context.words
        if isinstance(self.error, SessionError):
            return words.told(self.error.notice)
        if isinstance(self.error, EngineError):
            return words("The story cannot go on from here. That is a fault in the story, not in what you did.")
        return words("The game itself has failed here. That is our fault; nothing you chose is lost.")

    def _facts(self) -> list[tuple[str, str]]:
        """(label, value): the code, the words of the fault, its place in the story's files, the session's file."""
        words, error = self.context.words, self.error
        facts = [(words("What happened"), f"{self._code()}: {error}")]
        if isinstance(error, StoryFault):
            mark = self.context.machine.program.marks.get(error.place)
            facts.append((words("Where in the story"), f"{mark[0]}:{mark[1]} ({error.place})" if mark else error.place))
        session = self.context.session
        if session is not None and session.file is not None:
            facts.append((words("Your session is kept in"), str(session.file)))
        return facts

    def _code(self) -> str:
        return self.error.code if isinstance(self.error, SessionError) else type(self.error).__name__

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """A way back was taken."""
        self.call_next(self.do, event.target.removeprefix("do:"))

    def action_rewind(self) -> None:
        """Back one choice, and on with the page there."""
        session = self.context.session
        if session is not None and session.turn:
            session.rewind(session.turn - 1)
        self.host.goto("title" if session is None else "play")

    def action_title(self) -> None:
        """To the title."""
        self.host.goto("title")

    def action_leave(self) -> None:
        """The same."""
        self.host.goto("title")
