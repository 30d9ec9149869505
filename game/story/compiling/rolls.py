"""What rolls must not do: come before anybody has chosen, or fall in more ways in a step than can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from game.engine.effects import is_rolled
from game.engine.program import Choice, Op, Program, Scene, Target, junctions
from game.story.compiling.building import Build
from game.story.compiling.link import Node, comes_back, leads
from game.story.compiling.running_on import following
from game.story.places.marks import Mark

MOST_WAYS = 1_000
_COUNTED = 1_000_000_000
"""Further nobody counts."""


class Fall(NamedTuple):
    """In how many ways the rolls of a step fall, and the scenes or choices that have them, each with its own number."""

    ways: int
    parts: tuple[tuple[str, int], ...]


NOTHING = Fall(1, ())


def check_rolls(build: Build, program: Program, nodes: list[Node]) -> None:
    """Report rolls on the way to the first page, and steps whose rolls fall in too many ways. Nothing runs in a circle
    here any more. `nodes` are the story's graph.
    """
    if not build.has_dice:
        return
    scenes = [Scene(*raw) for raw in junctions(program)]
    _check_start(build, program, scenes)
    falls = _Falls(build, scenes, nodes)
    for number, scene in enumerate(scenes):
        for choice in (Choice(*raw) for raw in scene.choices):
            first = falls.own(choice.id, choice.do)
            ahead = falls.ahead(number, choice.target)
            fall = max((_joined(first, falls.of(one)) for one in ahead), default=first)
            if fall.ways > MOST_WAYS:
                _report(build, choice.id, fall)


def ways(ops: Sequence[Op]) -> int:
    """In how many ways the rolls of some effects fall; what a condition chooses between counts with both sides."""
    found = 1
    for op in ops:
        if is_rolled(op):
            inner = ways(op[2]) + ways(op[3]) if op[0] == "if" else prod(sides for _, _, sides in op[2])
            found = min(found * inner, _COUNTED)
    return found


def _joined(first: Fall, then: Fall) -> Fall:
    return Fall(min(first.ways * then.ways, _COUNTED), first.parts + then.parts)


class _Falls:
    """The rolls of scenes that are entered, and of those to which they run on: along the way on which there are most.

    What is too much by itself is told at its place, and counts no further.
    """

    def __init__(self, build: Build, scenes: list[Scene], nodes: list[Node]) -> None:
        self.build = build
        self.scenes = scenes
        self._back = comes_back(nodes)
        self._known: dict[int, Fall] = {}

    def own(self, name: str, ops: Sequence[Op]) -> Fall:
        """Those of one scene or choice."""
        count = ways(ops)
        if count <= MOST_WAYS:
            return Fall(count, ((name, count),)) if count > 1 else NOTHING
        _report(self.build, name, Fall(count, ((name, count),)))
        return NOTHING

    def of(self, scene: int) -> Fall:
        """Those of a scene that is entered."""
        todo = [scene]
        while todo:
            number = todo[-1]
            run_on = self.scenes[number].run_on
            ahead = [] if run_on is None else self.ahead(number, run_on)
            waiting = [one for one in ahead if one not in self._known]
            if waiting and number not in self._known:
                todo += waiting
                continue
            todo.pop()
            if number not in self._known:
                own = self.own(self.scenes[number].id, self.scenes[number].do)
                self._known[number] = max((_joined(own, self._known[one]) for one in ahead), default=own)
        return self._known[scene]

    def ahead(self, scene: int, target: Target) -> list[int]:
        """The scenes that a target of a scene may enter."""
        return list(following(leads(target, ""), self._back[scene]))


def _report(build: Build, name: str, fall: Fall) -> None:
    count = f"{fall.ways:,}" if fall.ways < _COUNTED else f"more than {_COUNTED:,}"
    parts = ", ".join(f"{one} {number:,}" for one, number in fall.parts)
    build.problems.add("S365", Mark(*build.marks[name]), count=count, most=f"{MOST_WAYS:,}", parts=parts)


def _check_start(build: Build, program: Program, scenes: list[Scene]) -> None:
    """The first page is the same for everybody, whatever the seed."""
    here: int | None = program.start
    while here is not None:
        scene = scenes[here]
        for slot in _rolled(scene.do):
            where = build.marks[f"{scene.id}?do.{program.slots[slot].name}"]
            build.problems.add("S366", Mark(*where), name=scene.id)
            return
        here = None if scene.run_on is None else scene.run_on[1]


def _rolled(ops: Sequence[Op]) -> Iterator[int]:
    """The variables that rolls change."""
    for op in ops:
        if op[0] == "roll":
            yield op[1]
        elif op[0] == "if":
            yield from _rolled((*op[2], *op[3]))
