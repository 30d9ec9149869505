"""Reading a file that anybody may have put there: an ordinary one, of bounded size, and never a wait."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from game.os_reasons import OURS, Reason, Refused, os_reason


class NotOrdinary(Refused):
    """A folder, a pipe or a device where a file was expected."""

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EINVAL, Reason(OURS["ordinary"]), str(file))


class TooLarge(Refused):
    """A file of more bytes than its kind ever has."""

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EFBIG, Reason(OURS["large"]), str(file))


def read_ordinary(file: Path, limit: int) -> bytes:
    """The bytes of a file, at most `limit`. Raises OSError; a `Refused` for no ordinary file, a larger one, or a name
    that no file can have. A pipe that nobody writes to does not make it wait.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        fd = os.open(file, flags)
    except ValueError as error:  # a null character in the name
        raise Refused(errno.EINVAL, os_reason(error), str(file)) from error
    with os.fdopen(fd, "rb") as stream:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise NotOrdinary(file)
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(file)
    return data
