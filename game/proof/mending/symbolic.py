"""Where a large story is lost, from diagrams: see `lost` for the words and `symbolic.backward` for the sets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.proof.explicit.witness import Tree
from game.proof.mending.cases import CaseVerdict, Values
from game.proof.mending.lost import GuardSpot, Lost, WayIn, across, chain_to, moves_of, readable_at, region_of
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import reached_places
from game.proof.system.live_values import Partitions, labels
from game.proof.system.model import Move
from game.proof.system.terms import distinct

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets
    from game.proof.system.terms import Term

MOST_VERDICTS = 1 << 15
"""Over how many combinations of values a guard is read off."""

MakeSystem = Callable[[Mapping[int, Iterable["Term"]]], SymbolicSystem]
"""Makes the diagrams of a story with some terms told apart, by place; raises `OutOfNodes`."""


CannotReach = Callable[[SymbolicSystem, "Sets"], "Sets | None"]
"""The states that may occur from which a goal cannot be reached; None where that is too much."""


class Tools(NamedTuple):
    """What there is to work with: diagrams and what is asked of them, and what is known of ways through the story."""

    system: MakeSystem
    cannot_reach: CannotReach
    with_little_work: CannotReach
    played: Tree


class SymbolicLost:
    """See `Lost`. `lost` are the lost states, and `places` the places of those that can be reached, where known.

    Raises `OutOfNodes` from any method where the diagrams are not enough.
    """

    def __init__(self, system: SymbolicSystem, lost: Sets, tools: Tools, places: set[int] | None = None) -> None:
        self.model = system.model
        self.system = system
        self.lost = lost
        self.tools = tools
        self._reached = places

    def _away(self, goal: Sets) -> Sets:
        """The states from which a goal cannot be reached."""
        found = self.tools.cannot_reach(self.system, goal)
        if found is None:
            raise OutOfNodes
        return found

    def _alive(self, place: int) -> Diagram:
        """The states of a place that may occur and are not lost."""
        care = self.system.encoding.care[place]
        return care & ~self.lost[place] if place in self.lost else care

    def is_lost(self, place: int, values: Sequence[int]) -> bool:
        """See `Lost`."""
        return place in self.lost and self.system.encoding.has(self.lost[place], values)

    @property
    def places(self) -> set[int]:
        """The lost places that can be reached."""
        if self._reached is None:
            self._reached = reached_places(Tree(self.model), self.system, self.lost)
        return self._reached

    def scenes(self) -> set[int]:
        """See `Lost`."""
        return {self.model.places[place].scene for place in self.places}

    def way_in(self, scene: int, closed: Collection[GuardSpot]) -> WayIn | None:
        """See `Lost`; a shortest one. Where no move that is open leads across at all, nothing has to be searched."""
        region = region_of(self.model, scene, self.places)
        backward, encoding = self.system.backward, self.system.encoding
        with self.system.bounded():
            goal: Sets = {}
            for place in encoding.live:
                states = encoding.false
                for move in self._open_moves(place, closed):
                    if move.target in region:
                        states = states | encoding.before(move, self.lost[move.target])
                states = states & self._alive(place)
                if states.satisfiable():
                    goal[place] = states
            if not goal or backward.holds_start(self._away(goal)):
                return None
            layers = backward.layers(goal)
            assert layers is not None, "what leads to a goal has layers"
            tree = Tree(self.model)
            return across(self, tree, backward.follow(tree, layers), region, closed)

    def _open_moves(self, place: int, closed: Collection[GuardSpot]) -> Iterable[Move]:
        """The moves out of a place but those of some choices, which are told apart there."""
        scene = self.model.places[place].scene
        shut = {spot.choice for spot in closed if spot.scene == scene}
        if not shut:
            return self.system.encoding.model.places[place].moves
        return [move for move in self.model.places[place].moves if move.choice not in shut]

    def gone(self, scene: int, after: Lost) -> set[str] | None:
        """See `Lost`. Endings stay when an exact guard shuts a region off, and so does all that was played outside."""
        if after is not self:
            return None
        region = region_of(self.model, scene, self.places)
        scenes = {self.model.places[place].scene for place in region}
        machine = self.model.machine
        left = {f"scene:{machine.scene(one).id}": (one, -1) for one in scenes}
        left |= {
            f"choice:{choice.id}": (one, number)
            for one in scenes
            for number, choice in enumerate(machine.scene(one).choices)
        }
        for name in self._seen(left):
            del left[name]
        return None if any(self._may(*asked) for asked in left.values()) else set(left)

    def _seen(self, names: Collection[str]) -> set[str]:
        """Of some scenes and choices those that were met on ways that were played, where it was not lost after."""
        tree, found = self.tools.played, set[str]()
        for node, place in enumerate(tree.places):
            if place >= 0:
                met = {f"choice:{tree.nodes[node].choice}"}
                met.add(f"scene:{self.model.machine.scene(self.model.places[place].scene).id}")
                met = (met & set(names)) - found
                if met and not self.is_lost(place, tree.values[node]):
                    found |= met
        return found

    def _may(self, scene: int, choice: int) -> bool:
        """Whether a scene (-1), or a choice of it, might be met where it is not lost after: no search is worth it."""
        with self.system.bounded():
            for place in self._places(scene):
                states = self._alive(place)
                if choice >= 0:
                    states = states & self._before([m for m in self.model.places[place].moves if m.choice == choice])
                if states.satisfiable():
                    return True
            return False

    def _before(self, moves: Iterable[Move]) -> Diagram:
        """From where one of some moves leads to where it is not lost."""
        encoding, found = self.system.encoding, self.system.encoding.false
        for move in moves:
            if move.target >= 0:
                found = found | encoding.before(move, self._alive(move.target))
        return found

    def _places(self, scene: int) -> list[int]:
        return [number for number in self.system.encoding.live if self.model.places[number].scene == scene]

    def cases(self, spot: GuardSpot) -> DiagramCases:
        """See `Lost`. The choices of the scene are told apart for it, where like ones were joined."""
        moves = self._moves_of(spot)
        terms = {place: [term for move in self.model.places[place].moves for term in move.guard] for place in moves}
        with self.system.bounded():
            if not all(self._told_apart(term) for own in terms.values() for term in own):
                self.system = self.tools.system(terms)
                self.lost = self._away(self.system.backward.endings())
            return DiagramCases(self.system, self._split(moves), list(moves), readable_at(self.model, spot, moves))

    def _moves_of(self, spot: GuardSpot) -> dict[int, list[Move]]:
        """The moves that a condition would close, by place, of the places that can be reached."""
        live = set(self.system.encoding.live)
        return {place: moves for place, moves in moves_of(self.model, spot).items() if place in live}

    def dead_ends(self) -> set[str]:
        """See `Lost`."""
        encoding = self.system.encoding
        with self.system.bounded():
            return {
                self.model.places[place].options[move.choice].choice.id
                for place in encoding.live
                for move in self.model.places[place].moves
                if move.target < 0 and (encoding.guard(move.guard) & encoding.care[place]).satisfiable()
            }

    def _told_apart(self, term: Term) -> bool:
        """Whether the values that a term tells apart are told apart in the diagrams."""
        known = self.system.encoding.labels
        for slot, classes in Partitions(self.model.terms).needs(term, None).items():
            wanted = labels(classes)
            if slot not in known:
                if len(np.unique(wanted)) > 1:
                    return False
            elif len(np.unique(np.stack([known[slot], wanted]), axis=1).T) > len(np.unique(known[slot])):
                return False
        return True

    def _split(self, moves_of: Mapping[int, Sequence[Move]]) -> _Split:
        """The cases where some moves would be closed, by place."""
        encoding = self.system.encoding
        safe = unsafe = luck = encoding.false
        for place, moves in moves_of.items():
            opened = encoding.false
            for move in moves:
                opened = opened | encoding.guard(move.guard)
            well, badly = self._before(moves), encoding.false
            for move in moves:
                badly = badly | (encoding.guard(move.guard) & ~self._before([move]))
            here = opened & self._alive(place)
            safe, unsafe, luck = safe | (here & ~badly), unsafe | (here & badly), luck | (here & badly & well)
        return _Split(safe, unsafe, luck)

    def last_comply(self, way: WayIn, spot: GuardSpot) -> int:
        """See `Lost`."""
        backward = self.system.backward
        with self.system.bounded():
            goal = {place: self._split({place: moves}).safe for place, moves in self._moves_of(spot).items()}
            goal = {place: one for place, one in goal.items() if one.satisfiable()}
            tree, holds = way.tree, backward.holds
            with suppress(OutOfNodes):
                away = self.tools.with_little_work(self.system, goal)
                if away is not None:
                    return next((node for node in chain_to(way) if not holds(away, tree, node)), -1)
            self.system.tick.begin_anew()
            last = tree.nodes[way.node].before
            ahead = backward.leading_to(
                goal, lambda place, sets: place == tree.places[last] and holds(sets, tree, last)
            )
            return next((node for node in chain_to(way) if holds(ahead, tree, node)), -1)


class _Split(NamedTuple):
    """The cases at a choice: safe ones, others, and of these those where chance alone tells."""

    safe: Diagram
    unsafe: Diagram
    luck: Diagram


class DiagramCases:
    """Cases as two sets of states."""

    def __init__(self, system: SymbolicSystem, split: _Split, places: Sequence[int], can_read: Collection[int]) -> None:
        self.system = system  # holds the manager of the diagrams
        self.encoding = system.encoding
        self.safe, self.unsafe = split.safe, split.unsafe
        self.luck = split.luck.satisfiable()
        self.places = places
        self.slots = [slot for slot in self.encoding.order if slot in can_read and self.encoding.bits[slot]]
        self._refused: dict[tuple[int, ...], Diagram] = {}
        self.safe_count = self._count(self.safe)

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

    def verdicts(self, slots: Sequence[int]) -> list[CaseVerdict]:
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
                    found.append(CaseVerdict(values, False))
                elif comes.eval(told):
                    found.append(CaseVerdict(values, True))
        return found

    def _classes(self, slot: int) -> Iterator[tuple[int, Values]]:
        """The classes of a slot's possible values where the choice stands."""
        low, label = self.encoding.terms.slots[slot].low, self.encoding.labels[slot]
        positions = distinct(np.concatenate([self.encoding.possible.positions(place, slot) for place in self.places]))
        for number in distinct(label[positions]).tolist():
            yield number, tuple((positions[label[positions] == number] + low).tolist())
