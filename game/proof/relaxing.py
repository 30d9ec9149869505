"""A relaxed story: only some variables are kept, and a guard on the others holds wherever it could.

Every way through the story is a way through the relaxed one, with the same values of the kept variables. So what cannot
happen there cannot happen at all, and a distance there is never more than the true one. Both are found on a small
graph.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from game.proof.functions import Fn, Term
from game.proof.model import Conjunction, Model, Move, Option, Place
from game.proof.possible import Possible


def closure(model: Model, slots: Collection[int]) -> frozenset[int]:
    """Slots with all that effects write into them from, so that kept values are known exactly."""
    reads: dict[int, set[int]] = {}
    for place in model.places:
        for move in place.moves:
            for slot, term in move.update.items():
                reads.setdefault(slot, set()).update(term.slots)
    found = set(slots)
    waiting = list(found)
    while waiting:
        more = reads.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return frozenset(found)


def relax(model: Model, possible: Possible, kept: frozenset[int]) -> Model:
    """The model with only `kept` (which must be closed) in its guards and effects."""
    places = []
    for index, place in enumerate(model.places):
        moves = [_relaxed(move, model, possible, kept) for move in place.moves]
        options = [
            Option(option.choice, _guard(option.open, model, possible, kept, index), (), ()) for option in place.options
        ]
        places.append(Place(place.scene, place.stack, options, moves, place.ending))
    return Model(model.machine, model.functions, places, model.start, ())


def _relaxed(move: Move, model: Model, possible: Possible, kept: frozenset[int]) -> Move:
    guard = _guard(move.guard, model, possible, kept, move.source)
    update = {slot: term for slot, term in move.update.items() if slot in kept}
    return Move(move.source, move.choice, guard, move.target, update, (), move.fault, ())


def _guard(guard: Conjunction, model: Model, possible: Possible, kept: frozenset[int], place: int) -> Conjunction:
    terms = [_weaker(term, model, possible, kept, place) for term in guard]
    return model.functions.conjunction(terms)


def _weaker(term: Term, model: Model, possible: Possible, kept: frozenset[int], place: int) -> Term:
    """A condition on the kept slots that holds wherever some possible values of the others make the term hold."""
    if kept.issuperset(term.slots):
        return term
    if not isinstance(term, Fn) or not possible.bits[place]:
        return model.functions.true
    table = term.table != 0
    for axis in reversed(range(len(term.slots))):
        slot = term.slots[axis]
        if slot not in kept:
            table = table.take(possible.positions(place, slot), axis=axis).any(axis=axis)
    slots = tuple(slot for slot in term.slots if slot in kept)
    return model.functions.table(slots, np.asarray(table))
