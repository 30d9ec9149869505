"""Reads the guide: its examples, block by block, and its tables. Knows Markdown, and nothing of stories.

What the tests need to know stands where a reader of the rendered page does not see it: in the info string of a code
block (after the language), and in HTML comments. An example is what stands under one heading; a heading followed by
`<!-- goes on -->` goes on with the example before it. The blocks of an example are taken in order:

    ```yaml                 writes the file that the line above names (story.yaml may be a part: the rest is supplied)
    ```yaml PATH find       shows lines that stand exactly once in that file (also with po, for a catalogue)
    ```yaml PATH change     what those lines are changed to (also with po)
    ```yaml PATH append     is put at the end of that file
    ```json PATH            writes that file: a session
    <!-- delete: PATH -->   (a comment) what the guide tells the reader to delete
    ```sh                   commands, run in the folder that holds the story
    ```text says            what the last command prints; lines that begin with `> ` are typed
    ```text play            what the player reads from the first page on; lines that begin with `> ` are typed.
                            Further words: seed=N, whole (with title and welcome), typed=1,2 (typed beforehand: only
                            the page that this leads to is shown, and what follows)
    ```text check           exactly the problems that the story has

Where no `check` says otherwise, an example's story has neither errors nor warnings. Scenes (not before a `check`),
endings, chapters and categories that it names and does not show are supplied. A table follows `<!-- table: NAME -->`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "scenes" / "README.md"
_FENCE = re.compile(r"(`{3,})(\w*) ?(.*)")
_NAMED = re.compile(r"`([^` ]+\.yaml)`")
_HEADING = re.compile(r"#{2,4} (.+)")
_TABLE = re.compile(r"<!-- table: (.+) -->")
_DELETE = re.compile(r"<!-- delete: (.+) -->")
GOES_ON = "<!-- goes on -->"


@dataclass(frozen=True)
class Block:
    """A code block: where its text begins (line, from 1), its language, the other words of its info string."""

    line: int
    language: str
    words: tuple[str, ...]
    text: str

    @property
    def path(self) -> str:
        """The file that it is, or is a part of."""
        return self.words[0]

    @property
    def how(self) -> str:
        """What is done with it: the second word of a file's block, the first of any other."""
        at = 1 if self.language in ("yaml", "po") else 0
        return self.words[at] if len(self.words) > at else ""

    def option(self, name: str, default: str = "") -> str:
        """The value of `name=value` in the info string."""
        found = [word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")]
        return found[0] if found else default

    @property
    def typed(self) -> list[str]:
        """What the reader types in a transcript."""
        return [line[1:].strip() for line in self.text.split("\n") if line == ">" or line.startswith("> ")]


@dataclass
class Example:
    """The blocks that belong together, under the title of their first section."""

    title: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The title as the name of a test."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


def examples(guide: str) -> list[Example]:
    """All examples of the guide, in order."""
    found: list[Example] = []
    lines = guide.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.fullmatch(line):
            end = lines.index(fence[1], at + 1)
            text = "".join(f"{inner}\n" for inner in lines[at + 1 : end])
            found[-1].blocks.append(Block(at + 2, fence[2], _words(fence, lines[:at]), text))
            at = end
        elif deleted := _DELETE.fullmatch(line):
            found[-1].blocks.append(Block(at + 1, "delete", (deleted[1],), ""))
        elif (heading := _HEADING.fullmatch(line)) and GOES_ON not in lines[at + 1 : at + 3]:
            found.append(Example(heading[1]))
        at += 1
    return [example for example in found if example.blocks]


def _words(fence: re.Match[str], above: list[str]) -> tuple[str, ...]:
    """The words of an info string; a block of YAML without any is the file named on the line above it."""
    named = _NAMED.fullmatch(next(line for line in reversed(above) if line))
    return (named[1],) if fence[2] == "yaml" and not fence[3] and named else tuple(fence[3].split())


def tables(guide: str) -> dict[str, list[list[str]]]:
    """The marked tables by name: their rows (without the head), each a list of cells."""
    found: dict[str, list[list[str]]] = {}
    lines = iter(guide.split("\n"))
    for line in lines:
        if name := _TABLE.fullmatch(line):
            rows = []
            for row in lines:
                if row.startswith("|"):
                    rows.append(_cells(row))
                elif rows:
                    break
            found[name[1]] = rows[2:]
    return found


def _cells(row: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
