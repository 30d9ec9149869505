"""A process that plays, for the tests of crashes, locks and full disks: `python -m tests.session.player ACT FILE`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from game.session import Session, SessionError
from tests.session.programs import beach, walk


def play_on(file: Path) -> None:
    """Play for ever; after each page that was given, one byte goes to the file beside the log."""
    machine = beach()
    with Session.open(machine, file) as session, file.with_suffix(".seen").open("ab", buffering=0) as seen:
        while True:
            options = [option.id for option in session.page.open_options if option.id != "well/home"]
            session.choose(options[session.turn % len(options)])
            seen.write(b".")


def be_killed_often(file: Path) -> None:
    """For each line read, start a player as a child and say its number; the reader kills it."""
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            play_on(file)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


def hold(file: Path) -> None:
    """Open a session, say how that went, and keep it until killed."""
    try:
        session = Session.open(beach(), file)
    except SessionError as error:
        print(error.code, flush=True)
        return
    print("open", session.turn, flush=True)
    time.sleep(60)


def fill_up(file: Path) -> None:
    """Play on while the system lets the file grow no further, then with room again; say how each went."""
    import resource

    machine = beach()
    with Session.open(machine, file) as session:
        size = file.stat().st_size
        sys.dont_write_bytecode = True  # Python would keep a part of a module for all who come after
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, resource.RLIM_INFINITY))
        for choice in walk(machine, 8):
            session.choose(choice)
        print("trouble:", session.trouble, flush=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        session.choose(walk(machine, 9)[-1])
        print("then:", session.trouble, flush=True)


ACTS = {"often": be_killed_often, "hold": hold, "fill": fill_up}

if __name__ == "__main__":
    ACTS[sys.argv[1]](Path(sys.argv[2]))
