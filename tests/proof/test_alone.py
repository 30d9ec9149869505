"""One story is proved by one process at a time: the others wait and read, whoever dies meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from game.paths import cache_folder
from game.proof import prover, reporting
from game.proof.alone import alone
from game.proof.prover import Options, prove
from game.proof.report.cache import file_of, keep
from game.proof.report.fingerprint import digest
from game.proof.report.report import Report
from game.proof.strategy import Tick
from game.session import lock
from game.story import load_story
from tests.proof.test_helpers import write_story

CASE = Path(__file__).parents[1] / "cases" / "endings"
PATIENCE = 120
"""Seconds after which what should end counts as hanging."""


@contextmanager
def nobody_waits() -> Iterator[None]:
    pytest.fail("somebody else has the lock")
    yield


class First:
    """The process that came first, as the second one meets it: it has the lock until the second one waits."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True)
        self.fd = os.open(file, os.O_RDWR | os.O_CREAT)
        assert lock.take(self.fd)
        self.told: list[str] = []
        self.report: Report | None = None

    @contextmanager
    def watch(self) -> Iterator[Tick]:
        yield self.told_waiting

    def told_waiting(self, about: str, states: int) -> None:
        if not self.told:
            if self.report is not None:
                self.report.key = digest(load_story(CASE).program, prover.BOUND, {})
                keep(self.file.with_suffix(".json"), self.report)
                self.file.unlink()
            os.close(self.fd)
        self.told.append(about)


@pytest.fixture
def first() -> First:
    file = file_of(cache_folder() / "proofs", load_story(CASE).program, None, prover.BOUND, {})
    return First(file.with_suffix(".lock"))


def test_whoever_comes_second_waits_and_reads(first: First) -> None:
    first.report = prove(load_story(CASE).program)
    found = reporting.report_of(load_story(CASE).program, Options(), watch=first.watch)
    assert found.kept
    assert first.told == ["waiting"]
    assert [file.suffix for file in first.file.parent.iterdir()] == [".json"]


def test_whoever_waited_for_one_that_died_goes_on(first: First) -> None:
    found = reporting.report_of(load_story(CASE).program, Options(), watch=first.watch)
    assert not found.kept
    assert found.proved
    assert len(first.told) > 1
    assert [file.suffix for file in first.file.parent.iterdir()] == [".json"]


def test_two_processes_prove_a_story_once(tmp_path: Path) -> None:
    script = tmp_path / "prove.py"
    script.write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "from game.proof import prover, reporting\n"
        "from game.story import load_story\n"
        "def told(*rest, prove=prover.prove):\n"
        "    report = prove(*rest)\n"
        "    print('worked out', flush=True)\n"
        "    sys.stdin.readline()\n"
        "    return report\n"
        "prover.prove = told\n"
        "@reporting.contextmanager\n"
        "def watch():\n"
        "    yield lambda about, states: print(about, flush=True)\n"
        f"program = load_story(Path({str(CASE)!r})).program\n"
        "report = reporting.report_of(program, prover.Options(), watch=watch)\n"
        "print(report.proved, report.kept, flush=True)\n"
    )
    command = [sys.executable, str(script)]
    one = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert one.stdout is not None
    assert "worked out\n" in iter(one.stdout.readline, "")
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "waiting\n"
    assert one.communicate("\n", timeout=PATIENCE)[0] == "True False\n"
    assert other.communicate(timeout=PATIENCE)[0] == "True True\n"


@pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made on Linux alone")
def test_helpers_do_not_outlive_the_first_process(tmp_path: Path) -> None:
    """A copy has inherited the lock; it would have it for ever."""
    write_story(tmp_path / "story")
    file = tmp_path / "proof.lock"
    script = "\n".join(
        [
            "import time",
            "from contextlib import nullcontext",
            "from pathlib import Path",
            "from game.proof.alone import alone",
            "from game.proof.limits import Limits",
            "from game.proof.prover import Options, prove",
            "from game.story import load_story",
            "from game.proof.by_diagrams import ByDiagrams",
            "def stay(*rest):",
            "    print('up', flush=True)",
            "    time.sleep(3600)",
            "ByDiagrams.one_by_one = stay",
            f"with alone(Path({str(file)!r}), nullcontext):",
            f"    program = load_story(Path({str(tmp_path / 'story')!r})).program",
            "    prove(program, Options(helpers=2, limits=Limits(explicit=100, patience=0, together=0)))",
        ]
    )
    first = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "up\n"
    with file.open() as again:
        assert not lock.take(again.fileno())
        first.kill()
        first.wait()
        deadline = time.monotonic() + PATIENCE
        while not (free := lock.take(again.fileno())) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert free
    first.stdout.close()


def test_where_nothing_can_be_locked_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with alone(tmp_path / "file" / "x.lock", nobody_waits), alone(tmp_path / "file" / "x.lock", nobody_waits):
        pass
