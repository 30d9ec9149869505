"""Taking times of whole processes, which take turns, and of calls."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple


class Spent(NamedTuple):
    """What a process took: seconds, and seconds of processor, its own processes' included."""

    seconds: float
    processor: float


def environment(home: str) -> dict[str, str]:
    """The environment of measured processes: a home of their own, English, a terminal of 256 colours."""
    return {**os.environ, "SEVEN_CANTEENS_HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def process(arguments: Sequence[str], env: dict[str, str], codes: Collection[int] = (0,)) -> Spent:
    """What a Python process takes that ends with one of these codes."""
    before = os.times()
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, stdin=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    after = os.times()
    assert done.returncode in codes, done.stderr.decode()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(seconds, busy)


def in_turns(tasks: Sequence[Sequence[str]], env: dict[str, str], times: int) -> list[Spent]:
    """The medians of Python processes that take turns, after a first that fills the caches (with no `times`: that)."""
    taken = [[process(task, env) for task in tasks] for _ in range(times + 1)]
    columns = zip(*(taken[1:] or taken), strict=True)
    return [Spent(*(statistics.median(part) for part in zip(*column, strict=True))) for column in columns]


def of_processor(ours: float, beside: float) -> str:
    """A note on seconds of processor, which other work on the machine does not lengthen as it does all others."""
    return f"of processor {ours / max(beside, 0.01):.2f} x"


def call(work: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
