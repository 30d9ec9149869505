"""The places of a story as a graph: which lead to which, and the rings (strongly connected components) they form."""

from __future__ import annotations

from typing import NamedTuple

from game.graphs import component_ranks
from game.proof.system.model import Model


def places_graph(model: Model) -> list[list[int]]:
    """The places that each place's moves lead to."""
    return [[move.target for move in place.moves if move.target >= 0] for place in model.places]


class Component(NamedTuple):
    """Places that can all be reached from each other; `turns` says whether a way leads from one back to itself."""

    places: list[int]
    is_cycle: bool


def components(after: list[list[int]]) -> list[Component]:
    """The strongly connected components of the places, in topological order."""
    found: dict[int, list[int]] = {}
    for place, number in enumerate(component_ranks(after)):
        found.setdefault(number, []).append(place)
    ordered = [found[number] for number in sorted(found)]
    return [Component(places, len(places) > 1 or places[0] in after[places[0]]) for places in ordered]
