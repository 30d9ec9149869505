"""A relaxed story: only some variables are kept, and a guard on the others holds wherever it could.

Every way through the story is a way through the relaxed one, with the same values of the kept variables. So what cannot
happen there cannot happen at all, and a distance there is never more than the true one. Both are found on a small
graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from game.proof.functions import Fn, Term
from game.proof.merging import Merged, Partitions
from game.proof.model import Conjunction, Model, Move, Option, Place
from game.proof.possible import Possible
from game.proof.questions import Site
from game.proof.rounds import told_apart


def dependencies(model: Model) -> dict[int, frozenset[int]]:
    """For each slot that effects write, the slots they read for it."""
    reads: dict[int, set[int]] = {}
    for place in model.places:
        for move in place.moves:
            for slot, term in move.update.items():
                reads.setdefault(slot, set()).update(term.slots)
    return {slot: frozenset(found - {slot}) for slot, found in reads.items()}


def closure(slots: Collection[int], reads: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """Slots with all that effects write into them from, so that kept values are known exactly."""
    found = set(slots)
    waiting = list(found)
    while waiting:
        more = reads.get(waiting.pop(), frozenset()) - found
        found |= more
        waiting += more
    return frozenset(found)


def relax(model: Model, possible: Possible, kept: frozenset[int]) -> Model:
    """The model with only `kept` (which must be closed) in its guards and effects."""
    return _with(model, Weakening(model, possible, kept), kept)


def restrain(model: Model, possible: Possible, kept: frozenset[int]) -> Model:
    """The model with only the moves that are open whatever the other variables are.

    A way through it can be taken from every state of the story with these values of the kept variables.
    """
    return _with(model, Weakening(model, possible, kept, sure=True), kept)


def _with(model: Model, weakening: Weakening, kept: frozenset[int]) -> Model:
    places = []
    for index, place in enumerate(model.places):
        moves = []
        for move in place.moves:
            guard = weakening.all(move.guard, index)
            update = {slot: term for slot, term in move.update.items() if slot in kept}
            moves.append(Move(index, move.choice, guard, move.target, update, (), move.fault, ()))
        options = [Option(one.choice, weakening.all(one.open, index), (), ()) for one in place.options]
        places.append(Place(place.scene, place.stack, options, moves, place.ending))
    return Model(model.machine, model.functions, places, model.start, ())


class Weakening:
    """Turns conditions into conditions on the kept slots: that hold where some possible values of the others make them
    hold or, `sure`, where all do."""

    def __init__(
        self,
        model: Model,
        possible: Possible,
        kept: frozenset[int],
        merged: Sequence[Merged] | None = None,
        *,
        sure: bool = False,
    ) -> None:
        """With `merged`, conditions that it does not tell apart are weakened to nothing."""
        self.partitions = Partitions(model.functions)
        self.merged = merged
        self.functions = model.functions
        self.possible = possible
        self.kept = kept
        self.sure = sure
        self._made: dict[tuple[int, int], Term] = {}
        self._sites: dict[tuple[int, Conjunction], Conjunction] = {}

    def all(self, terms: Conjunction, place: int) -> Conjunction:
        """A conjunction, part by part (of a `sure` one the parts hold together where each does)."""
        key = (place, terms)
        if key not in self._sites:
            self._sites[key] = self.functions.conjunction([self._one(term, place) for term in terms])
        return self._sites[key]

    def _one(self, term: Term, place: int) -> Term:
        key = (id(term), place)
        if key not in self._made:
            made = self._make(term, place)
            blurred = self.merged is not None and not told_apart(self.partitions, self.merged, Site(place, (made,)))
            self._made[key] = self.functions.true if blurred else made
        return self._made[key]

    def _make(self, term: Term, place: int) -> Term:
        if self.kept.issuperset(term.slots):
            return term
        apart = self.kept.isdisjoint(term.slots) and not self.sure
        if apart or not isinstance(term, Fn) or not self.possible.bits[place]:
            return self.functions.false if self.sure else self.functions.true
        table = term.table != 0
        for axis in reversed(range(len(term.slots))):
            slot = term.slots[axis]
            if slot not in self.kept:
                part = table.take(self.possible.positions(place, slot), axis=axis)
                table = part.all(axis=axis) if self.sure else part.any(axis=axis)
        slots = tuple(slot for slot in term.slots if slot in self.kept)
        return self.functions.table(slots, np.asarray(table))

    def sites(self, sites: Iterable[Site]) -> list[Site]:
        """Sites with their conditions weakened; those that can never be are left out."""
        found = [site._replace(when=self.all(site.when, site.place)) for site in sites]
        return [site for site in found if site.when != (self.functions.false,)]
