"""Which states of an outline surely lead to an ending, whatever the variables are that the outline leaves out.

A state is sure when it is an ending; or when some choice is open whatever the others are, and all that this choice
could lead to is sure; or when everything that could happen next is sure. The last needs that something can happen at
all, which is asked apart: no dead stop, and no target without a way on. Sure states are found from the endings
backwards, each resting on ones found before, so that from a sure state an ending really is ahead, after no more choices
than it took to find it.
"""

from __future__ import annotations

import numpy as np

from game.proof.explore import components, places_graph
from game.proof.functions import Array
from game.proof.graph import Graph
from game.proof.layout import Batch, Test
from game.proof.model import Model


def surely_ending(graph: Graph, certain: Model) -> Array:
    """For each state of an outline's graph, whether it surely leads to an ending; `certain` is the restrained model."""
    sure = np.zeros(graph.count, dtype=bool)
    for place, item in enumerate(certain.places):
        if item.ending >= 0:
            sure[graph.place_slice(place)] = True
    rings: dict[int, list[int]] = {}
    for place, rank in enumerate(components(places_graph(graph.layouts))):
        rings.setdefault(rank, []).append(place)
    for rank in sorted(rings, reverse=True):
        ring = [Leaving(graph, certain, place) for place in rings[rank] if certain.places[place].ending < 0]
        while any(leaving.update(sure) for leaving in ring):
            if len(ring) == 1 and not ring[0].returns:
                break
    return sure


class Leaving:
    """The edges out of one place's states, by choice."""

    def __init__(self, graph: Graph, certain: Model, place: int) -> None:
        self.states = graph.place_slice(place)
        self.count = self.states.stop - self.states.start
        first, last = int(graph.indptr[self.states.start]), int(graph.indptr[self.states.stop])
        self.heads = graph.heads[first:last]
        degrees = np.diff(graph.indptr[self.states.start : self.states.stop + 1])
        self.tails = np.repeat(np.arange(self.count), degrees)
        self.some = degrees > 0
        steps = graph.layouts.steps(place)
        choices = np.asarray([step.move.choice for step in steps], dtype=np.int16)
        self.choices = choices[graph.edge_moves(place)] if steps else np.zeros(0, dtype=np.int16)
        batch = Batch(graph.layouts.of[place], graph.reached.keys[place])
        self.open: dict[int, Array | None] = {}
        for number, option in enumerate(certain.places[place].options):
            self.open[number] = Test(graph.layouts.of[place], option.open).mask(batch)
        self.returns = any(step.move.target == place for step in steps)

    def update(self, sure: Array) -> bool:
        """Find more sure states of this place; whether there are any."""
        if not self.count:
            return False
        unsure = ~sure[self.heads]
        found = self.some & ~self._any(unsure)
        for number, opened in self.open.items():
            of_choice = self.choices == number
            good = self._any(of_choice) & ~self._any(of_choice & unsure)
            found |= good if opened is None else good & opened
        fresh = bool((found & ~sure[self.states]).any())
        sure[self.states] |= found
        return fresh

    def _any(self, edges: Array) -> Array:
        """For each state, whether one of its edges is among these."""
        found = np.zeros(self.count, dtype=bool)
        found[self.tails[edges]] = True
        return found
