"""Soft locks: regions of a story from which no ending can be reached any more, though play goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from game.proof.explicit.explore import FAR
from game.proof.explicit.graph import Graph
from game.proof.explicit.witness import Tree
from game.proof.system.model import Model


class Trap(NamedTuple):
    """A region without a way out: the scene where it is entered soonest, how many states it has (None: not counted),
    its other scenes, the witness's node, its length, and whether it is known that none is shorter.
    """

    scene: str
    size: int | None
    others: tuple[str, ...]
    node: int
    length: int
    shortest: bool = True


def traps_in_graph(tree: Tree, graph: Graph) -> Iterator[Trap]:
    """The traps of a story explored state by state; where a dead stop or a fault lies ahead, that is told instead."""
    model = graph.layouts.model
    lost = graph.ways_to(graph.endings()) == FAR
    if not lost.any():
        return
    trapped = lost & (graph.ways_to(graph.stops()) == FAR)
    places = [place for place in range(len(model.places)) if trapped[graph.place_slice(place)].any()]
    for region in regions(places, model):
        states = np.concatenate(
            [np.flatnonzero(trapped[graph.place_slice(place)]) + graph.offsets[place] for place in region]
        )
        state = int(states[np.argmin(graph.distance[states])])
        node = tree.reach(graph, state)
        yield trap_at(tree, region, node, len(states), int(graph.distance[state]))


def trap_at(tree: Tree, region: Sequence[int], node: int, size: int | None, length: int) -> Trap:
    """A trap of some places, entered soonest at a node."""

    def name(place: int) -> str:
        return tree.machine.scene(tree.model.places[place].scene).id

    scene = name(tree.places[node])
    return Trap(scene, size, tuple(sorted({name(place) for place in region} - {scene})), node, length)


def regions(places: Sequence[int], model: Model) -> list[list[int]]:
    """Groups of places that moves connect, whichever way."""
    inside = set(places)
    near: dict[int, set[int]] = {place: set() for place in places}
    for place in places:
        for move in model.places[place].moves:
            if move.target in inside:
                near[place].add(move.target)
                near[move.target].add(place)
    found: list[list[int]] = []
    while inside:
        group = [min(inside)]
        inside.discard(group[0])
        for place in group:
            fresh = near[place] & inside
            inside -= fresh
            group += sorted(fresh)
        found.append(group)
    return found
