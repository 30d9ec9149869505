"""The longest ways to the endings of a story kept as bitmaps.

A way can be as long as one likes if it passes a loop: a state that can come again. The states on loops, and what lies
behind loops within the same ring of places, are what is left of a ring when all states without one before them are
taken away, again and again. Every ending that can be reached from there has no longest way. To the other endings no
way leads from there, so what can follow a loop is left out, and the rest is gone through in the order of the story:
each state counts with the most choices that lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from game.proof.explicit.bitmaps import Bitmaps, Sets, packed
from game.proof.report.report import UNBOUNDED, Length
from game.proof.system.components import places_graph, rings
from game.proof.system.terms import Array

MOST_WORDS = 1 << 25
"""How many words may be looked at in search of loops, turn by turn."""


def longest_ways(bitmaps: Bitmaps, check: Callable[[], None] = lambda: None) -> list[Length | None]:
    """For each ending, in the author's order, the most choices that lead to it; None where it cannot be reached, and
    for all of them where that would take too long to find out."""
    endings = range(len(bitmaps.model.machine.program.endings))
    looped = _after_loops(bitmaps, check)
    if looped is None:
        return [None for _ in endings]
    endless = {bitmaps.model.places[place].ending for place in looped}
    longest = _Farthest(bitmaps, looped).run(check)
    return [UNBOUNDED if ending in endless else longest.get(ending) for ending in endings]


def _after_loops(bitmaps: Bitmaps, check: Callable[[], None] = lambda: None) -> Sets | None:
    """The states that are on loops or can follow them; None if that is too much work."""
    loops: Sets = {}
    work = 0
    for ring in rings(places_graph(bitmaps.model)):
        if not ring.turns:
            continue
        within = set(ring.places)
        left = {place: bitmaps.reached[place] for place in ring.places if place in bitmaps.reached}
        while left:
            check()
            work += sum(states.size for states in left.values())
            if work > MOST_WORDS:
                return None
            after = _image(bitmaps, left, within)
            stay = {place: states & after[place] for place, states in left.items() if place in after}
            stay = {place: states for place, states in stay.items() if states.any()}
            if len(stay) == len(left) and all(np.array_equal(stay[place], left[place]) for place in stay):
                break
            left = stay
        loops |= left
    return bitmaps.following(loops) if loops else {}


def _image(bitmaps: Bitmaps, sets: Mapping[int, Array], within: set[int]) -> Sets:
    """The states of some places one choice after a set."""
    found: Sets = {}
    for place, states in sets.items():
        for one in bitmaps.plans[place]:
            if one.target in within:
                one.forward(states, found.setdefault(one.target, bitmaps.shapes[one.target].empty()))
    return found


class Words(NamedTuple):
    """Words of a place's sets that are not empty: after how many choices, where they are among all, and their bits."""

    turns: Array
    spots: Array
    bits: Array


class _Farthest:
    """Goes through a story without loops. `coming[place]` is what has arrived at a place so far."""

    def __init__(self, bitmaps: Bitmaps, without: Mapping[int, Array]) -> None:
        self.bitmaps = bitmaps
        self.without = without
        self.coming: dict[int, list[Words]] = {}
        self.longest: dict[int, int] = {}

    def run(self, check: Callable[[], None] = lambda: None) -> dict[int, int]:
        """The most choices to each ending that is reached."""
        for place, states in self.bitmaps.start().items():
            spots, words = packed(states)
            self.coming[place] = [Words(np.zeros(len(spots), dtype=np.int32), spots, words)]
        for ring in rings(places_graph(self.bitmaps.model)):
            check()
            if ring.turns:
                self._go_round(ring.places, check)
            else:
                self._leave(ring.places[0])
        return self.longest

    def _leave(self, place: int) -> None:
        """Take all moves from a place at which nothing more arrives, each state after the most choices."""
        coming = self.coming.pop(place, None)
        if coming is None:
            return
        seen = np.zeros(self.bitmaps.shapes[place].words, dtype=np.uint64)
        found: list[Words] = []
        for turn, spots, words in self._by_turns(place, coming):
            words = words & ~seen[spots]
            some = np.flatnonzero(words)
            spots, words = spots[some], words[some]
            seen[spots] |= words
            found.append(Words(np.full(len(spots), turn, dtype=np.int32), spots, words))
        farthest = Words(*map(np.concatenate, zip(*found, strict=True)))
        ending = self.bitmaps.model.places[place].ending
        if ending >= 0 and len(farthest.turns):
            self.longest[ending] = max(int(farthest.turns.max()), self.longest.get(ending, 0))
        self._take(place, farthest)

    def _go_round(self, ring: Sequence[int], check: Callable[[], None] = lambda: None) -> None:
        """Take all moves from the places of a ring, choice by choice, until all have left it."""
        waiting: dict[int, dict[int, list[Words]]] = {}
        while True:
            check()
            for place in ring:
                for arrived in self.coming.pop(place, ()):
                    for turn, part in _split(arrived):
                        waiting.setdefault(turn, {}).setdefault(place, []).append(part)
            if not waiting:
                return
            now = min(waiting)
            for place, coming in waiting.pop(now).items():
                for _, spots, words in self._by_turns(place, coming):
                    self._take(place, Words(np.full(len(spots), now, dtype=np.int32), spots, words))

    def _by_turns(self, place: int, coming: Sequence[Words]) -> Iterator[tuple[int, Array, Array]]:
        """What arrives at a place, by the number of choices, the greatest first; each word once."""
        together = np.zeros(self.bitmaps.shapes[place].words, dtype=np.uint64)
        without = self.without[place].reshape(-1) if place in self.without else None
        every = Words(*map(np.concatenate, zip(*coming, strict=True)))
        for turn, part in reversed(list(_split(every))):
            np.bitwise_or.at(together, part.spots, part.bits)
            where = np.flatnonzero(together)
            found = together[where] if without is None else together[where] & ~without[where]
            yield turn, where, found
            together[where] = 0

    def _take(self, place: int, words: Words) -> None:
        if not len(words.turns):
            return
        for one in self.bitmaps.plans[place]:
            target = self.bitmaps.shapes[one.target]
            for targets, which, found in one.sparse(words.spots, words.bits, self.bitmaps.shapes[place], target):
                self._wait(one.target, Words(words.turns[which] + np.int32(1), targets, found))

    def _wait(self, place: int, words: Words) -> None:
        if len(words.turns):
            self.coming.setdefault(place, []).append(words)


def _split(words: Words) -> Iterator[tuple[int, Words]]:
    """Words by the number of choices."""
    if words.turns[0] == words.turns[-1] and (words.turns == words.turns[0]).all():
        yield int(words.turns[0]), words
        return
    order = np.argsort(words.turns, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(words.turns[order])) + 1):
        yield int(words.turns[part[0]]), Words(*(one[part] for one in words))
