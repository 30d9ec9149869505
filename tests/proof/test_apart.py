"""Work in a copy of this process: what it finds comes back, what it raises too, and it ends whenever it has to.

Each case runs in an interpreter of its own, in which no other thread stands in the way of a copy.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from game.proof.apart import Died, apart
from game.proof.budget import Budget

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere work is done in the process that asks for it")

HEAD = """
import os, signal, sys, threading, time
from game.proof.apart import Died, apart
from game.proof.budget import can_copy
from game.proof.budget import Budget, OutOfBudget
from game.proof.questions.answers import Limit, Reason
budget = Budget(None, None, time.monotonic)
found = []
first = os.getpid()
def nothing(): pass
assert can_copy()
"""


def run(code: str) -> list[str]:
    """What a program prints."""
    done = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@LINUX
def test_what_a_copy_finds_comes_back_in_order() -> None:
    assert run("""
def work(send, tick):
    for number in range(5):
        tick()
        send((number, os.getpid() == first))
apart(work, found.append, nothing, budget)
print(*(number for number, _ in found), any(here for _, here in found), budget.most_elsewhere > 5)
""") == ["0", "1", "2", "3", "4", "False", "True"]


@LINUX
def test_a_call_that_never_returns_is_ended() -> None:
    assert run("""
def work(send, tick):
    send(os.getpid())
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    threading.Event().wait()
looks = iter(range(3))
def tick():
    if next(looks, None) is None:
        raise OutOfBudget(Reason(Limit.TIME, 1))
try:
    apart(work, found.append, tick, budget)
except OutOfBudget as out:
    print(out.reason.limit.value)
try:
    os.kill(found[0], 0)
except ProcessLookupError:
    print("gone")
""") == ["time", "gone"]


@LINUX
@pytest.mark.parametrize("end", ["os.abort()", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)"])
def test_a_copy_that_dies_is_told(end: str) -> None:
    assert run(f"""
def work(send, tick):
    send("before")
    {end}
try:
    apart(work, found.append, nothing, budget)
except Died:
    print(*found, "died")
""") == ["before", "died"]


@LINUX
def test_what_a_copy_raises_is_raised_with_its_place() -> None:
    assert run("""
def work(send, tick):
    raise OutOfBudget(Reason(Limit.MEMORY, 7))
try:
    apart(work, found.append, nothing, budget)
except OutOfBudget as out:
    print(out.reason.amount, "in work" in out.__notes__[0])
""") == ["7", "True"]


@LINUX
def test_a_copy_ends_with_the_first_process() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            HEAD
            + """
def work(send, tick):
    threading.Event().wait()
def tick():
    os.kill(os.getpid(), signal.SIGKILL)
apart(work, print, tick, budget)
""",
        ],
        capture_output=True,  # the pipes close only when the copy, which has them too, has ended
        timeout=60,
        check=False,
    )
    assert done.returncode == -9


def test_without_a_copy_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.proof.apart.can_copy", lambda: False)
    found: list[str] = []
    ticks: list[int] = []
    budget = Budget(None, None, lambda: 0.0)

    def work(send: object, tick: object) -> None:
        assert callable(send)
        assert callable(tick)
        send("one")
        tick()

    apart(work, found.append, lambda: ticks.append(1), budget)
    assert (found, ticks) == (["one"], [1])
    assert issubclass(Died, MemoryError)
