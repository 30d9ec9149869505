"""What stands between a choice and the scene it leads to: the entries, draws, cards and calls of its target."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from game.engine import Expr, Scene, Target


class Link(NamedTuple):
    """One thing by which a target leads where it leads.

    `kind`: 'rule' (of what interrupts), 'own' (what the choice says itself, below such rules), 'entry' (of a list),
    'draw', 'card', 'else' (of a deck that has no card), 'call' and 'back' (from it). `number` is that of its mark, as
    in `Program.marks`, or -1. `at` says the how many-th of its list it is, from 1, and of a call where it returns to;
    `weight` that of a draw, of `total`.
    """

    kind: str
    number: int = -1
    at: int = 0
    guard: Expr | None = None
    weight: int = 0
    total: int = 0


Links = tuple[Link, ...]


def walk(target: Target, scenes: int, first: int = 0) -> Iterator[tuple[Target, Links]]:
    """Where a target can lead, in order: ('scene', index), ('stay',) or ('return',), and by which links.

    The story has so many `scenes`: positions after them are continuations, and where a call comes back to one, what
    is put off follows. Entries are numbered from `first`.
    """
    yield from _walk(target, (), scenes, count(first))


def _walk(target: Target, links: Links, scenes: int, numbers: Iterator[int]) -> Iterator[tuple[Target, Links]]:
    match target:
        case ("first", parts):
            interrupts = any(part[0] == "leave" or puts_off(part, scenes) for _, part in parts)
            for at, (guard, part) in enumerate(parts, 1):
                kind = "entry" if not interrupts else "own" if at == len(parts) else "rule"
                yield from _walk(part, (*links, Link(kind, next(numbers), at, guard)), scenes, numbers)
        case ("draw", _, parts):
            total = sum(weight for weight, *_ in parts)
            for at, (weight, guard, part) in enumerate(parts, 1):
                yield from _walk(part, (*links, Link("draw", next(numbers), at, guard, weight, total)), scenes, numbers)
        case ("deck", _, cards, otherwise):
            yield from ((("scene", scene), (*links, Link("card", at=scene, guard=guard))) for scene, guard, *_ in cards)
            if otherwise is not None:
                yield from _walk(otherwise, (*links, Link("else")), scenes, numbers)
        case ("leave", part):
            yield from _walk(part, links, scenes, numbers)
        case ("call", called, then):
            yield from _walk(called, (*links, Link("call", at=then)), scenes, numbers)
            yield ("scene", then), (*links, Link("back"))
        case _:
            yield target, links


def leads_of(scene: Scene) -> Iterator[tuple[str, Target]]:
    """What leads on from a scene, by id: its choices, and its running on."""
    yield from ((choice.id, choice.target) for choice in scene.choices)
    if scene.run_on is not None:
        yield scene.on, scene.run_on


def puts_off(target: Target, scenes: int) -> bool:
    """Whether a target calls, and what the choice itself leads to comes when that returns."""
    return bool(target[0] == "call" and target[2] >= scenes)
