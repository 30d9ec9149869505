"""The places of a story as a graph: which lead to which, and the rings (strongly connected components) they form."""

from __future__ import annotations

from typing import NamedTuple

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


def component_ranks(after: list[list[int]]) -> list[int]:
    """The rank of each place's ring, in topological order (Tarjan, 1972, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    rank = [0] * len(after)
    count = 0
    for root in range(len(after)):
        if root in order:
            continue
        work = [(root, iter(after[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, children = work[-1]
            for child in children:
                if child not in order:
                    order[child] = low[child] = len(order)
                    stack.append(child)
                    on_stack.add(child)
                    work.append((child, iter(after[child])))
                    break
                if child in on_stack:
                    low[node] = min(low[node], order[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        rank[member] = -count
                        if member == node:
                            break
                    count += 1
    return rank
