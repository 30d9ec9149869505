"""A story as a symbolic transition system: its sets of states as diagrams, backwards and forwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from game.proof.symbolic.backward import Backward
from game.proof.symbolic.diagrams import Diagrams, OutOfNodes
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.forward import Forward
from game.proof.system.joined_moves import merge_ways
from game.proof.system.model import Model
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible

MOST_COLLECTIONS = 6
"""How often the nodes may be used up and swept before that counts as not having enough of them."""


class Watched:
    """A tick that also gives up."""

    def __init__(self, diagrams: Diagrams, tick: Callable[[], None]) -> None:
        self._diagrams = diagrams
        self._tick = tick
        self._swept = 0

    def __call__(self) -> None:
        """Raise where most of the work has become to sweep up: a full table is reached late then."""
        if self._diagrams.collections - self._swept > MOST_COLLECTIONS:
            raise OutOfNodes
        self._tick()

    def begin_anew(self) -> None:
        """What was swept up so far, for what was given up, does not count any more."""
        self._swept = self._diagrams.collections


class SymbolicSystem:
    """The ways of one model, like choices joined, with all that some terms read told apart.

    `nodes` is how many nodes the diagrams may have, `tick` is called now and then and may raise to stop. Everything
    here and in its parts raises `OutOfNodes` within `bounded()`.
    """

    def __init__(
        self,
        model: Model,
        possible: Possible,
        terms: Mapping[int, Iterable[Term]],
        nodes: int,
        tick: Callable[[], None],
    ) -> None:
        self.model = model
        with self.bounded():
            joined, merged = merge_ways(model, terms)
            self.encoding = Encoding(joined, possible, merged, nodes)
        self.tick = Watched(self.encoding.diagrams, tick)
        self.backward = Backward(self.encoding, self.tick)

    @cached_property
    def forward(self) -> Forward:
        """What is worked out from the start on."""
        return Forward(self.encoding, self.backward.moves, self.tick)

    @staticmethod
    @contextmanager
    def bounded() -> Iterator[None]:
        """Tell in our own words that the library has no more nodes to give."""
        from oxidd.util import DDMemoryError

        try:
            yield
        except DDMemoryError as error:
            raise OutOfNodes from error
