"""Stories with many faults of one kind, grown out of the registry's small bad examples: the same example, n times.

An example grows in two ways: the entry that holds the fault (a scene, a variable, a codex entry, a line of the
sidebar, a fact, a message of a catalogue) is written n times under other ids, or the faulty lines of a text are
written n times within that text, in every way that YAML has of writing one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from game.story.diagnostics import Rule

Files = dict[str, str]

_ENTRY = re.compile(r"(\s*)(?:- |[\"']?([A-Za-z][\w-]*)[\"']?:)")
_BODY = re.compile(r"(?P<before>.*?    text: )\|\n(?P<body>(?:      [^\n]*\n)+)(?P<after>.*)", re.DOTALL)


class Growth(NamedTuple):
    """A way in which a rule's example grows: its name, and the files for a number of faults."""

    name: str
    files: Callable[[int], Files]


def growths(rule: Rule, wrong: str = "") -> Iterator[Growth]:
    """The ways in which a rule's example grows; `wrong` is a name in its faulty line that shall differ every time."""
    text = rule.example.get(rule.file, "")
    if rule.repeat > 1 or not text:
        return
    if rule.file.endswith(".po"):
        yield Growth("messages", lambda times: {**rule.example, **_messages(rule, times)})
    elif (block := _block(text.splitlines(keepends=True), rule.line - 1)) is not None:
        yield Growth("entries", lambda times: {**rule.example, rule.file: _entries(text, block, wrong, times)})
    if body := _BODY.fullmatch(text):
        for name, write in _STYLES.items():
            yield Growth(f"in one {name} text", lambda n, w=write: {**rule.example, rule.file: _texts(body, w, n)})  # type: ignore[misc]


# ---------------------------------------------------------------- entries


def _block(lines: list[str], fault: int) -> tuple[int, int] | None:
    """The lines (first, past the last) of the entry that the faulty line belongs to, None where there is none."""
    for first in range(fault, -1, -1):
        found = _ENTRY.match(lines[first])
        if found and (len(found[1]) == 2 or (not found[1] and lines[first].startswith("- "))):
            break
    else:
        return None
    depth = len(found[1])
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > depth):
        last += 1
    return first, last


def _entries(text: str, block: tuple[int, int], wrong: str, times: int) -> str:
    lines = text.splitlines(keepends=True)
    first, last = block
    copies = ("".join(_renamed(lines[first:last], wrong, number)) for number in range(1, times))
    return "".join(lines[:last]) + "".join(copies) + "".join(lines[last:])


def _renamed(block: list[str], wrong: str, number: int) -> list[str]:
    """A copy of an entry under another id, with another wrong name."""
    key = _ENTRY.match(block[0])
    head = block[0]
    if key and key[2]:
        head = head[: key.end(2)] + str(number) + head[key.end(2) :]
    else:
        head = re.sub(r"^(- id: \w+)", rf"\g<1>{number}", head)
    if not wrong:
        return [head, *block[1:]]
    again = re.compile(rf"(?<![\w-]){re.escape(wrong)}(?![\w-])")
    return [again.sub(f"{wrong}{number}", line) for line in [head, *block[1:]]]


# ---------------------------------------------------------------- catalogues


def _messages(rule: Rule, times: int) -> Files:
    """The scene and its message in the catalogue, so many times."""
    scenes = rule.example["scenes.yaml"].splitlines(keepends=True)
    blocks = rule.example[rule.file].split("\n\n")
    at = next((n for n, block in enumerate(blocks) if 'msgctxt "one"' in block), len(blocks) - 1)
    more = [blocks[at].replace('"one"', f'"one{number}"') for number in range(1, times)]
    return {
        "scenes.yaml": _entries("".join(scenes), (1, len(scenes)), "", times),
        rule.file: "\n\n".join([*blocks[: at + 1], *more, *blocks[at + 1 :]]),
    }


# ---------------------------------------------------------------- texts

_STYLES: dict[str, Callable[[list[str]], str]] = {
    "literal": lambda paragraphs: "|\n" + _lines(paragraphs, 6),
    "folded": lambda paragraphs: ">\n" + _lines(paragraphs, 6),
    "double-quoted": lambda paragraphs: '"' + _flowed(paragraphs, _escaped) + '"\n',
    "single-quoted": lambda paragraphs: "'" + _flowed(paragraphs, lambda t: t.replace("'", "''")) + "'\n",
    "one-line": lambda paragraphs: '"' + "\\n\\n".join(map(_escaped, paragraphs)).replace("\n", "\\n") + '"\n',
}


def _texts(body: re.Match[str], write: Callable[[list[str]], str], times: int) -> str:
    one = "\n".join(line[6:] for line in body["body"].splitlines())
    # A number at the end of each: equal paragraphs of one scene are one text.
    return body["before"] + write([f"{one} {number}" for number in range(times)]) + body["after"]


def _escaped(text: str) -> str:
    return re.sub(r'([\\"])', r"\\\1", text)


def _lines(paragraphs: list[str], indent: int) -> str:
    return "\n".join("".join(f"{' ' * indent}{line}\n" for line in each.splitlines()) for each in paragraphs)


def _flowed(paragraphs: list[str], quoted: Callable[[str], str]) -> str:
    """Paragraphs in quotation marks, over lines: an empty line more stands for each line break."""
    return "\n\n\n      ".join(quoted(each).replace("\n", "\n\n      ") for each in paragraphs)
