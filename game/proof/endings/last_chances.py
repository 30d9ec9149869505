"""From how many states each ending can still be reached, and which choices shut it out, in a story kept as bitmaps.

The places are gone through from the last to the first, each once, for all endings: where they are open in the places
behind it is known by then. Where an ending is open everywhere there is nothing that shuts it out, and nothing to work
out either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.proof.explicit.bitmaps import Bitmaps, Sets, bits
from game.proof.explicit.dense import Plan
from game.proof.system.components import places_graph, rings
from game.proof.system.terms import Array

Ways = list[Array | None]
"""For each move of a place, the states that it takes into some set; None for none."""


class Closings:
    """For each ending, by its number, `before`: from how many states it can be reached, and `choices`: the ids of those
    after which it no longer can, the last places' first.
    """

    def __init__(self, bitmaps: Bitmaps, check: Callable[[], None] = lambda: None) -> None:
        self.bitmaps = bitmaps
        self.reached = bitmaps.reached
        self.endings = range(len(bitmaps.model.machine.program.endings))
        self.before = [0 for _ in self.endings]
        self.choices: list[dict[str, None]] = [{} for _ in self.endings]
        self._open: list[Sets] = [{} for _ in self.endings]
        self._awaited = [len({source for source, _ in into if source in self.reached}) for into in bitmaps.into]
        for ring in reversed(rings(places_graph(bitmaps.model))):
            check()
            here = [place for place in ring.places if place in self.reached]
            if ring.turns:
                self._go_round(here)
            else:
                for place in here:
                    self._come_to(place)
            self._forget(here)

    def _come_to(self, place: int) -> None:
        """A place from which no way leads back to it."""
        taken = self._taken(place)
        for ending in self.endings:
            ways = self._ways(ending, place, taken)
            self._note(ending, place, self._joined(ending, place, ways), ways, taken)

    def _go_round(self, ring: Sequence[int]) -> None:
        """The places of a ring: what is open at one of them may be open at the others too."""
        taken = {place: self._taken(place) for place in ring}
        for ending, opened in enumerate(self._open):
            opened |= {place: self._joined(ending, place, self._ways(ending, place, taken[place])) for place in ring}
            changed = {place for place in ring if opened[place].any()}
            while changed:
                target = changed.pop()
                for source, one in self.bitmaps.into[target]:
                    if source in taken:
                        fresh = self._into(source, one, opened[target]) & self.reached[source] & ~opened[source]
                        if fresh.any():
                            opened[source] = opened[source] | fresh
                            changed.add(source)
            for place in ring:
                self._note(ending, place, opened[place], self._ways(ending, place, taken[place]), taken[place])

    def _taken(self, place: int) -> Ways:
        """Where each move can be taken; None where it never leads anywhere."""
        return [
            self._into(place, one, self.reached[one.target]) if one.target in self.reached else None
            for one in self.bitmaps.plans[place]
        ]

    def _ways(self, ending: int, place: int, taken: Ways) -> Ways:
        """Where each move leads to where an ending is open."""
        found: Ways = []
        for one, everywhere in zip(self.bitmaps.plans[place], taken, strict=True):
            opened = self._open[ending].get(one.target)
            if opened is None:
                found.append(None)
            elif opened is self.reached[one.target]:
                found.append(everywhere)
            else:
                found.append(self._into(place, one, opened))
        return found

    def _into(self, place: int, one: Plan, states: Array) -> Array:
        found = self.bitmaps.shapes[place].empty()
        one.backward(states, found)
        return found

    def _joined(self, ending: int, place: int, ways: Ways) -> Array:
        """Where an ending is open at a place, as far as its moves tell."""
        if self.bitmaps.model.places[place].ending == ending:
            return self.reached[place]
        found = self.bitmaps.shapes[place].empty()
        for way in ways:
            if way is not None:
                found |= way
        found &= self.reached[place]
        return found

    def _note(self, ending: int, place: int, opened: Array, ways: Ways, taken: Ways) -> None:
        """Remember where an ending is open at a place, and the moves from there to where it is not."""
        number = bits(opened)
        self._open[ending].pop(place, None)
        if not number:
            return
        self.before[ending] += number
        everywhere = number == bits(self.reached[place])
        self._open[ending][place] = self.reached[place] if everywhere else opened
        options = self.bitmaps.model.places[place].options
        moves = [move for move in self.bitmaps.model.places[place].moves if move.target >= 0]
        for move, way, all_taken in zip(moves, ways, taken, strict=True):
            if way is all_taken or all_taken is None:
                continue
            crossing = opened & all_taken if way is None else opened & all_taken & ~way
            if crossing.any():
                self.choices[ending] |= {options[choice].choice.id: None for choice in (move.choice, *move.like)}

    def _forget(self, ring: Sequence[int]) -> None:
        """Let go of what no place in front of these asks for any more."""
        for place in ring:
            for target in {one.target for one in self.bitmaps.plans[place]}:
                self._awaited[target] -= 1
                if not self._awaited[target]:
                    for opened in self._open:
                        opened.pop(target, None)
