"""Diagnostics as they happen: one problem, and the collector that every checking step adds to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from game.printable import printable, printable_in_place, printable_lines, printable_path
from game.rule import Severity
from game.story.diagnostics.registry import RULES
from game.story.places.marks import Mark, SourceFile
from game.story.places.source import Sourced

QUOTE_WIDTH = 160
"""A quoted line is cut to about this many characters around its column."""

MOST = 5_000
"""So many problems of each severity are collected of a file; that there are more is a problem of its own."""

BEYOND = "S035"
"""The code of that problem."""

CATALOGUES = "locale/"
"""Where a story's catalogues stand, below its folder."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem of a story: what, how bad, where, what to do. Lines and columns count from 1."""

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    quote: str = ""

    @property
    def place(self) -> str:
        """`path:line:col`."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def excerpt(self) -> str:
        """The quoted line; of a very long one what stands around the column."""
        first = _first(self.quote, self.column)
        return self.quote[first : first + QUOTE_WIDTH]

    @property
    def stops(self) -> bool:
        """Whether the story cannot be played with it. An error of a catalogue costs that language alone."""
        return self.severity is Severity.ERROR and not self.path.startswith(CATALOGUES)

    def format(self, *, folder: str = "") -> str:
        """The problem in full: `path:line:col: S012 error: message`, the quoted line, a caret, the hint.

        `folder` is put before the path, so that a terminal or an editor can open it.
        """
        path = shown_path(self.path, folder)
        parts = [f"{path}:{self.line}:{self.column}: {self.code} {self.severity}: {self.message}"]
        if self.quote.strip():
            parts += quoted_line(self.quote, self.column)
        if self.hint:
            parts.append(f"    = {self.hint}")
        return printable_lines("\n".join(parts))


def _first(line: str, column: int) -> int:
    """The first character of a line that is shown for a place in it."""
    return max(0, min(column - 1, len(line)) - QUOTE_WIDTH // 2) if len(line) > QUOTE_WIDTH else 0


def quoted_line(line: str, column: int) -> list[str]:
    """A line of a file, fit to print, and a caret under its column (from 1); a very long line is cut around it."""
    at, first = min(column - 1, len(line)), _first(line, column)
    shown = line[first : first + QUOTE_WIDTH].replace("\t", " ")
    # The bar keeps a line that begins with an order to a CI runner from being one.
    return [f"    | {printable_in_place(shown)}", f"    | {' ' * (at - first)}^"]


def shown_path(path: str, folder: str) -> str:
    """A file of a story behind the folder as the author called it, fit to print."""
    return printable_path(f"{folder.rstrip('/')}/{path}" if folder else path)


class Problems:
    """Collects the problems of a story, equal ones once, in the order found; `sorted` puts them in the order of files
    and lines. A file can have any number of them: past MOST of a severity one tells that there are more.
    """

    def __init__(self, files: Iterable[SourceFile] = ()) -> None:
        self._files = {file.path: file for file in files}
        self.found: list[Diagnostic] = []
        self._known: set[Diagnostic] = set()
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def know(self, file: SourceFile) -> None:
        """Remember a file, so that its lines can be quoted."""
        self._files[file.path] = file

    def add(
        self,
        code: str,
        where: Mark | Sourced,
        /,
        *,
        near: str = "",
        fix: str = "",
        severity: Severity | None = None,
        **fields: Any,
    ) -> None:
        """Report a problem at a place. Raises KeyError for a code or a template field that the registry does not know.

        `near` is a known name like the wrong one: it is offered before the rule's own hint. `fix` is what to do in this
        very case: it stands where the rule's hint has room for it, and otherwise in the hint's place. `severity`
        overrides the rule's.
        """
        mark = where.mark if isinstance(where, Sourced) else where
        level = severity or RULES[code].severity
        if self._counts[mark.file, level] <= MOST:
            self._take(self.worded(code, mark, level, near, fix, **fields))

    def worded(
        self, code: str, mark: Mark, severity: Severity | None = None, near: str = "", fix: str = "", /, **fields: Any
    ) -> Diagnostic:
        """A problem that is not collected; see `add`."""
        rule = RULES[code]
        hint = (filled(rule.hint, {"fix": fix, **fields}) if "{fix}" in rule.hint or not fix else fix).strip()
        if near:
            hint = f"Did you mean '{near}'? {hint}".rstrip()
        file = self._files.get(mark.file)
        # What stands outside of the story's folder is not the story's to show.
        quote = file.line(mark.line) if file and not mark.file.startswith("../") else ""
        message = _one_line(filled(rule.template, fields))
        return Diagnostic(
            code, severity or rule.severity, mark.file, mark.line, mark.column, message, _one_line(hint), quote
        )

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over diagnostics made elsewhere."""
        for one in sorted(diagnostics, key=lambda one: one.code == BEYOND):
            self._take(one)

    def _take(self, one: Diagnostic) -> None:
        """Note a problem that is not known yet; the first beyond those that are collected tells of all of them."""
        key = (one.path, one.severity)
        if one in self._known or self._counts[key] > MOST:
            return
        if self._counts[key] == MOST and one.code != BEYOND:
            one = self.worded(BEYOND, Mark(one.path, 1, 1), one.severity, most=MOST, what=one.severity)
        self._counts[key] += 1
        self._known.add(one)
        self.found.append(one)

    @property
    def errors(self) -> int:
        """How many problems there are so far that stop the story."""
        return sum(item.stops for item in self.found)

    def broken(self, path: str) -> bool:
        """Whether a file has errors so far."""
        return any(item.severity is Severity.ERROR and item.path == path for item in self.found)

    def sorted(self) -> list[Diagnostic]:
        """All problems by file, line and column."""
        return sorted(self.found, key=lambda d: (d.path, d.line, d.column, d.code, d.message))


class _Count(int):
    """A number in a template: {count:text|texts} is the one word for one, and the other for any other number."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return super().__format__(spec) if not bar else one if self == 1 else many


def filled(template: str, fields: Mapping[str, Any]) -> str:
    """A rule's template with its fields. Raises KeyError for one that is missing."""
    counted = {name: _Count(value) if type(value) is int else value for name, value in fields.items()}
    return template.format(**counted)


def _one_line(text: str) -> str:
    """A message on one line, whatever of a file it quotes."""
    return printable(text, len(text))


def listed(names: Collection[str], most: int = 12) -> str:
    """Names in a row, fit for a message: those past the first few are only counted."""
    shown = ", ".join(shorten(name) for name in islice(names, most))
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"


def shorten(text: str, width: int = 40) -> str:
    """A text fit for quoting within a message: one line of `width` characters at most, cut behind a word."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut, space = line[: width - 1], line.rfind(" ", width // 2, width)
    return (cut[:space] if space > 0 else cut) + "…"
