"""Strict YAML: from a file's bytes to data with places, with a coded problem for everything that is not plain YAML.

The reader takes PyYAML's event stream rather than its nodes: depth, anchors, tags and duplicate keys are seen as they
pass, without recursion, at the price of `yaml.compose` alone. Every scalar stays text; what is a number or a yes-or-no
is the schema's decision, so that `no` is never a boolean by surprise.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from game.ordinary import TooLarge, read_ordinary
from game.os_reasons import os_reason
from game.story.places.marks import DOUBLE, Mark, SourceFile
from game.story.places.source import Sink, Sourced
from game.story.reading.characters import describe, forbidden_in_file, forbidden_in_value
from game.story.reading.data import Data, Map, Seq, kind_of

MAX_BYTES = 8_000_000
MAX_DEPTH = 60
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHOWN_AT_MOST = 10
_ROLLED = re.compile(r"-?\d+\)")
"""What a comma leaves of a roll."""
"""Forbidden characters reported a file; a binary file has thousands."""


def read_file(path: Path, shown: str, problems: Sink) -> tuple[SourceFile, Data | None]:
    """Read one file; `shown` is its path in messages. The data is None when nothing can be made of the file."""
    start = Mark(shown, 1, 1)
    try:
        data = read_ordinary(path, MAX_BYTES)
    except TooLarge:
        problems.add("S007", start, limit=MAX_BYTES // 1_000_000)
        return SourceFile(shown, ""), None
    except OSError as error:
        problems.add("S020", start, what=os_reason(error))
        return SourceFile(shown, ""), None
    return read_bytes(data, shown, problems)


def read_bytes(data: bytes, shown: str, problems: Sink) -> tuple[SourceFile, Data | None]:
    """Read a file's bytes; see `read_file`."""
    data = data.removeprefix(codecs.BOM_UTF8)
    file, whole = decoded(data, shown, problems)
    if not whole or _refuse_characters(data, file, problems):
        return file, None
    return file, _Reading(file, problems).read(data)


def decoded(data: bytes, shown: str, problems: Sink) -> tuple[SourceFile, bool]:
    """A file's bytes as text; false, reported, when they are not UTF-8: then it is only good for quoting."""
    try:
        file = SourceFile(shown, data.decode())
    except UnicodeDecodeError as error:
        file = SourceFile(shown, data.decode("utf-8", "replace"))
        problems.know(file)
        good = data[: error.start].decode()
        mark = Mark(shown, good.count("\n") + 1, len(good) - good.rfind("\n"))
        problems.add("S002", mark, byte=f"0x{data[error.start]:02X}")
        return file, False
    problems.know(file)
    return file, True


def _refuse_characters(data: bytes, file: SourceFile, problems: Sink) -> bool:
    """Report forbidden characters, the first few of them; true when there are any."""
    offsets = forbidden_in_file(data, file.text)
    tabs = [at for at in offsets if file.text[at] == "\t"]
    others = [at for at in offsets if file.text[at] != "\t"]
    report_characters("S006", tabs, file, problems)
    report_characters("S003", others, file, problems)
    return bool(offsets)


def report_characters(code: str, offsets: list[int], file: SourceFile, problems: Sink) -> None:
    """Report the first few of the characters at these offsets in a file."""
    for at in offsets[:_SHOWN_AT_MOST]:
        line = file.text.count("\n", 0, at) + 1
        mark = Mark(file.path, line, at - file.text.rfind("\n", 0, at))
        problems.add(code, mark, what=describe(file.text[at]))


class _UnusableError(Exception):
    """The file has a problem, already reported, after which nothing more can be read from it."""


class _Reading:
    """One file's way from events to data: a stack of open collections; `key` is the key that waits for its value."""

    __slots__ = ("documents", "file", "inside", "key", "open", "problems", "root", "unusable")

    def __init__(self, file: SourceFile, problems: Sink) -> None:
        self.file = file
        self.problems = problems
        self.open: list[tuple[Any, Sourced | None]] = []
        self.inside: Any = None
        self.key: Sourced | None = None
        self.root: Data | None = None
        self.documents = 0
        self.unusable = False

    def read(self, data: bytes) -> Data | None:
        """All of the file, or None when it cannot be used."""
        loader = _LOADER(data)
        try:
            self._follow(loader.get_event)
        except yaml.YAMLError as error:
            if not self.unusable:
                from game.story.reading import syntax

                syntax.report(error, self.file, self.problems)
            return None
        except _UnusableError:
            return None
        finally:
            loader.dispose()
        if self.root is None and not self.unusable:
            self.problems.add("S009", Mark(self.file.path, 1, 1))
        return None if self.unusable else self.root

    def _follow(self, get_event: Callable[[], Any]) -> None:
        while True:
            event = get_event()
            kind = event.__class__
            if kind is ScalarEvent:
                self._place(self._scalar(event))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                ended = self.inside
                self.inside, self.key = self.open.pop()
                self._place(ended)
            elif kind is MappingStartEvent:
                self._begin(event, Map)
            elif kind is SequenceStartEvent:
                self._begin(event, Seq)
            elif kind is AliasEvent:
                self._refuse("S011", event, name=_short(event.anchor))
                self._place(Sourced.at("?", self.file))
            elif kind is DocumentStartEvent:
                self._document(event)
            elif kind is StreamEndEvent:
                return

    def _scalar(self, event: Any) -> Sourced:
        mark = event.start_mark
        value = Sourced(event.value)
        value.file, value.line, value.column = self.file, mark.line + 1, mark.column + 1
        value.style = style = event.style or ""
        if style == DOUBLE and (at := forbidden_in_value(value)) >= 0:
            self.problems.add("S004", value.mark_at(at), what=describe(value[at]))
            self.unusable = True
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        return value

    def _begin(self, event: Any, kind: type[Map] | type[Seq]) -> None:
        mark = event.start_mark
        self.open.append((self.inside, self.key))
        self.inside = kind(self.file, mark.line + 1, mark.column + 1)
        self.key = None
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(self.open) > MAX_DEPTH:
            self._refuse("S008", event, limit=MAX_DEPTH)
            raise _UnusableError

    def _place(self, value: Any) -> None:
        """Put a finished value where it belongs."""
        inside = self.inside
        if inside is None:
            self.root = None if value == "" else value
        elif inside.__class__ is Seq:
            inside.append(value)
        elif self.key is None:
            self.key = self._key(value)
        else:
            if value == "" and self._without_colon(self.key, value):
                self.problems.add("S028", self.key, key=_short(self.key), fix=_missing_colon(self.key))
                self.unusable = True
            inside.put(self.key, value)
            self.key = None

    def _key(self, value: Any) -> Sourced:
        """A key of the open mapping: text, and new."""
        if not isinstance(value, Sourced) or value == "":
            self.problems.add("S019", value.mark, what=kind_of(value))
            self.unusable = True
            return Sourced.at("?", self.file, value.line, value.column)
        if value in self.inside:
            self.problems.add("S010", value, key=_short(value), line=self.inside.key(value).line)
        return value

    def _without_colon(self, key: Sourced, value: Sourced) -> bool:
        """Whether a key of a {...} has no ':' after it: a comma within a text cuts it so."""
        return not value.style and (value.line, value.column) == (key.line, key.column + len(key)) and not key.style

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("S013", event)
            raise _UnusableError

    def _refuse_properties(self, event: Any) -> None:
        """An anchor or a tag before a value."""
        if event.anchor is not None:
            self._refuse("S011", event, name=_short(event.anchor))
        if event.tag is not None:
            self._refuse("S012", event, tag=_short(event.tag))

    def _refuse(self, code: str, event: Any, **fields: Any) -> None:
        mark = event.start_mark
        self.problems.add(code, Mark(self.file.path, mark.line + 1, mark.column + 1), **fields)
        self.unusable = True


def _short(text: str) -> str:
    from game.story.diagnostics import shorten

    return shorten(text)


def _missing_colon(key: str) -> str:
    """What to write where a part of a mapping has no colon."""
    instead = "Write roll(6) for roll(1, 6), or put" if _ROLLED.fullmatch(key) else "Put"
    return f"{instead} a text that holds a comma, or that begins with {{, in quotation marks or in a block after |."
