"""What a folder says of its files without opening any: names, sizes and times, the last changed first."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from game.os_reasons import os_reason
from game.session.errors import SessionError
from game.session.naming import SUFFIX

LARGE = 1_000


class Sighting(NamedTuple):
    """A file that could be a session, by its ending alone. `changed` is in nanoseconds since 1970."""

    changed: int
    name: str
    size: int
    folder: Path

    @property
    def file(self) -> Path:
        """The file itself; of ten thousand, most are never asked for it."""
        return self.folder / self.name

    @property
    def played(self) -> float:
        """When it was changed last, in seconds since 1970."""
        return self.changed / 1e9


def sightings(folder: Path) -> list[Sighting]:
    """The files of a folder that could be sessions, the last changed first. Raises SessionError.

    A folder that is not there has none. Empty files are passed over: a full disk or a crash leaves them behind, and
    nothing ever was in them.
    """
    try:
        with os.scandir(folder) as entries:
            found = [_seen(folder, entry) for entry in entries if entry.name.endswith(SUFFIX)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise SessionError("R002", file=folder.name, why=os_reason(error)) from error
    return sorted(filter(None, found), reverse=True)


def is_large(folder: Path) -> bool:
    """Whether a folder has so many files that asking for their times can be felt."""
    try:
        with os.scandir(folder) as entries:
            return next(islice(entries, LARGE, None), None) is not None
    except OSError:
        return False


def _seen(folder: Path, entry: os.DirEntry[str]) -> Sighting | None:
    try:
        about = entry.stat()
    except OSError:  # a link to nothing, or a file that has gone: whoever opens it says so
        return Sighting(0, entry.name, -1, folder)
    if not about.st_size and stat.S_ISREG(about.st_mode):
        return None
    return Sighting(about.st_mtime_ns, entry.name, about.st_size, folder)
