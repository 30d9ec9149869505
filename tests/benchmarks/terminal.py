"""The face in the terminal: start to first page beside a bare Textual app; key to new page and memory late in a story,
beside those at an early page.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.floor_app import READY
from tests.benchmarks.generate import NOTHING, Extras, write_story
from tests.benchmarks.pty_run import OnTerminal
from tests.benchmarks.table import Row, Target, apart, at_most
from tests.benchmarks.timing import environment, of_processor

BARE = "a bare Textual app of stock widgets"
FLOOR = [sys.executable, "-m", "tests.benchmarks.floor_app"]
GAME = [sys.executable, "-m", "game", "play"]


class Size(NamedTuple):
    """How often a start is measured after one that fills the caches (0: that one), and how many keys; for how many
    seconds nothing must have been drawn before the first; the scenes of the long story, and an early and a late page.
    """

    starts: int
    keys: int
    quiet: float
    scenes: int
    early: int
    late: int


FULL = Size(7, 25, 2.0, 1000, 5, 5000)
TINY = Size(0, 2, 0.3, 20, 25, 25)
"""Here the early page is the late one, so that one process stands for both: a start is most of the work."""


class Way(NamedTuple):
    """A way to come to a late page: what the story has besides, and the key that is typed there first."""

    name: str
    extras: Extras = NOTHING
    key: str = ""


PLAIN = Way("no chapters")
WAYS = (
    Way("a chapter every 20 scenes", Extras(per_chapter=20)),
    Way("codex links on every page", Extras(links=True)),
    Way("after an undo", key="u"),
    Way("after a language switch", Extras(french=True), "l"),
)


class Run(NamedTuple):
    """A command, and the words that stand on its screen once it is ready."""

    command: Sequence[str]
    words: str


class Turned(NamedTuple):
    """The median seconds from a key to a new page, the seconds of processor for all keys, the megabytes afterwards."""

    seconds: float
    processor: float
    memory: float


def rows(work: Path, size: Size) -> Iterator[Row]:
    """All of it; `work` is an empty folder."""
    env = environment(str(work / "home"))
    return apart(
        _row_of_about(env, size.starts),
        _row_of_first_page(work, env, size.starts),
        _rows_of_the_plain_way(work, env, size),
        *(_rows_of_a_way(work, env, size, way) for way in WAYS),
    )


# ---------------------------------------------------------------- starts


def _row_of_about(env: dict[str, str], times: int) -> Iterator[Row]:
    """What the shipped story says about itself before a new session."""
    from game.engine import load
    from game.story import load_story

    machine = load(load_story(None).program)
    about = machine.words(machine.program.about, "en")
    run = Run([*GAME, "--new", "--no-save"], _beginning(about))
    yield _start("start to what comes before a new session", run, env, times, at_most(1.3))


def _row_of_first_page(work: Path, env: dict[str, str], times: int) -> Iterator[Row]:
    """The first page of the shipped story, in a session that has begun."""
    file, words = _session(None, work / "begun.jsonl", 0)
    run = Run([*GAME, "--session", str(file)], words)
    yield _start("start to first page, shipped story", run, env, times, at_most(1.15))


def _start(what: str, run: Run, env: dict[str, str], times: int, target: Target) -> Row:
    """The median seconds from starting a command to its words on the screen; it and the floor take turns."""
    found = []
    for _ in range(times + 1):
        taken = []
        for command, words in (run, Run(FLOOR, READY)):
            with OnTerminal(command, env) as running:
                taken += [running.until(words), running.processor]
        found.append(taken)
    ours, busy, floor, busy_floor = (statistics.median(column) for column in zip(*(found[1:] or found), strict=True))
    return Row("terminal", what, ours, "s", floor, BARE, target, note=of_processor(busy, busy_floor))


def _beginning(text: str) -> str:
    """The first words of a text, few enough to stand on one line."""
    from game.engine.markup import plain

    return plain(text).strip().split("\n")[0][:16]


# ---------------------------------------------------------------- new pages


def _rows_of_the_plain_way(work: Path, env: dict[str, str], size: Size) -> Iterator[Row]:
    """An early page beside a bare app, and a late page beside the early one; all three take turns."""
    bare, late, early = _turning(
        [Run([*FLOOR, str(size.early)], READY), *_late_and_early(work, size, PLAIN)], env, size
    )
    yield from _turned(f"at page {size.early}", early, bare, BARE, at_most(0.025, "s"), at_most(60, "MB"))
    yield from _beside_an_early_page(late, early, size, PLAIN)


def _rows_of_a_way(work: Path, env: dict[str, str], size: Size, way: Way) -> Iterator[Row]:
    late, early = _turning(_late_and_early(work, size, way), env, size, way.key)
    yield from _beside_an_early_page(late, early, size, way)


def _late_and_early(work: Path, size: Size, way: Way) -> list[Run]:
    folder = write_story(work / way.name, size.scenes, loop=True, extras=way.extras)
    runs = {turns: _run(folder, turns) for turns in {size.late, size.early}}
    return [runs[size.late], runs[size.early]]


def _beside_an_early_page(late: Turned, early: Turned, size: Size, way: Way) -> Iterator[Row]:
    what, floor = f"at page {size.late:,}, {way.name}", f"the same at page {size.early}"
    yield from _turned(what, late, early, floor, at_most(1.2), at_most(1.2))


def _turned(what: str, ours: Turned, beside: Turned, floor: str, time: Target, memory: Target) -> Iterator[Row]:
    note = of_processor(ours.processor, beside.processor)
    yield Row("terminal", f"key to new page {what}", ours.seconds, "s", beside.seconds, floor, time, note=note)
    yield Row("terminal", f"memory {what}", ours.memory, "MB", beside.memory, floor, memory)


def _turning(runs: Sequence[Run], env: dict[str, str], size: Size, first: str = "") -> list[Turned]:
    """What the key 1 costs in commands that stand side by side and take turns, once their words are there and, where a
    key is to be typed first, that is done. A command that is there twice is started once.
    """
    single = [run for at, run in enumerate(runs) if run not in runs[:at]]
    if len(single) < len(runs):
        once = _turning(single, env, size, first)
        return [once[single.index(run)] for run in runs]
    with ExitStack() as stack:
        running = [stack.enter_context(OnTerminal(run.command, env)) for run in runs]
        for terminal, run in zip(running, runs, strict=True):
            terminal.until(run.words)
            terminal.quiet(size.quiet)
            if first:
                terminal.key(first)
                terminal.quiet(size.quiet)
        before = [terminal.processor for terminal in running]
        taken = [[terminal.key("1") for terminal in running] for _ in range(size.keys)]
        return [
            Turned(statistics.median(seconds), terminal.processor - began, terminal.memory)
            for *seconds, terminal, began in zip(*taken, running, before, strict=True)
        ]


def _run(folder: Path, turns: int) -> Run:
    """A made-up story that goes on after so many choices."""
    file, words = _session(folder, folder.parent / f"{folder.name}-{turns}.jsonl", turns)
    return Run([*GAME, str(folder), "--session", str(file)], words)


def _session(folder: Path | None, file: Path, turns: int) -> tuple[Path, str]:
    """A session of so many choices, always the first that is open, and the first words of its last page."""
    from game.engine import advance, load, open_choices, page, start
    from game.session import write_session
    from game.story import load_story

    machine = load(load_story(folder).program)
    state, way = start(machine, 1), list[str]()
    for _ in range(turns):
        way.append(open_choices(machine, state)[0])
        state = advance(machine, state, way[-1])
    write_session(file, machine, 1, "en", way)
    return file, _beginning(page(machine, state).text)
