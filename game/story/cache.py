"""The compiled cache: a story whose files have not changed is loaded without being read again.

An entry is found by the digest of everything it was made from: the contents of the story's files, the code that
compiles them and the Python that runs it. It can always be made again, so a missing, torn or unwritable cache is never
an error.

An entry has parts, each unpacked when it is first asked for: checking an unchanged story needs its diagnostics alone,
play does not need `Program.marks`, which are a third of a large story, nor the texts of languages that nobody reads.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import __version__
from game.story.collector import collector_paused
from game.story.reading.within import OWN_FOLDERS, leads_out
from game.whole import keep_newest, write_whole

if TYPE_CHECKING:
    from game.engine.program import Program, Text

MAGIC = b"7canteens\x03"
ENDING = ".story"
KEPT = 24
"""How many compiled stories stay in the cache."""

_RECORDS = {
    "slots": "Slot",
    "chapters": "Chapter",
    "endings": "Ending",
    "codex": "Entry",
    "pictures": "Picture",
    "status": "Status",
    "invariants": "Invariant",
    "typed": "Typed",
}
"""The fields of a program that hold records, and what those are called in `game.engine.program`."""
_PLACES = "marks"
_TEXTS = "texts"
Raw = tuple[Any, ...]

_OURS = re.compile(r"\.(ya?ml|po)", re.IGNORECASE)
"""Names that reading a story looks at, be it to say that they are misspelt."""


class Packed:
    """Something marshalled: it is unpacked when it is first asked for, and its bytes are let go."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def whole(self) -> Any:
        """What was packed."""
        data, self._data = self._data, b""
        with collector_paused():
            return marshal.loads(data)


class Places(Mapping[str, tuple[str, int, int]]):
    """The `Program.marks` of a story out of the cache."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed

    def __getitem__(self, name: str) -> tuple[str, int, int]:
        found: tuple[str, int, int] = self._packed.whole[name]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed.whole)

    def __len__(self) -> int:
        return len(self._packed.whole)


class Languages(Mapping[str, tuple["Text", ...]]):
    """The `Program.texts` of a story out of the cache: those of a language are unpacked when it is first read."""

    def __init__(self, packed: Mapping[str, Packed]) -> None:
        self._packed = packed

    def __getitem__(self, language: str) -> tuple[Text, ...]:
        found: tuple[Text, ...] = self._packed[language].whole
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class Cached:
    """An entry of the cache."""

    def __init__(self, diagnostics: Raw, program: Packed, places: Packed, texts: Mapping[str, Packed]) -> None:
        self.diagnostics = diagnostics
        self._program = program
        self._places = places
        self._texts = texts

    def program(self) -> Program:
        """The compiled story."""
        from game.engine import program

        fields = dict(zip(program.Program._fields, self._program.whole, strict=True))
        for name, record in _RECORDS.items():
            fields[name] = tuple(getattr(program, record)(*raw) for raw in fields[name])
        return program.Program(**{**fields, _PLACES: Places(self._places), _TEXTS: Languages(self._texts)})


def content_digest(folder: Path) -> str:
    """64 hex digits over everything in a story folder that a program is made from, and over the code that makes it."""
    whole = hashlib.sha256(_code())
    for name, path in _files(folder):
        whole.update(f"\0{name}\0".encode(errors="surrogateescape"))
        if leads_out(folder, path):
            whole.update(b"\0")
        elif path.is_file():
            with path.open("rb") as stream:
                whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if leads_out(folder, Path(place, name))]
        own = OWN_FOLDERS if place == str(folder) else ()
        for name in [*links, *sorted(names)]:
            if not name.startswith(".") and (_OURS.search(name) or name in links or name in own):
                path = Path(place, name)
                yield path.relative_to(folder).as_posix(), path


def _code() -> bytes:
    """What stands for the code: its version, its files' sizes and times, and the Python that runs it."""
    parts = [__version__, sys.version]
    root = Path(__file__).parent
    parts += [*_stamps(root), *_stamps(root.parent / "engine")]
    return "\n".join(parts).encode()


def _stamps(folder: Path) -> list[str]:
    """The name, size and time of each module in a folder and in the folders below it."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                about = entry.stat()
                found.append(f"{folder.name}/{entry.name} {about.st_size} {about.st_mtime_ns}")
            elif entry.is_dir() and entry.name != "__pycache__":
                found += _stamps(Path(entry.path))
    return found


def place(digest: str) -> Path:
    """The file of a cache entry."""
    from game.paths import cache_folder

    return cache_folder() / "stories" / f"{digest[:40]}{ENDING}"


def fetch(folder: Path, digest: str) -> Cached | None:
    """What is kept for a content digest, or None when it must be made."""
    try:
        data = place(digest).read_bytes()
    except OSError:
        return None
    body = memoryview(data)[len(MAGIC) + 32 :]
    if data[: len(MAGIC)] != MAGIC or hashlib.sha256(body).digest() != data[len(MAGIC) : len(MAGIC) + 32]:
        return None
    outside, diagnostics, languages, sizes = marshal.loads(body)
    if outside != _outside(folder, [name for name, _ in outside]):
        return None
    starts = accumulate(sizes, initial=len(body) - sum(sizes))
    program, places, *texts = [Packed(bytes(body[start:end])) for start, end in pairwise(starts)]
    return Cached(diagnostics, program, places, dict(zip(languages, texts, strict=True)))


def store(folder: Path, digest: str, program: Program, diagnostics: Raw, outside: list[str]) -> bool:
    """Keep a program; `outside` names the files beyond the folder that it was made from. False when that fails."""
    fields = program._asdict()
    for name in _RECORDS:
        fields[name] = tuple(tuple(record) for record in fields[name])
    bare = {**fields, _PLACES: None, _TEXTS: None}
    parts = [marshal.dumps(part) for part in (tuple(bare.values()), fields[_PLACES], *program.texts.values())]
    sizes = tuple(len(part) for part in parts)
    body = b"".join([marshal.dumps((_outside(folder, outside), diagnostics, tuple(program.texts), sizes)), *parts])
    try:
        path = place(digest)
        write_whole(path, MAGIC + hashlib.sha256(body).digest() + body)
    except OSError:
        return False
    keep_newest(path.parent, ENDING, KEPT)
    return True


def _outside(folder: Path, names: list[str]) -> list[tuple[str, str]]:
    """Files beyond the folder with the digests of their contents, '' for one that cannot be read."""
    found = []
    for name in names:
        digest = ""
        with suppress(OSError):
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        found.append((name, digest))
    return found
