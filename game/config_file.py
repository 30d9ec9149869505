"""The text of `config.yaml`: read as strictly as a story's files, and changed one entry at a time.

Reading needs no more than YAML; the words of problems are looked up only where there are some.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from game.story.places.marks import Mark, SourceFile
from game.story.places.source import Sourced
from game.story.reading.data import Map, Seq
from game.story.reading.reader import read_bytes

_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#][^#\n]*?|)"""
"""A value on the line of its key: quoted, plain or nothing."""


class Fault(NamedTuple):
    """A problem of the file: code, line (from 1), and what is wrong in words; `key` is the entry given twice, or ''."""

    code: str
    line: int
    text: str
    key: str = ""


class Config(NamedTuple):
    """A file as read. `entries` is None where it holds no mapping; `root` is its data, None where it cannot be read."""

    root: Map | Seq | Sourced | None
    faults: tuple[Fault, ...]

    @property
    def entries(self) -> Map | None:
        """The entries by name, each a `Sourced` text, a `Map` or a `Seq`."""
        return self.root if isinstance(self.root, Map) else None


class _Faults:
    """Collects codes and places; see `game.story.places.source.Sink`."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Mark, dict[str, Any]]] = []

    def add(self, code: str, where: Mark | Sourced, /, **fields: Any) -> None:
        """One problem."""
        self.found.append((code, where.mark if isinstance(where, Sourced) else where, fields))

    def know(self, file: SourceFile) -> None:
        """Nothing is quoted."""

    def told(self) -> tuple[Fault, ...]:
        """The problems in words; a file without entries is none."""
        real = [found for found in self.found if found[0] != "S009"]
        if not real:
            return ()
        from game.story.diagnostics import Problems

        problems = Problems()
        return tuple(
            Fault(
                code,
                mark.line,
                problems.worded(code, mark, **fields).message,
                str(fields["key"]) if code == "S010" else "",
            )
            for code, mark, fields in real
        )


def read(data: bytes) -> Config:
    """Understand the bytes of a file; whatever they are, nothing is raised."""
    faults = _Faults()
    _, root = read_bytes(data, "config.yaml", faults)
    return Config(root, faults.told())


def with_entry(text: str, name: str, value: str) -> str | None:
    """The text with `name: value` set, or without that entry for ''; every other byte stays. None where its form does
    not allow that: braces around it all, or a value over several lines.
    """
    config = read(text.encode())
    if config.root is None and not config.faults:
        return _appended(text, name, value)
    entries = config.entries
    if entries is None or text.split("\n")[entries.line - 1][entries.column - 1 :].startswith("{"):
        return None
    lines = text.split("\n")
    if name not in entries:
        return _appended(text, name, value)
    at = entries.key(name).line - 1
    line = re.fullmatch(rf"(\s*\S+?\s*:[ \t]*){_VALUE}([ \t]*(?:#.*)?)", lines[at].rstrip("\r"))
    if line is None or not isinstance(entries[name], Sourced) or entries[name].line != at + 1:
        return None
    ending = "\r" if lines[at].endswith("\r") else ""
    lines[at] = f"{line[1].rstrip()} {value}{line[2]}{ending}"
    gone = {fault.line - 1 for fault in config.faults if fault.key == name} | (set() if value else {at})
    return "\n".join(line for number, line in enumerate(lines) if number not in gone)


def _appended(text: str, name: str, value: str) -> str:
    if not value:
        return text
    ending = "\r\n" if "\r\n" in text else "\n"
    return (text.rstrip("\r\n") + ending if text.strip() else "") + f"{name}: {value}{ending}"


def rewritten(config: Config, values: dict[str, str]) -> str:
    """The entries of a file with other values in our own words, for a file whose text cannot be changed in place."""
    import yaml

    entries = {**_plain(config.entries or {}), **values}
    kept = {name: value for name, value in entries.items() if value != ""}
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True) if kept else ""


def _plain(data: object) -> Any:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return str(data)
