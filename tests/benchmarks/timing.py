"""Taking times: medians of whole processes and of calls, and the lines they are printed in."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def environment(home: str) -> dict[str, str]:
    """The environment of measured processes: a home of their own, English, a terminal of 256 colours."""
    return {**os.environ, "SEVEN_CANTEENS_HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def process(arguments: Sequence[str], env: dict[str, str], times: int = 7) -> float:
    """The median seconds of a Python process, after one that fills the caches (with no `times`: of that one)."""
    command = [sys.executable, *arguments]
    first = call(lambda: _run(command, env))
    return statistics.median([call(lambda: _run(command, env)) for _ in range(times)] or [first])


def _run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL)


def call(work: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def row(what: str, seconds: float, floor: float, budget: str) -> None:
    """Print one measurement: milliseconds, the floor's, the ratio, and what we are after."""
    print(f"{what:<58}{seconds * 1000:9.1f} ms{floor * 1000:9.1f} ms{seconds / floor:8.2f} x   {budget}", flush=True)


def heading(title: str, floor: str) -> None:
    """Print the head of a table."""
    print(f"\n{title} (floor: {floor})\n{'':<58}{'ours':>12}{'floor':>12}{'ratio':>10}   budget", flush=True)
