"""What running on and staying must not do: run in a circle, begin by chance, or draw captions of a page that stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from game.engine import shuffles
from game.engine.program import Block, Choice, Op, Program, Scene, Target, junctions
from game.engine.questions import of_blocks, slots_of
from game.graphs import Mask, bits, circles
from game.story.compiling.building import Build
from game.story.compiling.link import Node, comes_back, leads
from game.story.places.source import Sourced
from game.story.reading import model


def check_running_on(build: Build, program: Program, nodes: list[Node]) -> None:
    """Report scenes that run on in a circle, and shuffles in the captions of scenes in which a choice stays; `nodes` is
    the graph of the program.
    """
    scenes = [Scene(*raw) for raw in program.scenes]
    for circle in _circles(nodes, [Scene(*raw) for raw in junctions(program)]):
        own = [scenes[one].id for one in circle if one < len(scenes)]
        build.problems.add("S230", build.story.scenes[own[0]].id, name=own[0], way=", ".join((*own, own[0])))
    _check_start(build, program, scenes)
    for scene in scenes:
        if any(isinstance(choice.to, model.Stay) for choice in build.story.scenes[scene.id].choices.values()):
            _check_captions(build, program, [Choice(*raw) for raw in scene.choices])


def _check_start(build: Build, program: Program, scenes: list[Scene]) -> None:
    """The first page is the same for everybody, whatever the seed."""
    here, seen = program.start, {program.start}
    while scenes and (run_on := scenes[here].run_on) is not None:
        if run_on[0] != "scene":
            name = scenes[here].id
            target = build.story.scenes[name].run_on
            assert target is not None and not isinstance(target, model.Goto)  # noqa: PT018
            build.problems.add("S229", target.mark, name=name)
            return
        here = run_on[1]
        if here in seen:
            return
        seen.add(here)


def _check_captions(build: Build, program: Program, choices: list[Choice]) -> None:
    """Those who stay would see the captions change under their eyes."""
    texts = program.texts[program.language]
    for choice in choices:
        drawn = (one for text in choice.said if text >= 0 for one in shuffles.of_text(texts[text]))
        if any(not one.lasting for one in drawn):
            home, _, short = choice.id.partition("/")
            build.problems.add("S440", build.story.scenes[home].choices[short].id, name=choice.id)


def advise_on_trails(build: Build, program: Program, scenes: list[Scene]) -> None:
    """Tell of words on a page that are read after something further on in the same step has changed what they print or
    ask: all of a page is read at its end. `scenes` are those of the program.
    """
    ahead, own = _Ahead(scenes), len(build.slots)
    for scene in scenes:
        told = [(choice.id, choice.result, choice.target) for choice in scene.choices]
        told += [] if scene.run_on is None else [(scene.id, scene.blocks, scene.run_on)]
        for owner, blocks, target in told:
            found = ahead.changed(target, _read(program, blocks, own)) if blocks else None
            if found is not None:
                names = sorted(program.slots[slot].name for slot in found[1])
                build.problems.add(
                    "S730", _where(build, owner), name=owner, variables=", ".join(names), scene=scenes[found[0]].id
                )


def _where(build: Build, owner: str) -> Sourced:
    home, _, short = owner.partition("/")
    return build.story.scenes[home].choices[short].id if short else build.story.scenes[home].id


class _Ahead:
    """Which scenes that are entered, or run on to, change what: asked of each variable once, not of each way."""

    def __init__(self, scenes: list[Scene]) -> None:
        self._written = [set(_written(scene.do)) for scene in scenes]
        self._writers: dict[int, list[int]] = {}
        for number, slots in enumerate(self._written):
            for slot in slots:
                self._writers.setdefault(slot, []).append(number)
        self._before: dict[int, list[int]] = {}
        for number, scene in enumerate(scenes):
            for kind, what in () if scene.run_on is None else leads(scene.run_on, ""):
                if kind == "scene":
                    self._before.setdefault(what, []).append(number)
        self._first: dict[int, dict[int, int]] = {}

    def changed(self, target: Target, slots: set[int]) -> tuple[int, set[int]] | None:
        """The first scene, by number, that one who is led by a target may pass or come to at once and that changes any
        of some slots, and which; None where there is none.
        """
        led = list(leads(target, ""))
        entered = [what for kind, what in led if kind in ("scene", "leave")]
        entered += [entry for kind, what in led if kind == "call" for entry in what.entries]
        firsts = [self._changing(slot) for slot in slots & self._writers.keys()]
        found = min((first[one] for first in firsts for one in entered if one in first), default=None)
        return None if found is None else (found, slots & self._written[found])

    def _changing(self, slot: int) -> dict[int, int]:
        """For each scene the first by number that changes a slot, of itself and those that it may run on to."""
        found = self._first.get(slot)
        if found is None:
            found = self._first[slot] = {}
            for writer in self._writers[slot]:
                todo = [writer]
                while todo:
                    scene = todo.pop()
                    if scene not in found:
                        found[scene] = writer
                        todo += self._before.get(scene, ())
        return found


def _read(program: Program, blocks: tuple[Block, ...], own: int) -> set[int]:
    """The author's variables that blocks print or ask."""
    found: set[int] = set()
    for question in of_blocks(blocks, program.texts[program.language]):
        if question[0] == "expr":
            found |= slots_of(question[1])
        elif question[0] == "slot":
            found.add(question[1])
    return {slot for slot in found if slot < own}


def _written(ops: tuple[Op, ...]) -> Iterator[int]:
    for op in ops:
        if op[0] == "if":
            yield from _written(op[2])
            yield from _written(op[3])
        elif op[0] != "cap":
            yield op[1]


def _circles(nodes: list[Node], scenes: list[Scene]) -> list[list[int]]:
    """The circles of running on, each once and from its first scene: whatever the conditions, for every card of a deck,
    and from a `return` to wherever a call comes back that may be open there.
    """
    running = {number: list(leads(one.run_on, "")) for number, one in enumerate(scenes) if one.run_on is not None}
    returns = any(kind == "return" for led in running.values() for kind, _ in led)
    back = comes_back(nodes) if returns else [0] * len(nodes)
    nexts = {number: [one for one in _next(led, back[number]) if one in running] for number, led in running.items()}
    return circles(nexts)


def following(led: Iterable[tuple[str, Any]], back: Mask) -> Iterator[int]:
    """The scenes that a target may enter, whatever the conditions, and those to which calls come `back` where it
    returns. `led` is what `leads` says of it.
    """
    for kind, what in led:
        if kind in ("scene", "leave"):
            yield what
        else:
            yield from bits(back) if kind == "return" else what.entries


def _next(led: Sequence[tuple[str, Any]], back: Mask) -> Iterator[int]:
    """The same, and where its calls come back to."""
    yield from following(led, back)
    yield from (what.then for kind, what in led if kind == "call")
