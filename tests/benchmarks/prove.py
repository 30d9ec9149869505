"""The proof: states of whole stories counted from sets beside SPIN, and whole commands beside checking the story."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from math import log10, prod
from pathlib import Path
from typing import Any, NamedTuple

from game.engine import Machine, load
from game.story import load_story
from tests.benchmarks.family import Ran, run
from tests.benchmarks.generate import Cast, cast_of_acts, some_names, write_story
from tests.benchmarks.spin_search import Searched, breadth_first
from tests.benchmarks.timing import environment, heading, process, row


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
FACTOR = "at least 50 x SPIN at 10^8 states, under 300 MB"


def measure(work: Path, sizes: Sizes) -> None:
    """Print the tables; `work` is an empty folder."""
    env = environment(str(work / "home"))
    _explorations(work, env, sizes)
    _acts(work, env, sizes)
    _commands(env, sizes)


def _explorations(work: Path, env: dict[str, str], sizes: Sizes) -> None:
    print(f"\nAll states and all soft locks, one process ({FACTOR})")
    print(
        "(floor: SPIN, breadth-first, no soft locks; where it did not run, its rate on the largest story that it did)"
    )
    print(f"{'':<26}{'states':>13}{'seconds':>9}{'a second':>14}{'memory':>9}{'ratio':>8}", flush=True)
    floor: Searched | None = None
    for size in sizes.explored:
        folder = write_story(
            work / f"story-{size.scenes}-{size.booleans}-{size.integers}",
            size.scenes,
            cast=Cast(some_names(size.booleans, size.integers)),
        )
        rounds = str(sizes.rounds)
        plain, merged = _explored(folder, env, rounds, "--plain"), _explored(folder, env, rounds)
        if size.searched and shutil.which("spin") and shutil.which("gcc"):
            floor = breadth_first(_machine(folder), work)
            assert floor.states == plain["states"], (floor, plain)
            _line("SPIN, breadth-first", floor.states, floor.seconds, floor.memory, None)
        _line("every value told apart", plain["states"], plain["seconds"], plain["memory"], floor)
        _line("as the proof lays them out", merged["states"], merged["seconds"], merged["memory"], floor)


def _explored(folder: Path, env: dict[str, str], *options: str) -> dict[str, Any]:
    """What an exploration in a process of its own says."""
    command = [sys.executable, "-m", "tests.benchmarks.explore", str(folder), *options]
    said = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def _machine(folder: Path) -> Machine:
    return load(load_story(folder).program)


def _line(what: str, states: int, seconds: float, memory: float, floor: Searched | None) -> None:
    """Print one exploration."""
    ratio = f"{states / seconds / (floor.states / floor.seconds):.1f} x" if floor is not None else ""
    print(f"{what:<26}{states:>13,}{seconds:>9.2f}{states / seconds:>14,.0f}{memory:>6.0f} MB{ratio:>8}", flush=True)


def _acts(work: Path, env: dict[str, str], sizes: Sizes) -> None:
    acts, per_act = sizes.acts, sizes.per_act
    folder = write_story(work / "acts", acts * per_act, cast=cast_of_acts(acts, OWN, SHARED))
    slots = _machine(folder).program.slots
    raw = log10(acts * per_act * prod(slot.high - slot.low + 1 for slot in slots))
    heading(f"game prove, {acts} acts of {per_act} scenes, 10^{raw:.0f} states", "game check of the same story")
    floor = process(["-m", "game", "check", str(folder)], env, sizes.times)
    _command("game prove --fresh", ["prove", "--fresh", str(folder)], env, floor, "<= 10 s", sizes.times)


def _commands(env: dict[str, str], sizes: Sizes) -> None:
    story = [] if sizes.story is None else [str(sizes.story)]
    heading(f"game prove, {sizes.story or 'shipped story'}", "game check")
    floor = process(["-m", "game", "check", *story], env, sizes.times)
    _command("game prove --fresh", ["prove", "--fresh", *story], env, floor, "<= 10 s", sizes.times)
    _command("game prove, kept", ["prove", *story], env, floor, "", sizes.times)


def _command(what: str, arguments: list[str], env: dict[str, str], floor: float, budget: str, times: int) -> None:
    """The median seconds of a whole command, its memory, and whether it proved everything."""
    runs = [run(["-m", "game", *arguments], env) for _ in range(max(1, times))]
    row(what, statistics.median(one.seconds for one in runs), floor, budget)
    said = {0: "proved", 1: "proved, with findings", 3: "not all proved"}.get(runs[0].code, "failed")
    busy = statistics.median(one.busy for one in runs)
    largest: Ran = max(runs, key=lambda one: one.own + one.children)
    memory = f"memory {largest.own:.0f} MB, its children {largest.children:.0f} MB"
    print(f"  {said}; {busy:.1f} processor seconds; {memory}", flush=True)
