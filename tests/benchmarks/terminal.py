"""The face in the terminal: start to first page, key to new page early and late, memory; beside a bare Textual app."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import NamedTuple

from game.engine import Machine, load, open_choices, page, start
from game.engine.markup import plain
from game.session import Session
from game.session.recording import write_session
from game.story import load_story
from tests.benchmarks.floor_app import READY
from tests.benchmarks.generate import write_story
from tests.benchmarks.pty_run import OnTerminal
from tests.benchmarks.timing import environment, heading, row

FLOOR = [sys.executable, "-m", "tests.benchmarks.floor_app"]
GAME = [sys.executable, "-m", "game", "play"]


class Size(NamedTuple):
    """How often a start is measured after one that fills the caches (0: that one), and how many keys; for how many
    seconds nothing must have been drawn before the first; the scenes of the long story, and at which pages.
    """

    starts: int
    keys: int
    quiet: float
    scenes: int
    pages: tuple[int, ...]


FULL = Size(5, 25, 2.0, 1000, (5, 5000))
TINY = Size(0, 2, 0.3, 20, (5,))


def measure(work: Path, size: Size) -> None:
    """Print the table; `work` is an empty folder."""
    env = environment(str(work / "home"))
    heading("Terminal", "a bare Textual app of stock widgets")
    _starts(work, env, size.starts)
    folder = write_story(work / "long", size.scenes, loop=True)
    for turns in size.pages:
        file, words = _session(folder, work, turns)
        seconds, memory = _turning([*GAME, str(folder), "--session", str(file)], env, words, size)
        floor_seconds, floor_memory = _turning([*FLOOR, str(turns)], env, READY, size)
        row(f"key to new page, at page {turns}", seconds, floor_seconds, "<= 25 ms, equal within 20 %")
        ratio = memory / floor_memory
        print(
            f"{f'memory at page {turns}':<58}{memory:9.1f} MB{floor_memory:9.1f} MB{ratio:8.2f} x   <= 60 MB",
            flush=True,
        )


def _starts(work: Path, env: dict[str, str], times: int) -> None:
    """The two ways in which the shipped story comes up: what it says about itself before a new session, and, in a
    session that has begun, the first page.
    """
    machine = load(load_story(None).program)
    floor = _started(FLOOR, env, READY, times)
    about = machine.words(machine.program.about, "en")
    ours = _started([*GAME, "--new", "--no-save"], env, _beginning(about), times)
    row("start to what comes before a new session", ours, floor, "<= 450 ms, <= 1.3 x")
    begun = work / "begun.jsonl"
    write_session(begun, machine, 1, "en", ())
    first = page(machine, start(machine, 1)).text
    ours = _started([*GAME, "--session", str(begun)], env, _beginning(first), times)
    row("start to first page, shipped story", ours, floor, "<= 450 ms, <= 1.3 x")


def _beginning(text: str) -> str:
    """The first words of a text, few enough to stand on one line."""
    return plain(text).strip().split("\n")[0][:16]


def _started(command: list[str], env: dict[str, str], text: str, times: int) -> float:
    """The median seconds from starting a command to a text on its screen."""
    found = []
    for _ in range(times + 1):
        with OnTerminal(command, env) as running:
            found.append(running.until(text))
    return statistics.median(found[1:] or found)


def _turning(command: list[str], env: dict[str, str], text: str, size: Size) -> tuple[float, float]:
    """The median seconds from the key 1 to the new page, once a text stands there, and the memory afterwards."""
    with OnTerminal(command, env) as running:
        running.until(text)
        running.quiet(size.quiet)
        found = [running.key("1") for _ in range(size.keys)]
        return statistics.median(found), running.memory


def _session(folder: Path, work: Path, turns: int) -> tuple[Path, str]:
    """A session of so many choices, always the first that is open, and the first words of its last page."""
    machine: Machine = load(load_story(folder).program)
    with Session.new(machine, work / "sessions", seed=1, language="en") as session:
        for _ in range(turns):
            session.choose(open_choices(machine, session.state)[0])
        words = _beginning(page(machine, session.state).text)
    if session.file is None:
        raise RuntimeError("the session was not kept")
    return session.file, words
