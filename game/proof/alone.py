"""One process at a time works out a proof; whoever wants the same one meanwhile waits, and reads what was kept."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from game.session import lock
from game.whole import let_go, make_folder, remove

EVERY = 0.1
"""Seconds between two looks whether the lock is free."""


@contextmanager
def alone(file: Path, waiting: Callable[[], AbstractContextManager[object]]) -> Iterator[None]:
    """Hold the lock that a file stands for; `waiting` is entered while another process has it.

    The system frees the lock of a process that dies. Where there can be no lock (nothing can be written, the file
    system knows none), work goes on without: proving twice costs time, and nothing else.
    """
    fd = _taken(file, waiting)
    try:
        yield
    finally:
        if fd is not None:
            remove(file)  # before the lock is given back, so that nobody can hold a lock on what is no longer there
            let_go(fd)


def _taken(file: Path, waiting: Callable[[], AbstractContextManager[object]]) -> int | None:
    """The open and locked file, or None where there can be none."""
    while (fd := _opened(file)) is not None:
        try:
            if not lock.take(fd):
                _wait(fd, waiting)
            if _is_still(file, fd):
                return fd
        except BaseException:
            let_go(fd)
            raise
        let_go(fd)  # who had it has removed it
    return None


def _opened(file: Path) -> int | None:
    try:
        make_folder(file.parent)
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _wait(fd: int, waiting: Callable[[], AbstractContextManager[object]]) -> None:
    with waiting():
        while not lock.take(fd):
            time.sleep(EVERY)


def _is_still(file: Path, fd: int) -> bool:
    """Whether a name still stands for an open file."""
    try:
        return os.path.samestat(os.fstat(fd), file.stat())
    except FileNotFoundError:
        return False
    except OSError:
        return True  # it cannot be told, and trying again would not tell either
