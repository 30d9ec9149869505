"""A session that its author watches: below each page stands, in quiet, by which rules one came to it."""

from __future__ import annotations

from game.arrivals.taken import Tracer
from game.arrivals.telling import Telling
from game.session import Session
from game.tui.page.lines import BLANK, Line, Run, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.screens.replay import Watched


class Explained(Watched):
    """The pages of a session, the last of them with the way to it."""

    def __init__(self, context: PlayContext, session: Session) -> None:
        super().__init__(context, session)
        self._tracer = Tracer(session.machine.program)

    def tail(self, width: int) -> list[Line]:
        """How the choice before led to the page shown."""
        told = self.came_by()
        return [BLANK, *wrap([Run(safe(told), "quiet")], width)] if told else []

    def came_by(self) -> str:
        """The same in words; '' on the first page."""
        if not self.at:
            return ""
        before, here = self.session.steps[self.at - 1], self.session.steps[self.at]
        legs = self._tracer.legs(before.state, before.choice_id)
        return Telling(self.session.machine, self.words).came_by(legs, here.state.scene)
