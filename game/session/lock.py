"""One player a session: a lock on the log itself, which leaves nothing behind and ends with its process."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_PATIENCE = (0.001, 0.003, 0.008)
"""Seconds between the attempts to take a lock."""
_FAR_BYTE = 0x7FFF_0000
"""Windows locks a range and forbids others to read it, so the byte locked there lies beyond any log."""

if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        os.lseek(fd, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _look(fd: int) -> None:
        _lock(fd)

    def _unlock(fd: int) -> None:
        os.lseek(fd, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    try:
        import fcntl
    except ImportError:  # where nothing can be locked, all is free
        fcntl = None  # type: ignore[assignment]

    def _lock(fd: int) -> None:
        if fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _look(fd: int) -> None:
        if fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def _unlock(fd: int) -> None:
        if fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_UN)


def take(fd: int) -> bool:
    """Lock an open log for this process; False when somebody else plays it.

    Who only looks (`is_played`) has the file for some microseconds: a busy one is asked for again before it is called
    played. On a file system that knows no locks (some network ones) the answer is True: playing unlocked is better
    than not playing.
    """
    for wait in (*_PATIENCE, None):
        try:
            _lock(fd)
        except OSError as error:
            if error.errno not in _BUSY:
                return True
            if wait is None:
                return False
            time.sleep(wait)
        else:
            return True
    return False


def is_played(file: Path) -> bool:
    """Whether somebody plays a log now, this process included; asking takes it from nobody. False where unknown."""
    try:
        fd = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return False
    try:
        _look(fd)
    except OSError as error:
        return error.errno in _BUSY
    else:
        _unlock(fd)
        return False
    finally:
        os.close(fd)


def release(fd: int) -> None:
    """Give the lock back; closing the file or ending the process does the same."""
    _unlock(fd)
