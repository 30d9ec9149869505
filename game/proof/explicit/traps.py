"""Soft locks: regions of a story from which no ending can be reached any more, though play goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from game.proof.explicit.bitmaps import Bitmaps, count
from game.proof.explicit.explore import FAR
from game.proof.explicit.graph import Graph
from game.proof.explicit.witness import Tree
from game.proof.system.model import Model


class Trap(NamedTuple):
    """A region without a way out: the scene where it is entered soonest, how many states it has, its other scenes, the
    witness's node, its length, and whether it is known that none is shorter.
    """

    scene: str
    size: int
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
        yield _trap(tree, region, node, len(states), int(graph.distance[state]))


def traps_in_bitmaps(tree: Tree, bitmaps: Bitmaps) -> Iterator[Trap]:
    """The same for a story kept as bitmaps."""
    model = bitmaps.model
    lost = bitmaps.minus(bitmaps.leading_to(bitmaps.endings()))
    if not lost:
        return
    explained = bitmaps.leading_to(bitmaps.stops())
    trapped = {place: states & ~explained[place] if place in explained else states for place, states in lost.items()}
    trapped = {place: states for place, states in trapped.items() if states.any()}
    found = regions(sorted(trapped), model)
    goals = [{place: trapped[place] for place in region} for region in found]
    for region, goal, way in zip(found, goals, bitmaps.soonest(goals), strict=True):
        yield _trap(tree, region, tree.along(bitmaps.layouts, way), count(goal), len(way) - 1)


def _trap(tree: Tree, region: Sequence[int], node: int, size: int, length: int) -> Trap:
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
