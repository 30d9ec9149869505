"""Where a story is lost: the states from which no ending can be reached any more, small stories state by state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from game.engine import Slot, Target
from game.proof.explicit.explore import FAR
from game.proof.explicit.keys import Guard, KeyBatch
from game.proof.explicit.rounds import Round
from game.proof.explicit.traps import regions
from game.proof.explicit.witness import Tree
from game.proof.mending.cases import Cases, Rows, Values
from game.proof.system.effects import take
from game.proof.system.model import Model, Move
from game.proof.system.terms import Array
from game.proof.system.value_ranges import Possible

READABLE = ("bool", "int", "enum", "member", "visits", "taken")
"""The kinds of slots that an author's guard can read."""


class GuardSpot(NamedTuple):
    """Where a condition can be put: a choice of a scene, by their numbers, or else a scene where decks deal it."""

    scene: int
    choice: int = -1


class WayIn(NamedTuple):
    """What is met on a way, in a tree of what was played."""

    tree: Tree
    node: int


class Lost(Protocol):
    """What is known of a story's lost states. The region of a scene are the lost places that moves connect with it."""

    model: Model

    def is_lost(self, place: int, values: Sequence[int]) -> bool:
        """Whether no ending can be reached from a state."""

    def scenes(self) -> set[int]:
        """The scenes that have lost states which can be reached."""

    def way_in(self, scene: int, closed: Collection[GuardSpot]) -> WayIn | None:
        """A way that has just come into the region of a scene, by none of some choices; None where there is none."""

    def cases(self, spot: GuardSpot) -> Cases:
        """In which states what a condition there would close is safe."""

    def dead_ends(self) -> set[str]:
        """The choices that may lead nowhere, as when there is nothing to deal."""

    def gone(self, scene: int, after: Lost) -> set[str] | None:
        """The scenes, choices and endings, each with its kind, that can be met here and not in a mended story: where
        that is this one, not without coming into the region of a scene. None where that is not known.
        """

    def last_comply(self, way: WayIn, spot: GuardSpot) -> int:
        """The last node of a way from which the choice can still be come to where it is safe; -1 where none."""


def readable(slots: Sequence[Slot], own: int) -> set[int]:
    """The slots that an author can read, of the first `own`, which are the story's."""
    return {number for number, slot in enumerate(slots[:own]) if slot.kind in READABLE}


def moves_of(model: Model, spot: GuardSpot) -> dict[int, list[Move]]:
    """The moves that a condition would close, by place."""
    found: dict[int, list[Move]] = {}
    for number, place in enumerate(model.places):
        for move in place.moves:
            if spot.choice >= 0:
                closes = spot == (place.scene, move.choice)
            else:
                leads = move.target >= 0 and model.places[move.target].scene == spot.scene
                closes = leads and deals(place.options[move.choice].choice.target, spot.scene)
            if closes:
                found.setdefault(number, []).append(move)
    return found


def deals(target: Target, scene: int) -> bool:
    """Whether a scene is dealt where a target leads."""
    match target:
        case ("deck", _, cards, otherwise):
            return any(dealt == scene for dealt, *_ in cards) or (otherwise is not None and deals(otherwise, scene))
        case ("call", called, _) | ("leave", called):
            return deals(called, scene)
        case ("first" | "draw", *_, parts):
            return any(deals(part, scene) for *_, part in parts)
    return False


def readable_at(model: Model, spot: GuardSpot, moves: Mapping[int, Iterable[Move]]) -> set[int]:
    """The slots that a condition there can read as they are before the choice: a deck is dealt after its effects."""
    found = readable(model.terms.slots, len(model.machine.program.slots))
    if spot.choice < 0:
        for place, own in moves.items():
            for choice in {move.choice for move in own}:
                for fall in take(model.terms, model.places[place].options[choice].choice):
                    found -= fall.env.keys()
    return found


def region_of(model: Model, scene: int, places: Iterable[int]) -> set[int]:
    """Of some lost places those that moves connect with a scene."""
    groups = regions(sorted(places), model)
    return {place for group in groups if any(model.places[one].scene == scene for one in group) for place in group}


class ExplicitLost:
    """The same of a story explored state by state."""

    def __init__(self, here: Round, possible: Possible) -> None:
        self.model = here.model
        self.possible = possible
        self.graph = here.graph
        self.lost = self.graph.ways_to(self.graph.endings()) == FAR

    def number(self, place: int, values: Sequence[int]) -> int:
        """The state of the graph that stands for a state of the story."""
        return int(self.graph.number(place, np.asarray([self.graph.layouts.of[place].key(values)]))[0])

    def is_lost(self, place: int, values: Sequence[int]) -> bool:
        """See `Lost`."""
        return bool(self.lost[self.number(place, values)])

    def _lost_places(self) -> list[int]:
        return [number for number in range(len(self.model.places)) if self.lost[self.graph.place_slice(number)].any()]

    def scenes(self) -> set[int]:
        """See `Lost`."""
        return {self.model.places[place].scene for place in self._lost_places()}

    def way_in(self, scene: int, closed: Collection[GuardSpot]) -> WayIn | None:
        """See `Lost`; a shortest one. The way up to where it is lost takes none of the choices closed, since these are
        closed just where they lead into what is lost.
        """
        region = region_of(self.model, scene, self._lost_places())
        distance = self.graph.distance
        found: list[int] = []
        for number, place in enumerate(self.model.places):
            batch = KeyBatch(self.graph.layouts.of[number], self.graph.reached.keys[number])
            for step in self.graph.layouts.steps(number):
                if step.move.target in region and GuardSpot(place.scene, step.move.choice) not in closed:
                    mask, heads = step.apply(batch)
                    tails = self.graph.place_slice(number).start + _where(mask, len(batch.packed))
                    tails = tails[~self.lost[tails] & self.lost[self.graph.number(step.move.target, heads)]]
                    if len(tails):
                        found.append(int(tails[np.argmin(distance[tails])]))
        if not found:
            return None
        tree = Tree(self.model)
        return across(
            self, tree, tree.reach(self.graph, min(found, key=lambda one: int(distance[one]))), region, closed
        )

    def gone(self, scene: int, after: Lost) -> set[str] | None:
        """See `Lost`."""
        assert isinstance(after, ExplicitLost)
        inside = region_of(self.model, scene, self._lost_places()) if after is self else set[int]()
        return self._met(set()) - after._met(inside)

    def _met(self, without: Collection[int]) -> set[str]:
        """What can be met at states that are not lost ones of some places."""
        machine, found = self.model.machine, set[str]()
        for number, place in enumerate(self.model.places):
            keys = self.graph.reached.keys[number]
            if number in without:
                keys = keys[~self.lost[self.graph.place_slice(number)]]
            if not len(keys):
                continue
            found.add(f"scene:{machine.scene(place.scene).id}")
            if place.ending >= 0:
                found.add(f"ending:{machine.program.endings[place.ending].id}")
            batch = KeyBatch(self.graph.layouts.of[number], keys)
            for step in self.graph.layouts.steps(number):
                mask = step.effect.test.mask(batch)
                if mask is None or mask.any():
                    found.add(f"choice:{place.options[step.move.choice].choice.id}")
        return found

    def cases(self, spot: GuardSpot) -> Rows:
        """See `Lost`. Only states from which an ending can be reached and in which the choice is open are cases."""
        moves = moves_of(self.model, spot)
        tables = [self._table(place, own) for place, own in moves.items()]
        slots = sorted({slot for place in moves for slot in self.graph.layouts.of[place].slots})
        can_read = readable_at(self.model, spot, moves)
        classes: dict[int, list[Values]] = {}
        columns: dict[int, Array] = {}
        for slot in (one for one in slots if one in can_read):
            parts = [self._column(table.place, slot, table.keys, classes.setdefault(slot, [])) for table in tables]
            columns[slot] = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
        safe = np.concatenate([np.zeros(0, dtype=bool), *(table.safe for table in tables)])
        return Rows(classes, columns, safe, luck=any(table.luck for table in tables))

    def dead_ends(self) -> set[str]:
        """See `Lost`."""
        return {
            place.options[move.choice].choice.id
            for number, place in enumerate(self.model.places)
            for move in place.moves
            if move.target < 0 and len(self.graph.where(number, move.guard))
        }

    def _table(self, place: int, moves: Collection[Move]) -> _Table:
        """The cases of a place."""
        keys, graph = self.graph.reached.keys[place], self.graph
        batch = KeyBatch(graph.layouts.of[place], keys)
        well, badly = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        for step in graph.layouts.steps(place):
            if step.move in moves:
                mask, heads = step.apply(batch)
                lost = self.lost[graph.number(step.move.target, heads)]
                own = _where(mask, len(keys))
                well[own[~lost]] = True
                badly[own[lost]] = True
        for move in moves:
            if move.target < 0:
                badly[_where(Guard(graph.layouts.of[place], move.guard).mask(batch), len(keys))] = True
        alive = ~self.lost[graph.place_slice(place)]
        chosen = (well | badly) & alive
        return _Table(place, keys[chosen], ~badly[chosen], bool((well & badly & alive).any()))

    def _column(self, place: int, slot: int, keys: Array, classes: list[Values]) -> Array:
        """The class of a slot's value for each key; the values of new classes are added to `classes`."""
        layout = self.graph.layouts.of[place]
        low = self.model.terms.slots[slot].low
        possible = self.possible.positions(place, slot)
        if slot in layout.sizes:
            groups = [possible[layout.classes[slot][possible] == number] for number in range(layout.sizes[slot])]
            digits = keys // layout.strides[slot] % layout.sizes[slot]
        else:
            groups, digits = [possible], np.zeros(len(keys), dtype=np.int64)
        numbers = _numbered([tuple((group + low).tolist()) for group in groups], classes)
        return np.take(numbers, digits)

    def last_comply(self, way: WayIn, spot: GuardSpot) -> int:
        """See `Lost`."""
        goal = [np.zeros(0, dtype=np.int32)]
        for place, moves in moves_of(self.model, spot).items():
            table = self._table(place, moves)
            goal.append(self.graph.number(place, table.keys[table.safe]))
        ahead = self.graph.ways_to(np.concatenate(goal)) < FAR
        tree = way.tree
        return next((node for node in chain_to(way) if ahead[self.number(tree.places[node], tree.values[node])]), -1)


class _Table(NamedTuple):
    """A place, the keys of its cases, which of these are safe, and whether chance alone tells in any of them."""

    place: int
    keys: Array
    safe: Array
    luck: bool


def _where(mask: Array | None, count: int) -> Array:
    """The positions of a mask; of all of so many for None."""
    return np.arange(count) if mask is None else np.flatnonzero(mask)


def _numbered(groups: Iterable[Values], classes: list[Values]) -> Array:
    """The numbers of some classes among all, where new ones are added."""
    numbers = []
    for group in groups:
        if group not in classes:
            classes.append(group)
        numbers.append(classes.index(group))
    return np.asarray(numbers, dtype=np.int64)


def chain_to(way: WayIn) -> Iterator[int]:
    """The nodes of a way, the last first."""
    node = way.node
    while node >= 0:
        yield node
        node = way.tree.nodes[node].before


def across(lost: Lost, tree: Tree, node: int, region: Collection[int], closed: Collection[GuardSpot]) -> WayIn:
    """The way to a node, and on to where it is lost at some places, by none of some choices."""
    place = lost.model.places[tree.places[node]]
    shut = {place.options[spot.choice].choice.id for spot in closed if spot.scene == place.scene}
    for after in tree.after(node):
        there = tree.places[after]
        if there in region and tree.nodes[after].choice not in shut and lost.is_lost(there, tree.values[after]):
            return WayIn(tree, after)
    raise AssertionError("a crossing of the proof is none in the story")
