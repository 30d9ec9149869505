"""Whether every play comes to an end, seen from the moves alone.

In each ring of places, take away the moves that strictly raise (or lower) a slot which no other move of the ring lowers
(raises); what is left falls apart into smaller rings, and so on until none is left. The slots so used, first to last,
are a lexicographic ranking function (Bradley, Manna and Sipma, 2005; for graphs already Lamport's and Floyd's
well-founded measures): along any play without end some ring would have to be passed round for ever, but the first slot
used in it can be raised only as often as its range allows.

So where no ring is left every play ends, and a play that ends does so at an ending or by a fault of the story: a dead
stop, or a choice that leads nowhere. Then there is no trap, whatever the states are.

Where rings are left, whatever is ranked can still be done only so often: a move that is ranked, and a move that is not
where it strictly raises a slot that no other move of its ring lowers. From inside a trap, do such things as long as
there are any: that comes to an end, and it is a state of the trap from which an unranked way leads to none of them, and
to no ending. So there is no trap if no such state can be reached, and only the places of the rings need be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.graphs import component_ranks
from game.proof.system.changes import values_before_and_after
from game.proof.system.model import Conjunction, Model, Move, slots_read
from game.proof.system.value_ranges import Possible


class _Change(NamedTuple):
    """What a move may do to a slot."""

    lower: bool
    keep: bool
    raise_: bool

    @property
    def changes(self) -> bool:
        """Whether it may be another value afterwards."""
        return self.lower or self.raise_


ANYTHING = _Change(lower=True, keep=True, raise_=True)
NEVER_TAKEN = _Change(lower=False, keep=False, raise_=False)


class Unranked(NamedTuple):
    """The moves that no slot ranks; and, for some of them, slots that they raise (or lower) only so often."""

    moves: list[Move]
    spent: dict[Move, list[int]]


def unranked(model: Model, possible: Possible) -> Unranked:
    """What a play may do for ever, as far as is plain: nothing, where every play ends."""
    return _Ranking(model, possible).left()


def ways_out(model: Model, rest: Unranked) -> dict[int, list[Conjunction]]:
    """For each place that unranked moves leave, when something can be done there that can be done only so often: a
    move that is ranked, or one that changes a slot that it can change only so often.
    """
    terms, kept = model.terms, set(rest.moves)
    found: dict[int, list[Conjunction]] = {}
    for place in sorted({move.source for move in rest.moves}):
        ways = found[place] = [move.guard for move in model.places[place].moves if move not in kept]
        for move in model.places[place].moves:
            for slot in rest.spent.get(move, ()):
                changed = terms.apply("!=", move.update[slot], terms.variable(slot))
                ways.append(terms.conjunction([*move.guard, changed]))
    return found


class _Ranking:
    def __init__(self, model: Model, possible: Possible) -> None:
        self.model = model
        self.possible = possible
        self.live = slots_read(model)
        self.spent: dict[Move, list[int]] = {}
        self._changes: dict[tuple[Move, int], _Change] = {}

    def left(self) -> Unranked:
        """What is left of the rings when all that can be taken away is."""
        found: list[Move] = []
        waiting = [
            [
                move
                for number, place in enumerate(self.model.places)
                if self.possible.bits[number]
                for move in place.moves
                if move.target >= 0 and self.possible.bits[move.target]
            ]
        ]
        while waiting:
            for ring in self._rings(waiting.pop()):
                left = self._without_ranked(ring)
                if len(left) == len(ring):
                    found += ring
                elif left:
                    waiting.append(left)
        return Unranked(found, self.spent)

    def _rings(self, moves: Sequence[Move]) -> list[list[Move]]:
        """The moves within each strongly connected part of the places they join."""
        after: list[list[int]] = [[] for _ in self.model.places]
        for move in moves:
            after[move.source].append(move.target)
        rank = component_ranks(after)
        found: dict[int, list[Move]] = {}
        for move in moves:
            if rank[move.source] == rank[move.target]:
                found.setdefault(rank[move.source], []).append(move)
        return list(found.values())

    def _without_ranked(self, ring: Sequence[Move]) -> list[Move]:
        """The moves of a ring that no slot ranks."""
        changing: dict[int, list[int]] = {}
        for number, move in enumerate(ring):
            for slot in move.update:
                changing.setdefault(slot, []).append(number)
        ranked: set[int] = set()
        for slot in sorted(changing):
            for down in (False, True):
                changes = [
                    (ring[one], one, self._change(ring[one], slot)) for one in changing[slot] if one not in ranked
                ]
                if any((one.raise_ if down else one.lower) for _, _, one in changes):
                    continue
                for move, number, one in changes:
                    if not one.keep:
                        ranked.add(number)
                    elif one.changes and slot in self.live:
                        self.spent.setdefault(move, []).append(slot)
        return [move for number, move in enumerate(ring) if number not in ranked]

    def _change(self, move: Move, slot: int) -> _Change:
        found = self._changes.get((move, slot))
        if found is None:
            found = self._changes[move, slot] = self._work_out(move, slot)
        return found

    def _work_out(self, move: Move, slot: int) -> _Change:
        bits = self.possible.narrow(move.guard, self.possible.bits[move.source])
        if not bits:
            return NEVER_TAKEN
        found = values_before_and_after(self.possible, move, bits, [slot])
        if found is None:
            return ANYTHING
        before, after = found
        return _Change(bool((after < before).any()), bool((after == before).any()), bool((after > before).any()))
