"""From a way through the graph back to play: which choices, and what the draws on the way must give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, product
from typing import Any, NamedTuple

from game.engine import Choice, Machine, Op, State, Target, open_choices
from game.engine.code import taking
from game.engine.effects import has_rolls, is_rolled
from game.engine.rolls import with_rolled
from game.engine.state import staying
from game.engine.targets import STAY, deal
from game.proof.system.branches import Stack


class Fate(NamedTuple):
    """One draw that has to come out right: `draw(seed, place, turn, total)` must lie in `low .. high - 1`."""

    place: int
    turn: int
    total: int
    low: int
    high: int


class Outcome(NamedTuple):
    """What one choice can lead to: the state after, the draws that make it so, the scenes on the way that ran on."""

    choice: str
    state: State
    fates: tuple[Fate, ...]
    passed: tuple[int, ...]


_End = tuple[State, tuple[Fate, ...], tuple[int, ...]]

Passed = tuple[Any, int] | None
"""Scenes on a way, the last one beside those before it: a way of thousands is not copied at each of them."""


class _Coming(NamedTuple):
    """A scene, or STAY, that is come to by a choice or a scene (`owner`), before anything of it is done: `state` is
    where that led from, `fates` are the draws and `passed` the scenes on the way.
    """

    scene: int
    owner: str
    state: State
    fates: tuple[Fate, ...]
    passed: Passed


def outcomes(machine: Machine, state: State, only: str = "") -> Iterator[Outcome]:
    """Every outcome of every open choice at a state, or of one; without what the story's faults prevent."""
    if machine.code(state.scene).ending >= 0:
        return
    opened = frozenset(open_choices(machine, state))
    for choice in machine.scene(state.scene).choices:
        if choice.id in opened and only in ("", choice.id):
            yield from _taking(machine, state, choice)


def _taking(machine: Machine, state: State, choice: Choice) -> Iterator[Outcome]:
    after = list(state.values)
    for effect in taking(machine, choice):
        effect(after)
    trail = (choice.id,) if choice.result else ()
    for values, fates in _falls(machine, choice.do, tuple(after), state.turn):
        for end, more, passed in _lead(machine, choice.target, choice.id, state._replace(values=values, trail=trail)):
            yield Outcome(choice.id, end, (*fates, *more), passed)


def _lead(machine: Machine, target: Target, owner: str, state: State) -> Iterator[_End]:
    """Where a target can lead from a state, scenes that run on included, with the draws for it."""
    todo = list(_coming(machine, target, owner, state, (), None))[::-1]
    while todo:
        scene, owner, here, fates, before = todo.pop()
        if scene == STAY:
            passed = _in_order(before)
            here = _arrived(machine, here._replace(scene=machine.home(here.scene)), passed)
            yield here._replace(trail=staying(here.trail, owner)), fates, _entered(machine, passed)
            continue
        after = list(here.values)
        for effect in machine.code(scene).enter:
            effect(after)
        own, coming = machine.scene(scene), list[_Coming]()
        if before is None and own.run_on is None and not has_rolls(own.do):  # as nearly always
            yield here._replace(scene=scene, values=tuple(after)), fates, ()
            continue
        for values, rolled in _falls(machine, own.do, tuple(after), here.turn):
            there, drawn = here._replace(scene=scene, values=values), (*fates, *rolled)
            if own.run_on is None:
                passed = _in_order(before)
                yield _arrived(machine, there, passed), drawn, _entered(machine, passed)
            else:
                coming += _coming(machine, own.run_on, own.on, there, drawn, (before, scene))
        todo += reversed(coming)


def _coming(
    machine: Machine, target: Target, owner: str, state: State, before: tuple[Fate, ...], passed: Passed
) -> Iterator[_Coming]:
    for scene, stack, fates in _ends(machine, target, list(state.values), state.stack, state.turn):
        yield _Coming(scene, owner, state._replace(stack=stack, turn=state.turn + 1), (*before, *fates), passed)


def _in_order(passed: Passed) -> list[int]:
    """The scenes on the way, the first one first."""
    found = []
    while passed is not None:
        passed, scene = passed
        found.append(scene)
    return found[::-1]


def _entered(machine: Machine, passed: list[int]) -> tuple[int, ...]:
    """Those of them that are scenes for their author too."""
    return tuple(scene for scene in passed if machine.home(scene) == scene)


def _arrived(machine: Machine, state: State, passed: list[int]) -> State:
    """A state at the end of a way that passed scenes."""
    return state._replace(trail=(*state.trail, *(own.id for own in map(machine.bare, passed) if own.shows)))


_Fall = tuple[tuple[int, ...], tuple[Fate, ...]]


def _falls(machine: Machine, ops: Sequence[Op], values: tuple[int, ...], turn: int) -> Iterator[_Fall]:
    """The values that effects with rolls lead to, each once, with draws for it; as they are where nothing is rolled,
    since all is done then.
    """
    return _through(machine, ops if has_rolls(ops) else (), values, turn)


def _through(machine: Machine, ops: Sequence[Op], values: tuple[int, ...], turn: int) -> Iterator[_Fall]:
    found = {values: tuple[Fate, ...]()}
    for op in ops:
        after: dict[tuple[int, ...], tuple[Fate, ...]] = {}
        for before, fates in found.items():
            for new, more in _after(machine, op, before, turn):
                after.setdefault(new, (*fates, *more))
        found = after
    yield from found.items()


def _after(machine: Machine, op: Op, values: tuple[int, ...], turn: int) -> Iterator[_Fall]:
    """The same for one effect."""
    if not is_rolled(op):
        after = list(values)
        for effect in machine.effects((op,)):
            effect(after)
        yield tuple(after), ()
    elif op[0] == "if":
        yield from _through(machine, op[2] if machine.expr(op[1])(values) else op[3], values, turn)
    else:
        yield from _shown(machine, op, values, turn)


def _shown(machine: Machine, op: Op, values: tuple[int, ...], turn: int) -> Iterator[_Fall]:
    """The same for what is rolled; where neighbours lead to the same, the last of the dice may show any of them."""
    *others, (place, low, sides) = op[2]
    effect = machine.effects((op[3],))[0]

    def shows(first: Sequence[int], last: int) -> tuple[int, ...]:
        after = list(values)
        with_rolled(after, [*first, low + last], effect)
        return tuple(after)

    for first in product(*(range(low, low + sides) for _, low, sides in others)):
        fates = tuple(
            Fate(place, turn, sides, one - low, one - low + 1)
            for one, (place, low, sides) in zip(first, others, strict=True)
        )
        for after, same in groupby(range(sides), partial(shows, first)):
            numbers = list(same)
            yield after, (*fates, Fate(place, turn, sides, numbers[0], numbers[-1] + 1))


Arrival = tuple[int, Stack, tuple[Fate, ...]]


def _ends(machine: Machine, target: Target, values: list[int], stack: Stack, turn: int) -> Iterator[Arrival]:
    """Where a target can lead, draw by draw."""

    def holds(expr: Any) -> bool:
        return expr is None or bool(machine.expr(expr)(values))

    match target:
        case ("scene", scene):
            yield scene, stack, ()
        case ("stay",):
            yield STAY, stack, ()
        case ("return",):
            if stack:
                yield stack[-1], stack[:-1], ()
        case ("call", called, then):
            yield from _ends(machine, called, values, (*stack, then), turn)
        case ("leave", part):
            yield from _ends(machine, part, values, (), turn)
        case ("first", parts):
            part = next((part for expr, part in parts if holds(expr)), None)
            if part is not None:
                yield from _ends(machine, part, values, stack, turn)
        case ("draw", place, parts):
            open_parts = [(weight, part) for weight, expr, part in parts if holds(expr)]
            for fates, part in _picks(open_parts, place, turn):
                for scene, after, more in _ends(machine, part, values, stack, turn):
                    yield scene, after, (*fates, *more)
        case ("deck", place, storylets, otherwise):
            cards = [(scene, None if expr is None else machine.expr(expr), *rank) for scene, expr, *rank in storylets]
            dealt = deal(cards, values)
            for fates, scene in _picks(dealt, place, turn):
                yield scene, stack, fates
            if not dealt and otherwise is not None:
                yield from _ends(machine, otherwise, values, stack, turn)


def _picks(parts: Sequence[tuple[int, Any]], place: int, turn: int) -> Iterator[tuple[tuple[Fate, ...], Any]]:
    """Each part, with the range of the draw that picks it."""
    total = sum(weight for weight, _ in parts)
    low = 0
    for weight, part in parts:
        yield ((Fate(place, turn, total, low, low + weight),) if len(parts) > 1 else ()), part
        low += weight
