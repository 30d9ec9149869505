"""Binary decision diagrams over numbered bits, from the oxidd library: made from tables, counted, let go.

A reduced ordered decision diagram (Bryant, 1986) is one canonical graph for each Boolean function, so that equal sets
are the same diagram and a fixpoint is seen at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from game.proof.system.terms import Array

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction, BCDDSubstitution

    Diagram = BCDDFunction
    Substitution = BCDDSubstitution
    Sets = dict[int, Diagram]

NODE_BYTES = 48
"""About what a node costs at most, its share of the unique table and of what grows beside it included."""

CACHE = 1 << 19
"""Entries of the library's cache of results. It is paid for at once, nodes only when they are made."""

CACHE_BYTES = 24
"""What an entry costs."""

BESIDE = 20 << 20
"""Bytes for what is made beside the diagrams: their names here, tables of guards and effects."""

MOST_NODES = 1 << 28
"""The library sets aside addresses for all nodes at once, and ends the process where it cannot."""

FEWEST_NODES = 1 << 16


class OutOfNodes(Exception):
    """The diagrams have grown past what memory they may have."""


def available() -> bool:
    """Whether the library of diagrams can be imported here."""
    try:
        import oxidd.bcdd  # noqa: F401
    except ImportError:
        return False
    return True


def nodes_for(megabytes: int) -> int:
    """How many nodes diagrams may have in so many megabytes, with the cache of their results."""
    return min(max((megabytes << 20) - CACHE * CACHE_BYTES - BESIDE, 0) // NODE_BYTES, MOST_NODES)


def megabytes_of(nodes: int) -> int:
    """How many megabytes so many nodes take."""
    return nodes * NODE_BYTES >> 20


class Diagrams:
    """All diagrams of one question, over `bits` numbered bits, with at most `nodes` nodes at a time."""

    def __init__(self, bits: int, nodes: int, cache: int) -> None:
        from oxidd.bcdd import BCDDManager
        from oxidd.util import BooleanOperator

        self._both = BooleanOperator.AND
        self._manager = BCDDManager(max(nodes, FEWEST_NODES), cache, 1)
        self._manager.add_vars(max(bits, 1))
        self.bits = bits
        self.true: Diagram = self._manager.true()
        self.false: Diagram = self._manager.false()
        self.variables: list[Diagram] = [self._manager.var(bit) for bit in range(bits)]

    @property
    def collections(self) -> int:
        """How often nodes no longer used have been swept up to make room."""
        return int(self._manager.gc_count())

    def substitution(self, new: dict[int, Diagram]) -> Substitution:
        """What `Diagram.substitute` takes to put functions in the place of bits, all at once."""
        from oxidd.bcdd import BCDDFunction

        return BCDDFunction.make_substitution(list(new.items()))

    def cube(self, bits: Sequence[int]) -> Diagram:
        """All of some bits set: names them where they are to be forgotten."""
        found = self.true
        for bit in sorted(bits, reverse=True):
            found = self.variables[bit] & found
        return found

    def both_without(self, one: Diagram, other: Diagram, cube: Diagram) -> Diagram:
        """What holds of both for some values of the bits of a cube."""
        return one.apply_exists(self._both, other, cube)

    def of_table(self, table: Array, bits: Sequence[int]) -> Diagram:
        """The set of a flat table of truth values, of length 2 ** len(bits), the first bit the most significant."""
        return self._part(np.ascontiguousarray(table, dtype=bool), tuple(bits), {})

    def _part(self, cells: Array, bits: tuple[int, ...], seen: dict[tuple[int, bytes], Diagram]) -> Diagram:
        """A method, not a function within: that would hold itself, and so all diagrams, until the collector comes."""
        if not cells.any():
            return self.false
        if cells.all():
            return self.true
        key = (len(bits), cells.tobytes())
        found = seen.get(key)
        if found is None:
            half = len(cells) // 2
            low, high = self._part(cells[:half], bits[1:], seen), self._part(cells[half:], bits[1:], seen)
            found = seen[key] = low if low == high else self.variables[bits[0]].ite(high, low)
        return found
