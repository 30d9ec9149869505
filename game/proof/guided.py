"""A search led by lower bounds: it meets something soonest while looking only at states that can be on a shortest way
there.

Two graphs are already known whole: the way through the story without what only texts read, and a relaxed story of the
few variables that are asked about. A state's distance to the goal in each is never more than its true one, and along a
move it falls by at most one. So (A*, Hart, Nilsson and Raphael, 1968) states are taken in the order of their distance
from the start plus the greater of these bounds: the first state taken that meets the question lies on a shortest way,
and states from which a bound says there is no way at all are never taken. If nothing is left to take, the question's
thing cannot be met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from game.proof.explore import BATCH, MAP_LARGEST, Known, Reached
from game.proof.functions import Array
from game.proof.graph import FAR, Graph
from game.proof.layout import Batch, Layouts, Step, Test
from game.proof.model import Move
from game.proof.questions import Site

MAP_TOTAL = 1 << 25


class Bound:
    """Lower bounds from one known graph, for the states of finer layouts."""

    def __init__(self, graph: Graph, finer: Layouts) -> None:
        self.graph = graph
        self.finer = finer
        self.lengths = np.zeros(0, dtype=np.int32)
        self._steps: dict[int, Step] = {}

    def aim(self, sites: Sequence[Site], *, exact: bool) -> None:
        """Set the goal: the sites' places, and, where the graph tells them apart (`exact`), their conditions."""
        graph = self.graph
        goals = [graph.where(site.place, site.when if exact else ()) for site in sites]
        self.lengths = graph.ways_to(np.unique(np.concatenate(goals)))

    def of(self, place: int, keys: Array) -> Array:
        """The lower bounds of states of a place; FAR where there is no way to the goal."""
        step = self._steps.get(place)
        if step is None:
            here = Move(place, -1, (), place, {}, (), "", ())
            step = self._steps[place] = Step(self.finer.of[place], self.graph.layouts.of[place], here)
        return self.lengths[self.graph.number(place, step.apply(Batch(self.finer.of[place], keys))[1])]


class Guided:
    """One search for one question, given up as met by nothing once only ways of `enough` choices or more are left."""

    def __init__(
        self, layouts: Layouts, bounds: Sequence[Bound], sites: Sequence[Site], limit: int, enough: int
    ) -> None:
        self.layouts = layouts
        self.bounds = bounds
        self.limit = limit
        self.enough = enough
        self.total = 0
        self.found = False
        self.known: dict[int, Known] = {}
        self.budget = MAP_TOTAL
        self.tests: dict[int, list[Test]] = {}
        for site in sites:
            self.tests.setdefault(site.place, []).append(Test(layouts.of[site.place], site.when))
        self.waiting: dict[int, dict[int, list[Array]]] = {}

    def run(self, tick: Callable[[int], None]) -> Reached:
        """Search until it is met, or cannot be met, or the limit is passed (`complete` says which of these)."""
        start = self.layouts.of[0].key(self.layouts.model.start)
        first = np.asarray([start], dtype=np.int64)
        self._put(0, first, self._bound(0, first))
        while self.waiting and not self.found and self.total <= self.limit:
            least = min(self.waiting)
            if least >= self.enough:
                self.waiting.clear()
                break
            self._take(least)
            tick(self.total)
        empty = np.zeros(0, dtype=np.int64)
        places = range(len(self.layouts.model.places))
        keys = [self.known[place].all() if place in self.known else empty for place in places]
        return Reached(self.layouts, keys, self.total, self.found or not self.waiting, self.found)

    def _take(self, length: int) -> None:
        """Take all states of one estimated length, with those of the same length that come up meanwhile."""
        layer = self.waiting[length]
        while layer and not self.found and self.total <= self.limit:
            place = min(layer)
            parts = layer.pop(place)
            keys = self._seen(place).add(np.concatenate(parts))
            self.total += len(keys)
            for first in range(0, len(keys), BATCH):
                self._expand(place, keys[first : first + BATCH], length)
        if not layer:
            del self.waiting[length]

    def _seen(self, place: int) -> Known:
        found = self.known.get(place)
        if found is None:
            size = self.layouts.of[place].size
            mapped = size <= min(MAP_LARGEST, self.budget)
            self.budget -= size if mapped else 0
            found = self.known[place] = Known(size, mapped)
        return found

    def _expand(self, place: int, keys: Array, length: int) -> None:
        batch = Batch(self.layouts.of[place], keys)
        for test in self.tests.get(place, ()):
            mask = test.mask(batch)
            if mask is None or mask.any():
                self.found = True
                return
        gone = length - self._bound(place, keys)
        for step in self.layouts.steps(place):
            mask, after = step.apply(batch)
            if len(after):
                behind = gone if mask is None else gone[mask]
                ahead = self._bound(step.move.target, after)
                whole = np.where(ahead == FAR, FAR, behind + 1 + np.minimum(ahead, FAR >> 1))
                self._put(step.move.target, after, whole)

    def _bound(self, place: int, keys: Array) -> Array:
        found = np.zeros(len(keys), dtype=np.int32)
        for bound in self.bounds:
            found = np.maximum(found, bound.of(place, keys))
        return found

    def _put(self, place: int, keys: Array, lengths: Array) -> None:
        for length in np.unique(lengths).tolist():
            if length < FAR:
                self.waiting.setdefault(length, {}).setdefault(place, []).append(keys[lengths == length])
