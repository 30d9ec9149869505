"""What a move does to a slot: the values that it can have before and after, as far as the move's guard tells."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from game.proof.system.model import Move
from game.proof.system.terms import Array, Fn, slots_of
from game.proof.system.value_ranges import Bits, Possible

LARGEST_GRID = 1 << 16
"""How many combinations of values are looked at together."""


def values_before_and_after(
    possible: Possible, move: Move, bits: Bits, slots: Sequence[int]
) -> tuple[Array, Array] | None:
    """The combinations of values that some slots can have before a move and after it, as two arrays of shape
    (combinations, slots); some may stand there several times. `bits` are the values possible at the move's source where
    its guard holds.

    Only those parts of the guard are looked at that read nothing else than what is read here. None where an effect is
    no table, or where there are too many combinations.
    """
    every = possible.model.terms
    terms = [move.update.get(slot, every.variable(slot)) for slot in slots]
    tables = [term for term in terms if isinstance(term, Fn)]
    if len(tables) < len(terms):
        return None
    read = tuple(sorted({*slots_of(tables), *slots}))
    columns = {slot: possible.unpack(slot, bits) for slot in read}
    if prod(len(column) for column in columns.values()) > LARGEST_GRID:
        return None

    def spread(table: Fn) -> Array:
        part: Array = table.table[np.ix_(*(columns[slot] for slot in table.slots))]
        return part.reshape([len(columns[slot]) if slot in table.slots else 1 for slot in read])

    holds = np.ones([len(column) for column in columns.values()], dtype=bool)
    for part in move.guard:
        if isinstance(part, Fn) and part.slots and columns.keys() >= set(part.slots):
            holds &= spread(part) != 0
    before = [np.broadcast_to(spread(every.variable(slot)), holds.shape)[holds] for slot in slots]
    after = [np.broadcast_to(spread(table), holds.shape)[holds] for table in tables]
    return np.stack(before, axis=1), np.stack(after, axis=1)
