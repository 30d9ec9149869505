"""Every reachable state, place by place, as sorted arrays of keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from game.proof.functions import Array
from game.proof.layout import WIDEST, Batch, Layouts, Step

BATCH = 1 << 17
MAP_LARGEST = 1 << 24
MAP_BUDGET = 1 << 27
"""A place keeps a byte for each combination up to `MAP_LARGEST` of them, all places together up to `MAP_BUDGET`."""


class TooWide(Exception):
    """A place has more combinations of live values than a key can number."""

    def __init__(self, place: int) -> None:
        super().__init__(f"place {place} has too many combinations for a key")
        self.place = place


class Known:
    """The states of one place found so far: a byte map where that is small, else sorted runs that merge in time."""

    def __init__(self, size: int, mapped: bool) -> None:
        self.map: Array | None = np.zeros(size, dtype=np.uint8) if mapped else None
        self.runs: list[Array] = []

    def add(self, keys: Array) -> Array:
        """Take in keys; returns those that are new, sorted, each once."""
        if self.map is not None:
            keys = keys[self.map[keys] == 0]
            keys = distinct(keys)
            self.map[keys] = 1
            return keys
        keys = distinct(keys)
        for run in self.runs:
            spot = np.searchsorted(run, keys)
            spot[spot == len(run)] = 0
            keys = keys[run[spot] != keys]
        if len(keys):
            self._keep(keys)
        return keys

    def _keep(self, run: Array) -> None:
        while self.runs and len(self.runs[-1]) <= 2 * len(run):
            run = np.concatenate((self.runs.pop(), run))
            run.sort(kind="stable")
        self.runs.append(run)

    def all(self) -> Array:
        """All states found, sorted."""
        if self.map is not None:
            return np.flatnonzero(self.map).astype(np.int64)
        while len(self.runs) > 1:
            self._keep(self.runs.pop())
            if len(self.runs) > 1:
                last = np.concatenate((self.runs.pop(), self.runs.pop()))
                last.sort(kind="stable")
                self.runs.append(last)
        return self.runs[0] if self.runs else np.zeros(0, dtype=np.int64)


def distinct(keys: Array) -> Array:
    """Sorted keys, each once."""
    if len(keys) < 2:
        return keys
    keys = np.sort(keys)
    keep = np.empty(len(keys), dtype=bool)
    keep[0] = True
    np.not_equal(keys[1:], keys[:-1], out=keep[1:])
    return keys[keep]


@dataclass(slots=True)
class Reached:
    """The outcome of an exploration: sorted keys for each place. `complete` is false where the bound stopped it."""

    layouts: Layouts
    keys: list[Array]
    total: int
    complete: bool


class Explorer:
    """Explores one model with one family of merged values."""

    def __init__(self, layouts: Layouts, bound: int, tick: Callable[[int], None] = lambda total: None) -> None:
        self.layouts = layouts
        self.bound = bound
        self.tick = tick
        places = layouts.model.places
        wide = layouts.widest
        if layouts.of[wide].size >= WIDEST:
            raise TooWide(wide)
        self.known: list[Known | None] = [None] * len(places)
        self.pending: list[list[Array]] = [[] for _ in places]
        self.rank = components(places_graph(layouts))
        self.budget = MAP_BUDGET
        self.total = 0
        self.queue: list[tuple[int, int, int]] = []
        self.turn = 0

    def _known(self, place: int) -> Known:
        found = self.known[place]
        if found is None:
            size = self.layouts.of[place].size
            mapped = size <= min(MAP_LARGEST, self.budget)
            if mapped:
                self.budget -= size
            found = self.known[place] = Known(size, mapped)
        return found

    def run(self) -> Reached:
        """Explore until nothing is new, or the bound is passed."""
        model = self.layouts.model
        self._arrive(0, np.asarray([self.layouts.of[0].key(model.start)], dtype=np.int64))
        while self.queue and self.total <= self.bound:
            _, _, place = heappop(self.queue)
            fresh = self.pending[place]
            self.pending[place] = []
            keys = fresh[0] if len(fresh) == 1 else np.concatenate(fresh)
            for first in range(0, len(keys), BATCH):
                self._leave(place, keys[first : first + BATCH])
            self.tick(self.total)
        empty = np.zeros(0, dtype=np.int64)
        keys_of = [empty if known is None else known.all() for known in self.known]
        return Reached(self.layouts, keys_of, self.total, self.total <= self.bound)

    def _leave(self, place: int, keys: Array) -> None:
        batch = Batch(self.layouts.of[place], keys)
        for step in self.layouts.steps(place):
            self._arrive(step.move.target, step.apply(batch)[1])

    def _arrive(self, place: int, keys: Array) -> None:
        if not len(keys):
            return
        new = self._known(place).add(keys)
        if not len(new):
            return
        self.total += len(new)
        if not self.pending[place]:
            self.turn += 1
            heappush(self.queue, (self.rank[place], self.turn, place))
        self.pending[place].append(new)


def places_graph(layouts: Layouts) -> list[list[int]]:
    """The places that each place's moves lead to."""
    return [[move.target for move in place.moves if move.target >= 0] for place in layouts.model.places]


def components(after: list[list[int]]) -> list[int]:
    """The rank of each place's strongly connected component, in topological order (Tarjan, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    rank = [0] * len(after)
    count = 0
    for root in range(len(after)):
        if root in order:
            continue
        work = [(root, iter(after[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, children = work[-1]
            for child in children:
                if child not in order:
                    order[child] = low[child] = len(order)
                    stack.append(child)
                    on_stack.add(child)
                    work.append((child, iter(after[child])))
                    break
                if child in on_stack:
                    low[node] = min(low[node], order[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        rank[member] = -count
                        if member == node:
                            break
                    count += 1
    return rank


__all__ = ["Explorer", "Known", "Reached", "Step", "TooWide", "components", "distinct"]
