"""Choices a second of processor, headless, with the text of every page built, in stories of 100 to 10,000 scenes.

The floor is the same walk over nothing: a loop that picks one of three strings, so that the ratio says what the engine
adds to the harness. The walk is a random one that starts again at an ending; a linear congruential generator gives its
dice.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.family import peak_memory
from tests.benchmarks.generate import write_story
from tests.benchmarks.table import Row, Target, apart, at_least, at_most
from tests.benchmarks.timing import environment

if TYPE_CHECKING:
    from game.engine import Machine


class Size(NamedTuple):
    """Stories of so many scenes, the last of them far larger than the first; so many steps a round through each, and
    how many rounds.
    """

    scenes: tuple[int, ...]
    steps: int
    rounds: int


FULL = Size((100, 1_000, 10_000), 200_000, 3)
TINY = Size((20, 40), 2_000, 1)
RATES: dict[int, Target] = {1_000: at_least(400_000, "/s")}
"""What is aimed at, by number of scenes."""


class Walked(NamedTuple):
    """What a process says of one story: choices a second in each round and in the harness alone, the seconds that
    loading it took, megabytes.
    """

    rates: list[float]
    harness: float
    loading: float
    memory: float


def rows(work: Path, size: Size) -> Iterator[Row]:
    """Rate, load time and memory for each size, every size in a process of its own."""
    env = environment(str(work / "home"))
    found: dict[int, Walked] = {}
    return apart(*(_rows(work, env, size, scenes, found) for scenes in size.scenes))


def _rows(work: Path, env: dict[str, str], size: Size, scenes: int, found: dict[int, Walked]) -> Iterator[Row]:
    folder = write_story(work / f"story-{scenes}", scenes, loop=True)
    command = [sys.executable, "-m", "tests.benchmarks.walk", str(folder), str(size.steps), str(size.rounds)]
    said = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    walked = found[scenes] = Walked(*json.loads(said))
    last = scenes == size.scenes[-1]
    floor = "the harness alone"

    def rate(what: str, value: float, target: Target | None, against: float) -> Row:
        name = f"{what}, {scenes:,} scenes"
        return Row("walk", name, value, "/s", walked.harness, floor, target, at_least(against) if last else None)

    yield rate("first round", walked.rates[0], None, 3.0)
    yield rate("best round", max(walked.rates), RATES.get(scenes), 1.6)
    yield Row("walk", f"loaded again, {scenes:,} scenes", walked.loading, floor=floor)
    against = at_most(0.75) if last else None
    yield Row("walk", f"memory, {scenes:,} scenes", walked.memory, "MB", floor=floor, against=against)
    if last:
        small = max(found[size.scenes[0]].rates)
        what = f"best round, {scenes:,} scenes again"
        yield Row("walk", what, max(walked.rates), "/s", small, f"{size.scenes[0]:,} scenes", at_least(0.5))


def walk(machine: Machine, steps: int) -> int:
    """Take this many choices at random, reading every page; the number of characters read."""
    from game.engine import advance, page, start

    state, dice, characters = start(machine), 12345, 0
    for _ in range(steps):
        shown = page(machine, state)
        characters += len(shown.text)
        options = shown.open_options
        if not options:
            state = start(machine)
            continue
        dice = (dice * 1664525 + 1013904223) & 0xFFFFFFFF
        state = advance(machine, state, options[(dice >> 16) % len(options)].id)
    return characters


def nothing(steps: int) -> int:
    """The harness alone: the same dice, and three fixed strings for pages."""
    pages, dice, characters = ("a" * 560, "b" * 560, "c" * 560), 12345, 0
    for _ in range(steps):
        dice = (dice * 1664525 + 1013904223) & 0xFFFFFFFF
        characters += len(pages[(dice >> 16) % 3])
    return characters


def _rate(steps: int, work: Callable[[int], int]) -> float:
    started = time.process_time()
    work(steps)
    return steps / (time.process_time() - started)


def main(folder: Path, steps: int, rounds: int) -> None:
    """Measure one story in this process and say what was found."""
    from game.engine import load
    from game.story import load_story

    load_story(folder)
    started = time.process_time()
    machine = load(load_story(folder).program)
    loading = time.process_time() - started
    gc.collect()
    rates = [_rate(steps, lambda steps: walk(machine, steps)) for _ in range(rounds)]
    memory = peak_memory(os.getpid())
    print(json.dumps(Walked(rates, _rate(steps, nothing), loading, memory)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
