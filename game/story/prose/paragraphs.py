"""From a string of prose to its paragraphs: their kinds, and the folded text that a translator sees."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from game.story.expressions.scope import Fault

_MARKED = {"> ": "letter", "| ": "verse"}
_STARTS = (">", "|", "#", "---")


class Paragraph(NamedTuple):
    """A paragraph. `starts` pairs an offset in `text` with the offset in the source string, one for each line, and for
    each backslash that breaks one.
    """

    kind: str
    text: str
    starts: tuple[tuple[int, int], ...]

    def source_offset(self, offset: int) -> int:
        """Where a character of `text` stands in the string that was split."""
        folded, source = self.starts[max(0, bisect_right(self.starts, offset, key=lambda pair: pair[0]) - 1)]
        return source + offset - folded


class _Line(NamedTuple):
    text: str
    offset: int


def split(source: str) -> tuple[list[Paragraph], list[Fault]]:
    """The paragraphs of a string, in order. Line breaks inside a paragraph become spaces, where no backslash stands
    before them; verse keeps its own."""
    found: list[Paragraph] = []
    faults: list[Fault] = []
    group: list[_Line] = []
    offset = 0
    for raw in source.split("\n"):
        if raw.strip():
            group.append(_Line(raw, offset))
        elif group:
            _close(group, found, faults)
            group = []
        offset += len(raw) + 1
    if group:
        _close(group, found, faults)
    return found, faults


def _close(group: list[_Line], found: list[Paragraph], faults: list[Fault]) -> None:
    if not any(line.text.lstrip().startswith(_STARTS) for line in group):
        found.append(_folded("para", [_trimmed(line) for line in group]))
        return
    lines = [_trimmed(line) for line in group]
    for mark, kind in _MARKED.items():
        marked = [line.text.startswith(mark) or line.text == mark[0] for line in lines]
        if all(marked):
            _written(kind, [_unmarked(line) for line in lines], found)
            return
        if any(marked):
            odd = lines[marked.index(not marked[0])]
            faults.append(Fault("S413", odd.offset, {"mark": mark.strip(), "kind": kind}))
    _special(lines, found, faults)


def _special(lines: list[_Line], found: list[Paragraph], faults: list[Fault]) -> None:
    """A rule, a heading, or an ordinary paragraph after all."""
    first = lines[0]
    if len(lines) == 1 and first.text == "---":
        found.append(Paragraph("rule", "", ((0, first.offset),)))
        return
    heading = first.text.startswith("# ")
    if heading or "---" in (line.text for line in lines):
        if len(lines) > 1:
            at = first.offset if heading else next(line.offset for line in lines if line.text == "---")
            faults.append(Fault("S417", at, {"what": "heading" if heading else "rule"}))
        elif heading:
            body = first.text[2:].lstrip()
            found.append(_folded("heading", [_Line(body, first.offset + len(first.text) - len(body))]))
            return
    found.append(_folded("para", lines))


def _written(kind: str, lines: list[_Line], found: list[Paragraph]) -> None:
    """A letter, whose bare marks part its paragraphs, or verse, whose bare marks are empty lines."""
    if kind == "verse":
        found.append(_folded("verse", lines, "\n"))
        return
    part: list[_Line] = []
    for line in [*lines, _Line("", 0)]:
        if line.text.strip():
            part.append(_trimmed(line))
        elif part:
            found.append(_folded("letter", part))
            part = []


def _trimmed(line: _Line) -> _Line:
    text = line.text.lstrip()
    return _Line(text.rstrip(), line.offset + len(line.text) - len(text))


def _unmarked(line: _Line) -> _Line:
    return _Line(line.text[2:], line.offset + min(2, len(line.text)))


def _folded(kind: str, lines: list[_Line], glue: str = " ", *, breaks: bool = True) -> Paragraph:
    """Lines as one text, with `glue` between them, but for the `breaks` that a backslash at the end of a line makes."""
    starts, text = [], ""
    for number, line in enumerate(lines):
        starts.append((len(text), line.offset))
        if breaks and _breaks(line.text) and number + 1 < len(lines):
            text += line.text[:-1].rstrip()
            starts.append((len(text), line.offset + len(line.text) - 1))
            text += "\\\n"
        else:
            text += line.text + glue * (number + 1 < len(lines))
    return Paragraph(kind, text, tuple(starts))


def _breaks(line: str) -> bool:
    """Whether a backslash ends a line that is not made ordinary by another before it."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def fold(source: str, *, breaks: bool = False) -> Paragraph:
    """A text of one paragraph, whatever it begins with: lines trimmed and joined by spaces, but for its `breaks`."""
    if "\n" not in source:
        text = source.strip()
        return Paragraph("para", str(text), ((0, source.find(text) if text else 0),))
    lines: list[_Line] = []
    offset = 0
    for raw in source.split("\n"):
        if raw.strip():
            lines.append(_trimmed(_Line(raw, offset)))
        offset += len(raw) + 1
    return _folded("para", lines or [_Line("", 0)], breaks=breaks)
