"""Every reachable state of a large story as bitmaps: how many there are, from which of them a goal can still be
reached, and how soon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from game.proof.explicit.dense import Plan, Shape
from game.proof.explicit.keys import Batch, Layouts, Point, Test
from game.proof.explicit.planning import plan
from game.proof.system.components import components, places_graph
from game.proof.system.terms import Array, Term

LARGEST = 1 << 31
"""How many combinations all places may have together: an eighth of that in bytes for each set of all places."""

Sets = dict[int, Array]
"""A set of states: for each place that has some, and for no other, its words."""


class Bitmaps:
    """The states of one model, and its moves as plans. Raises TooScattered."""

    def __init__(self, layouts: Layouts, tick: Callable[[int], None] = lambda total: None) -> None:
        self.layouts = layouts
        self.model = layouts.model
        self.tick = tick
        self.shapes = [Shape(layout) for layout in layouts.of]
        self.plans: list[list[Plan]] = [
            [plan(move, self.shapes[index], self.shapes[move.target]) for move in place.moves if move.target >= 0]
            for index, place in enumerate(self.model.places)
        ]
        self.into: list[list[tuple[int, Plan]]] = [[] for _ in self.model.places]
        for source, plans in enumerate(self.plans):
            for one in plans:
                self.into[one.target].append((source, one))
        self.rank = components(places_graph(layouts.model))
        self.reached: Sets = {}
        self.total = 0

    @staticmethod
    def fits(layouts: Layouts) -> bool:
        """Whether a model's states can be kept as bitmaps."""
        return sum(layout.size for layout in layouts.of) <= LARGEST

    def start(self) -> Sets:
        """The first state, alone."""
        return self.just(Point(0, self.layouts.of[0].key(self.model.start)))

    def just(self, point: Point) -> Sets:
        """One state, as a set."""
        found = self.shapes[point.place].empty()
        index, bit = self.shapes[point.place].spot(point.packed)
        found[0, *index] = np.uint64(1) << np.uint64(bit)
        return {point.place: found}

    def explore(self) -> int:
        """Find all reachable states; returns how many."""
        self.reached = self.following(self.start())
        self.total = count(self.reached)
        return self.total

    def following(self, start: Mapping[int, Array]) -> Sets:
        """The states that can be reached from some states, these included."""
        found: Sets = {}
        waiting, last, total = dict(start), 0, 0
        while waiting:
            # Within a ring of places go round and round, so that what comes from several places is taken on together.
            last = min(waiting, key=lambda place: (self.rank[place], place <= last, place))
            coming = waiting.pop(last)
            if not coming.any():  # no move into the place could be taken: it is none of those that have some
                continue
            fresh = _fresh(found, last, coming)
            total += bits(fresh)
            self.tick(total)
            if fresh.any():
                self._forward(last, fresh, waiting)
        return found

    def _forward(self, place: int, states: Array, into: Sets) -> None:
        for one in self.plans[place]:
            if one.target not in into:
                into[one.target] = self.shapes[one.target].empty()
            one.forward(states, into[one.target])

    def leading_to(self, goals: Mapping[int, Array]) -> Sets:
        """The reachable states from which some goal states can be reached, these included."""
        found: Sets = {}
        waiting = {place: np.array(goal) for place, goal in goals.items()}
        last = 0
        while waiting:
            last = max(waiting, key=lambda place: (self.rank[place], place < last, place))
            leading = waiting.pop(last)
            if last not in self.reached:
                continue
            leading = leading & self.reached[last]
            if leading.any():
                fresh = _fresh(found, last, leading)
                if fresh.any():
                    self._backward(last, fresh, waiting)
        return found

    def _backward(self, place: int, states: Array, into: Sets) -> None:
        for source, one in self.into[place]:
            if source in self.reached:
                if source not in into:
                    into[source] = self.shapes[source].empty()
                one.backward(states, into[source])

    def endings(self, ending: int = -1) -> Sets:
        """The reached states of an ending, or (-1) of all."""
        places = self.model.places
        return {
            place: states
            for place, states in self.reached.items()
            if (places[place].ending >= 0 if ending < 0 else places[place].ending == ending)
        }

    def stops(self) -> Sets:
        """The reached states at which the story's own fault can end play: nothing to choose, or nowhere to go."""
        found = {}
        for index, reached in self.reached.items():
            place = self.model.places[index]
            if place.ending >= 0:
                continue
            onward = self.shapes[index].empty()
            for one in self.plans[index]:
                one.backward(self.shapes[one.target].full(), onward)
            stopped = reached & ~onward
            for move in place.moves:
                if move.target < 0:
                    stopped |= reached & self.holding(index, move.guard)
            if stopped.any():
                found[index] = stopped
        return found

    def holding(self, place: int, terms: Sequence[Term]) -> Array:
        """The states of a place, reached or not, at which a conjunction holds that its layout tells apart."""
        shape = self.shapes[place]
        test = Test(shape.layout, terms)
        keys = shape.keys()
        mask = test.mask(Batch(shape.layout, keys.reshape(-1)))
        if mask is None:
            return shape.full()
        weights = np.left_shift(np.uint64(1), np.arange(shape.width, dtype=np.uint64))
        words: Array = (mask.reshape(keys.shape) * weights).sum(axis=-1, dtype=np.uint64)
        return words.reshape((1, *shape.axes))

    def minus(self, sets: Mapping[int, Array]) -> Sets:
        """The reached states that are not in a set."""
        left = {place: states & ~sets[place] if place in sets else states for place, states in self.reached.items()}
        return {place: states for place, states in left.items() if states.any()}

    def points(self, place: int, states: Array) -> Iterator[Point]:
        """The states of a place's set, one by one."""
        shape = self.shapes[place]
        for number in np.flatnonzero(states[0]).tolist():
            index = tuple(int(one) for one in np.unravel_index(number, shape.axes))
            word = int(states[0, *index])
            for bit in range(shape.width):
                if word >> bit & 1:
                    yield Point(place, shape.packed(index, bit))

    def levels(self) -> Iterator[Sets]:
        """The states in the order of their distance from the start: those without a choice, with one, with two …"""
        seen: Sets = {}
        front = self.start()
        while front:
            front = {place: _fresh(seen, place, states) for place, states in front.items()}
            front = {place: states for place, states in front.items() if states.any()}
            if front:
                yield front
            after: Sets = {}
            for place, states in front.items():
                self._forward(place, states, after)
            front = after

    def soonest(self, goals: Sequence[Mapping[int, Array]]) -> list[list[Point]]:
        """A shortest way from the start into each of some sets, as its states; [] for one that is not reached."""
        ways: list[list[Point]] = [[] for _ in goals]
        passed: list[dict[int, tuple[Array, Array]]] = []
        left = set(range(len(goals)))
        for front in self.levels():
            passed.append({place: packed(states) for place, states in front.items()})
            for number in sorted(left):
                met = next(
                    (
                        place
                        for place in front
                        if place in goals[number] and (front[place] & goals[number][place]).any()
                    ),
                    -1,
                )
                if met >= 0:
                    goal = next(self.points(met, front[met] & goals[number][met]))
                    ways[number] = self._back(goal, passed)
                    left.discard(number)
            if not left:
                break
        return ways

    def _back(self, goal: Point, passed: Sequence[Mapping[int, tuple[Array, Array]]]) -> list[Point]:
        """A way to a state of the last level, from level to level."""
        way = [goal]
        for level in reversed(passed[:-1]):
            before: Sets = {}
            self._backward(way[-1].place, self.just(way[-1])[way[-1].place], before)
            way.append(next(self._common(before, level)))
        return way[::-1]

    def _common(self, sets: Sets, level: Mapping[int, tuple[Array, Array]]) -> Iterator[Point]:
        for place, states in sets.items():
            if place in level:
                spots, words = level[place]
                own = np.zeros(states.size, dtype=np.uint64)
                own[spots] = words
                yield from self.points(place, states & own.reshape(states.shape))


def _fresh(known: Sets, place: int, states: Array) -> Array:
    """The states that are not known yet; they are from now on."""
    held = known.get(place)
    if held is None:
        known[place] = states.copy()
        return states
    fresh = states & ~held
    held |= fresh
    return fresh


def packed(states: Array) -> tuple[Array, Array]:
    """Only the words of a set that are not empty, with where they are."""
    flat = states.reshape(-1)
    spots = np.flatnonzero(flat)
    return spots, flat[spots]


def bits(words: Array) -> int:
    """How many bits are set."""
    if hasattr(np, "bitwise_count"):
        return int(np.bitwise_count(words).sum(dtype=np.int64))
    return sum(int(word).bit_count() for word in np.asarray(words).reshape(-1).tolist())


def count(sets: Mapping[int, Array]) -> int:
    """How many states a set has."""
    return sum(bits(states) for states in sets.values())
