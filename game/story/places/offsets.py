"""From an offset inside a YAML scalar's value back to the line and column where that character was written.

What can be known of a scalar is worked out once, in one pass over it, and kept with its file: a text may hold as many
faults as it has characters, and each of them asks for its place.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from game.story.places.marks import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE, Scalar, SourceFile

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ ]*|.)", re.DOTALL)
_BLANK_ESCAPE = re.compile(r"\\(?:[nrt_ ]|x20|xa0|xA0|u0020|u00a0|u00A0|\r?\n)")


class _Rows(NamedTuple):
    """A literal block: the offsets of its lines in the value, the first one's line in the file, and its indentation."""

    starts: list[int]
    line: int
    indent: int

    def place(self, offset: int) -> tuple[int, int]:
        down = bisect_right(self.starts, offset) - 1
        return self.line + down, self.indent + 1 + offset - self.starts[down]


class _Walk(NamedTuple):
    """Any other scalar of several lines, or with escapes: each character's offset in the text of its file."""

    offsets: array[int]
    file: SourceFile

    def place(self, offset: int) -> tuple[int, int]:
        at = self.offsets[offset]
        line = bisect_right(self.file.starts, at)
        return line, at - self.file.starts[line - 1] + 1


def locate(text: Scalar, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of character `offset` of the value; the end of the value is allowed."""
    offset = max(0, min(offset, len(text)))
    block = text.style in (LITERAL, FOLDED)
    if block and text.line >= len(text.file.lines):
        return text.line, text.column
    if text.style == PLAIN and "\n" not in text and text.file.line(text.line).startswith(text, text.column - 1):
        return text.line, text.column + offset
    key = (text.line, text.column, text.style, text)
    table: _Rows | _Walk | None = text.file.tables.get(key)
    if table is None:
        table = text.file.tables[key] = _rows(text) if text.style == LITERAL else _walk(text)
    return table.place(offset)


def _rows(text: Scalar) -> _Rows:
    """The lines of a literal block: content begins on the line after the header, at its own indentation."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    return _Rows(starts[:-1], text.line + 1, _indentation(text))


def _indentation(text: Scalar) -> int:
    """How far a block scalar's content is indented: that of its first line with content (less what the value keeps)."""
    line = next(filter(str.strip, _lines_below(text)), "")
    value_line = text.lstrip("\n").split("\n", 1)[0]
    return len(line) - len(value_line) if line.endswith(value_line) else len(line) - len(line.lstrip())


def _lines_below(text: Scalar) -> Iterator[str]:
    return (text.file.lines[number] for number in range(text.line, len(text.file.lines)))


def _walk(text: Scalar) -> _Walk:
    """Walk the raw text beside the value, visible character by visible character: folding changes only blanks."""
    raw, style, at, found = text.file.text, text.style, _beginning(text), array("q")
    for char in text:
        if not char.isspace():
            at = _skip_blank(raw, at, style)
        found.append(at)
        if not char.isspace():
            at = _after(raw, at, style)
    found.append(_after(raw, at, style) if text[-1:].isspace() else at)
    return _Walk(found, text.file)


def _beginning(text: Scalar) -> int:
    """Where in the text of the file a scalar's content may begin."""
    if text.style == FOLDED:
        return text.file.starts[text.line] + _indentation(text)
    first = text.file.starts[min(text.line, len(text.file.starts)) - 1]
    return first + text.column - 1 + (text.style in (SINGLE, DOUBLE))


def _skip_blank(raw: str, at: int, style: str) -> int:
    """The next visible character, over blanks and line ends, in double quotes also over escaped ones."""
    while at < len(raw):
        if raw[at].isspace():
            at += 1
        elif style == DOUBLE and (found := _BLANK_ESCAPE.match(raw, at)):
            at = found.end()
        else:
            break
    return at


def _after(raw: str, at: int, style: str) -> int:
    """The place after one written character: an escape in double quotes and '' in single ones count as one."""
    if style == DOUBLE and (found := _ESCAPE.match(raw, at)):
        return found.end()
    if style == SINGLE and raw.startswith("''", at):
        return at + 2
    return at + 1
