"""Where a story is lost: the states from which no ending can be reached any more, small stories state by state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from game.engine import Slot
from game.proof.explicit.explore import FAR
from game.proof.explicit.keys import Batch, Test
from game.proof.explicit.rounds import Round
from game.proof.explicit.witness import Tree
from game.proof.mending.cases import Cases, Rows, Values
from game.proof.system.model import Model
from game.proof.system.terms import Array
from game.proof.system.value_ranges import Possible

READABLE = ("bool", "int", "enum", "visits", "taken")
"""The kinds of slots that an author's guard can read."""


class Spot(NamedTuple):
    """A choice of a scene, by their numbers."""

    scene: int
    choice: int


class Way(NamedTuple):
    """What is met on a way, in a tree of what was played."""

    tree: Tree
    node: int


class Lost(Protocol):
    """What is known of a story's lost states."""

    model: Model

    def is_lost(self, place: int, values: Sequence[int]) -> bool:
        """Whether no ending can be reached from a state."""

    def scenes(self) -> set[int]:
        """The scenes that have lost states which can be reached."""

    def nearest(self, scene: int, *, stuck: bool) -> Way | None:
        """A shortest way to a lost state in a scene, one without any choice for `stuck`; None where there is none."""

    def cases(self, spot: Spot) -> Cases:
        """In which states a choice is safe."""

    def met(self) -> set[tuple[str, str]]:
        """The scenes, choices and endings that can be met, each with its kind."""

    def last_comply(self, way: Way, spot: Spot) -> int:
        """The last node of a way from which the choice can still be come to where it is safe; -1 where none."""


def readable(slots: Sequence[Slot], own: int) -> set[int]:
    """The slots that an author can read, of the first `own`, which are the story's."""
    return {number for number, slot in enumerate(slots[:own]) if slot.kind in READABLE}


class ExplicitLost:
    """The same of a story explored state by state."""

    def __init__(self, here: Round, possible: Possible) -> None:
        self.model = here.model
        self.possible = possible
        self.graph = here.graph
        self.lost = self.graph.ways_to(self.graph.endings()) == FAR
        self._readable = readable(self.model.functions.slots, len(self.model.machine.program.slots))

    def number(self, place: int, values: Sequence[int]) -> int:
        """The state of the graph that stands for a state of the story."""
        return int(self.graph.number(place, np.asarray([self.graph.layouts.of[place].key(values)]))[0])

    def is_lost(self, place: int, values: Sequence[int]) -> bool:
        """See `Lost`."""
        return bool(self.lost[self.number(place, values)])

    def scenes(self) -> set[int]:
        """See `Lost`."""
        return {
            place.scene
            for number, place in enumerate(self.model.places)
            if self.lost[self.graph.place_slice(number)].any()
        }

    def nearest(self, scene: int, *, stuck: bool) -> Way | None:
        """See `Lost`."""
        mask = self.lost.copy()
        wanted = np.zeros(len(mask), dtype=bool)
        for number, place in enumerate(self.model.places):
            wanted[self.graph.place_slice(number)] = place.scene == scene
        mask &= wanted
        if stuck:
            mask &= np.diff(self.graph.indptr) == 0
        states = np.flatnonzero(mask)
        if not len(states):
            return None
        tree = Tree(self.model)
        return Way(tree, tree.reach(self.graph, int(states[np.argmin(self.graph.distance[states])])))

    def met(self) -> set[tuple[str, str]]:
        """See `Lost`."""
        machine, found = self.model.machine, set[tuple[str, str]]()
        for number, place in enumerate(self.model.places):
            if not len(self.graph.reached.keys[number]):
                continue
            scene = machine.scene(place.scene)
            found.add(("scene", scene.id))
            if place.ending >= 0:
                found.add(("ending", machine.program.endings[place.ending][0]))
            batch = Batch(self.graph.layouts.of[number], self.graph.reached.keys[number])
            for step in self.graph.layouts.steps(number):
                mask = step.effect.test.mask(batch)
                if mask is None or mask.any():
                    found.add(("choice", place.options[step.move.choice].choice.id))
        return found

    def cases(self, spot: Spot) -> Rows:
        """See `Lost`. Only states from which an ending can be reached and in which the choice is open are cases."""
        tables = [self._table(place, spot.choice) for place in self._places(spot)]
        slots = sorted({slot for place in self._places(spot) for slot in self.graph.layouts.of[place].slots})
        classes: dict[int, list[Values]] = {}
        columns: dict[int, Array] = {}
        for slot in (one for one in slots if one in self._readable):
            parts = [self._column(place, slot, keys, classes.setdefault(slot, [])) for place, keys, _ in tables]
            columns[slot] = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
        safe = np.concatenate([np.zeros(0, dtype=bool), *(table[2] for table in tables)])
        return Rows(classes, columns, safe)

    def _places(self, spot: Spot) -> list[int]:
        return [number for number, place in enumerate(self.model.places) if place.scene == spot.scene]

    def _table(self, place: int, choice: int) -> tuple[int, Array, Array]:
        """A place, the keys of its cases, and which of these are safe."""
        keys, graph = self.graph.reached.keys[place], self.graph
        batch = Batch(graph.layouts.of[place], keys)
        opened, unsafe = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        for step in graph.layouts.steps(place):
            if choice in (step.move.choice, *step.move.like):
                mask, heads = step.apply(batch)
                own = np.ones(len(keys), dtype=bool) if mask is None else mask
                opened |= own
                unsafe[own] |= self.lost[graph.number(step.move.target, heads)]
        for move in self.model.places[place].moves:
            if move.target < 0 and choice in (move.choice, *move.like):
                mask = Test(graph.layouts.of[place], move.guard).mask(batch)
                own = np.ones(len(keys), dtype=bool) if mask is None else mask
                opened |= own
                unsafe |= own
        chosen = opened & ~self.lost[graph.place_slice(place)]
        return place, keys[chosen], ~unsafe[chosen]

    def _column(self, place: int, slot: int, keys: Array, classes: list[Values]) -> Array:
        """The class of a slot's value for each key; the values of new classes are added to `classes`."""
        layout = self.graph.layouts.of[place]
        low = self.model.functions.slots[slot].low
        possible = self.possible.positions(place, slot)
        if slot in layout.sizes:
            groups = [possible[layout.classes[slot][possible] == number] for number in range(layout.sizes[slot])]
            digits = keys // layout.strides[slot] % layout.sizes[slot]
        else:
            groups, digits = [possible], np.zeros(len(keys), dtype=np.int64)
        numbers = _numbered([tuple((group + low).tolist()) for group in groups], classes)
        return np.take(numbers, digits)

    def last_comply(self, way: Way, spot: Spot) -> int:
        """See `Lost`."""
        goal = [np.zeros(0, dtype=np.int32)]
        for place in self._places(spot):
            _, keys, safe = self._table(place, spot.choice)
            goal.append(self.graph.number(place, keys[safe]))
        ahead = self.graph.ways_to(np.concatenate(goal)) < FAR
        return next((node for node in chain_to(way) if ahead[self.number_at(way, node)]), -1)

    def number_at(self, way: Way, node: int) -> int:
        """The state of the graph at a node of a way."""
        return self.number(way.tree.places[node], way.tree.values[node])


def _numbered(groups: Iterable[Values], classes: list[Values]) -> Array:
    """The numbers of some classes among all, where new ones are added."""
    numbers = []
    for group in groups:
        if group not in classes:
            classes.append(group)
        numbers.append(classes.index(group))
    return np.asarray(numbers, dtype=np.int64)


def chain_to(way: Way) -> Iterator[int]:
    """The nodes of a way, the last first."""
    node = way.node
    while node >= 0:
        yield node
        node = way.tree.nodes[node].before
