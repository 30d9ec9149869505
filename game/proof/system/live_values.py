"""Live values: which values of which variables still matter at each place, found backwards from what is asked.

At a place, two values of a variable are *merged* when nothing that can still happen tells them apart: no guard, no
branch of a target, no question asked there or later, and no effect that would carry the difference into a variable
whose values are told apart where it arrives. A variable with one class left is dead there and is forgotten.

Why this is sound: the classes are the coarsest family, one partition for each (place, variable), such that
  1. every guard of a move from the place and every question asked at it has one value on each class, and
  2. every effect of a move maps a class at the source into one class at the target. So replacing values by their
  classes is a bisimulation: a way through the story and the way through its classes take the same choices, hold the
  same guards, answer the same questions, and have the same length. Reachability, shortest distances, traps and shares
  of playthroughs are therefore exactly those of the story; only the number of states is smaller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from game.proof.system.model import Model, Move
from game.proof.system.numbering import as_they_appear
from game.proof.system.terms import Array, Fn, Term, Terms

Classes = bytes
"""A partition of a domain: the class of each value as little-endian 32-bit numbers, classes numbered as they first
appear."""

Merged = dict[int, Classes]
"""The partitions of one place, for the slots that have more than one class."""


def labels(classes: Classes) -> Array:
    """The class of each value."""
    return np.frombuffer(classes, dtype="<u4")


def canonical(numbers: Array) -> Classes:
    """A partition from any labelling."""
    return as_they_appear(numbers).tobytes()


def tells_all_apart(classes: Classes) -> bool:
    """Whether every value has a class of its own."""
    own = labels(classes)
    return int(own[-1]) == len(own) - 1


def _joined(one: Classes, other: Classes) -> Classes:
    if tells_all_apart(one):
        return one
    if tells_all_apart(other):
        return other
    more = labels(other)
    return canonical(labels(one).astype(np.int64) * (int(more.max()) + 1) + more)


class Partitions:
    """Joins partitions and derives them from functions, each only once."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._joins: dict[tuple[Classes, Classes], Classes] = {}
        self._needs: dict[tuple[int, Classes | None], Merged] = {}

    def join(self, one: Classes, other: Classes) -> Classes:
        """The coarsest partition that is finer than both."""
        if one == other:
            return one
        key = (one, other)
        found = self._joins.get(key)
        if found is None:
            found = self._joins[key] = self._joins[other, one] = _joined(one, other)
        return found

    def needs(self, term: Term, seen: Classes | None, slot: int = -1) -> Merged:
        """What must be told apart for a term's value to be known up to the classes `seen` (of `slot`), or fully."""
        merged: Merged = {}
        for leaf in term.leaves():
            view = seen if leaf is term else None
            key = (leaf.serial, view) if view is None else (leaf.serial, view + slot.to_bytes(4, "little"))
            found = self._needs.get(key)
            if found is None:
                found = self._needs[key] = self._of_table(leaf, view, slot)
            self.add(merged, found)
        return merged

    def _of_table(self, fn: Fn, seen: Classes | None, slot: int) -> Merged:
        table = fn.table
        if seen is not None:
            table = labels(seen)[table - self.terms.slots[slot].low]
        if len(fn.slots) == 1:  # the only tables that can be long
            classes = canonical(table)
            return {fn.slots[0]: classes} if labels(classes).any() else {}
        found: Merged = {}
        for axis, read in enumerate(fn.slots):
            rows = np.ascontiguousarray(np.moveaxis(table, axis, 0))
            numbers: dict[bytes, int] = {}
            numbered = [numbers.setdefault(row.tobytes(), len(numbers)) for row in rows]
            if len(numbers) > 1:
                found[read] = np.asarray(numbered, dtype="<u4").tobytes()
        return found

    def add(self, into: Merged, more: Mapping[int, Classes]) -> None:
        """Refine the partitions of a place."""
        for slot, classes in more.items():
            held = into.get(slot)
            into[slot] = classes if held is None else self.join(held, classes)

    def all_apart(self) -> Merged:
        """Every value of every slot of the story told apart: the state as it is, nothing merged."""
        return {
            slot: np.arange(size, dtype="<u4").tobytes()
            for slot, size in enumerate(self.terms.sizes)
            if size > 1 and self.terms.slots[slot].kind != "known"
        }


def merge(model: Model, asked: Mapping[int, Iterable[Term]]) -> list[Merged]:
    """The partitions of every place, for the story's own guards and the terms asked at each place."""
    partitions = Partitions(model.terms)
    merged: list[Merged] = []
    for index, place in enumerate(model.places):
        terms = [term for move in place.moves for term in move.guard]
        terms += [term for option in place.options for term in option.open]
        terms += [term for move in place.moves for draw in move.odds for _, part in draw.parts for term in part]
        merged.append(needs_of(partitions, (*terms, *asked.get(index, ()))))

    by_target: list[dict[int, list[Move]]] = [{} for _ in model.places]
    for place, leading in zip(model.places, by_target, strict=True):
        for move in place.moves:
            if move.target >= 0:
                leading.setdefault(move.target, []).append(move)

    def refine(index: int, new: Merged) -> None:
        for target, moves in by_target[index].items():
            carry_back(partitions, new, moves, merged[target])

    settle_partitions(model, merged, refine)
    return merged


def needs_of(partitions: Partitions, terms: Iterable[Term]) -> Merged:
    """What must be told apart for all of some terms to be known."""
    own: Merged = {}
    for term in terms:
        partitions.add(own, partitions.needs(term, None))
    return own


def nothing_merged(model: Model) -> list[Merged]:
    """Reductions off: every place tells every value apart."""
    return [Partitions(model.terms).all_apart()] * len(model.places)


def settle_partitions(model: Model, merged: list[Merged], refine: Callable[[int, Merged], None]) -> None:
    """Refine the partitions of places, from the last places back, until nothing changes.

    `refine(place, new)` adds to `new` what the moves that leave a place ask for, given `merged` where they lead.
    """
    before: list[set[int]] = [set() for _ in model.places]
    for place in model.places:
        for move in place.moves:
            if move.target >= 0:
                before[move.target].add(move.source)
    queue = [-index for index in range(len(model.places))]
    heapify(queue)
    waiting = set(queue)
    while queue:
        number = heappop(queue)
        waiting.discard(number)
        old = merged[-number]
        new = dict(old)
        refine(-number, new)
        if new != old:
            merged[-number] = new
            for source in before[-number]:
                if -source not in waiting:
                    waiting.add(-source)
                    heappush(queue, -source)


def carry_back(partitions: Partitions, into: Merged, moves: Sequence[Move], after: Merged) -> None:
    """Add what the effects of moves make of the partitions of the place to which all of them lead."""
    changed = Counter(slot for move in moves for slot in move.update)
    for slot, classes in after.items():
        if changed[slot] < len(moves):
            held = into.get(slot)
            if held is not classes:
                into[slot] = classes if held is None else partitions.join(held, classes)
    for move in moves:
        for slot, term in move.update.items():
            if slot in after:
                partitions.add(into, partitions.needs(term, after[slot], slot))
