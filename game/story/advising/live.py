"""What is still read where: for each place of a story the slots that a condition or a text may read there or later."""

from __future__ import annotations

from game.engine.program import Op
from game.graphs import Mask, bits, components
from game.story.advising.ways import Places, Way


class Live:
    """The slots that may still be read: `there[place]` before one comes to it, `then[place]` once one is there.
    `circle[place]` is what all places read that lead to it and back, 0 where none do.

    An effect reads what it copies where the slot that it sets is ever read. What is set anew before it is read does not
    count, except among places that lead back to themselves: there an effect forgets nothing, so that one pass over the
    graph is enough, whatever its shape. So a slot may be held to be read that is not; never the other way.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self._effects: dict[tuple[Op, ...], tuple[Mask, Mask]] = {}
        self.relevant = self._relevant()
        self.there = [0] * len(places.ways)
        self.then = [0] * len(places.ways)
        self.circle = [0] * len(places.ways)
        for component in reversed(components(places.nexts)):
            first = component[0]
            if len(component) == 1 and first not in places.nexts[first]:
                self._single(first)
            else:
                self._all_around(component)

    def _relevant(self) -> Mask:
        """The slots that are read anywhere, by a condition or a text, or by an effect on such a slot."""
        found, copied = 0, dict[int, Mask]()
        for place, ways in enumerate(self.places.ways):
            found |= self.places.asks[place]
            self._copies(self.places.enters(place), copied, 0)
            for way in ways:
                found |= way.asks
                if way.do:
                    self._copies(way.do, copied, 0)
        todo = [slot for slot in copied if found >> slot & 1]
        while todo:
            new = copied.pop(todo.pop(), 0) & ~found
            found |= new
            todo += [slot for slot in bits(new) if slot in copied]
        return found

    def _copies(self, ops: tuple[Op, ...], copied: dict[int, Mask], asked: Mask) -> None:
        """Add to `copied` what goes into the slots that effects change, `asked` being what decides on them."""
        for op in ops:
            if op[0] == "if":
                asked_too = asked | self.places.reads.expr(op[1])
                self._copies(op[2], copied, asked_too)
                self._copies(op[3], copied, asked_too)
            elif op[0] == "roll":
                copied[op[1]] = copied.get(op[1], 0) | asked | self.places.reads.expr(op[3][2])
            elif asked or op[2][0] != "const":
                copied[op[1]] = copied.get(op[1], 0) | asked | self.places.reads.expr(op[2])

    def _through(self, ops: tuple[Op, ...], after: Mask) -> Mask:
        """What may be read before some effects, given what may be read after them."""
        if not ops:
            return after
        known = self._effects.get(ops)
        if known is None:
            copied = dict[int, Mask]()
            self._copies(ops, copied, 0)
            gains = 0
            for slot, mask in copied.items():
                gains |= mask & ~(1 << slot) if self.relevant >> slot & 1 else 0
            sets = [op[1] for op in ops if op[0] == "set" and not self.places.reads.expr(op[2]) >> op[1] & 1]
            known = self._effects[ops] = (gains, sum(1 << slot for slot in set(sets)))
        return known[0] | after & ~known[1]

    def _before(self, way: Way) -> Mask:
        after = 0
        for place in way.goes:
            after |= self.there[place]
        return way.asks | (self._through(way.do, after) if way.do else after)

    def _single(self, place: int) -> None:
        found = self.places.asks[place]
        for way in self.places.ways[place]:
            found |= self._before(way)
        self.then[place] = found
        self.there[place] = self._through(self.places.enters(place), found)

    def _all_around(self, component: list[int]) -> None:
        found = 0
        for place in component:
            found |= self._through(self.places.enters(place), 0) | self.places.asks[place]
            for way in self.places.ways[place]:
                found |= self._before(way)
        for place in component:
            self.there[place] = self.then[place] = self.circle[place] = found
