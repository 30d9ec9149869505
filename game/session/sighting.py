"""What a folder says of its files without opening any: names, sizes and times, the last changed first."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from game.session.errors import SessionError, os_reason
from game.session.naming import SUFFIX


class Sighting(NamedTuple):
    """A file that could be a session, by its ending alone. `changed` is in nanoseconds since 1970."""

    file: Path
    name: str
    size: int
    changed: int

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
    return sorted(filter(None, found), key=lambda seen: (seen.changed, seen.name), reverse=True)


def _seen(folder: Path, entry: os.DirEntry[str]) -> Sighting | None:
    try:
        about = entry.stat()
    except OSError:  # a link to nothing, or a file that has gone: whoever opens it says so
        return Sighting(folder / entry.name, entry.name, -1, 0)
    if stat.S_ISREG(about.st_mode) and not about.st_size:
        return None
    return Sighting(folder / entry.name, entry.name, about.st_size, about.st_mtime_ns)
