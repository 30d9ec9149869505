"""Measure what a long session costs: `python -m tests.session.measure [choices]`, beside what a new one does."""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from game.engine import Machine
from game.session import Session, list_sessions, transcript, verify
from game.session.recording import write_session
from tests.session.programs import beach, desert, walk

Result = TypeVar("Result")


def timed(name: str, act: Callable[[], Result]) -> Result:
    began = time.perf_counter()
    result = act()
    print(f"  {name:<34}{(time.perf_counter() - began) * 1000:9.1f} ms")
    return result


def measure(title: str, build: Callable[[], Machine], choices: list[str]) -> None:
    print(f"{title}, {len(choices)} choices")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.jsonl"
        write_session(file, build(), 3, "en", choices)
        print(f"  {'size of the log':<34}{file.stat().st_size / 2**20:9.2f} MB")
        machine = build()
        timed("a new session", lambda: Session.new(machine, Path(folder), seed=3, language="en").close())
        machine = build()
        timed("continuing it, to the page", lambda: Session.open(machine, file).close())
        timed("listing the folder", lambda: list_sessions(Path(folder), machine))
        timed("verifying it", lambda: verify(machine, file))
        timed("its transcript", lambda: transcript(machine, file))
        tracemalloc.start()
        session = Session.open(machine, file)
        print(f"  {'memory of the open session':<34}{tracemalloc.get_traced_memory()[0] / 2**20:9.2f} MB")
        tracemalloc.stop()
        timed("stepping through all its states", lambda: sum(step.state.turn for step in session.steps))
        timed("going back to the first page", lambda: session.rewind(0))
        session.close()


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    measure("a small story", beach, walk(beach(), count))
    measure("1,000 scenes and 300 variables", desert, walk(desert(), count))
