"""Append to a session's log: every line is on the disk before the next page is shown, or kept until it can be."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from game.os_reasons import os_reason
from game.session import lock
from game.session.errors import Notice, SessionError, Unwritable
from game.session.log import LARGEST, Log, parse_log, read_all, read_bytes, read_stream
from game.whole import let_go, make_folder

_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class Writer:
    """The one who writes a log, and holds its lock.

    `trouble` says why lines are waiting in memory; each further append first tries to write those. What a failed
    write left behind is cut off again, so that the file always holds whole lines.
    """

    def __init__(self, file: Path, fd: int | None, log: Log | None) -> None:
        self.file = file
        self.trouble: Notice | None = None
        self._fd = fd
        self._written = log.whole if log else 0
        self._size = log.size if log else 0
        self._glue = b"" if log is None or log.ended else b"\n"
        self._waiting: list[bytes] = []
        self._partial = False

    @classmethod
    def resume(cls, file: Path) -> tuple[Writer, Log]:
        """Lock and read an existing log. Nothing is changed before the first append.

        A log that may not be written is read all the same, with `trouble` set. Raises SessionError.
        """
        try:
            fd = os.open(file, _FLAGS)
        except OSError as error:
            if error.errno not in _READ_ONLY:
                read_bytes(file)
            return cls._read_only(file, error)
        except ValueError as error:
            raise SessionError("R002", file=file.name, why=os_reason(error)) from error
        try:
            if not lock.take(fd):
                raise SessionError("R007", file=file.name)
            log = parse_log(read_stream(fd, file.name), file.name)
        except BaseException:
            let_go(fd)
            raise
        return cls(file, fd, log), log

    @classmethod
    def _read_only(cls, file: Path, error: OSError) -> tuple[Writer, Log]:
        log = parse_log(read_bytes(file), file.name)
        writer = cls(file, None, log)
        writer.trouble = writer._why(error)
        return writer, log

    def append(self, *lines: bytes) -> None:
        """Write lines and wait until the disk has them; on failure keep them and set `trouble`.

        Without lines: look whether the file still holds all that was written, and write what waits.
        """
        self._waiting += lines
        try:
            self._flush()
        except OSError as error:
            self.trouble = self._why(error)
            self._undo()
        else:
            self.trouble = None

    def _why(self, error: OSError) -> Notice:
        return Notice("R106", file=self.file.name, why=os_reason(error))

    def content(self) -> bytes:
        """All whole lines of the session, those that wait to be written among them. Raises SessionError."""
        try:
            data = read_all(self._fd, self._written) if self._fd is not None else b""
        except OSError as error:
            raise SessionError("R002", file=self.file.name, why=os_reason(error)) from error
        if self._fd is None and self._written:
            data = read_bytes(self.file)
        if len(data) < self._written:
            raise SessionError("R002", file=self.file.name, why=Notice("R307"))
        return data[: self._written] + b"".join([self._glue, *self._waiting] if self._waiting else [])

    def close(self) -> None:
        """Try once more to write what waits, then let go of the file and its lock."""
        if self._waiting:
            self.append()
        if self._fd is not None:
            fd, self._fd = self._fd, None
            with contextlib.suppress(OSError):  # what was written is on the disk already
                lock.release(fd)
            let_go(fd)

    def _flush(self) -> None:
        fd = self._open()
        if not self._is_there(fd):
            fd = self._write_anew(fd)
        self._compare(fd)
        if not self._waiting:
            return
        data = self._glue + b"".join(self._waiting)
        if self._written + len(data) > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        if os.fstat(fd).st_size > self._written:
            os.ftruncate(fd, self._written)
        self._partial = True
        _write(fd, data)
        os.fsync(fd)
        self._waiting.clear()
        self._partial, self._glue = False, b""
        self._written += len(data)
        self._size = self._written

    def _open(self) -> int:
        """The open and locked log; made now when the session has no file yet."""
        if self._fd is None:
            new = not self._written
            if new:
                make_folder(self.file.parent)
            fd = os.open(self.file, _FLAGS | (os.O_CREAT | os.O_EXCL if new else 0), 0o600)
            if not lock.take(fd):
                let_go(fd)
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            self._fd = fd
            if new:
                _sync_folder(self.file.parent)
        return self._fd

    def _is_there(self, fd: int) -> bool:
        """Whether the open log is still the file of its name; an error when that is another one now."""
        try:
            there = self.file.stat()
        except FileNotFoundError:
            return False
        if not os.path.samestat(there, os.fstat(fd)):
            raise Unwritable(Notice("R308"))
        return True

    def _write_anew(self, fd: int) -> int:
        """The file was removed or moved while its session was played: make it again with all that was in it."""
        data = read_all(fd, self._written)
        if len(data) < self._written:
            raise Unwritable(Notice("R307"))
        if data:
            self._waiting.insert(0, data)
        self._written = self._size = 0
        self._partial = False
        self._fd = None
        let_go(fd)
        return self._open()

    def _compare(self, fd: int) -> None:
        """Leave a file alone that somebody else changed: what is beyond our lines may only be a torn tail of ours."""
        size = os.fstat(fd).st_size
        if size not in (self._written, self._size) and not (self._partial and size > self._written):
            raise Unwritable(Notice("R307"))

    def _undo(self) -> None:
        """Leave whole lines behind where writing failed, and no file where there are none.

        A disk that refuses this too is tried again by the next append: `_partial` still says that the tail is ours.
        """
        fd = self._fd
        if fd is None:
            return
        with contextlib.suppress(OSError):
            if self._partial:
                os.ftruncate(fd, self._written)
            if not self._written and self._is_there(fd):
                self.file.unlink()
                self._fd, self._partial = None, False
                os.close(fd)


def _write(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut, where the system can do that."""
    if os.name == "posix":
        # Some file systems cannot sync a folder, some folders may not be read; the file itself is synced in any case.
        with contextlib.suppress(OSError):
            fd = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(fd)
            finally:
                let_go(fd)
