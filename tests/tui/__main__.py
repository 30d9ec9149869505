"""`python -m tests.tui [new|title|long N]`: the demo story in a real terminal, for looking at."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from game.session import Session
from game.settings import load
from game.tui import run
from tests.tui.demo import machine

if __name__ == "__main__":
    how = sys.argv[1] if len(sys.argv) > 1 else "title"
    folder = Path(tempfile.gettempdir()) / "salt-house"
    demo = machine()
    session = None
    if how == "long":
        session = Session.new(demo, None, seed=1, language="en")
        for turn in range(int(sys.argv[2])):
            session.choose("house/write" if turn % 2 == 0 else "shore/back")
    sys.exit(run(demo, session, load(), begin=how == "new", seed=1, sessions=folder))
