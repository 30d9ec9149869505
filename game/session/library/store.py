"""What is done with the files in the sessions folder: find one by its name, export, import, delete it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from game.os_reasons import os_reason
from game.session import lock
from game.session.errors import SessionError
from game.session.library.sighting import sightings
from game.session.lines import Damaged, encode
from game.session.log import parse_log, read_bytes
from game.session.naming import SUFFIX, session_name
from game.session.recording import write_new
from game.whole import let_go, make_folder


def find(folder: Path, name: str) -> Path:
    """The session in a folder with this file name, its ending optional; never one outside it. Raises SessionError."""
    wanted = name if name.endswith(SUFFIX) else name + SUFFIX
    for seen in sightings(folder):
        if seen.name == wanted:
            return seen.file
    raise SessionError("R010", name=name)


def export(file: Path, to: Path) -> Path:
    """Copy a session's whole lines to a new file, or into a folder under its own name. Raises SessionError.

    It may be played meanwhile. Nothing is overwritten.
    """
    target = to / file.name if os.path.isdir(to) else to  # noqa: PTH112 - raises nothing
    write_new(target, whole_lines(file))
    return target


def whole_lines(file: Path) -> bytes:
    """What a session's file holds, without a last line that is still being written. Raises SessionError."""
    data = read_bytes(file)
    return data[: parse_log(data, file.name).whole]


def import_session(file: Path, folder: Path) -> Path:
    """Take a stranger's session into a folder under a new name, and give that. Raises SessionError.

    The original is only read. What was understood is written in our own words, lines of later editions as they were:
    where one of them has to be understood the way stops, as it did, until a later edition reads it.
    """
    return import_bytes(read_bytes(file), file.name, folder)


def import_bytes(data: bytes, name: str, folder: Path) -> Path:
    """The same for the bytes of a session file; `name` is for messages."""
    log = parse_log(data, name)
    for entry in log.entries:
        if isinstance(entry, Damaged):
            raise SessionError("R009", file=name, line=entry.line)
    data = b"".join([encode(log.header), *map(encode, log.entries)])
    try:
        make_folder(folder)
    except OSError as error:
        raise SessionError("R014", file=folder.name, why=os_reason(error)) from error
    return _write_under_new_name(folder, lambda: session_name(log.header.story), data)


def _write_under_new_name(folder: Path, name: Callable[[], str], data: bytes) -> Path:
    while True:
        target = folder / name()
        try:
            write_new(target, data)
        except SessionError as error:
            if error.code != "R008":
                raise
        else:
            return target


def delete(file: Path) -> None:
    """Delete a session file for good; faces ask first. Raises SessionError, also while somebody plays it."""
    try:
        fd = os.open(file, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise SessionError("R016", file=file.name, why=os_reason(error)) from error
    try:
        if not lock.take(fd):
            raise SessionError("R007", file=file.name)
    finally:
        # Windows deletes no open file; the lock has told what it had to tell.
        let_go(fd)
    try:
        file.unlink()
    except OSError as error:
        raise SessionError("R016", file=file.name, why=os_reason(error)) from error
