"""A large story: loaded and checked, never seen before and unchanged, beside composing the same files."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.generate import write_story
from tests.benchmarks.table import Row, Target, apart, at_most
from tests.benchmarks.timing import call, environment, process


class Size(NamedTuple):
    """How often what is unchanged is loaded, and the scenes of the story."""

    times: int
    scenes: int


FULL = Size(3, 10_000)
TINY = Size(1, 50)

COMPOSE = """
import sys, yaml
from pathlib import Path
for file in sorted(Path(sys.argv[1]).glob("*.yaml")):
    yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
"""


def rows(work: Path, size: Size) -> Iterator[Row]:
    """How long a story takes that was never seen before, and one that is as it was the last time."""
    folder = write_story(work / f"story-{size.scenes}", size.scenes)
    env = environment(str(work / "home"))
    composed = statistics.median(process(["-c", COMPOSE, str(folder)], env).seconds for _ in range(size.times))
    return apart(_checked(folder, env, size, composed), _loaded(folder, size, composed))


def _row(what: str, seconds: float, size: Size, composed: float, target: Target | None = None) -> Row:
    floor = f"yaml.compose of the same {size.scenes:,} scenes, as a process"
    return Row("loading", what, seconds, "s", composed, floor, target)


def _checked(folder: Path, env: dict[str, str], size: Size, composed: float) -> Iterator[Row]:
    command = ["-m", "game", "check", str(folder)]
    yield _row("game check, first time", process(command, env).seconds, size, composed, at_most(6, "s"))
    seconds = statistics.median(process(command, env).seconds for _ in range(size.times))
    yield _row("game check, unchanged", seconds, size, composed, at_most(0.6, "s"))


def _loaded(folder: Path, size: Size, composed: float) -> Iterator[Row]:
    from game.story import load_story

    load_story(folder)
    seconds = min(call(lambda: load_story(folder).program) for _ in range(size.times))
    yield _row("load_story, unchanged, in a warm process", seconds, size, composed)
