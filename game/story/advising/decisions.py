"""Which decisions of a story anything remembers: seen from the graph and the effects alone, without playing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from game.engine.program import Choice, Program, Scene, junctions
from game.graphs import Mask
from game.story.advising.left import along, differing, done
from game.story.advising.live import Live
from game.story.advising.ways import Places, Way
from game.story.compiling.link import Node, graph
from game.story.expressions.exclusive import exclusive

FARTHEST = 48
"""Ways that pass more scenes than so many, both together, before all of them have met again, are held never to meet."""
MEETINGS = 8
"""So are those that meet one after another in more places than so many."""
COMPARED = 3
"""Each option is compared with so many others that it can be open with; with all of them in a scene of few choices."""


class Decision(NamedTuple):
    """A scene by its position in which options can be open together; whether anything remembers which was taken. What
    leads back to the page and leaves nothing there is no decision: a look around, a question; one can take it and the
    others too.

    Where nothing does: the places where the ways of two options meet again (scenes by position, others are decks or
    where calls return to), and the slots in which they leave different values all the same.
    """

    scene: int
    remembered: bool
    meets: tuple[int, ...] = ()
    left: Mask = 0


class _Region(NamedTuple):
    """The places that each of two ways has for itself, and where they come to from there."""

    own: tuple[set[int], set[int]]
    stops: tuple[set[int], set[int]]


def unpacked(program: Program) -> list[Scene]:
    """All scenes of a program, and its continuations after them, with their choices as such."""
    scenes = (Scene(*raw) for raw in junctions(program))
    return [scene._replace(choices=tuple([Choice(*raw) for raw in scene.choices])) for scene in scenes]


def decisions(
    program: Program, scenes: list[Scene] | None = None, nodes: list[Node] | None = None
) -> Iterator[Decision]:
    """The decisions of a story, in the order of its scenes; `scenes` and `nodes` are its own, where they are known.

    A decision is remembered where two of its options can be open together and either their ways do not meet again, or
    they leave different values in a slot that a condition or a text reads where they first meet, or later. What is not
    known for sure counts as remembered: ways that may come to where the others do not, or that pass many scenes before
    they meet; values that may differ; values that may be read, see `Live`. So a decision that is told here as one that
    nothing remembers is one, but for options that the course of the story keeps from being open together, and but for
    ends of ranges, at which values are equal again or still differ.
    """
    scenes = unpacked(program) if scenes is None else scenes
    places = Places(program, scenes, graph(program) if nodes is None else nodes)
    live = Live(places)
    for number in range(len(scenes)):
        if len(places.ways[number]) < 2:
            continue
        ways = [way for way in places.ways[number] if way.choice and way.choice.kind in ("choice", "fallback")]
        found = _Look(places, live, number).decision(_pairs(ways))
        if found is not None:
            yield found


def _pairs(ways: Sequence[Way]) -> Iterator[tuple[Way, Way]]:
    """The options to be compared: those that no condition keeps from being open together."""
    for number, way in enumerate(ways):
        found = 0
        for other in reversed(ways[:number]):
            if _together(way.choice, other.choice):
                yield other, way
                found += 1
            if found == COMPARED:
                break


def _together(one: Choice | None, other: Choice | None) -> bool:
    if one is None or other is None or one.fallback != other.fallback:
        return False
    return one.guard is None or other.guard is None or not exclusive(one.guard, other.guard)


class _Look:
    """A look at what the options of one scene lead to."""

    def __init__(self, places: Places, live: Live, home: int) -> None:
        self.places, self.live, self.home = places, live, home
        self._returning: dict[str, _Region | None] = {}
        self.meets: dict[int, None] = {}
        self.left: Mask = 0

    def decision(self, pairs: Iterable[tuple[Way, Way]]) -> Decision | None:
        """What became of it; None if it is none."""
        closer = []
        for pair in pairs:
            if self._at_once(*pair):
                return Decision(self.home, True)
            closer.append(pair)
        if any(self._remembered(*pair) for pair in closer):
            return Decision(self.home, True)
        return Decision(self.home, False, tuple(self.meets), self.left) if self.meets else None

    def _at_once(self, one: Way, other: Way) -> bool:
        """Whether it can be told from the two options alone: by what is read in all of the places that lead to one
        another, which both do not leave.
        """
        circle = self.live.circle
        around = circle[self.home]
        if not around or one.do == other.do:
            return False
        for place in (*one.goes, *other.goes):
            if circle[place] != around:
                return False
        return bool(differing(done({}, one.do), done({}, other.do)) & around)

    def _remembered(self, one: Way, other: Way) -> bool:
        there = self.live.there[self.home] | self.live.then[self.home]
        trips = [(way, region) for way in (one, other) if (region := self._returns(way)) is not None]
        left = [along(self.places, way, region.own[0]) for way, region in trips]
        if trips:
            return bool(differing(left[0], left[1] if left[1:] else {}) & there)
        found = self._region(one.goes, other.goes)
        if found is None or not self._goes_on(found):
            return True
        stops, read = found.stops[0] | found.stops[1], 0
        for place in stops:
            read |= there if place == self.home else self.live.there[place]
        differs = differing(along(self.places, one, found.own[0]), along(self.places, other, found.own[1]))
        self.meets.update(dict.fromkeys(sorted(stops)))
        self.left |= differs
        return bool(differs & read)

    def _goes_on(self, region: _Region) -> bool:
        """Whether no way ends before it meets the other."""
        return all(self.places.nexts[place] for own in region.own for place in own)

    def _returns(self, way: Way) -> _Region | None:
        """The places that a way passes, if all that it can come to is the page that it left."""
        assert way.choice is not None
        name = way.choice.id
        if name not in self._returning:
            around = self.live.circle[self.home] or self.home in way.goes
            region = self._region(way.goes, ()) if around else None
            if region is not None and not (region.stops[0] == {self.home} and self._goes_on(region)):
                region = None
            self._returning[name] = region
        return self._returning[name]

    def _region(self, one: Sequence[int], other: Sequence[int]) -> _Region | None:
        """The places that two ways have for themselves, and those where they first meet: step by step, until whatever
        lies before them is common to both. The page that they left is so. None where they lead too far.
        """
        common = {self.home}
        for _ in range(MEETINGS):
            own, stops, met = self._until(one, other, common)
            if met is None:
                return None
            if not met:
                return _Region(own, stops)
            common |= met
        return None

    def _until(
        self, one: Sequence[int], other: Sequence[int], common: set[int]
    ) -> tuple[tuple[set[int], set[int]], tuple[set[int], set[int]], set[int] | None]:
        """One search from both ends, up to places that are known to be common or the first that are found to be; None
        for the latter when it leads too far.
        """
        own, stops = (set[int](), set[int]()), (set[int](), set[int]())
        fronts = [set(one), set(other)]
        while fronts[0] or fronts[1]:
            for side in (0, 1):
                stops[side].update(fronts[side] & common)
                fronts[side] -= common
                own[side].update(fronts[side])
            if met := own[0] & own[1]:
                return own, stops, met
            wide = [sum(len(self.places.nexts[place]) for place in front) > FARTHEST for front in fronts]
            if len(own[0]) + len(own[1]) > FARTHEST or all(wide[side] or not fronts[side] for side in (0, 1)):
                return own, stops, None if any(wide) else set()
            for side in (0, 1):  # who comes to very many places at once waits for the other
                if not wide[side]:
                    fronts[side] = {out for place in fronts[side] for out in self.places.nexts[place]} - own[side]
        return own, stops, set()
