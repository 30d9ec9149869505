"""The ways through a story: which place comes after which, whatever choice leads there.

Where several moves of a place lead to the same place with the same effects (on what still matters there), a way through
the story does not depend on which of them is taken, only on whether any of them can be. So they are joined into one
move, open where any was. A guard that only decides *which* of several like choices is offered then asks for nothing,
and what it reads need not be told apart before it is set for good.

Why this is sound: the classes are a bisimulation of the unlabelled graph of states. Each class has a move into another
exactly if each of its members has one, so distances, traps and what can be reached are those of the story. Questions
about the choices themselves name their guard and are told apart where they are asked. The condition for joining gets
finer as the classes at the targets do, so that the iteration goes one way and ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from game.proof.system.live_values import Classes, Merged, Partitions, carry_back, labels, needs_of, settle_partitions
from game.proof.system.model import Conjunction, Model, Move, Place
from game.proof.system.terms import Fn, Term, Terms


class Joiner:
    """Joins the moves of places that are the same as far as the classes where they lead can tell, and makes the
    partitions for that. What it has worked out serves every model with these functions.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.partitions = Partitions(terms)
        self._seen: dict[tuple[int, int, Classes], Term] = {}
        self._unions: dict[tuple[Conjunction, ...], Term] = {}
        self._joined: dict[tuple[Move, ...], Move] = {}

    def groups(self, place: Place, merged: Sequence[Merged]) -> list[list[Move]]:
        """The moves of a place, like ones together."""
        if len(place.moves) == 1:
            return [place.moves]
        found: dict[tuple[object, ...], list[Move]] = {}
        for move in place.moves:
            found.setdefault(self._kind(move, merged), []).append(move)
        return list(found.values())

    def _kind(self, move: Move, merged: Sequence[Merged]) -> tuple[object, ...]:
        if move.target < 0:
            return (-1, move.fault)
        after = merged[move.target]
        changes = (self._effect(move, slot, after[slot]) for slot in sorted(after) if slot in move.update)
        return (move.target, *changes)

    def _effect(self, move: Move, slot: int, classes: Classes) -> tuple[int, int]:
        """What a move does to a slot, up to its classes; interned, so that like effects are equal."""
        term = move.update[slot]
        key = (slot, term.serial if isinstance(term, Fn) else -1 - term.serial, classes)
        seen = self._seen.get(key)
        if seen is None:
            seen = term
            if isinstance(term, Fn):
                low = self.terms.slots[slot].low
                seen = self.terms.table(term.slots, labels(classes)[term.table - low])
            self._seen[key] = seen
        return slot, id(seen)

    def opening(self, moves: Sequence[Move]) -> Term:
        """When any of some moves can be taken."""
        key = tuple(move.guard for move in moves)
        found = self._unions.get(key)
        if found is None:
            f = self.terms
            found = f.true
            if all(key):
                found = f.apply("or", f.false, *(f.apply("and", f.true, *guard) for guard in key))
            self._unions[key] = found
        return found

    def one(self, moves: Sequence[Move]) -> Move:
        """One move for several like ones."""
        first = moves[0]
        if len(moves) == 1:
            return first
        key = tuple(moves)
        found = self._joined.get(key)
        if found is None:
            guard = self.terms.conjunction([self.opening(moves)])
            like = tuple(dict.fromkeys(move.choice for move in moves))[1:]
            found = replace(first, guard=guard, odds=(), overruns=(), like=like, passed=())
            self._joined[key] = found
        return found


def merge_ways(model: Model, asked: Mapping[int, Iterable[Term]]) -> tuple[Model, list[Merged]]:
    """The model with like moves joined, and the partitions of its places for its guards and the terms asked there."""
    joiner = Joiner(model.terms)
    partitions = joiner.partitions
    merged = [needs_of(partitions, asked.get(index, ())) for index in range(len(model.places))]

    def refine(index: int, new: Merged) -> None:
        for moves in joiner.groups(model.places[index], merged):
            opening = joiner.opening(moves)
            if opening.constant is None:
                partitions.add(new, partitions.needs(opening, None))
            if moves[0].target >= 0:
                carry_back(partitions, new, moves[:1], merged[moves[0].target])

    settle_partitions(model, merged, refine)
    places = [_joined(joiner, place, merged) for place in model.places]
    return replace(model, places=places), merged


def _joined(joiner: Joiner, place: Place, merged: Sequence[Merged]) -> Place:
    moves = [joiner.one(group) for group in joiner.groups(place, merged)]
    return replace(place, moves=moves)
