"""From a way through the graph back to play: which choices, and what the draws on the way must give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from game.engine import Choice, Machine, State, Target, open_choices
from game.engine.code import taking
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
    for end in _lead(machine, choice.target, choice.id, state._replace(values=tuple(after), trail=trail)):
        yield Outcome(choice.id, *end)


def _lead(machine: Machine, target: Target, owner: str, state: State) -> Iterator[_End]:
    """Where a target can lead from a state, scenes that run on included, with the draws for it."""
    for scene, stack, fates in _ends(machine, target, list(state.values), state.stack, state.turn):
        turn = state.turn + 1
        if scene == STAY:
            home, trail = machine.home(state.scene), staying(state.trail, owner)
            yield state._replace(scene=home, stack=stack, turn=turn, trail=trail), fates, ()
            continue
        after = list(state.values)
        for effect in machine.code(scene).enter:
            effect(after)
        here, own = state._replace(scene=scene, values=tuple(after), stack=stack, turn=turn), machine.bare(scene)
        if own.run_on is None:
            yield here, fates, ()
            continue
        led = here._replace(trail=(*here.trail, own.id) if own.shows else here.trail)
        passed = (scene,) if machine.home(scene) == scene else ()
        for end, more, further in _lead(machine, own.run_on, own.on, led):
            yield end, (*fates, *more), (*passed, *further)


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
