"""Witnesses: shortest ways through the story as choices, kept together as one tree, and the seeds that make their draws
come out."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from game.engine import State, start
from game.proof.explicit.graph import Graph
from game.proof.explicit.keys import Layouts, PackedState
from game.proof.explicit.rounds import Meeting
from game.proof.questions.reachability import Site
from game.proof.system.model import Model, Move, Told
from game.proof.system.outcomes import Fate, outcomes

TRIES = 1 << 20
"""How many seeds are tried for one under which all draws of a witness come out right."""

FIRST_TRIES = 1 << 10
"""How many of them are looked at together first; then twice as many each time."""


class Node(NamedTuple):
    """A point on a witness: the node before it (-1 for the start), the choice that led here, and its draws."""

    before: int
    choice: str
    fates: tuple[Fate, ...]


Numbers = Mapping[int | None, int | None]
"""The new numbers of nodes; what had no node still has none."""


class Tree:
    """Playing as far as anybody asked: the ways from the start that were looked at. Node 0 is the start of the story.

    For each node: its place in the model, how many choices lead to it, and the values of all slots, those of the
    proof's own included.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.machine = model.machine
        self.numbers = {(place.scene, place.stack, place.trail): index for index, place in enumerate(model.places)}
        self.told = Told(model.machine)
        self.nodes = [Node(-1, "", ())]
        self.places = [0]
        self.lengths = [0]
        self._turns = [len(model.passed)]
        self._passed = [model.passed]
        slots = model.terms.slots
        self._code = "i" if all(slot.low >= -(1 << 31) and slot.high < 1 << 31 for slot in slots) else "q"
        self.values: list[array[int]] = [array(self._code, model.start)]
        self._story_slots = len(start(model.machine).values)
        self._own: dict[int, list[tuple[int, Callable[[Sequence[int]], int]]]] = {}
        self._after: dict[int, list[int]] = {}
        self._singly: dict[int, list[int]] = {}
        self._grafted: dict[Node, int] = {}
        self._reached: dict[Graph, dict[int, int]] = {}

    def after(self, node: int) -> list[int]:
        """The nodes one choice later: one for every outcome of every open choice."""
        found = self._after.get(node)
        if found is None:
            known = {self.nodes[one]: one for one in self._singly.pop(node, ())}
            found = self._after[node] = list(self._made(node, "", known))
        return found

    def _by(self, node: int, choice: str) -> list[int]:
        """Those of them after one choice; where there are hundreds, the others need not be made for it."""
        known = self._after.get(node)
        singly = self._singly.setdefault(node, []) if known is None else known
        found = [one for one in singly if self.nodes[one].choice == choice]
        if known is None and not found:
            found = list(self._made(node, choice, {}))
            singly += found
        return found

    def _made(self, node: int, choice: str, known: Mapping[Node, int]) -> Iterator[int]:
        own = self._own_after(node)
        for one in outcomes(self.machine, self._state(node), choice):
            new = Node(node, one.choice, one.fates)
            if new in known:
                yield known[new]
                continue
            values = array(self._code, one.state.values)
            values.extend(own)
            state = one.state
            place = self.numbers[state.scene, state.stack, self.told.of(state.scene, state.trail)]
            yield self._put(new, place, values, state.turn, one.passed)

    def again(self, node: int, wanted: Node) -> int:
        """The node after a node by the choice and the draws of another tree's node; -1 where there is none."""
        after = (one for one in self.after(node) if self.nodes[one][1:] == wanted[1:])
        return next(after, -1)

    def step(self, node: int, choice: str, place: int, values: Sequence[int], slots: Iterable[int]) -> int:
        """The node after a choice that leads to a place with some values of some slots."""
        for one in self._by(node, choice):
            if self.places[one] == place:
                found = self.values[one]
                if all(found[slot] == values[slot] for slot in slots):
                    return one
        raise AssertionError(f"the engine does not do what the model says of {choice}")

    def play(self, node: int, way: Iterable[tuple[Move, Sequence[int]]], slots: Iterable[int]) -> int:
        """The node at the end of a way that goes on from a node: moves, each with the values of some slots after it."""
        for move, values in way:
            choice = self.model.places[move.source].options[move.choice].choice.id
            node = self.step(node, choice, move.target, values, slots)
        return node

    def _state(self, node: int) -> State:
        place = self.model.places[self.places[node]]
        values = tuple(self.values[node][: self._story_slots])
        return State(place.scene, values, place.stack, self._turns[node], 0, place.trail)

    def _own_after(self, node: int) -> array[int]:
        """The proof's own slots after any move from a node: every move of a place sets them alike."""
        values, place, first = self.values[node], self.places[node], self._story_slots
        updates = self._own.get(place)
        if updates is None:
            update = next((move.update for move in self.model.places[place].moves if move.target >= 0), {})
            lookup = self.model.terms.lookup
            updates = self._own[place] = [
                (slot - first, lookup(term)) for slot, term in update.items() if slot >= first
            ]
        own = values[first:]
        for slot, value in updates:
            own[slot] = value(values)
        return own

    def _put(self, node: Node, place: int, values: array[int], turn: int, passed: tuple[int, ...]) -> int:
        self.nodes.append(node)
        self.places.append(place)
        self.lengths.append(self.lengths[node.before] + 1)
        self._turns.append(turn)
        self._passed.append(passed)
        self.values.append(values)
        return len(self.nodes) - 1

    def reach(self, graph: Graph, state: int) -> int:
        """A node for a state of a graph that tells apart all that its moves depend on, on a shortest way."""
        known = self._reached.setdefault(graph, {graph.start: 0})
        way = [state]
        while way[-1] not in known:
            way.append(graph.nearer(way[-1])[0])
        node = known[way.pop()]
        for state in reversed(way):
            node = next(self.fitting([node], graph.layouts, graph.point(state)))
            known[state] = node
        return node

    def along(self, layouts: Layouts, way: Sequence[PackedState]) -> int:
        """The same for a way given by its points, the start first."""
        node = 0
        for point in way[1:]:
            node = next(self.fitting([node], layouts, point))
        return node

    def fitting(self, nodes: Iterable[int], layouts: Layouts, point: PackedState) -> Iterator[int]:
        """Of the nodes after some nodes, those that a point stands for."""
        layout = layouts.of[point.place]
        for node in nodes:
            for one in self.after(node):
                if self.places[one] == point.place and layout.agrees(point.packed, self.values[one]):
                    yield one

    def meet(self, graph: Graph, meeting: Meeting) -> int:
        """The node at which something is met."""
        return self.take(self.reach(graph, meeting.state), meeting.site)

    def take(self, node: int, site: Site) -> int:
        """The node after what a site says is chosen; the node itself where nothing is, or where the story's fault is
        what the site is about or prevents it."""
        choice = site.choice if site.move is None else site.move.choice
        if choice < 0:
            return node
        name = self.model.places[site.place].options[choice].choice.id
        for one in self._by(node, name):
            if site.move is None or self._is_by(node, one, site.move):
                return one
        return node

    def _is_by(self, node: int, after: int, move: Move) -> bool:
        """Whether a node comes after another by a move: rolls may lead to the same place with other values."""
        if (self.places[after], self._passed[after]) != (move.target, move.passed):
            return False
        value, before, found = self.model.terms.value, self.values[node], self.values[after]
        own = ((slot, term) for slot, term in move.update.items() if slot < self._story_slots)
        return all(value(term, before) == found[slot] for slot, term in own)

    def graft(self, nodes: Sequence[Node]) -> Numbers:
        """Take in witnesses from another tree, from which nobody plays on; returns their new numbers."""
        found = [0]
        for node in nodes[1:]:
            own = node._replace(before=found[node.before])
            if own not in self._grafted:
                self._grafted[own] = self._put(own, -1, self.values[0], 0, ())
            found.append(self._grafted[own])
        return _numbers(enumerate(found))

    def kept(self, used: Iterable[int | None]) -> tuple[list[Node], Numbers]:
        """Only the nodes on the ways to some nodes, in the same order, and their new numbers."""
        wanted = {0}
        for end in used:
            node = 0 if end is None else end
            while node not in wanted:
                wanted.add(node)
                node = self.nodes[node].before
        numbers = {node: number for number, node in enumerate(sorted(wanted))}
        ways = (self.nodes[node] for node in sorted(wanted)[1:])
        nodes = [self.nodes[0], *(node._replace(before=numbers[node.before]) for node in ways)]
        return nodes, _numbers(numbers.items())


def _numbers(pairs: Iterable[tuple[int, int]]) -> Numbers:
    found: dict[int | None, int | None] = {None: None}
    found.update(pairs)
    return found


def way_to(nodes: Sequence[Node], node: int) -> tuple[list[str], list[Fate]]:
    """The choices from the start to a node, and the draws that have to come out right."""
    choices: list[str] = []
    fates: list[Fate] = []
    while node > 0:
        choices.append(nodes[node].choice)
        fates += nodes[node].fates
        node = nodes[node].before
    return choices[::-1], fates


def find_seed(fates: Sequence[Fate], tries: int = TRIES) -> int | None:
    """The smallest seed under which every draw comes out as it must; None if there is none among those tried."""
    rarest_first = sorted(fates, key=lambda fate: (fate.high - fate.low) / fate.total)
    first, last = 0, min(FIRST_TRIES, tries)
    while first < last:
        seeds = np.arange(first, last, dtype=np.uint64)
        for fate in rarest_first:
            drawn = draws(seeds, fate)
            seeds = seeds[(drawn >= fate.low) & (drawn < fate.high)]
            if not len(seeds):
                break
        else:
            return int(seeds[0])
        first, last = last, min(2 * last, tries)
    return None


def draws(seeds: np.ndarray[tuple[int], np.dtype[np.uint64]], fate: Fate) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """What `game.engine.draw.draw` gives for many seeds at once."""
    mask = (1 << 64) - 1
    fixed = (fate.place * 0xC2B2AE3D27D4EB4F + fate.turn * 0x165667B19E3779F9 + 0x27D4EB2F165667C5) & mask
    z = seeds * np.uint64(0x9E3779B97F4A7C15) + np.uint64(fixed)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) % np.uint64(fate.total)).astype(np.int64)
