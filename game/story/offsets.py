"""From an offset inside a YAML scalar's value back to the line and column where that character was written."""

from __future__ import annotations

import re

from game.story.source import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE, Sourced

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ ]*|.)", re.DOTALL)
_BLANK_ESCAPE = re.compile(r"\\(?:[nrt_ ]|x20|xa0|xA0|u0020|u00a0|u00A0|\n)")


def locate(text: Sourced, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of character `offset` of the value; the end of the value is allowed."""
    offset = max(0, min(offset, len(text)))
    if text.style in (LITERAL, FOLDED):
        return _in_block(text, offset)
    if text.style == PLAIN and "\n" not in text and text.file.line(text.line).startswith(text, text.column - 1):
        return text.line, text.column + offset
    return _in_flow(text, offset)


def _in_block(text: Sourced, offset: int) -> tuple[int, int]:
    """Inside a block scalar: content begins on the line after the header, at its own indentation."""
    lines = text.file.lines
    first = text.line
    if first >= len(lines):
        return text.line, text.column
    indent = _indentation(text, lines[first:])
    if text.style == LITERAL:
        before = text[:offset]
        down = before.count("\n")
        return first + 1 + down, indent + 1 + offset - (before.rfind("\n") + 1)
    return _walk(text, offset, first + 1, indent + 1)


def _indentation(text: Sourced, lines: list[str]) -> int:
    """How far a block scalar's content is indented: that of its first line with content (less what the value keeps)."""
    for line in lines:
        if line.strip():
            kept = len(text) - len(text.lstrip("\n"))
            value_line = text[kept:].split("\n", 1)[0]
            return len(line) - len(value_line) if line.endswith(value_line) else len(line) - len(line.lstrip())
    return 0


def _in_flow(text: Sourced, offset: int) -> tuple[int, int]:
    """Inside a quoted scalar, or a plain one over several lines."""
    quoted = text.style in (SINGLE, DOUBLE)
    return _walk(text, offset, text.line, text.column + (1 if quoted else 0))


def _walk(text: Sourced, offset: int, line: int, column: int) -> tuple[int, int]:
    """Walk the raw text beside the value, visible character by visible character: folding changes only blanks."""
    raw = "\n".join(text.file.lines[line - 1 :])
    at = column - 1
    wanted = offset - 1 if offset == len(text) and offset else offset
    for index in range(min(wanted, len(text))):
        if not text[index].isspace():
            at = _after(raw, _skip_blank(raw, at, text.style), text.style)
    if wanted < len(text) and not text[wanted].isspace():
        at = _skip_blank(raw, at, text.style)
    if wanted != offset:
        at = _after(raw, at, text.style)
    down = raw.count("\n", 0, at)
    return line + down, at - (raw.rfind("\n", 0, at) + 1) + 1


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
