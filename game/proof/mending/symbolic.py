"""Where a large story is lost, from diagrams: see `lost` for the words and `symbolic.backward` for the sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from game.proof.explicit.witness import Tree
from game.proof.mending.cases import Values, Verdict
from game.proof.mending.lost import Spot, Way, chain_to, readable
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import reached_places
from game.proof.system.model import Model
from game.proof.system.terms import distinct
from game.proof.system.value_ranges import Possible

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets

MOST_VERDICTS = 1 << 15
"""Over how many combinations of values a guard is read off."""


class SymbolicLost:
    """See `Lost`. Raises `OutOfNodes` from any method where the diagrams are not enough."""

    def __init__(self, model: Model, possible: Possible, nodes: int, tick: Callable[[], None]) -> None:
        self.model = model
        self.possible = possible
        self.nodes = nodes
        self.tick = tick
        self.system = SymbolicSystem(model, possible, {}, nodes, tick)
        self.alive = self._alive(self.system)
        with self.system.bounded():
            self.lost = self.system.backward.outside(self.alive)

    @staticmethod
    def _alive(system: SymbolicSystem) -> Sets:
        with system.bounded():
            return system.backward.leading_to(system.backward.endings())

    def is_lost(self, place: int, values: Sequence[int]) -> bool:
        """See `Lost`."""
        return place not in self.alive or not self.system.encoding.has(self.alive[place], values)

    @cached_property
    def _scenes(self) -> set[int]:
        with self.system.bounded():
            places = reached_places(Tree(self.model), self.system, self.lost)
        return {self.model.places[place].scene for place in places}

    def scenes(self) -> set[int]:
        """See `Lost`."""
        return self._scenes

    def nearest(self, scene: int, *, stuck: bool) -> Way | None:
        """See `Lost`."""
        backward = self.system.backward
        with self.system.bounded():
            stops = backward.stops() if stuck else {}
            goal = {place: one for place, one in self.lost.items() if self.model.places[place].scene == scene}
            if stuck:
                goal = {place: one & stops[place] for place, one in goal.items() if place in stops}
            goal = {place: one for place, one in goal.items() if one.satisfiable()}
            layers = backward.layers(goal) if goal else None
            if layers is None:
                return None
            tree = Tree(self.model)
            return Way(tree, backward.follow(tree, layers))

    def met(self) -> set[tuple[str, str]]:
        """See `Lost`: of a large story, the endings alone."""
        backward, endings = self.system.backward, self.model.machine.program.endings
        with self.system.bounded():
            return {
                ("ending", ending[0])
                for number, ending in enumerate(endings)
                if backward.holds_start(backward.leading_to(backward.endings(number)))
            }

    def cases(self, spot: Spot) -> DiagramCases:
        """See `Lost`. The choices of the scene are told apart for it, where like ones were joined."""
        places = [number for number in self.system.encoding.live if self.model.places[number].scene == spot.scene]
        system, alive = self.system, self.alive
        if any(move.like for number in places for move in system.encoding.model.places[number].moves):
            terms = {
                number: [term for move in self.model.places[number].moves for term in move.guard] for number in places
            }
            system = SymbolicSystem(self.model, self.possible, terms, self.nodes, self.tick)
            alive = self._alive(system)
        with system.bounded():
            safe, unsafe = self._split(system.encoding, alive, places, spot.choice)
            return DiagramCases(system, safe, unsafe, self.possible, places)

    def _split(self, encoding: Encoding, alive: Sets, places: Sequence[int], choice: int) -> tuple[Diagram, Diagram]:
        """The cases at a choice that are safe, and those that are not."""
        safe = unsafe = encoding.false
        for number in places:
            opened = stays = encoding.false
            leaves = encoding.false
            for move in self.model.places[number].moves:
                if move.choice != choice:
                    continue
                guard = encoding.guard(move.guard)
                opened = opened | guard
                behind = alive.get(move.target, encoding.false) if move.target >= 0 else encoding.false
                stays = encoding.false if behind == encoding.false else encoding.before(move, behind)
                leaves = leaves | (guard & ~stays)
            here = opened & alive.get(number, encoding.false) & encoding.care[number]
            safe = safe | (here & ~leaves)
            unsafe = unsafe | (here & leaves)
        return safe, unsafe

    def last_comply(self, way: Way, spot: Spot) -> int:
        """See `Lost`."""
        places = [number for number in self.system.encoding.live if self.model.places[number].scene == spot.scene]
        with self.system.bounded():
            goal = {
                number: self._split(self.system.encoding, self.alive, [number], spot.choice)[0] for number in places
            }
            ahead = self.system.backward.leading_to(goal)
            return next((node for node in chain_to(way) if self.system.backward.holds(ahead, way.tree, node)), -1)


class DiagramCases:
    """Cases as two sets of states."""

    def __init__(
        self, system: SymbolicSystem, safe: Diagram, unsafe: Diagram, possible: Possible, places: Sequence[int]
    ) -> None:
        self.system = system  # holds the manager of the diagrams
        self.encoding = system.encoding
        self.safe, self.unsafe = safe, unsafe
        self.possible = possible
        self.places = places
        functions = self.encoding.functions
        own = readable(functions.slots, len(self.encoding.model.machine.program.slots))
        self.slots = [slot for slot in self.encoding.order if slot in own and self.encoding.bits[slot]]
        self._refused: dict[tuple[int, ...], Diagram] = {}
        self.safe_count = self._count(safe)

    def _count(self, states: Diagram) -> int:
        """How many states a set holds; the twins of the bits do not count."""
        bits = self.encoding.diagrams.bits
        return states.sat_count(bits) >> (bits // 2)

    def _without(self, slots: Sequence[int]) -> Diagram:
        """The values of some slots that an unsafe case has."""
        key = tuple(slots)
        found = self._refused.get(key)
        if found is None:
            found = self._refused[key] = self.unsafe.exists(self.encoding.all_but(slots))
        return found

    def admitted(self, slots: Sequence[int]) -> int:
        """See `Cases`."""
        with self.system.bounded():
            return self._count(self.safe & ~self._without(slots))

    def conflict(self, slots: Sequence[int]) -> tuple[int, ...]:
        """See `Cases`; an unsafe case is made like a safe one slot by slot, as far as that goes."""
        with self.system.bounded():
            blocked = self.safe & self._without(slots)
            cube = blocked.pick_cube()
            if cube is None:
                return ()
            left, differ = self.unsafe, []
            rest = [slot for slot in self.encoding.order if slot not in slots]
            hidden = [slot for slot in rest if slot not in self.slots]
            for slot in (*slots, *hidden, *(slot for slot in rest if slot in self.slots)):
                same = left
                for bit in self.encoding.bits[slot]:
                    variable = self.encoding.diagrams.variables[bit]
                    same = same & (variable if cube[bit] else ~variable)
                if same.satisfiable():
                    left = same
                elif slot in self.slots:
                    differ.append(slot)
            return tuple(differ)

    def verdicts(self, slots: Sequence[int]) -> list[Verdict]:
        """See `Cases`; none where there are too many values."""
        groups = [list(self._classes(slot)) for slot in slots]
        if prod(map(len, groups)) > MOST_VERDICTS:
            return []
        encoding = self.encoding
        with self.system.bounded():
            refused = self._without(slots)
            comes = self.safe.exists(encoding.all_but(slots))
            found = []
            for chosen in product(*groups):
                told = [
                    bit
                    for slot, (number, _) in zip(slots, chosen, strict=True)
                    for bit in encoding.bits_of(slot, number)
                ]
                values = tuple(values for _, values in chosen)
                if refused.eval(told):
                    found.append(Verdict(values, False))
                elif comes.eval(told):
                    found.append(Verdict(values, True))
        return found

    def _classes(self, slot: int) -> Iterator[tuple[int, Values]]:
        """The classes of a slot's possible values where the choice stands."""
        low, label = self.encoding.functions.slots[slot].low, self.encoding.labels[slot]
        positions = distinct(np.concatenate([self.possible.positions(place, slot) for place in self.places]))
        for number in distinct(label[positions]).tolist():
            yield number, tuple((positions[label[positions] == number] + low).tolist())
