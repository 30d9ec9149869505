"""Every reachable state, place by place, as sorted arrays of keys, each with its distance from the start.

Places are gone through in topological order of the rings (strongly connected components) that they form. A place that
is in no ring is left once, with all its states, for by then everything that leads there has arrived and their distances
are known. A ring is gone through choice by choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from game.proof.explicit.keys import WIDEST, KeyBatch, Layouts
from game.proof.system.components import components, places_graph
from game.proof.system.terms import Array, distinct

BATCH = 1 << 17
COMBINATIONS_A_KEY = 16
"""A place gets a map once it has no more combinations than this for each key that has come."""

MAP_BUDGET = 1 << 25
"""Up to how many combinations all open maps may have together."""

FAR = np.iinfo(np.int32).max
"""The distance of what cannot be reached."""


PACKED = 1 << 32
"""Up to how many combinations a key and a distance fit one number."""


class TooWide(Exception):
    """A place has more combinations of live values than a key can number."""

    def __init__(self, place: int) -> None:
        super().__init__(f"place {place} has too many combinations for a key")
        self.place = place


class Soonest:
    """The states of one place found so far, each with its least distance: a map of all combinations where enough of
    them come, else lists that are put in order in time."""

    def __init__(self, size: int, most: int) -> None:
        self.size = size
        self.map: Array | None = None
        self.keys: list[Array] = []
        self.distances: list[Array] = []
        self.loose = 0
        self.settled = 0
        self.reserved = size if size <= most else 0
        self._enough = size // COMBINATIONS_A_KEY if size <= most else WIDEST

    def take(self, keys: Array, distances: Array) -> None:
        """Take in keys with their distances, the farthest first."""
        if self.map is not None:
            _put(self.map, keys, distances)
            return
        self.keys.append(keys)
        self.distances.append(distances)
        self.loose += len(keys)
        if self.settled + self.loose > self._enough:
            self.to_map()
        elif self.loose > max(self.settled, 1 << 20):
            self._put_in_order()

    def to_map(self) -> None:
        """Keep a map from now on, or lists for good where there is no memory for one."""
        try:
            self.map = np.full(self.size, FAR, dtype=np.int32)
        except MemoryError:
            self._enough = WIDEST
            return
        for keys, distances in zip(self.keys, self.distances, strict=True):
            _put(self.map, keys, distances)
        self.keys, self.distances = [], []

    def fresh(self, keys: Array, distance: int) -> Array:
        """Of keys that come at one distance, when all nearer ones have come: those that are new, sorted, each once."""
        keys = distinct(keys)
        if self.map is not None:
            keys = keys[self.map[keys] == FAR]
            self.map[keys] = distance
            return keys
        for run in self.keys:
            if not len(keys):
                return keys
            spot = np.searchsorted(run, keys)
            spot[spot == len(run)] = 0
            keys = keys[run[spot] != keys]
        if len(keys):
            self._keep(keys, np.full(len(keys), distance, dtype=np.int32))
        return keys

    def _keep(self, run: Array, distances: Array) -> None:
        while self.keys and len(self.keys[-1]) <= 2 * len(run):
            run = np.concatenate((self.keys.pop(), run))
            distances = np.concatenate((self.distances.pop(), distances))
            order = np.argsort(run, kind="stable")
            run, distances = run[order], distances[order]
        self.keys.append(run)
        self.distances.append(distances)

    def _put_in_order(self) -> None:
        keys, distances = np.concatenate(self.keys), np.concatenate(self.distances)
        if self.size <= PACKED:
            both = np.sort(keys << 31 | distances)
            keys, distances = both >> 31, (both & FAR).astype(np.int32)
        else:
            order = np.lexsort((distances, keys))
            keys, distances = keys[order], distances[order]
        first = np.empty(len(keys), dtype=bool)
        first[:1] = True
        np.not_equal(keys[1:], keys[:-1], out=first[1:])
        self.keys, self.distances = [keys[first]], [distances[first]]
        self.settled, self.loose = len(self.keys[0]), 0

    def all(self) -> tuple[Array, Array]:
        """All states found, sorted, and their distances."""
        if self.map is not None:
            keys = np.flatnonzero(self.map != FAR)
            return keys, self.map[keys]
        if not self.keys:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        self._put_in_order()
        return self.keys[0], self.distances[0]


def _put(held: Array, keys: Array, distances: Array) -> None:
    """Note nearer distances in a map: of a key that comes more than once, the last stays, and that is the nearest."""
    nearer = distances < held[keys]
    held[keys[nearer]] = distances[nearer]


def farthest_first(distances: Array) -> Array:
    """The order of some states by their distances, the greatest first."""
    if not len(distances):
        return np.zeros(0, dtype=np.intp)
    nearer = distances.max() - distances
    return np.argsort(nearer.astype(np.uint16) if nearer.max() < 1 << 16 else nearer, kind="stable")


@dataclass(slots=True)
class Reached:
    """The outcome of an exploration: for each place its states' sorted keys, and their distances from the start.
    `complete` is false where the bound stopped it."""

    layouts: Layouts
    keys: list[Array]
    distances: list[Array]
    total: int
    complete: bool


class Explorer:
    """Explores one model with one family of merged values."""

    def __init__(self, layouts: Layouts, bound: int, tick: Callable[[int], None] = lambda total: None) -> None:
        self.layouts = layouts
        self.bound = bound
        self.tick = tick
        wide = layouts.widest
        if layouts.of[wide].size >= WIDEST:
            raise TooWide(wide)
        self.open: dict[int, Soonest] = {}
        self.budget = MAP_BUDGET
        self.total = 0
        nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        self.found = [nothing for _ in layouts.of]

    def run(self) -> Reached:
        """Explore until nothing is new, or the bound is passed."""
        first = self.layouts.of[0].key(self.layouts.model.start)
        self._at(0).take(np.asarray([first], dtype=np.int64), np.zeros(1, dtype=np.int32))
        for ring in components(places_graph(self.layouts.model)):
            if self.total > self.bound:
                break
            if not any(place in self.open for place in ring.places):
                continue
            if ring.is_cycle:
                self._go_round(ring.places)
            else:
                self._leave(ring.places[0])
            self.tick(self.total)
        keys, distances = [one for one, _ in self.found], [other for _, other in self.found]
        return Reached(self.layouts, keys, distances, self.total, self.total <= self.bound)

    def _at(self, place: int) -> Soonest:
        found = self.open.get(place)
        if found is None:
            found = self.open[place] = Soonest(self.layouts.of[place].size, self.budget)
            self.budget -= found.reserved
        return found

    def _close(self, place: int) -> tuple[Array, Array]:
        """The states of a place at which nothing more arrives."""
        held = self.open.pop(place)
        self.budget += held.reserved
        return held.all()

    def _leave(self, place: int) -> None:
        """Take the moves out of a place for all its states, the farthest first."""
        keys, distances = self.found[place] = self._close(place)
        self.total += len(keys)
        order = farthest_first(distances)
        for first in range(0, len(keys), BATCH):
            self.tick(self.total)
            part = order[first : first + BATCH]
            after = distances[part] + np.int32(1)
            for target, found, mask in self._step(place, keys[part]):
                self._arrive(target, found, after if mask is None else after[mask])

    def _arrive(self, place: int, keys: Array, distances: Array) -> None:
        held = self._at(place)
        held.take(keys, distances)
        if held.settled > self.bound:
            self.total = held.settled

    def _step(self, place: int, keys: Array) -> Iterator[tuple[int, Array, Array | None]]:
        batch = KeyBatch(self.layouts.of[place], keys)
        for step in self.layouts.steps(place):
            mask, found = step.apply(batch)
            if len(found):
                yield step.move.target, found, mask

    def _go_round(self, ring: list[int]) -> None:
        """Go through the states of a ring of places choice by choice: what comes from outside at its time."""
        coming: dict[int, dict[int, list[Array]]] = {}
        inside = {place: self._ring_place(place, coming) for place in ring}
        while coming:
            distance = min(coming)
            for place, parts in coming.pop(distance).items():
                new = inside[place].fresh(np.concatenate(parts), distance)
                self.total += len(new)
                for first in range(0, len(new), BATCH):
                    self.tick(self.total)
                    for target, found, _ in self._step(place, new[first : first + BATCH]):
                        if target in inside:
                            coming.setdefault(distance + 1, {}).setdefault(target, []).append(found)
                        else:
                            self._arrive(target, found, np.full(len(found), distance + 1, dtype=np.int32))
            if self.total > self.bound:
                return
            self.tick(self.total)
        for place, held in inside.items():
            self.open[place] = held
            self.found[place] = self._close(place)

    def _ring_place(self, place: int, coming: dict[int, dict[int, list[Array]]]) -> Soonest:
        """An empty record of a place in a ring; what has arrived there so far is still to come, at its time."""
        if place in self.open:
            keys, distances = self._close(place)
            for distance in distinct(distances).tolist():
                coming.setdefault(distance, {})[place] = [keys[distances == distance]]
        held = self._at(place)
        if held.reserved:
            held.to_map()
        del self.open[place]
        return held
