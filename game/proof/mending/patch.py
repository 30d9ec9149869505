"""Mends as a patch to the author's files: a few spans of text are new, every other byte is as it was.

The spans are found by reading the YAML again with its marks; what is put there is in the style of what stands there.
The patch is one that `patch -p1` and `git apply` take, in the story's own folder. Nothing is written to the files.
"""

from __future__ import annotations

import ast
import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from game.engine import Program
from game.engine.program import CHOICES
from game.ordinary import read_ordinary
from game.proof.report.report import Detour, Finding
from game.story.expressions.parse import parse
from game.story.reading.reader import MAX_BYTES
from game.wording import words

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-z(](?:[^\n:#]*[^\s:#])?")
"""Conditions that need no quotation marks where a line is theirs; within braces or brackets, also none of these."""

_FLOW = re.compile(r"[,\[\]{}]")


Keys = tuple[str, ...]
"""The way to something in a file: the key of a mapping, the key of the mapping that stands there, and so on."""


class Edit(NamedTuple):
    """A span of a text, and what is to stand there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be changed: further conditions by choice, and choices to be added."""

    guards: Mapping[str, tuple[str, ...]]
    detours: tuple[Detour, ...]


def wanted(findings: Iterable[Finding]) -> Wanted:
    """What the mends of some findings ask for: their guards, and where there are none the first of the others."""
    guards: dict[str, dict[str, None]] = {}
    detours: dict[str, Detour] = {}
    for mend in (one.mend for one in findings if one.mend is not None):
        for guard in mend.guards:
            guards.setdefault(guard.choice, {})[guard.condition] = None
        if not mend.guards and mend.detours:
            detours.setdefault(mend.detours[0].scene, mend.detours[0])
    return Wanted({choice: tuple(one) for choice, one in guards.items()}, tuple(detours.values()))


def patch(folder: Path, program: Program, changes: Wanted) -> str:
    """The unified patch for some changes to a story's files; '' where nothing is to be changed. Raises OSError."""
    by_file: dict[str, tuple[dict[Keys, tuple[str, ...]], list[Detour]]] = {}
    for choice, conditions in changes.guards.items():
        keys = _keys(program, choice)
        if keys is not None:
            by_file.setdefault(program.marks[choice][0], ({}, []))[0][keys] = conditions
    for detour in changes.detours:
        by_file.setdefault(program.marks[detour.scene][0], ({}, []))[1].append(detour)
    parts: list[str] = []
    for file in sorted(by_file):
        data = read_ordinary(folder / file, MAX_BYTES)
        bom = "\ufeff" if data.startswith(codecs.BOM_UTF8) else ""
        text = data.removeprefix(codecs.BOM_UTF8).decode()
        guards, detours = by_file[file]
        changed = edited(text, list(_edits(text, guards, detours, program.language)))
        parts += _diff(file, bom + text, bom + changed)
    return "".join(parts)


def left_out(program: Program, changes: Wanted) -> list[str]:
    """The choices whose conditions no patch can hold: several scenes include them, and the condition is for one."""
    return [choice for choice in changes.guards if _keys(program, choice) is None]


def _keys(program: Program, choice: str) -> Keys | None:
    """Under which keys of its file a choice (or a scene that is dealt) was written; None where several scenes include
    it.
    """
    place = program.marks[choice]
    scene, slash, short = choice.partition("/")
    found = next((key for key, at in program.marks.items() if at == place and key.startswith(CHOICES)), None)
    if found is None:
        return ("scenes", scene, *(("choices", short) if slash else ()))
    same = [key for key, at in program.marks.items() if at == place and key != found]
    return ("choice_sets", *found.removeprefix(CHOICES).split("/")) if len(same) == 1 else None


def edited(text: str, edits: list[Edit]) -> str:
    """A text with some spans, none within another, changed."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _diff(file: str, before: str, after: str) -> Iterator[str]:
    lines = unified_diff(_lines(before), _lines(after), f"a/{file}", f"b/{file}")
    for line in lines:
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """A text's lines, each with its line feed: nothing else ends a line of a patch."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _edits(
    text: str, guards: Mapping[Keys, tuple[str, ...]], detours: Iterable[Detour], language: str
) -> Iterator[Edit]:
    """The edits of one file."""
    root = yaml.compose(text, Loader=_LOADER)
    spans = _Spans(text)
    for keys, conditions in guards.items():
        node = _within(root, *keys)
        if node is not None:
            yield _guard(spans, node, conditions)
    for detour in detours:
        choices = _within(root, "scenes", detour.scene, "choices")
        if choices is not None:
            yield _choice(spans, choices, detour, language)


def _within(node: Any, *keys: str) -> Any:
    """What stands in mappings under keys, one within the other; None where nothing does."""
    for key in keys:
        node = next((value for name, value in node.value if name.value == key), None)
        if not isinstance(node, yaml.MappingNode):
            return None
    return node


class _Spans:
    """Marks of the reader as offsets, and where what stands there ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, mark: Any) -> int:
        """The offset of a mark."""
        return int(self.starts[mark.line] + mark.column)

    def end(self, node: Any) -> int:
        """Where the last visible character of a node ends."""
        if isinstance(node, yaml.ScalarNode):
            start, end = self.at(node.start_mark), self.at(node.end_mark)
            return start + len(self.text[start:end].rstrip())
        if node.flow_style:
            return self.at(node.end_mark)
        last = node.value[-1]
        ends: list[int] = [self.end(one) for one in (last if isinstance(last, tuple) else (last,))]
        return max(ends)

    def newline(self, offset: int) -> str:
        """How the line of an offset ends."""
        after = self.text.find("\n", offset)
        return "\r\n" if after > 0 and self.text[after - 1] == "\r" else "\n"


def _guard(spans: _Spans, node: Any, conditions: tuple[str, ...]) -> Edit:
    """A choice's condition, made or made narrower."""
    for key, value in node.value:
        if key.value == "if":
            joined = " and ".join(_bracketed(one) for one in (" ".join(value.value.split()), *conditions))
            return Edit(spans.at(value.start_mark), spans.end(value), _scalar(joined, value.style, node.flow_style))
    joined = " and ".join(map(_bracketed, conditions)) if len(conditions) > 1 else conditions[0]
    new = _scalar(joined, None, node.flow_style)
    first = node.value[0][0]
    before = node.value[1][0] if first.value == "text" and len(node.value) > 1 else first
    at = spans.at(before.start_mark)
    if node.flow_style:
        return Edit(at, at, f"if: {new}, ")
    return Edit(at, at, f"if: {new}{spans.newline(at)}{' ' * before.start_mark.column}")


def _bracketed(condition: str) -> str:
    """A condition fit to stand beside `and`."""
    node, _ = parse(condition)
    bare = node is not None and node.col_offset == 0  # else brackets stand around all of it
    loose = isinstance(node, ast.IfExp | ast.Lambda) or (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or))
    return f"({condition})" if bare and loose else condition


def _scalar(condition: str, style: str | None, flow: bool) -> str:
    """A condition as a YAML scalar on one line, in the style that stood there as far as that goes."""
    if style == '"':
        return '"' + condition.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if style == "'" or not _PLAIN.fullmatch(condition) or (flow and _FLOW.search(condition)):
        return "'" + condition.replace("'", "''") + "'"
    return condition


def _choice(spans: _Spans, choices: Any, detour: Detour, language: str) -> Edit:
    """A choice after those of a scene."""
    say = words(language)
    caption = say("Leave it at that.") if detour.ends else say("Go back.")
    written = f"{detour.name}: {{text: {_scalar(caption, None, True)}, to: {detour.to}}}"
    if choices.flow_style:
        at = spans.end(choices.value[-1][1])
        return Edit(at, at, f", {written}")
    at = spans.end(choices)
    line = spans.text.find("\n", at)
    newline = spans.newline(at) if line >= 0 else "\n"
    at = len(spans.text) if line < 0 else line - len(newline) + 1
    return Edit(at, at, f"{newline}{' ' * choices.value[0][0].start_mark.column}{written}")
