"""Reading a file that anybody may have put there: an ordinary one, of bounded size, and never a wait."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


class NotOrdinary(OSError):
    """A folder, a pipe or a device where a file was expected."""

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EINVAL, "it is not an ordinary file", str(file))


class TooLarge(OSError):
    """A file of more bytes than its kind ever has."""

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EFBIG, "it is too large", str(file))


def read_ordinary(file: Path, limit: int) -> bytes:
    """The bytes of a file, at most `limit`. Raises OSError; one whose `strerror` is ours for no ordinary file or a
    larger one. A pipe that nobody writes to does not make it wait.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        fd = os.open(file, flags)
    except ValueError as error:  # a null character in the name
        raise OSError(errno.EINVAL, str(error), str(file)) from error
    with os.fdopen(fd, "rb") as stream:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise NotOrdinary(file)
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(file)
    return data
