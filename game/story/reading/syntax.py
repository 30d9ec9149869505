"""YAML's own syntax errors in an author's words: which code, which place, and the likely fix."""

from __future__ import annotations

import re

import yaml

from game.story.diagnostics import shorten
from game.story.places.marks import Mark, SourceFile
from game.story.places.source import Sink

_CASES: tuple[tuple[str, str], ...] = (
    (r"quoted scalar.*(unexpected end of stream|document separator|document indicator)", "S014"),
    (r"(unknown escape|hexad?ecimal|invalid Unicode character escape|escape sequence)", "S024"),
    (r"scanning an? (alias|anchor)", "S011"),
    (r"scanning a tag|parsing a tag|tag handle|tag URI|tag suffix", "S012"),
    (r"cannot start any token|node content", "S018"),
    (r"mapping values are not allowed", "S016"),
    (r"could not find expected ':'", "S022"),
    (r"flow (mapping|sequence)|unexpected end of stream", "S015"),
    (r"block scalar", "S025"),
    (r"<document start>", "S013"),
    (r"expected key|<block end>|'-' indicator|entries are not allowed|key.* not allowed", "S017"),
)
"""What the two YAML readers (libyaml's and the pure one) say, and the code that it is; the first that fits."""

_AT_THE_OPENING = {"S011", "S012", "S014", "S015", "S022", "S025"}
"""Codes reported where the construct began, not where the reader gave up."""

_OPENING_QUOTE = re.compile(r"""(?:[:\-,\[{]\s+|^\s*)(["'])""")
_BLOCK_HEAD = re.compile(r"(?:^|[:\-]\s+)[|>][+-]?\s*$")
_QUOTE_REACH = 12
"""How many lines up an unclosed quotation mark is looked for."""


def report(error: yaml.YAMLError, file: SourceFile, problems: Sink) -> None:
    """Add the problem that this error of the YAML reader means."""
    mark = _place(error, file)
    code = _code(error)
    if code in _AT_THE_OPENING:
        mark = _opening(error, mark)
    code, mark = _refine(code, file, mark)
    before = file.line(mark.line)[: mark.column - 1].rstrip()
    char = file.line(mark.line)[mark.column - 1 : mark.column] or "the end of the line"
    problems.add(
        code, mark, char=char, before=before[-1:], name="", tag=char, what=_said(error), sign=_sign(file, mark)
    )


def _code(error: yaml.YAMLError) -> str:
    said = f"{getattr(error, 'context', None) or ''}: {getattr(error, 'problem', None) or error}"
    return next((code for pattern, code in _CASES if re.search(pattern, said)), "S001")


def _refine(code: str, file: SourceFile, mark: Mark) -> tuple[str, Mark]:
    """Tell apart what YAML lumps together, by the line itself; gives the code and the better place."""
    line = file.line(mark.line)
    before = line[: mark.column - 1].rstrip()
    if code in ("S017", "S022") and (first := _deep_first_line(file, mark)):
        return "S030", first
    if code == "S017" and before.endswith(('"', "'", "]", "}")):
        opened_above = before[-1] in "\"'" and before.count(before[-1]) % 2 == 1
        quote = _unclosed_quote(file, Mark(file.path, mark.line - 1, 1)) if opened_above else None
        return ("S014", quote) if quote else ("S026", mark)
    if code == "S018" and mark.column > len(line):
        return "S015", Mark(file.path, mark.line, max(line.rfind("["), line.rfind("{"), 0) + 1)
    if code == "S016" and not re.search(r":(\s|$)", before):
        return "S017", Mark(file.path, mark.line, len(line) - len(line.lstrip()) + 1)
    if code in ("S015", "S017", "S022") and (quote := _unclosed_quote(file, mark)):
        return "S014", quote
    return code, mark


def _deep_first_line(file: SourceFile, mark: Mark) -> Mark | None:
    """The first line of the block above, where it is indented more than the line that the reader stopped at, which is
    still further in than the key: YAML goes by the first line."""
    stopped = _indent(file.line(mark.line))
    for number in range(mark.line - 1, 0, -1):
        line = file.line(number)
        if line.strip() and _indent(line) < stopped:
            first = next((below for below in range(number + 1, mark.line) if file.line(below).strip()), 0)
            if first and _BLOCK_HEAD.search(line) and _indent(file.line(first)) > stopped:
                return Mark(file.path, first, _edge(file, first, _indent(line)) + 1)
            return None
    return None


def _sign(file: SourceFile, mark: Mark) -> str:
    """The sign of the block whose first line this is, with the number that keeps that line's own spaces."""
    head = file.line(mark.line - 1)
    return f"{'>' if head.rstrip().rstrip('+-').endswith('>') else '|'}{max(1, mark.column - 1 - _indent(head))}"


def _edge(file: SourceFile, first: int, key: int) -> int:
    """The indentation of the line that is furthest out, of those from `first` on that are further in than the key."""
    found = []
    for number in range(first, len(file.lines) + 1):
        if file.line(number).strip():
            found.append(_indent(file.line(number)))
            if found[-1] <= key:
                break
    return min((depth for depth in found if depth > key), default=key + 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _place(error: yaml.YAMLError, file: SourceFile) -> Mark:
    """Where the reader stopped; when that is past the last line, the last line that holds something."""
    at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if at is None:
        return Mark(file.path, 1, 1)
    line, column = at.line + 1, at.column + 1
    while line > 1 and not file.line(line).strip():
        line -= 1
        column = len(file.line(line)) + 1
    return Mark(file.path, line, column)


def _opening(error: yaml.YAMLError, default: Mark) -> Mark:
    """Where the construct that went wrong was opened: that is where the author must look."""
    at = getattr(error, "context_mark", None)
    return default if at is None else Mark(default.file, at.line + 1, at.column + 1)


def _unclosed_quote(file: SourceFile, mark: Mark) -> Mark | None:
    """The nearest quotation mark above that opens a value and is not closed on its line."""
    for number in range(mark.line, max(0, mark.line - _QUOTE_REACH), -1):
        line = file.line(number)
        for found in _OPENING_QUOTE.finditer(line):
            quote = found.group(1)
            rest = line[found.end() :].replace('\\"' if quote == '"' else "''", "")
            if quote not in rest:
                return Mark(file.path, number, found.start(1) + 1)
    return None


def _said(error: yaml.YAMLError) -> str:
    """What the reader itself says, on one short line."""
    parts = [getattr(error, "context", None), getattr(error, "problem", None)]
    return shorten(", ".join(part for part in parts if part) or str(error), 100)
