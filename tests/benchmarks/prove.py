"""The proof: states of whole stories counted from sets beside SPIN, and whole commands beside checking the story."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from math import log10, prod
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.family import Ran, run
from tests.benchmarks.generate import Cast, cast_of_acts, some_names, write_story
from tests.benchmarks.table import Row, Target, apart, at_least, at_most
from tests.benchmarks.timing import environment

if TYPE_CHECKING:
    from game.engine import Machine
    from tests.benchmarks.spin_search import Searched


class Size(NamedTuple):
    """A story in which every scene may touch every variable; SPIN explores it too if it is small enough for that."""

    scenes: int
    booleans: int
    integers: int
    searched: bool


class Sizes(NamedTuple):
    """The stories to explore, and how often; how many acts a story of acts has, of so many scenes; how often a command
    is run after a first time (0: that one), and for which story (None: the shipped one).
    """

    explored: tuple[Size, ...]
    rounds: int
    acts: int
    per_act: int
    times: int
    story: Path | None


FULL = Sizes(
    (Size(60, 6, 3, True), Size(60, 6, 4, True), Size(60, 6, 5, False), Size(100, 7, 5, False)), 3, 20, 20, 3, None
)
TINY = Sizes((Size(10, 2, 1, False),), 1, 2, 4, 0, Path("tests/cases/endings"))
OWN, SHARED = (5, 1), (2, 2)
MANY = 10**8
"""With so many states an exploration is held to what is aimed at."""


class Explored(NamedTuple):
    """What an exploration in a process of its own says; `lost` are the states that no ending can be reached from."""

    states: int
    lost: int
    seconds: float
    memory: float


def rows(work: Path, sizes: Sizes) -> Iterator[Row]:
    """All of it; `work` is an empty folder."""
    env = environment(str(work / "home"))
    return apart(_explorations(work, env, sizes), _acts(work, env, sizes), _shipped(env, sizes))


# ---------------------------------------------------------------- explorations


def _explorations(work: Path, env: dict[str, str], sizes: Sizes) -> Iterator[Row]:
    """All states and all soft locks in one process, beside SPIN, which does without soft locks; where it did not run,
    beside its rate on the largest story on which it did.
    """
    spin: Searched | None = None
    for size in sizes.explored:
        folder = write_story(
            work / f"story-{size.scenes}-{size.booleans}-{size.integers}",
            size.scenes,
            cast=Cast(some_names(size.booleans, size.integers)),
        )
        rounds = str(sizes.rounds)
        plain, merged = _explored(folder, env, rounds, "--plain"), _explored(folder, env, rounds)
        if size.searched and shutil.which("spin") and shutil.which("gcc"):
            from tests.benchmarks.spin_search import breadth_first

            spin = breadth_first(_machine(folder), work, optimise=plain.states >= MANY)
            assert spin.states == plain.states, (spin, plain)
        for what, found in (("every value told apart", plain), ("as the proof lays them out", merged)):
            yield from _exploration(what, size, found, spin)


def _exploration(what: str, size: Size, found: Explored, spin: Searched | None) -> Iterator[Row]:
    name = f"{size.scenes} scenes, {size.booleans} + {size.integers} variables, {what}"
    many = found.states >= MANY
    rate, floor = (spin.states / spin.seconds, "SPIN, breadth-first") if spin else (None, "")
    note = f"{found.states:,} states in {found.seconds:.2f} s"
    yield Row("prove", name, found.states / found.seconds, "/s", rate, floor, at_least(50) if many else None, note=note)
    most = spin.memory if spin and size.searched else None
    yield Row("prove", f"{name}: memory", found.memory, "MB", most, floor, at_most(300, "MB") if many else None)


def _explored(folder: Path, env: dict[str, str], *options: str) -> Explored:
    command = [sys.executable, "-m", "tests.benchmarks.explore", str(folder), *options]
    said = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Explored(**json.loads(said))


def _machine(folder: Path) -> Machine:
    from game.engine import load
    from game.story import load_story

    return load(load_story(folder).program)


# ---------------------------------------------------------------- commands


class Aims(NamedTuple):
    """What is aimed at for a command: its seconds, and its processor's time and memory beside an earlier commit's."""

    seconds: Target | None = None
    processor: Target | None = None
    memory: Target | None = None


def _acts(work: Path, env: dict[str, str], sizes: Sizes) -> Iterator[Row]:
    """A story of acts, of more states than could be gone through one by one."""
    acts, per_act = sizes.acts, sizes.per_act
    folder = write_story(work / "acts", acts * per_act, cast=cast_of_acts(acts, OWN, SHARED))
    slots = _machine(folder).program.slots
    states = f"10^{log10(acts * per_act * prod(slot.high - slot.low + 1 for slot in slots)):.0f} states"
    floor = _floor([str(folder)], env, sizes.times)
    runs = _runs(["prove", "--fresh", str(folder)], env, sizes.times)
    yield from _command(f"game prove --fresh, {acts} acts of {per_act}", runs, floor, Aims(at_most(10, "s")), states)


def _shipped(env: dict[str, str], sizes: Sizes) -> Iterator[Row]:
    """The shipped story, or the one that stands for it."""
    story = [] if sizes.story is None else [str(sizes.story)]
    name = "shipped story" if sizes.story is None else sizes.story.name
    floor = _floor(story, env, sizes.times)
    aims = Aims(at_most(10, "s"), at_most(0.35), at_most(0.6))
    fresh = _runs(["prove", "--fresh", *story], env, sizes.times)
    yield from _command(f"game prove --fresh, {name}", fresh, floor, aims)
    yield from _command(f"game prove, kept, {name}", _runs(["prove", *story], env, sizes.times), floor)


def _runs(arguments: Sequence[str], env: dict[str, str], times: int) -> list[Ran]:
    return [run(["-m", "game", *arguments], env) for _ in range(max(1, times))]


def _floor(story: Sequence[str], env: dict[str, str], times: int) -> list[Ran]:
    """Checking the story, after a first time that fills the caches (with no `times`: that one)."""
    first = _runs(["check", *story], env, 1)
    return _runs(["check", *story], env, times) if times else first


NO_AIMS = Aims()


def _command(what: str, runs: list[Ran], floor: list[Ran], aims: Aims = NO_AIMS, note: str = "") -> Iterator[Row]:
    """The median seconds of a whole command, those of processors, and its memory; and whether it proved everything."""
    said = {0: "proved", 1: "proved, with findings", 3: "not all proved"}[runs[0].code]
    beside = "game check of the same story"

    def median(part: str) -> tuple[float, float]:
        ours, check = (statistics.median(getattr(one, part) for one in each) for each in (runs, floor))
        return ours, check

    seconds, alone = median("seconds")
    note = ", ".join(filter(None, (said, note)))
    yield Row("prove", what, seconds, "s", alone, beside, aims.seconds, note=note)
    busy, alone = median("busy")
    yield Row("prove", f"{what}: of processor", busy, "s", alone, beside, against=aims.processor)
    memory, alone = (max(one.own + one.children for one in each) for each in (runs, floor))
    children = f"{max(one.children for one in runs):,.0f} MB of it its children's"
    yield Row("prove", f"{what}: memory", memory, "MB", alone, beside, against=aims.memory, note=children)
