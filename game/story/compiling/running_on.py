"""What running on and staying must not do: run in a circle, begin by chance, or draw captions of a page that stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from game.engine import shuffles
from game.engine.program import Block, Choice, Op, Program, Scene, Target
from game.engine.questions import of_blocks, slots_of
from game.story.compiling.building import Build
from game.story.compiling.link import leads
from game.story.reading import model


def check_running_on(build: Build, program: Program) -> None:
    """Report scenes that run on in a circle, and shuffles in the captions of scenes in which a choice stays."""
    scenes = [Scene(*raw) for raw in program.scenes]
    for circle in _circles(program, scenes):
        name = scenes[circle[0]].id
        way = ", ".join(scenes[one].id for one in (*circle, circle[0]))
        build.problems.add("S230", build.story.scenes[name].id, name=name, way=way)
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
    own = len(build.story.variables)
    for number, scene in enumerate(scenes):
        for choice in scene.choices:
            if choice.result:
                ahead = _entered(scenes, choice.target)
                _tell_changed(build, program, choice.id, _read(program, choice.result, own), ahead)
        if scene.run_on is not None and scene.blocks:
            ahead = _entered(scenes, scene.run_on) - {number}
            _tell_changed(build, program, scene.id, _read(program, scene.blocks, own), ahead)


def _tell_changed(build: Build, program: Program, owner: str, read: set[int], ahead: set[int]) -> None:
    home, _, short = owner.partition("/")
    where = build.story.scenes[home].choices[short].id if short else build.story.scenes[home].id
    for number in sorted(ahead):
        scene = Scene(*program.scenes[number])
        changed = sorted(program.slots[slot].name for slot in read & set(_written(scene.do)))
        if changed:
            build.problems.add("S730", where, name=owner, variables=", ".join(changed), scene=scene.id)
            return


def _read(program: Program, blocks: tuple[Block, ...], own: int) -> set[int]:
    """The author's variables that blocks print or ask."""
    found: set[int] = set()
    for question in of_blocks(blocks, program.texts[program.language]):
        if question[0] == "expr":
            found |= slots_of(question[1])
        elif question[0] == "slot":
            found.add(question[1])
    return {slot for slot in found if slot < own}


def _entered(scenes: list[Scene], target: Target) -> set[int]:
    """The scenes that a choice may enter at once, and those to which they run on."""
    found: set[int] = set()
    todo = [what for kind, what in leads(target, "") if kind in ("scene", "leave")]
    todo += [entry for kind, what in leads(target, "") if kind == "call" for entry in what.entries]
    while todo:
        number = todo.pop()
        if number not in found:
            found.add(number)
            run_on = scenes[number].run_on
            todo += [] if run_on is None else [what for kind, what in leads(run_on, "") if kind == "scene"]
    return found


def _written(ops: tuple[Op, ...]) -> Iterator[int]:
    for op in ops:
        if op[0] == "if":
            yield from _written(op[2])
            yield from _written(op[3])
        elif op[0] != "cap":
            yield op[1]


def _circles(program: Program, scenes: list[Scene]) -> Iterator[list[int]]:
    """The circles of running on, each once and from its first scene: whatever the conditions, for every card of a deck,
    and from a `return` to wherever any call comes back.
    """
    every = [way for scene in scenes for way in _ways(scene)]
    back = {call.then for kind, call in every if kind == "call"}
    nexts = {
        number: [one for one in _next(scene.run_on, back) if scenes[one].run_on is not None]
        for number, scene in enumerate(scenes)
        if scene.run_on is not None
    }
    done: set[int] = set()
    for first in nexts:
        path: dict[int, int] = {}  # each with its number on the path
        todo = [] if first in done else [iter((first,))]
        while todo:
            one = next(todo[-1], None)
            if one is None:
                todo.pop()
                if path:
                    done.add(path.popitem()[0])
            elif one in path:
                yield list(path)[path[one] :]
            elif one not in done:
                path[one] = len(path)
                todo.append(iter(nexts[one]))


def _ways(scene: Scene) -> Iterator[tuple[str, Any]]:
    for raw in scene.choices:
        choice = Choice(*raw)
        yield from leads(choice.target, choice.id)
    if scene.run_on is not None:
        yield from leads(scene.run_on, scene.id)


def _next(target: Target, back: set[int]) -> Iterator[int]:
    for kind, what in leads(target, ""):
        if kind == "scene":
            yield what
        elif kind == "return":
            yield from back
        else:
            yield from what.entries
            yield what.then
