"""The author's view of a proof: the findings, what can happen, the endings in numbers; and one finding at a time."""

from __future__ import annotations

from collections.abc import Callable

from game.proof import RULES
from game.tui.author.base import AuthorScreen
from game.tui.author.ending_lines import ENDING
from game.tui.author.finding_lines import EDIT, finding_lines
from game.tui.author.proof_lines import FINDING, proof_lines
from game.tui.author.proven import Proven, Spot
from game.tui.page.lines import Line
from game.tui.page.prose import simple
from game.tui.play_context import PlayContext
from game.tui.widgets.line_view import LineView


class Proof(AuthorScreen):
    """A whole proof. Enter opens a finding, or watches the shortest way to an ending."""

    screen_name = "proof"

    def retell(self) -> None:
        """Everything in the present language."""
        words, report = self.context.words, self.proven.report
        count = len(report.findings)
        verdict = words("proved") if report.proved else words("not proved")
        found = words.n("{n} finding", "{n} findings", count) if count else words("no findings")
        self.head.say(simple(self.context.title), f"{verdict} · {found}")
        self.menu.reflow()

    def make_lines(self, width: int) -> list[Line]:
        """The report, for a column of that many cells."""
        return proof_lines(self.proven, self.context, width)

    def spot(self) -> Spot | None:
        """The marked finding or ending."""
        kind, name = self.menu.cursor.partition(":")[::2]
        if kind + ":" == FINDING:
            return self.proven.finding(int(name))
        return self.proven.ending(name, self.context.machine.program) if kind + ":" == ENDING else None

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """Open a finding, watch an ending."""
        if event.target.startswith(FINDING):
            number = int(event.target.removeprefix(FINDING))
            self.app.push_screen(OneFinding(self.context, self.proven, number, self._mark))
        else:
            self.action_watch()

    def _mark(self, number: int) -> None:
        self.menu.mark(f"{FINDING}{number}")

    def action_leave(self) -> None:
        """Leave: nothing is behind it."""
        self.app.exit(0)


class OneFinding(AuthorScreen):
    """One finding with its place and its way; `seen` is told the number of each that is looked at."""

    screen_name = "finding"

    def __init__(self, context: PlayContext, proven: Proven, number: int, seen: Callable[[int], None]) -> None:
        super().__init__(context, proven)
        self.number = number
        self.seen = seen

    def retell(self) -> None:
        """Everything in the present language, and as the file is now."""
        count = len(self.proven.report.findings)
        note = self.context.words("finding {n} of {all}", n=self.number + 1, all=count)
        code = self.proven.report.findings[self.number].code
        self.head.say(" · ".join((code, self.context.words(RULES[code].title))), note)
        self.menu.reflow()

    def make_lines(self, width: int) -> list[Line]:
        """The lines for a column of that many cells."""
        return finding_lines(self.proven, self.proven.report.findings[self.number], self.context, width)

    def spot(self) -> Spot:
        """The finding."""
        return self.proven.finding(self.number)

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """Go to its place, or watch the way."""
        if event.target == EDIT:
            self.action_edit()
        else:
            self.action_watch()

    def action_next_finding(self) -> None:
        """The finding after this one."""
        self._turn(1)

    def action_previous_finding(self) -> None:
        """The finding before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        number = self.number + by
        if 0 <= number < len(self.proven.report.findings):
            self.number = number
            self.seen(number)
            self.menu.show(self.make_lines)
            self.retell()
