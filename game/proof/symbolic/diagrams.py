"""Binary decision diagrams over numbered bits, from the oxidd library: made from tables, counted, let go.

A reduced ordered decision diagram (Bryant, 1986) is one canonical graph for each Boolean function, so that equal sets
are the same diagram and a fixpoint is seen at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from game.proof.system.terms import Array

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction, BCDDSubstitution

    Diagram = BCDDFunction
    Substitution = BCDDSubstitution

NODE_BYTES = 40
"""About what a node costs, its share of the unique table included."""

FEWEST_NODES = 1 << 16


class OutOfNodes(Exception):
    """The diagrams have grown past what memory they may have."""


def available() -> bool:
    """Whether the library of diagrams can be imported here."""
    return find_spec("oxidd") is not None


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
    def nodes(self) -> int:
        """How many nodes there are now, those no longer used included."""
        return int(self._manager.approx_num_inner_nodes())

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
