"""Whether every play comes to an end, seen from the moves alone.

In each ring of places, take away the moves that strictly raise (or lower) a slot which no other move of the ring lowers
(raises); what is left falls apart into smaller rings, and so on until none is left. The slots so used, first to last,
are a lexicographic ranking function (Bradley, Manna and Sipma, 2005; for graphs already Lamport's and Floyd's
well-founded measures): along any play without end some ring would have to be passed round for ever, but the first slot
used in it can be raised only as often as its range allows.

So where no ring is left every play ends, and a play that ends does so at an ending or by a fault of the story: a dead
stop, or a choice that leads nowhere. Then there is no trap, whatever the states are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from game.proof.system.components import components
from game.proof.system.model import Conjunction, Model, Move
from game.proof.system.terms import Array, Fn
from game.proof.system.value_ranges import Bits, Possible


class _Change(NamedTuple):
    """What a move may do to a slot."""

    lower: bool
    keep: bool
    raise_: bool


UNCHANGED = _Change(lower=False, keep=True, raise_=False)
ANYTHING = _Change(lower=True, keep=True, raise_=True)
NEVER_TAKEN = _Change(lower=False, keep=False, raise_=False)


def every_play_ends(model: Model, possible: Possible) -> bool:
    """Whether it is plain that no play goes on for ever; False where that is not plain."""
    return not _Ranking(model, possible).endless()


class _Ranking:
    def __init__(self, model: Model, possible: Possible) -> None:
        self.model = model
        self.possible = possible
        self.functions = model.functions
        self._changes: dict[tuple[Move, int], _Change] = {}

    def endless(self) -> bool:
        """Whether a ring is left when all that can be taken away is."""
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
            moves = waiting.pop()
            for ring in self._rings(moves):
                left = self._without_ranked(ring)
                if len(left) == len(ring):
                    return True
                if left:
                    waiting.append(left)
        return False

    def _rings(self, moves: Sequence[Move]) -> list[list[Move]]:
        """The moves within each strongly connected part of the places they join."""
        after: list[list[int]] = [[] for _ in self.model.places]
        for move in moves:
            after[move.source].append(move.target)
        rank = components(after)
        found: dict[int, list[Move]] = {}
        for move in moves:
            if rank[move.source] == rank[move.target]:
                found.setdefault(rank[move.source], []).append(move)
        return list(found.values())

    def _without_ranked(self, ring: Sequence[Move]) -> list[Move]:
        """The moves of a ring that no slot ranks."""
        left = list(ring)
        for slot in sorted({slot for move in ring for slot in move.update}):
            for down in (False, True):
                changes = [self._change(move, slot) for move in left]
                if any((one.raise_ if down else one.lower) for one in changes):
                    continue
                left = [move for move, one in zip(left, changes, strict=True) if one.keep]
        return left

    def _change(self, move: Move, slot: int) -> _Change:
        if slot not in move.update:
            return UNCHANGED
        found = self._changes.get((move, slot))
        if found is None:
            found = self._changes[move, slot] = self._work_out(move, slot)
        return found

    def _work_out(self, move: Move, slot: int) -> _Change:
        term = move.update[slot]
        bits = self.possible.narrow(move.guard, self.possible.bits[move.source])
        if not bits:
            return NEVER_TAKEN
        if not isinstance(term, Fn):
            return ANYTHING
        low = self.functions.slots[slot].low
        if slot in term.slots:
            return self._relative(move.guard, term, slot, bits)
        before = self.possible.unpack(slot, bits) + low
        after = term.table[np.ix_(*(self.possible.unpack(one, bits) for one in term.slots))]
        return _Change(
            bool(after.min() < before.max()), bool(np.isin(after, before).any()), bool(after.max() > before.min())
        )

    def _relative(self, guard: Conjunction, term: Fn, slot: int, bits: Bits) -> _Change:
        """What an effect that reads the slot itself does to it, where the guards on the same slots hold."""
        columns = {one: self.possible.unpack(one, bits) for one in term.slots}
        change = term.table[np.ix_(*columns.values())] - self._axis(term.slots, slot, columns[slot])
        change = change - self.functions.slots[slot].low
        holds = np.ones(change.shape, dtype=bool)
        for part in guard:
            if isinstance(part, Fn) and part.slots and set(part.slots) <= set(term.slots):
                table = part.table[np.ix_(*(columns[one] for one in part.slots))] != 0
                holds &= table.reshape([len(columns[one]) if one in part.slots else 1 for one in term.slots])
        found = change[holds]
        return _Change(bool((found < 0).any()), bool((found == 0).any()), bool((found > 0).any()))

    def _axis(self, slots: Sequence[int], slot: int, values: Array) -> Array:
        """Values laid along the axis of a slot."""
        return values.reshape([-1 if one == slot else 1 for one in slots])
