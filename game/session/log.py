"""The file of a session as a whole: reading it never changes it, holds no lock and is bounded in size."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from game.os_reasons import os_reason
from game.session.errors import Notice, SessionError
from game.session.lines import (
    LONGEST_HEADER,
    LONGEST_LINE,
    Damaged,
    Edition,
    Entry,
    Header,
    decode_entry,
    decode_header,
)
from game.session.trail import Trail
from game.whole import let_go

LARGEST = 64 * 2**20
"""Bytes of the largest log that is read or written: more than half a million choices."""
HEAD = 4 * LONGEST_LINE
"""Bytes that are read for the first line alone, before which blank lines may stand; one with draws may be longer."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_DAMAGED = 100
"""A file with more lines than this that are no events is no session, whatever its first line says."""

_LINE = re.compile(rb"\S[^\n]*")
"""A line that says something, from its first sign on."""


class Log(NamedTuple):
    """A session file as read.

    `whole` counts the bytes up to the end of the last whole line; what lies beyond, up to `size`, is torn. `ended` is
    False when that line lacks its line break. `notices` tell what was left out. `renamed` counts the ids that have
    another name now; see `game.session.renaming`.
    """

    header: Header
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    whole: int
    size: int
    ended: bool
    renamed: int = 0

    @property
    def edition(self) -> Edition:
        """The edition of the story that was last played."""
        for entry in reversed(self.entries):
            if isinstance(entry, Edition):
                return entry
        return Edition(self.header.digest, self.header.version)

    def way(self) -> Trail:
        """The choices of the current way, abandoned branches left out; a damaged line counts as one."""
        return Trail(self.entries)


def read_log(file: Path) -> Log:
    """Read a session file; SessionError when it is none, is too large or of a later format. Holds back no lock."""
    return parse_log(read_bytes(file), file.name)


def read_header(file: Path) -> Header:
    """What the first line of a session file says; no more is read than it can have. Raises SessionError."""
    data = read_bytes(file, HEAD)
    if len(data) == HEAD and b'"draws"' in data and b"\n" not in data.lstrip():
        data = read_bytes(file, LONGEST_HEADER)
    return decode_header(next(_lines(data), (1, b""))[1], file.name)


def read_bytes(file: Path, most: int = LARGEST) -> bytes:
    """The first `most` bytes of an ordinary file of bounded size; a pipe or a device neither hangs nor floods."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        fd = os.open(file, flags)
    except (OSError, ValueError) as error:
        raise SessionError("R002", file=file.name, why=os_reason(error)) from error
    try:
        return read_stream(fd, file.name, most)
    finally:
        let_go(fd)


def read_pipe(stream: IO[bytes], name: str) -> bytes:
    """The bytes that come out of a pipe, as many as a session may have. Raises SessionError."""
    try:
        data = stream.read(LARGEST + 1)
    except OSError as error:
        raise SessionError("R002", file=name, why=os_reason(error)) from error
    if len(data) > LARGEST:
        raise SessionError("R005", file=name, limit=LARGEST // 2**20)
    return data


def read_stream(fd: int, name: str, most: int = LARGEST) -> bytes:
    """The first `most` bytes of an open file; SessionError when it is no ordinary file, or too large."""
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            raise SessionError("R006", file=name)
        if about.st_size > LARGEST:
            raise SessionError("R005", file=name, limit=LARGEST // 2**20)
        return read_all(fd, min(about.st_size, most))
    except OSError as error:
        raise SessionError("R002", file=name, why=os_reason(error)) from error


def read_all(fd: int, size: int) -> bytes:
    """The first `size` bytes of an open file, or all of a shorter one. Raises OSError."""
    os.lseek(fd, 0, os.SEEK_SET)
    pieces: list[bytes] = []
    while size > 0 and (piece := os.read(fd, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def parse_log(data: bytes, name: str) -> Log:
    """Understand the bytes of a session file; `name` is for messages. Blank lines are passed over."""
    lines = _lines(data)
    header = decode_header(next(lines, (1, b""))[1], name)
    entries: list[Entry] = []
    damaged = 0
    for number, line in lines:
        entry = decode_entry(line, number, name)
        damaged += isinstance(entry, Damaged)
        if damaged > MOST_DAMAGED:
            raise SessionError("R001", file=name, why=Notice("R305", most=MOST_DAMAGED))
        entries.append(entry)
    whole = data.rfind(b"\n") + 1
    torn = bool(entries) and isinstance(entries[-1], Damaged) and bool(data[whole:].strip())
    if torn:
        entries.pop()
    notices = (Notice("R101"),) if torn else ()
    return Log(header, tuple(entries), notices, whole if torn else len(data), len(data), torn or whole == len(data))


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, with their numbers in the file, one at a time: a file may be all line breaks."""
    number, seen = 1, 0
    for line in _LINE.finditer(data, len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0):
        number += data.count(b"\n", seen, line.start())
        seen = line.start()
        yield number, line[0].rstrip()
