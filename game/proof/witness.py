"""Witnesses: shortest ways through the story as choices, kept together as one tree, and the seeds that make their draws
come out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from game.engine import Machine, State, start
from game.proof.concrete import Fate, outcomes
from game.proof.graph import Graph
from game.proof.rounds import Meeting, Round

TRIES = 1 << 26
"""How many seeds are tried before giving up on a witness whose draws must all come out right."""

_STEP = 1 << 20


class Node(NamedTuple):
    """A point on a witness: the node before it (-1 for the start), the choice that led here, and its draws."""

    before: int
    choice: str
    fates: tuple[Fate, ...]


class Tree:
    """All witnesses: ways share their beginnings. Node 0 is the start of the story."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.nodes = [Node(-1, "", ())]
        self.states: list[State] = [start(machine)]
        self._after: dict[tuple[int, int, int], int] = {}

    def add(self, number: int, graph: Graph, way: Sequence[int]) -> int:
        """The node at the end of a way through the graph of round `number`, from its start."""
        node = 0
        for state in way[1:]:
            node = self._step(number, graph, node, state)
        return node

    def _step(self, number: int, graph: Graph, node: int, state: int) -> int:
        key = (node, number, state)
        if key not in self._after:
            place, packed = graph.place_of(state), graph.key_of(state)
            layout = graph.layouts.of[place]
            goal = graph.layouts.model.places[place]
            found = next(
                one
                for one in outcomes(self.machine, self.states[node])
                if (one.state.scene, one.state.stack) == (goal.scene, goal.stack)
                and layout.agrees(packed, one.state.values)
            )
            self._after[key] = self._put(Node(node, found.choice, found.fates), found.state)
        return self._after[key]

    def _put(self, node: Node, state: State) -> int:
        self.nodes.append(node)
        self.states.append(state)
        return len(self.nodes) - 1

    def meet(self, number: int, around: Round, meeting: Meeting) -> int:
        """The node at which something is met."""
        graph = around.graph
        node = self.add(number, graph, graph.path(meeting.state))
        site = meeting.site
        if site.move is None and site.choice < 0:
            return node
        place = graph.layouts.model.places[site.place]
        if site.move is None:
            return self._take(node, place.options[site.choice].choice.id)
        return self._take(node, place.options[site.move.choice].choice.id, site.move.target, graph)

    def _take(self, node: int, choice: str, target: int = -1, graph: Graph | None = None) -> int:
        """The node after a choice, at a place if one is given; the node itself where the story's fault prevents the
        choice."""
        for one in outcomes(self.machine, self.states[node]):
            if one.choice != choice:
                continue
            if graph is not None:
                goal = graph.layouts.model.places[target]
                if (one.state.scene, one.state.stack) != (goal.scene, goal.stack):
                    continue
            return self._put(Node(node, choice, one.fates), one.state)
        return node


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
    if not fates:
        return 0
    rarest_first = sorted(fates, key=lambda fate: (fate.high - fate.low) / fate.total)
    for first in range(0, tries, _STEP):
        seeds = np.arange(first, first + _STEP, dtype=np.uint64)
        for fate in rarest_first:
            drawn = draws(seeds, fate)
            seeds = seeds[(drawn >= fate.low) & (drawn < fate.high)]
            if not len(seeds):
                break
        else:
            return int(seeds[0])
    return None


def draws(seeds: np.ndarray[tuple[int], np.dtype[np.uint64]], fate: Fate) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """What `game.engine.draw.draw` gives for many seeds at once."""
    mask = (1 << 64) - 1
    fixed = (fate.place * 0xC2B2AE3D27D4EB4F + fate.turn * 0x165667B19E3779F9 + 0x27D4EB2F165667C5) & mask
    z = seeds * np.uint64(0x9E3779B97F4A7C15) + np.uint64(fixed)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) % np.uint64(fate.total)).astype(np.int64)
