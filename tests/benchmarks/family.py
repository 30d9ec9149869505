"""A process and its children, measured from outside: exit code, seconds, and the most memory of each (from `/proc`)."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

EVERY = 0.05
"""Seconds between two looks at the memory."""


class Ran(NamedTuple):
    """How a command went: its exit code, its seconds, those that processors worked for it and for its children, and the
    peak megabytes of it and of all these children.
    """

    code: int
    seconds: float
    busy: float
    own: float
    children: float


def run(arguments: Sequence[str], env: dict[str, str]) -> Ran:
    """Run a Python process in a session of its own, by which its children are known."""
    peaks: dict[int, float] = {}
    began, before = time.perf_counter(), _busy()
    running = subprocess.Popen(
        [sys.executable, *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while True:
        try:
            code = running.wait(EVERY)
            break
        except subprocess.TimeoutExpired:
            for process in _session(running.pid):
                peaks[process] = max(peaks.get(process, 0.0), peak_memory(process))
    seconds = time.perf_counter() - began
    own = peaks.pop(running.pid, 0.0)
    return Ran(code, seconds, _busy() - before, own, sum(peaks.values()))


def _busy() -> float:
    """The processor seconds of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        if int(fields[3]) == leader:
            found.append(int(file.parent.name))
    return found


def peak_memory(process: int) -> float:
    """The most resident memory a process had so far, in MB. (`getrusage` counts in what it was copied from.)"""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
