"""Looking at the pages of another branch of the session that is played."""

from __future__ import annotations

from game.session import Session
from game.tui.play_context import PlayContext
from game.tui.screens.replay import Replay


class Look(Replay):
    """A way of the session watched again, from its page `at`. Dismissed with True to go on from the page shown."""

    screen_name = "look"

    def __init__(self, context: PlayContext, seen: Session, at: int) -> None:
        super().__init__(context, seen)
        self.watched.at = at

    def action_go_there(self) -> None:
        """Go on from the page shown."""
        self._stop_clock()
        self.dismiss(True)
