"""The `game` command: play, sessions, replay, and the author's tools; stdout is data, stderr is talk.

Exit codes: 0 well, 1 problems in a story or a session, 2 wrong usage, 70 a fault of this program, 130 interrupted.
"""

from game.cli.guard import main, run

__all__ = ["main", "run"]
