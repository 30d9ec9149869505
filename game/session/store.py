"""The sessions folder: list what is in it, find the last one, export, import, delete. Asking makes no folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from game.engine import Machine, page
from game.printable import printable
from game.session import lock
from game.session.errors import SessionError, os_reason
from game.session.fold import Fold
from game.session.lines import FORMAT, Chosen, Damaged, Later, encode
from game.session.log import Log, parse_log, read_bytes, read_log
from game.session.naming import SUFFIX, session_name
from game.session.recording import write_new
from game.session.renaming import in_present_ids
from game.whole import let_go, make_folder


class Listing(NamedTuple):
    """A session file at a glance; every string is fit to print.

    `created` is ISO 8601 or ''; `played` the time of the last change, in seconds since 1970; `turns` the choices of
    its way. `chapter`, `place`, `ending` (titles) and `language` are known when a machine of its story was given,
    else ''. `problem` says why a file is no session.
    """

    file: Path
    name: str
    story: str = ""
    version: str = ""
    created: str = ""
    played: float = 0.0
    turns: int = 0
    language: str = ""
    chapter: str = ""
    place: str = ""
    ending: str = ""
    problem: SessionError | None = None


def list_sessions(folder: Path, machine: Machine | None = None, *, story: str = "") -> list[Listing]:
    """All sessions in a folder (only those of `story`, if given), the last played first.

    Other .jsonl files come with `problem`. A folder that is not there has no sessions.
    """
    found = [_listing(file, machine) for file in _files(folder)]
    kept = [item for item in found if not story or item.story == story]
    return sorted(kept, key=lambda item: (item.played, item.name), reverse=True)


def latest(folder: Path, story: str) -> Path | None:
    """The session of a story that was played last, or None. Files that are no sessions are passed over."""
    for file in sorted(_files(folder), key=lambda file: (_played(file), file.name), reverse=True):
        try:
            if read_log(file).header.story == story:
                return file
        except SessionError:
            continue
    return None


def find(folder: Path, name: str) -> Path:
    """The session in a folder with this file name, its ending optional; never one outside it. Raises SessionError."""
    wanted = name if name.endswith(SUFFIX) else name + SUFFIX
    for file in _files(folder):
        if file.name == wanted:
            return file
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

    The original is only read. What was understood is written in our own words, lines of later editions as they were.
    """
    return import_bytes(read_bytes(file), file.name, folder)


def import_bytes(data: bytes, name: str, folder: Path) -> Path:
    """The same for the bytes of a session file; `name` is for messages."""
    log = parse_log(data, name)
    for entry in log.entries:
        if isinstance(entry, Later):
            raise SessionError("R003", file=name, format=entry.need, known=FORMAT)
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


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder that could be sessions, by their ending alone."""
    try:
        return iter([file for file in folder.iterdir() if file.name.endswith(SUFFIX) and _holds_something(file)])
    except (FileNotFoundError, NotADirectoryError):
        return iter(())
    except OSError as error:
        raise SessionError("R002", file=folder.name, why=os_reason(error)) from error


def _holds_something(file: Path) -> bool:
    """Whether a file is worth a look: a full disk or a crash can leave an empty one, in which nothing ever was."""
    try:
        about = file.stat()
    except OSError:
        return True
    return about.st_size > 0 or not stat.S_ISREG(about.st_mode)


def _played(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _listing(file: Path, machine: Machine | None) -> Listing:
    item = Listing(file, printable(file.name), played=_played(file))
    try:
        log = read_log(file)
    except SessionError as error:
        return item._replace(problem=error)
    header = log.header
    item = item._replace(
        story=printable(header.story),
        version=printable(log.edition.version),
        created=printable(header.created),
        turns=sum(isinstance(entry, Chosen) for entry in log.way()),
    )
    return _place(item, log, machine) if machine and machine.program.id == header.story else item


def _place(item: Listing, log: Log, machine: Machine) -> Listing:
    """Add where a session stands, which takes a replay."""
    log = in_present_ids(machine.program, log)
    fold = Fold(machine, log.header.seed, log.header.language)
    fold.apply(log.entries)
    shown = page(machine, fold.way.state, fold.way.language)
    return item._replace(
        language=fold.way.language,
        chapter=shown.chapter_title,
        place=shown.place,
        ending=shown.ending_title,
    )
