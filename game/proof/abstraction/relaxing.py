"""A relaxed story: only some variables are kept. A guard on the others holds wherever it could, and what an effect
writes from them can be any value that it could be.

Every way through the story is a way through the relaxed one, with the same values of the kept variables. So what cannot
happen there cannot happen at all, and a distance there is never more than the true one. Both are found on a small
graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from game.proof.explicit.explore import TooWide
from game.proof.system.model import Conjunction, Model, Move, Place
from game.proof.system.terms import Fn, Term, distinct
from game.proof.system.value_ranges import Bits, Possible

MOST_MOVES = 1 << 16
"""A move that stands for more relaxed ones than this makes a relaxed story too wide."""


class Outcome(NamedTuple):
    """A value that an effect might write, and when."""

    value: int
    when: Term


class Relaxer:
    """Makes relaxed stories of one model."""

    def __init__(self, model: Model, possible: Possible) -> None:
        self.model = model
        self.functions = model.functions
        self.possible = possible
        self._weaker: dict[tuple[Term, Bits, frozenset[int]], Term] = {}
        self._outcomes: dict[tuple[Term, int, frozenset[int]], list[Outcome]] = {}
        self._conjunctions: dict[tuple[Conjunction, int, frozenset[int]], Conjunction] = {}
        self._reads: dict[Conjunction, frozenset[int]] = {}
        self._moved: dict[tuple[Move, frozenset[int]], list[Move]] = {}
        self._touched: dict[Move, frozenset[int]] = {}

    def relax(self, kept: frozenset[int], ahead: Collection[int]) -> Model:
        """The model with only `kept` in its guards and effects, and only the places in `ahead`. Raises TooWide."""
        model = self.model
        places = []
        for index, place in enumerate(model.places):
            moves: list[Move] = []
            if index in ahead:
                for move in place.moves:
                    if move.target in ahead:
                        moves += self._relaxed(move, kept)
            places.append(Place(place.scene, place.stack, [], moves, place.ending))
        return Model(model.machine, model.functions, places, model.start, ())

    def _relaxed(self, move: Move, kept: frozenset[int]) -> list[Move]:
        """The moves that stand for a move: the same ones for all that are kept alike of what it reads and writes."""
        touched = self._touched.get(move)
        if touched is None:
            terms = [*move.guard, *move.update.values()]
            touched = self._touched[move] = frozenset(move.update).union(*(term.slots for term in terms))
        key = (move, kept & touched)
        found = self._moved.get(key)
        if found is None:
            found = self._moved[key] = list(self._moves(move, key[1]))
        return found

    def _moves(self, move: Move, kept: frozenset[int]) -> Iterator[Move]:
        """A move for each value that the effects might write into kept slots."""
        guard = self.weaker(move.guard, kept, move.source)
        update = {slot: term for slot, term in move.update.items() if slot in kept}
        loose = [slot for slot, term in update.items() if not kept.issuperset(term.slots)]
        choices = [self.outcomes(move, slot, kept) for slot in loose]
        if prod(map(len, choices)) > MOST_MOVES:
            raise TooWide(move.source)
        for outcomes in product(*choices):
            when = self.functions.conjunction([*guard, *(one.when for one in outcomes)])
            values = {slot: self.functions.number(one.value) for slot, one in zip(loose, outcomes, strict=True)}
            yield Move(move.source, move.choice, when, move.target, {**update, **values}, (), move.fault, ())

    def outcomes(self, move: Move, slot: int, kept: frozenset[int]) -> list[Outcome]:
        """The values an effect might write into a slot, each with when it might, as far as the kept slots tell."""
        term = move.update[slot]
        held = kept.intersection(term.slots)
        key = (term, move.source, held)
        found = self._outcomes.get(key)
        if found is None:
            found = self._outcomes[key] = self._possible_outcomes(move, slot, held)
        return found

    def _possible_outcomes(self, move: Move, slot: int, held: frozenset[int]) -> list[Outcome]:
        term = move.update[slot]
        if not isinstance(term, Fn):
            low = self.functions.slots[slot].low
            positions = self.possible.positions(move.target, slot)
            if len(positions) > MOST_MOVES:
                raise TooWide(move.source)
            return [Outcome(low + position, self.functions.true) for position in positions.tolist()]
        own = tuple(one for one in term.slots if one in held)
        table = term.table
        for axis, one in enumerate(term.slots):
            if one not in held:
                table = table.take(self.possible.positions(move.source, one), axis=axis)
        others = tuple(axis for axis, one in enumerate(term.slots) if one not in held)
        return [
            Outcome(value, self.functions.table(own, (table == value).any(axis=others)))
            for value in distinct(table).tolist()
        ]

    def weaker(self, terms: Conjunction, kept: frozenset[int], place: int) -> Conjunction:
        """A condition on the kept slots that holds wherever, for some possible values of the others, `terms` hold."""
        reads = self._reads.get(terms)
        if reads is None:
            reads = self._reads[terms] = frozenset().union(*(term.slots for term in terms))
        if kept >= reads:
            return terms
        key = (terms, place, kept & reads)
        known = self._conjunctions.get(key)
        if known is None:
            known = self._conjunctions[key] = self._weaker_parts(terms, key[2], place)
        return known

    def _weaker_parts(self, terms: Conjunction, kept: frozenset[int], place: int) -> Conjunction:
        found = []
        for term in terms:
            held = kept.intersection(term.slots)
            weak = term
            if len(held) < len(term.slots):
                key = (term, self.possible.of(place, [slot for slot in term.slots if slot not in held]), held)
                seen = self._weaker.get(key)
                weak = self._weaker[key] = self._weak(term, held, place) if seen is None else seen
            found.append(weak)
        return self.functions.conjunction(found)

    def _weak(self, term: Term, held: frozenset[int], place: int) -> Term:
        if not isinstance(term, Fn) or not self.possible.bits[place]:
            return self.functions.true
        table = term.table != 0
        for axis in reversed(range(len(term.slots))):
            slot = term.slots[axis]
            if slot not in held:
                table = table.take(self.possible.positions(place, slot), axis=axis).any(axis=axis)
        return self.functions.table(tuple(slot for slot in term.slots if slot in held), np.asarray(table))
