"""Targets, compiled once: from the values after a choice to the scene it leads to."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, NamedTuple

from game.engine.draw import Throw, draw
from game.engine.errors import StoryFault
from game.engine.expr import Evaluate
from game.engine.program import Expr, Target

Stack = tuple[int, ...]

STAY = -1
"""In the place of a scene's index: where one was."""


class Chance(NamedTuple):
    """What a draw may depend on, beside its place."""

    seed: int
    turn: int


Place = tuple[int, Stack]
Draws = Chance | Throw
Find = Callable[[list[int], Stack, Draws], Place | None]
"""(values, stack, chance) -> (scene index or STAY, new stack), or None when this part of a target has no way on."""

Resolve = Callable[[list[int], Stack, Draws], Place]
"""The same for a whole target, which raises StoryFault instead."""


Note = Callable[[str, int], None]
"""Is told each thing by which a target is resolved, in order: its kind, and its number. 'entry': an entry of its lists
and draws, in the order written, from 0; 'card': the scene that a deck deals; 'else': what a deck says where it has
none; 'call': the scene that will be returned to; 'return' and 'stay'. Where there is nothing to number it is -1."""


def drawn(chance: Draws, place: int, total: int) -> int:
    """A number in 0 .. total - 1. Raises BadDraw."""
    return chance.draw(place, total) if isinstance(chance, Throw) else draw(chance.seed, place, chance.turn, total)


def compile_target(
    target: Target, owner: str, compile_expr: Callable[[Expr], Evaluate], note: Note | None = None
) -> Resolve:
    """`owner` is the choice's id, for the message when the story has no way on; `note` is told how it was resolved.

    The function raises StoryFault where a list falls through, a deck runs dry or nothing called the scene that returns.
    """
    find = _compile(target, owner, compile_expr, note, count())

    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place:
        found = find(values, stack, chance)
        if found is None:
            raise StoryFault(owner, "no target fits: every condition is false, or the deck has run dry")
        return found

    return resolve


def _compile(
    target: Target,
    owner: str,
    compile_expr: Callable[[Expr], Evaluate],
    note: Note | None,
    numbers: Iterator[int],
) -> Find:
    def inner(part: Target) -> Find:
        return _compile(part, owner, compile_expr, note, numbers)

    def guard(expr: Expr | None) -> Evaluate | None:
        return None if expr is None else compile_expr(expr)

    def noted(kind: str, number: int, find: Find) -> Find:
        return find if note is None else _noted(find, note, kind, number)

    def entry(part: Target) -> Find:
        number = next(numbers)
        return noted("entry", number, inner(part))

    match target:
        case ("scene", scene):
            return lambda values, stack, chance: (scene, stack)
        case ("stay",):
            return noted("stay", -1, lambda values, stack, chance: (STAY, stack))
        case ("return",):
            return noted("return", -1, _return(owner))
        case ("first", parts):
            return _first([(guard(expr), entry(part)) for expr, part in parts])
        case ("draw", place, parts):
            return _draw(place, [(weight, guard(expr), entry(part)) for weight, expr, part in parts])
        case ("deck", place, storylets, otherwise):
            cards = [(scene, guard(expr), *rank) for scene, expr, *rank in storylets]
            find = _deck(place, cards, None if otherwise is None else noted("else", -1, inner(otherwise)))
            return find if note is None else _noting_cards(find, cards, note)
        case ("call", called, then):
            return noted("call", then, _call(inner(called), then))
        case ("leave", part):
            return _leave(inner(part))
    raise ValueError(f"not a target: {target[0]!r}")


def _noted(find: Find, note: Note, kind: str, number: int) -> Find:
    """The same, told when it is asked."""

    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place | None:
        note(kind, number)
        return find(values, stack, chance)

    return resolve


def _noting_cards(find: Find, cards: list[Any], note: Note) -> Find:
    """A deck that tells the card it deals."""

    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place | None:
        found = find(values, stack, chance)
        if found is not None and deal(cards, values):
            note("card", found[0])
        return found

    return resolve


def _return(owner: str) -> Find:
    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place:
        if not stack:
            raise StoryFault(owner, "return, but no scene was called")
        return stack[-1], stack[:-1]

    return resolve


def _call(find: Find, then: int) -> Find:
    return lambda values, stack, chance: find(values, (*stack, then), chance)


def _leave(find: Find) -> Find:
    return lambda values, stack, chance: find(values, (), chance)


def _first(parts: list[tuple[Evaluate | None, Find]]) -> Find:
    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place | None:
        for holds, find in parts:
            if holds is None or holds(values):
                return find(values, stack, chance)
        return None

    return resolve


def _draw(place: int, parts: list[tuple[int, Evaluate | None, Find]]) -> Find:
    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place | None:
        open_parts = [(weight, find) for weight, holds, find in parts if holds is None or holds(values)]
        find = _pick(open_parts, place, chance)
        return None if find is None else find(values, stack, chance)

    return resolve


def _deck(place: int, cards: list[Any], otherwise: Find | None) -> Find:
    def resolve(values: list[int], stack: Stack, chance: Draws) -> Place | None:
        scene = _pick(deal(cards, values), place, chance)
        if scene is not None:
            return scene, stack
        return None if otherwise is None else otherwise(values, stack, chance)

    return resolve


def deal(cards: list[Any], values: list[int] | tuple[int, ...]) -> list[tuple[int, int]]:
    """The storylets a deck would draw from now, as (weight, scene): open, of the highest priority, never-met ones
    first.

    A card is (scene, condition or None, priority, weight, visits slot, most visits or 0).
    """
    best: tuple[int, bool] | None = None
    found: list[tuple[int, int]] = []
    for scene, holds, priority, weight, visits, most in cards:
        met = values[visits]
        if (most and met >= most) or not (holds is None or holds(values)):
            continue
        rank = (priority, met == 0)
        if best is None or rank > best:
            best, found = rank, []
        if rank == best:
            found.append((weight, scene))
    return found


def _pick(parts: list[tuple[int, Any]], place: int, chance: Draws) -> Any:
    """One of the weighted parts, or None when there are none; a lone part costs no draw."""
    if len(parts) < 2:
        return parts[0][1] if parts else None
    number = drawn(chance, place, sum(weight for weight, _ in parts))
    for weight, part in parts:
        number -= weight
        if number < 0:
            return part
    raise AssertionError("weights are positive, so a draw below their sum ends inside the list")
