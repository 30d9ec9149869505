"""The texts that have a name, compiled for each scene that shows them, once: what they count are the scene's visits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from game.engine.program import Block, Text
from game.story.diagnostics import Problems
from game.story.expressions.scope import Fault
from game.story.places.marks import Mark
from game.story.places.source import Sourced
from game.story.prose.inline import MAX_DEPTH
from game.story.prose.paragraphs import Paragraph, split
from game.story.prose.setting import Within, too_long
from game.story.prose.texts import Texts
from game.story.reading.model import NamedText, Story

MAX_STORY = 10_000_000
"""How many characters and blocks of such texts a story may show, each as often as it is shown."""

_ALONE = re.compile(r"\{\s*([A-Za-z_]\w*)\s*\}")

Number = Callable[[NamedText, Sourced, Paragraph, str], int]
"""Compiles the one paragraph of a text for a scene, and gives its number in the table."""


class NamedTexts:
    """The texts of a story that have a name. `units` is the table that they are put into, `marks` the program's."""

    def __init__(
        self, story: Story, problems: Problems, units: Texts, marks: dict[str, tuple[str, int, int]], number: Number
    ) -> None:
        self.story = story
        self.problems = problems
        self.units = units
        self.marks = marks
        self.used: dict[str, None] = {}
        self.lines: dict[tuple[str, str], int] = {}
        """By name and scene the number of a text that stands within a line."""
        self.blocks: dict[tuple[str, str], tuple[Block, ...]] = {}
        """By name and scene what a text shows that stands alone."""
        self.uncounted: set[str] = set()
        """Those that go by visits, and are shown where nothing is visited."""
        self._number = number
        self._open: list[str] = []
        self._written = 0

    def line(self, name: str, scene: str) -> Within | None:
        """A text, to stand within a line of a scene ('' outside of one); None where there is none of that name."""
        found = self.story.texts.get(name)
        if found is None:
            return None
        self.used[name] = None
        if (name, scene) not in self.lines and (failed := self._compile(found, scene)) is not None:
            return failed
        number = self.lines[name, scene]
        unit = self.units.units[number]
        size = length(unit.text)
        if fault := self.count(size):
            return Within("", fault=fault)
        marks = [Mark(*self.marks[f"text.{number}.{variant}"]) for variant in range(len(unit.uses.variants))]
        return Within(unit.text, unit.uses, marks, size)

    def _compile(self, found: NamedText, scene: str) -> Within | None:
        """Put a text in the table; what stands for it where that cannot be."""
        item = found.text[0]
        parts = split(item)[0] if len(found.text) == 1 and isinstance(item, Sourced) else []
        if not isinstance(item, Sourced) or len(parts) != 1 or parts[0].kind != "para":
            return Within("", fault=Fault("S432", 0, {"name": str(found.id)}))
        with self.opening(found) as failed:
            if failed is None:
                self.lines[str(found.id), scene] = self._number(found, item, parts[0], scene)
        return failed

    def alone(self, paragraph: Paragraph) -> NamedText | None:
        """The text that is all of a paragraph, and so may be of any kind; None where it is another."""
        match = _ALONE.fullmatch(paragraph.text) if paragraph.kind == "para" and self.story.texts else None
        return None if match is None else self.story.texts.get(match[1])

    @contextmanager
    def opening(self, found: NamedText) -> Iterator[Within | None]:
        """While a text is compiled; gives what stands for it where it cannot be: within itself, or too deep."""
        name = str(found.id)
        if name in self._open:
            self._tell_circle(self._open[self._open.index(name) :])
            yield Within("")
        elif len(self._open) >= MAX_DEPTH:
            yield Within("", fault=Fault("S433", 0, {"what": f"more than {MAX_DEPTH} texts deep"}))
        else:
            self._open.append(name)
            try:
                yield None
            finally:
                self._open.pop()

    def _tell_circle(self, circle: list[str]) -> None:
        """Report a circle of texts, always from the same of them on."""
        first = circle.index(min(circle))
        circle = [*circle[first:], *circle[:first]]
        where = self.story.texts[circle[0]].id
        self.problems.add("S431", where, name=circle[0], way=" > ".join((*circle, circle[0])))

    def count(self, size: int) -> Fault | None:
        """Count what is shown once more; the fault where that is too much."""
        self._written += size
        return too_long(MAX_STORY) if self._written > MAX_STORY else None


def length(text: Text) -> int:
    """How many characters a text has, all that may be read of it."""
    if isinstance(text, str):
        return len(text)
    return sum(1 + sum(length(part) for part in _inner(piece)) for piece in text)


def _inner(piece: Text) -> tuple[Text, ...]:
    if isinstance(piece, str):
        return (piece,)
    return piece[2:] if piece[0] == "if" else piece[3] if piece[0] == "seq" else ()
