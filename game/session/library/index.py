"""What was read of the files in a sessions folder, kept so that nobody reads them again: only a cache, never the truth.

One JSON file a folder, in the cache folder. A file that has another size or time than it had counts as not read. An
index that is missing, damaged, too large or of another form is an empty one, and one that cannot be written is made
anew the next time; of two processes the one that writes last has its way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from game.ordinary import read_ordinary
from game.session.library.sighting import Sighting
from game.whole import keep_newest, write_whole

FORM = 2
LARGEST = 16 * 2**20
MOST = 20_000
"""How many files an index speaks of, those of the last time first."""
FOLDERS = 40
"""How many folders have an index."""


class Facts(NamedTuple):
    """What a session file says. `turns` is -1 where only its first line was read; `draws` counts those that
    its dice are loaded with.

    `edition` is the edition of the story that `scene` (where it stands) and `language` were found with, '' where none
    was at hand.
    """

    story: str
    version: str
    created: str
    turns: int = -1
    edition: str = ""
    language: str = ""
    scene: str = ""
    draws: int = 0


class Index:
    """The facts known of the files of a folder. Nothing here raises."""

    def __init__(self, folder: Path) -> None:
        self._file = _place(folder)
        self._fresh: dict[str, list[Any]] = {}

    @cached_property
    def _rows(self) -> dict[str, Any]:
        """What was written down, when it is first asked for; a row is looked at when it is wanted."""
        return {} if self._file is None else _read(self._file)

    def get(self, seen: Sighting) -> Facts | None:
        """What is known of a file as it is now."""
        row = self._fresh.get(seen.name) or self._rows.get(seen.name)
        return Facts(*row[2:]) if _is_sound(row) and row[:2] == [seen.size, seen.changed] else None

    def put(self, seen: Sighting, facts: Facts) -> None:
        """Remember what was read of a file."""
        self._fresh[seen.name] = [seen.size, seen.changed, *facts]

    def keep(self, present: Iterable[Sighting]) -> None:
        """Write down what is known of the files that are there, if there is anything new."""
        if not self._fresh or self._file is None:
            return
        rows = self._rows | self._fresh
        known = {seen.name: rows[seen.name] for seen in islice(present, MOST) if seen.name in rows}
        with suppress(OSError):
            write_whole(self._file, json.dumps({"form": FORM, "files": known}).encode())
            keep_newest(self._file.parent, self._file.suffix, FOLDERS)
        self._rows, self._fresh = rows, {}


def _place(folder: Path) -> Path | None:
    """The file of a folder's index, or None where there is no cache folder."""
    from game.paths import cache_folder

    try:
        name = hashlib.sha256(str(folder.absolute()).encode(errors="surrogateescape")).hexdigest()[:20]
        return cache_folder() / "sessions" / f"{name}.json"
    except (OSError, RuntimeError):
        return None


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_ordinary(file, LARGEST))
        return dict(data["files"]) if data["form"] == FORM else {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}


_KINDS = [int, int, str, str, str, int, str, str, str, int]


def _is_sound(row: object) -> TypeGuard[list[Any]]:
    return isinstance(row, list) and list(map(type, row)) == _KINDS
