"""A story as a symbolic transition system: its sets of states as diagrams, backwards and forwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from game.proof.symbolic.backward import Backward
from game.proof.symbolic.diagrams import Diagrams, OutOfNodes
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.forward import Forward
from game.proof.system.dependencies import Dependencies
from game.proof.system.joined_moves import merge_ways
from game.proof.system.model import Model, slots_read
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram

MOST_COLLECTIONS = 6
"""How often the nodes may be used up and swept before that counts as not having enough of them."""


class SweepLimit:
    """A tick that also gives up, after so many sweeps."""

    def __init__(self, diagrams: Diagrams, tick: Callable[[], None], most: int) -> None:
        self._diagrams = diagrams
        self._tick = tick
        self._most = most
        self._swept = 0

    def __call__(self) -> None:
        """Raise where most of the work has become to sweep up: a full table is reached late then."""
        if self._diagrams.collections - self._swept > self._most:
            raise OutOfNodes
        self._tick()

    def begin_anew(self) -> None:
        """What was swept up so far, for what was given up, does not count any more."""
        self._swept = self._diagrams.collections


class Determined(Enum):
    """What is made of slots that others determine (see `system/dependencies`): bits like any other's; the same, and it
    is worked out where they are what they have to be; or no bits, since they are written as what they are equal to.
    """

    PLAIN = 0
    KNOWN = 1
    REPLACED = 2


class SymbolicSystem:
    """The ways of one model, like choices joined, with all that some terms read told apart.

    `nodes` is how many nodes the diagrams may have, `tick` is called now and then and may raise to stop. `known` is
    where slots that others determine are what they have to be, as far as that was to be worked out; `late_first` is one
    of two orders of the slots (see `order`); after `most_collections` sweeps of the nodes it is given up. Everything
    here and in its parts raises `OutOfNodes` within `bounded()`.
    """

    def __init__(
        self,
        model: Model,
        possible: Possible,
        terms: Mapping[int, Iterable[Term]],
        nodes: int,
        tick: Callable[[], None],
        determined: Determined = Determined.PLAIN,
        *,
        late_first: bool = False,
        most_collections: int = MOST_COLLECTIONS,
    ) -> None:
        self.model = model
        asked = {place: list(some) for place, some in terms.items()}
        found = None
        if determined is not Determined.PLAIN:
            found = Dependencies(model, possible, slots_read(model, [term for some in asked.values() for term in some]))
        with self.bounded():
            if found is None:
                joined, merged = merge_ways(model, asked)
                self.encoding = Encoding(joined, possible, merged, nodes, late_first=late_first)
            elif determined is Determined.REPLACED:
                asked = {place: [found.without(term) for term in some] for place, some in asked.items()}
                joined, merged = merge_ways(found.model_without(model), asked)
                self.encoding = Encoding(joined, possible, merged, nodes, found.without)
            else:
                apart = [term for equation in found.equations() for term in equation]
                places = range(len(model.places))
                joined, merged = merge_ways(model, {place: [*asked.get(place, ()), *apart] for place in places})
                self.encoding = Encoding(joined, possible, merged, nodes)
            self.known = self.encoding.true
            if found is not None and determined is Determined.KNOWN:
                self.known = self._known(found)
        self.tick = SweepLimit(self.encoding.diagrams, tick, most_collections)
        self.backward = Backward(self.encoding, self.tick)

    def _known(self, found: Dependencies) -> Diagram:
        """Where each slot that others determine has the value that they give it."""
        encoding, known = self.encoding, self.encoding.true
        for slot, term in found.equations():
            both, equal = (encoding.outcomes(slot), encoding.outcomes(term)), encoding.false
            for value in both[0].keys() & both[1].keys():
                equal = equal | (both[0][value] & both[1][value])
            known = known & equal
        return known

    @cached_property
    def forward(self) -> Forward:
        """What is worked out from the start on."""
        return Forward(self.encoding, self.backward.moves, self.tick)

    @staticmethod
    def bounded() -> Bounded:
        """Within, it is told in our own words that the library has no more nodes to give."""
        return Bounded()


class Bounded:
    """Turns what the library raises for want of nodes into OutOfNodes.

    Not made from a generator: from Python 3.12 on the library's error would hold itself by way of frames of that, and
    so all diagrams, until garbage is collected.
    """

    def __enter__(self) -> None:
        """Nothing is to be prepared."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        from oxidd.util import DDMemoryError

        if isinstance(error, DDMemoryError):
            raise OutOfNodes from error
