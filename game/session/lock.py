"""One player a session: a lock on the log itself, which leaves nothing behind and ends with its process."""

from __future__ import annotations

import errno
import os
import sys

_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_FAR_BYTE = 0x7FFF_0000
"""Windows locks a range and forbids others to read it, so the byte locked there lies beyond any log."""

if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        os.lseek(fd, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _unlock(fd: int) -> None:
        os.lseek(fd, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


def take(fd: int) -> bool:
    """Lock an open log for this process; False when somebody else plays it.

    On a file system that knows no locks (some network ones) the answer is True: playing unlocked is better than not
    playing.
    """
    try:
        _lock(fd)
    except OSError as error:
        return error.errno not in _BUSY
    return True


def release(fd: int) -> None:
    """Give the lock back; closing the file or ending the process does the same."""
    _unlock(fd)
