"""What ways through a story leave in its slots, as far as that can be told without playing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from game.engine.program import Op
from game.engine.questions import slots_of
from game.graphs import Mask
from game.story.advising.ways import Places, Way

Left = dict[int, Any]
"""By slot what was done to it: ('=', value), ('+', number), effects in a row that say no more than themselves, or
UNSURE. A slot that nothing was done to is not there.
"""

UNSURE = object()
"""What differs from everything, itself too: ways that come together have left different values."""


def done(before: Left, ops: tuple[Op, ...]) -> Left:
    """What is left when effects follow upon what has been left before. Ends of ranges stop nothing here: a number that
    cannot grow counts as one that grew.
    """
    after = before
    for op in ops:
        if after is before:
            after = dict(before)
        kind, slot = op[0], op[1]
        if kind == "if":
            _perhaps(after, op)
        elif kind == "roll":
            after[slot] = UNSURE
        elif kind == "set":
            after[slot] = UNSURE if _depends(after, op[2]) else ("=", op[2])
        elif kind == "add":
            after[slot] = UNSURE if _depends(after, op[2]) else _more(after.get(slot), op[2])
    return after


def _perhaps(after: Left, op: Op) -> None:
    """Effects that a condition guards: what they do is theirs alone."""
    unsure = _depends(after, op[1])
    for inner in (*op[2], *op[3]):
        if inner[0] == "if":
            _perhaps(after, inner)
        elif inner[0] != "cap":
            old, chance = after.get(inner[1]), inner[0] == "roll"
            after[inner[1]] = UNSURE if unsure or chance or old is UNSURE else ("if", old, op)


def _depends(after: Left, expr: Any) -> bool:
    return expr[0] != "const" and any(slot in after for slot in slots_of(expr))


def _more(old: Any, number: Any) -> Any:
    if old is UNSURE:
        return UNSURE
    if old is None:
        return ("+", number)
    if old[0] in "=+" and old[1][0] == number[0] == "const":
        return (old[0], ("const", old[1][1] + number[1]))
    return ("then", old, number)


def together(one: Left | None, other: Left) -> Left:
    """What is left where two ways come together; None for no way yet."""
    if one is None or one == other:
        return other
    return {slot: one[slot] if one.get(slot) == other.get(slot) else UNSURE for slot in {**one, **other}}


def differing(one: Left, other: Left) -> Mask:
    """The slots in which two ways leave different values, as far as can be told."""
    mask = 0
    for slot in {**one, **other}:
        value = one.get(slot)
        if value is UNSURE or value != other.get(slot):
            mask |= 1 << slot
    return mask


def along(places: Places, way: Way, private: Collection[int]) -> Left:
    """What a way leaves, by whatever way it goes on through some places of its own, until it has left all of them."""
    first, left = done({}, way.do), None
    at: dict[int, Left] = {}
    todo: list[tuple[Iterable[int], Left]] = [(way.goes, first)]
    while todo:
        goes, so_far = todo.pop()
        for place in goes:
            if place not in private:
                left = together(left, so_far)
                continue
            old = at.get(place)
            now = at[place] = together(old, so_far)
            if old is None or now != old:
                entered = done(now, places.enters(place))
                todo += [(more.goes, done(entered, more.do)) for more in places.ways[place]]
    return first if left is None else left
