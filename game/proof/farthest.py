"""The longest ways to the endings of a story kept as bitmaps.

A way can be as long as one likes if it passes a loop: a state that can come again. The states on loops, and what lies
behind loops within the same ring of places, are what is left of a ring when all states without one before them are
taken away, again and again. Every ending that can be reached from there has no longest way. To the other endings no
way leads from there, so what can follow a loop is left out, and the rest is gone through in the order of the story:
each state counts with the most choices that lead to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from game.proof.bitmaps import Bitmaps, Sets, packed
from game.proof.functions import Array
from game.proof.rings import places_graph, rings

ENDLESS, UNKNOWN = -1, -2
"""No longest way, since one can go round; and not found out, since that would take too long."""

MOST_WORDS = 1 << 25
"""How many words may be looked at in search of loops, turn by turn."""

BLOCK = 1 << 17
"""How many words of a place, for different numbers of choices, are moved at once."""


def longest_ways(bitmaps: Bitmaps) -> list[int]:
    """For each ending, in the author's order, the most choices that lead to it; 0 where it cannot be reached."""
    endings = range(len(bitmaps.model.machine.program.endings))
    looped = _after_loops(bitmaps)
    if looped is None:
        return [UNKNOWN for _ in endings]
    endless = {bitmaps.model.places[place].ending for place in looped}
    longest = _Farthest(bitmaps, looped).run()
    return [ENDLESS if ending in endless else longest.get(ending, 0) for ending in endings]


def _after_loops(bitmaps: Bitmaps) -> Sets | None:
    """The states that are on loops or can follow them; None if that is too much work."""
    loops: Sets = {}
    work = 0
    for ring in rings(places_graph(bitmaps.model)):
        within = set(ring)
        left = {place: bitmaps.reached[place] for place in ring if place in bitmaps.reached}
        if not any(one.target in within for place in left for one in bitmaps.plans[place]):
            continue
        while left:
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


Packed = tuple[Array, Array]
"""The words of a set that are not empty: where they are, and the words."""


class _Farthest:
    """Goes through a story without loops. `coming[place][turn]` is what arrives at a place after so many choices."""

    def __init__(self, bitmaps: Bitmaps, without: Mapping[int, Array]) -> None:
        self.bitmaps = bitmaps
        self.without = without
        self.coming: dict[int, dict[int, list[Packed]]] = {}
        self.longest: dict[int, int] = {}

    def run(self) -> dict[int, int]:
        """The most choices to each ending that is reached."""
        for place, states in self.bitmaps.start().items():
            self._arrive(place, 0, states)
        for ring in rings(places_graph(self.bitmaps.model)):
            if len(ring) == 1 and all(one.target != ring[0] for one in self.bitmaps.plans[ring[0]]):
                self._leave(ring[0])
            else:
                self._go_round(ring)
        return self.longest

    def _arrive(self, place: int, turn: int, states: Array) -> None:
        if place in self.without:
            states = states & ~self.without[place][0]
        spots, words = packed(states)
        if len(spots):
            self.coming.setdefault(place, {}).setdefault(turn, []).append((spots, words))

    def _leave(self, place: int) -> None:
        """Take all moves from a place at which nothing more arrives, each state after the most choices."""
        coming = self.coming.pop(place, {})
        turns = sorted(coming, reverse=True)
        ending = self.bitmaps.model.places[place].ending
        if turns and ending >= 0:
            self.longest[ending] = max(turns[0], self.longest.get(ending, 0))
        elif turns:
            seen = self.bitmaps.shapes[place].empty()[0]
            block = max(1, BLOCK // self.bitmaps.shapes[place].words)
            for first in range(0, len(turns), block):
                part = turns[first : first + block]
                sets = self._unpacked(place, [coming[turn] for turn in part])
                for states in sets:
                    states &= ~seen
                    seen |= states
                some = [number for number in range(len(part)) if sets[number].any()]
                self._take(place, [part[number] for number in some], sets[some])

    def _go_round(self, ring: Sequence[int]) -> None:
        """Take all moves from the places of a ring, choice by choice, until all have left it."""
        while inside := [place for place in ring if self.coming.get(place)]:
            turn = min(min(self.coming[place]) for place in inside)
            for place in inside:
                if turn in self.coming[place]:
                    self._take(place, [turn], self._unpacked(place, [self.coming[place].pop(turn)]))

    def _take(self, place: int, turns: Sequence[int], sets: Array) -> None:
        if not turns:
            return
        for one in self.bitmaps.plans[place]:
            after = self.bitmaps.shapes[one.target].empty(len(turns))
            one.forward(sets, after)
            for turn, states in zip(turns, after, strict=True):
                self._arrive(one.target, turn + 1, states)

    def _unpacked(self, place: int, layers: Sequence[Sequence[Packed]]) -> Array:
        """What arrives at a place at some turns, as a layer for each."""
        sets = self.bitmaps.shapes[place].empty(len(layers))
        flat = sets.reshape(len(layers), -1)
        for number, parts in enumerate(layers):
            for spots, words in parts:
                flat[number, spots] |= words
        return sets
