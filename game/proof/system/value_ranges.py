"""Possible values: which values each variable can have at each place, found forwards from the start, one variable at a
time.

The result is an inductive superset of what can happen: it holds at the start, and whatever a move can do to values in
the set at its source stays in the set at its target. So leaving out values that are not in it, and moves whose guards
then never hold, loses no reachable state. A flag that nothing sets before its own chapter is a constant until then, and
costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

import numpy as np

from game.proof.system.digits import Digit, digit_of
from game.proof.system.live_values import Classes, labels
from game.proof.system.model import Conjunction, Model, Move
from game.proof.system.terms import Array, Fn, Term, distinct

Bits = int
"""A set of values of all slots at once: bit `offset[slot] + position` for each possible position, and one bit past them
all that says that the place can be reached."""


class Possible:
    """The possible values at each place; `bits[place]` is 0 where the place cannot be reached. `tick` is called now and
    then and may raise.
    """

    def __init__(self, model: Model, tick: Callable[[], None] = lambda: None) -> None:
        self.model = model
        self.sizes = model.terms.sizes
        self.offsets: list[int] = [0, *np.cumsum(self.sizes).tolist()]
        self.full = [((1 << size) - 1) << offset for size, offset in zip(self.sizes, self.offsets, strict=False)]
        self.bits: list[Bits] = [0] * len(model.places)
        self._positions: dict[tuple[int, Bits], Array] = {}
        self._digits: dict[tuple[int, Classes, Bits], Digit] = {}
        self._images: dict[tuple[int, Term, Bits], Bits] = {}
        self._keep = [self._kept(move) for place in model.places for move in place.moves]
        self._run(tick)

    def positions(self, place: int, slot: int) -> Array:
        """The possible positions of a slot's value at a place."""
        return self.unpack(slot, self.bits[place])

    def of(self, place: int, slots: Sequence[int]) -> Bits:
        """The possible values of some slots at a place; 0 where it cannot be reached."""
        bits = self.bits[place]
        return sum(bits & self.full[slot] for slot in slots)

    def digit(self, place: int, slot: int, classes: Classes) -> Digit:
        """The classes of a slot at a place, as far as they have possible values; worked out once for each family."""
        key = (slot, classes, self.bits[place] & self.full[slot])
        found = self._digits.get(key)
        if found is None:
            found = self._digits[key] = digit_of(labels(classes), self.positions(place, slot))
        return found

    def unpack(self, slot: int, bits: Bits) -> Array:
        """The positions of a slot that a set of values holds."""
        part = (bits & self.full[slot]) >> self.offsets[slot]
        found = self._positions.get((slot, part))
        if found is None:
            size = self.sizes[slot]
            raw = np.frombuffer(part.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
            found = np.flatnonzero(np.unpackbits(raw, bitorder="little")[:size])
            self._positions[slot, part] = found
        return found

    def _kept(self, move: Move) -> Bits:
        """The bits of the slots that a move leaves as they are."""
        bits = (2 << self.offsets[-1]) - 1
        for slot in move.update:
            bits &= ~self.full[slot]
        return bits

    def _run(self, tick: Callable[[], None]) -> None:
        model = self.model
        numbers: dict[int, int] = {}
        for place in model.places:
            for move in place.moves:
                numbers[id(move)] = len(numbers)
        slots = model.terms.slots
        self.bits[0] = 1 << self.offsets[-1]
        for slot, value in enumerate(model.start):
            self.bits[0] |= 1 << (self.offsets[slot] + value - slots[slot].low)
        queue = [0]
        waiting = {0}
        while queue:
            tick()
            source = heappop(queue)
            waiting.discard(source)
            for move in model.places[source].moves:
                if move.target < 0:
                    continue
                arrives = self._through(move, self.bits[source], self._keep[numbers[id(move)]])
                if arrives | self.bits[move.target] != self.bits[move.target]:
                    self.bits[move.target] |= arrives
                    if move.target not in waiting:
                        waiting.add(move.target)
                        heappush(queue, move.target)

    def _through(self, move: Move, bits: Bits, keep: Bits) -> Bits:
        """What can arrive by a move from a set of values; 0 where its guard cannot hold."""
        narrowed = self.narrow(move.guard, bits)
        if not narrowed:
            return 0
        found = narrowed & keep
        for slot, term in move.update.items():
            found |= self._image(slot, term, narrowed)
        return found

    def narrow(self, guard: Conjunction, bits: Bits) -> Bits:
        """The values that remain where a guard holds (each part of it looked at alone); 0 where none do."""
        for term in guard:
            if not isinstance(term, Fn):
                continue
            holds = term.table[np.ix_(*(self.unpack(slot, bits) for slot in term.slots))] != 0
            if not holds.any():
                return 0
            for axis, slot in enumerate(term.slots):
                others = tuple(other for other in range(holds.ndim) if other != axis)
                fits = holds.any(axis=others)
                if not fits.all():
                    gone = self.unpack(slot, bits)[~fits]
                    bits &= ~self._pack(slot, gone)
                    holds = holds.compress(fits, axis=axis)
        return bits

    def _image(self, slot: int, term: Term, bits: Bits) -> Bits:
        """The values that an effect can write into a slot."""
        if not isinstance(term, Fn):
            return self.full[slot]
        read = sum(bits & self.full[one] for one in term.slots)
        key = (slot, term, read)
        found = self._images.get(key)
        if found is None:
            found = self._images[key] = self._image_of_table(slot, term, read)
        return found

    def _image_of_table(self, slot: int, term: Fn, bits: Bits) -> Bits:
        low = self.model.terms.slots[slot].low
        values = term.table[np.ix_(*(self.unpack(read, bits) for read in term.slots))] if term.slots else term.table
        return self._pack(slot, distinct(values) - low)

    def _pack(self, slot: int, positions: Array) -> Bits:
        flags = np.zeros(self.sizes[slot], dtype=np.uint8)
        flags[positions] = 1
        return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little") << self.offsets[slot]


def drop_impossible(model: Model, possible: Possible, tick: Callable[[], None] = lambda: None) -> None:
    """Take out the moves that can never be taken, from places that can never be reached or under guards that cannot
    hold."""
    for index, place in enumerate(model.places):
        tick()
        bits = possible.bits[index]
        place.moves = [move for move in place.moves if bits and possible.narrow(move.guard, bits)]
