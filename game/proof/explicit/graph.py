"""The reachable states as one integer graph: distances, ways back, loops and longest ways, all on flat arrays."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import numpy as np

from game.proof.explicit.explore import BATCH, FAR, Reached
from game.proof.explicit.keys import Guard, KeyBatch, KeyMove, PackedState
from game.proof.system.terms import Array, Term, distinct


class Graph:
    """All states, numbered place by place, each with its distance; edges, in the order of their sources, when asked
    for.

    `heads[indptr[s]:indptr[s + 1]]` are the states after `s`. `start` is the first state's number.
    """

    def __init__(self, reached: Reached) -> None:
        self.reached = reached
        self.layouts = reached.layouts
        self.offsets = np.concatenate(([0], np.cumsum([len(keys) for keys in reached.keys])))
        self._bounds: list[int] = self.offsets.tolist()
        self.count = self._bounds[-1]
        self.distance = np.concatenate(reached.distances)
        self._nearer: dict[int, tuple[Array, Array]] = {}
        self._batches: dict[int, KeyBatch] = {}
        first = self.layouts.of[0].key(self.layouts.model.start)
        self.start = int(np.searchsorted(reached.keys[0], first))

    @property
    def indptr(self) -> Array:
        """Where the edges of each state begin."""
        return self._edges[0]

    @property
    def heads(self) -> Array:
        """Where each edge leads."""
        return self._edges[1]

    def number(self, place: int, keys: Array) -> Array:
        """The numbers of states that are known to have been reached."""
        found: Array = self.offsets[place] + np.searchsorted(self.reached.keys[place], keys)
        return found.astype(np.int32)

    @cached_property
    def _edges(self) -> tuple[Array, Array]:
        counts = np.zeros(self.count, dtype=np.int32)
        heads: list[Array] = []
        for place, keys in enumerate(self.reached.keys):
            for first in range(0, len(keys), BATCH):
                part = keys[first : first + BATCH]
                base = int(self.offsets[place]) + first
                tails, tops = self._leaving(place, part)
                counts[base : base + len(part)] = np.bincount(tails, minlength=len(part))
                heads.append(tops[np.argsort(tails, kind="stable")])
        indptr = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        return indptr, np.concatenate(heads) if heads else np.zeros(0, dtype=np.int32)

    def edge_moves(self, place: int) -> Array:
        """For each edge out of a place, in the graph's order, the number of its move among the place's steps."""
        keys = self.reached.keys[place]
        found: list[Array] = [np.zeros(0, dtype=np.int16)]
        for first in range(0, len(keys), BATCH):
            batch = KeyBatch(self.layouts.of[place], keys[first : first + BATCH])
            everyone = np.arange(len(batch.packed), dtype=np.int32)
            tails: list[Array] = [np.zeros(0, dtype=np.int32)]
            moves: list[Array] = [np.zeros(0, dtype=np.int16)]
            steps = self.layouts.steps(place)
            small = np.int16 if len(steps) <= np.iinfo(np.int16).max else np.int32
            for number, step in enumerate(steps):
                mask = step.effect.test.mask(batch)
                tails.append(everyone if mask is None else everyone[mask])
                moves.append(np.full(len(tails[-1]), number, dtype=small))
            found.append(np.concatenate(moves)[np.argsort(np.concatenate(tails), kind="stable")])
        return np.concatenate(found)

    def _leaving(self, place: int, keys: Array) -> tuple[Array, Array]:
        """The edges out of some states of a place: positions in `keys`, and the states they lead to."""
        batch = KeyBatch(self.layouts.of[place], keys)
        tails: list[Array] = [np.zeros(0, dtype=np.int32)]
        tops: list[Array] = [np.zeros(0, dtype=np.int32)]
        everyone = np.arange(len(keys), dtype=np.int32)
        for step in self.layouts.steps(place):
            mask, found = step.apply(batch)
            if not len(found):
                continue
            own = everyone if mask is None else everyone[mask]
            tails.append(own)
            tops.append(self.number(step.move.target, found))
        return np.concatenate(tails), np.concatenate(tops)

    def place_slice(self, place: int) -> slice:
        """The numbers of a place's states."""
        return slice(int(self.offsets[place]), int(self.offsets[place + 1]))

    def place_of(self, state: int) -> int:
        """The place of a state."""
        return bisect_right(self._bounds, state) - 1

    def point(self, state: int) -> PackedState:
        """A state by its place and its key."""
        place = self.place_of(state)
        return PackedState(place, int(self.reached.keys[place][state - self._bounds[place]]))

    def where(self, place: int, terms: tuple[Term, ...]) -> Array:
        """The states of a place where a conjunction holds."""
        keys = self.reached.keys[place]
        base = int(self.offsets[place])
        batch = self._batches.get(place)
        if batch is None:
            batch = self._batches[place] = KeyBatch(self.layouts.of[place], keys)
        mask = Guard(self.layouts.of[place], terms).mask(batch)
        found = np.arange(len(keys)) if mask is None else np.flatnonzero(mask)
        return (found + base).astype(np.int32)

    def endings(self, ending: int = -1) -> Array:
        """The states at which an ending (or, -1, any) is reached."""
        found = [
            np.arange(self.place_slice(index).start, self.place_slice(index).stop, dtype=np.int32)
            for index, place in enumerate(self.layouts.model.places)
            if (place.ending >= 0 if ending < 0 else place.ending == ending)
        ]
        return np.concatenate([np.zeros(0, dtype=np.int32), *found])

    def stops(self) -> Array:
        """The states at which the story's own fault can end play: nothing to choose, or a choice with nowhere to go."""
        model = self.layouts.model
        found = [np.flatnonzero(np.diff(self.indptr) == 0)]
        found += [
            self.where(index, move.guard)
            for index, place in enumerate(model.places)
            for move in place.moves
            if move.target < 0
        ]
        states = distinct(np.concatenate(found))
        endings = np.asarray([place.ending >= 0 for place in model.places])
        stopped: Array = states[~endings[np.searchsorted(self.offsets, states, side="right") - 1]]
        return stopped

    @cached_property
    def backward(self) -> tuple[Array, Array]:
        """The graph turned round, in the same form."""
        counts = np.bincount(self.heads, minlength=self.count)
        indptr = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        tails = np.repeat(np.arange(self.count, dtype=np.int32), np.diff(self.indptr))
        return indptr, tails[np.argsort(self.heads, kind="stable")]

    @cached_property
    def nearest(self) -> list[int]:
        """The distance of the nearest state of each place; FAR where it has none."""
        parts = [self.distance[self.place_slice(place)] for place in range(len(self.reached.keys))]
        return [int(part.min()) if len(part) else int(FAR) for part in parts]

    def nearer(self, state: int) -> list[int]:
        """The states from which a state is reached soonest; none for the first."""
        place = self.place_of(state)
        found = self._nearer.get(place)
        if found is None:
            found = self._nearer[place] = self._into(place)
        heads, tails = found
        first, last = np.searchsorted(heads, (state, state + 1))
        nearer: list[int] = tails[first:last].tolist()
        return nearer

    def _into(self, place: int) -> tuple[Array, Array]:
        """The edges into a place that lie on shortest ways, in the order of their heads."""
        heads: list[Array] = [np.zeros(0, dtype=np.int32)]
        tails: list[Array] = [np.zeros(0, dtype=np.int32)]
        for source, step in self._steps_into[place]:
            keys = self.reached.keys[source]
            for first in range(0, len(keys), BATCH):
                mask, found = step.apply(KeyBatch(self.layouts.of[source], keys[first : first + BATCH]))
                if not len(found):
                    continue
                own = np.arange(len(found)) if mask is None else np.flatnonzero(mask)
                own = (own + (int(self.offsets[source]) + first)).astype(np.int32)
                tops = self.number(place, found)
                tight = self.distance[own] + 1 == self.distance[tops]
                heads.append(tops[tight])
                tails.append(own[tight])
        all_heads, all_tails = np.concatenate(heads), np.concatenate(tails)
        order = np.argsort(all_heads, kind="stable")
        return all_heads[order], all_tails[order]

    @cached_property
    def _steps_into(self) -> list[list[tuple[int, KeyMove]]]:
        found: list[list[tuple[int, KeyMove]]] = [[] for _ in self.reached.keys]
        for source, keys in enumerate(self.reached.keys):
            if len(keys):
                for step in self.layouts.steps(source):
                    found[step.move.target].append((source, step))
        return found

    def ways_to(self, targets: Array) -> Array:
        """The least number of choices from each state to one of `targets`; FAR where there is no way."""
        return spread(*self.backward, self.count, targets)

    @cached_property
    def longest(self) -> Array:
        """The greatest number of choices to each state; -1 where a loop lies on the way, so that there is none."""
        waiting = np.bincount(self.heads, minlength=self.count)
        found = np.zeros(self.count, dtype=np.int32)
        ready = np.flatnonzero(waiting == 0).astype(np.int32)
        while len(ready):
            tops, sources = follow(self.indptr, self.heads, ready)
            np.maximum.at(found, tops, found[sources] + 1)
            np.subtract.at(waiting, tops, 1)
            tops = distinct(tops)
            ready = tops[waiting[tops] == 0]
        found[waiting > 0] = -1
        return found


def follow(indptr: Array, heads: Array, states: Array) -> tuple[Array, Array]:
    """All edges out of some states: where each leads, and where it comes from."""
    first = indptr[states]
    counts = indptr[states + 1] - first
    total = int(counts.sum())
    before = np.cumsum(counts) - counts
    spots = np.arange(total) + np.repeat(first - before, counts)
    return heads[spots], np.repeat(states, counts)


def spread(indptr: Array, heads: Array, count: int, sources: Array) -> Array:
    """Breadth-first distances from a set of states along edges; FAR where none leads."""
    found = np.full(count, FAR, dtype=np.int32)
    found[sources] = 0
    front = distinct(sources)
    level = 0
    while len(front):
        level += 1
        tops, _ = follow(indptr, heads, front)
        tops = tops[found[tops] == FAR]
        found[tops] = level
        front = distinct(tops) if len(tops) < count // 8 else np.flatnonzero(found == level).astype(np.int32)
    return found
