"""Choices a second, headless, with the text of every page built: how the engine goes from 100 to 10,000 scenes.

The floor is the same walk over nothing: a loop that picks one of three strings, so that the ratio says what the engine
to the harness. The walk is a random one that starts again at an ending; a linear congruential generator gives its dice.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from game.engine import advance, load, page, start
from game.engine.machine import Machine
from game.story import load_story
from tests.benchmarks.generate import write_story
from tests.benchmarks.timing import environment


class Size(NamedTuple):
    """Stories of so many scenes, so many steps a round through each, and how many rounds."""

    scenes: tuple[int, ...]
    steps: int
    rounds: int


FULL = Size((100, 1_000, 10_000), 400_000, 3)
TINY = Size((20,), 2_000, 1)
TARGET = "at least 400,000 choices/s at 1,000 scenes; flat within a factor of 2"


def measure(work: Path, size: Size) -> None:
    """Print rate, load time and memory for each size, every size in a process of its own."""
    print(f"\nRandom walk, page text built ({TARGET})")
    print(
        f"{'scenes':>8}{'first round':>14}{'best round':>14}{'floor':>14}{'ratio':>8}{'load':>10}{'memory':>10}",
        flush=True,
    )
    env = environment(str(work / "home"))
    for scenes in size.scenes:
        folder = write_story(work / f"story-{scenes}", scenes, loop=True)
        command = [sys.executable, "-m", "tests.benchmarks.walk", str(folder), str(size.steps), str(size.rounds)]
        subprocess.run(command, env=env, check=True)


def walk(machine: Machine, steps: int) -> int:
    """Take this many choices at random, reading every page; the number of characters read."""
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
    started = time.perf_counter()
    work(steps)
    return steps / (time.perf_counter() - started)


def main(folder: Path, steps: int, rounds: int) -> None:
    """Measure one story in this process and print its line."""
    load_story(folder)
    started = time.perf_counter()
    machine = load(load_story(folder).program)
    loading = time.perf_counter() - started
    gc.collect()
    rates = [_rate(steps, lambda steps: walk(machine, steps)) for _ in range(rounds)]
    floor = _rate(steps, nothing)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = len(machine.program.scenes)
    print(
        f"{size:>8,}{rates[0]:>14,.0f}{max(rates):>14,.0f}{floor:>14,.0f}{floor / max(rates):>7.1f}x"
        f"{loading * 1000:>7.0f} ms{memory:>7.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
