"""What every test stands on: a home of its own, an English system, and no colour codes from the environment."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("no clock", deadline=None, max_examples=50)
settings.load_profile("no clock")

SEED = int(os.environ.setdefault("PROOF_SEED", str(SystemRandom().randrange(10**6, 10**9))))
"""From which the proof's fresh stories of this run are made; the processes that help with a run inherit it."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what repeats the run, where it had fresh stories."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    if any(isinstance(one, pytest.TestReport) and "test_a_fresh_slice" in one.nodeid for one in reports):
        terminalreporter.write_line(f"fresh stories of the proof: PROOF_SEED={SEED} repeats them")


def pytest_configure(config: pytest.Config) -> None:
    """Keep bytecode in pytest's own cache where Python is told to leave none in the tree: each worker, and each command
    that a test starts, would compile every module anew, which is most of what a short one does. And let signals do what
    they do: in a run that was started with nohup, or behind a shell, they are ignored, also by what tests start.
    """
    with suppress(ValueError):  # only the first thread may
        for name in ("SIGINT", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_IGN:
                signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)
    if sys.dont_write_bytecode and config.pluginmanager.has_plugin("cacheprovider"):
        folder = str(config.cache.mkdir("bytecode"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = folder
        sys.dont_write_bytecode = False


gc.set_threshold(100_000, 20, 20)
"""The garbage collector comes less often: going through thousands of tests again and again takes a tenth of finding and
of running them. (It is not told to leave them alone: Hypothesis asks it who holds its source of chance.)
"""


SINGLY = "tests/proof/"
"""Where tests are long and share little; but for the files below."""
SHARING = ("cache", "cluster", "helpers", "loaded_witness", "spin", "traps")
TOGETHER = tuple(f"tests/proof/test_{name}.py" for name in SHARING)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give the tests of a file to one worker, so that what they share is made once; the largest files come first, and
    last, one by one, the tests of the proof, so that all workers are done at the same time.
    """
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if file.startswith(SINGLY) and file not in TOGETHER else file

    return ByFile(config, log)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders, none of which is there yet. pytest's own numbers take a look at all folders that are, for each."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep sessions, settings and cache of this test out of the real ones; returns the folder that stands for all."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("SEVEN_CANTEENS_HOME", str(home))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "SEVEN_CANTEENS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return home


@pytest.fixture(autouse=True)
def nothing_typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command that is run within a test reads the end of its input, and leaves pytest its captured output."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    before = _stdout()
    yield
    assert _stdout() == before, "the rest of the run would say nothing"


def _stdout() -> tuple[int, int] | None:
    """The file behind stdout, by which it is known; None where there is none."""
    try:
        about = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino
