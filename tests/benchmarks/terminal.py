"""The face in the terminal: start to first page, key to new page early and late, memory; beside a bare Textual app."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from game.engine import Machine, load, open_choices, page, start
from game.session import Session
from game.story import load_story
from tests.benchmarks.floor_app import READY
from tests.benchmarks.generate import write_story
from tests.benchmarks.pty_run import OnTerminal
from tests.benchmarks.timing import environment, heading, row

FLOOR = [sys.executable, "-m", "tests.benchmarks.floor_app"]
GAME = [sys.executable, "-m", "game", "play"]
EARLY, LATE = 5, 5000


def measure(work: Path) -> None:
    """Print the tables; `work` is an empty folder."""
    env = environment(str(work / "home"))
    heading("Terminal", "a bare Textual app of stock widgets")
    machine = load(load_story(None).program)
    first = page(machine, start(machine)).text.split("\n")[0][:16]
    ours = _started([*GAME, "--new", "--no-save"], env, first)
    row("start to first page, shipped story", ours, _started(FLOOR, env, READY), "<= 450 ms, <= 1.3 x")
    folder = write_story(work / "long", 1000, loop=True)
    for turns in (EARLY, LATE):
        seconds, memory = _turning([*GAME, str(folder), "--session", str(_session(folder, work, turns))], env)
        floor_seconds, floor_memory = _turning([*FLOOR, str(turns)], env)
        row(f"key to new page, at page {turns}", seconds, floor_seconds, "<= 25 ms, equal within 20 %")
        ratio = memory / floor_memory
        print(
            f"{f'memory at page {turns}':<58}{memory:9.1f} MB{floor_memory:9.1f} MB{ratio:8.2f} x   <= 60 MB",
            flush=True,
        )


def _started(command: list[str], env: dict[str, str], text: str, times: int = 5) -> float:
    """The median seconds from starting a command to a text on its screen; the first start fills caches."""
    found = []
    for _ in range(times + 1):
        with OnTerminal(command, env) as running:
            found.append(running.until(text))
    return statistics.median(found[1:])


def _turning(command: list[str], env: dict[str, str], times: int = 25) -> tuple[float, float]:
    """The median seconds from the key 1 to the new page, and the memory afterwards."""
    with OnTerminal(command, env) as running:
        running.quiet(2)
        found = [running.key("1") for _ in range(times)]
        return statistics.median(found), running.memory


def _session(folder: Path, work: Path, turns: int) -> Path:
    """A session of so many choices, always the first that is open."""
    machine: Machine = load(load_story(folder).program)
    with Session.new(machine, work / "sessions", seed=1, language="en") as session:
        for _ in range(turns):
            session.choose(open_choices(machine, session.state)[0])
    if session.file is None:
        raise RuntimeError("the session was not kept")
    return session.file
