"""Graphs: which of their places lead round to one another, and the circles that one walks into, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
Mask = int
"""A set of places or other numbers: bit n stands for n."""


def bits(mask: Mask) -> Iterator[int]:
    """The numbers in a set, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def component_ranks(after: Sequence[Sequence[int]]) -> list[int]:
    """The rank of each place's strongly connected component, in topological order (Tarjan, 1972, without recursion).

    `after` says which places each of them leads to. Places of one component have one rank, others have different ones.
    """
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


def components(after: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components, each before those that it leads to."""
    found: dict[int, list[int]] = {}
    for place, rank in enumerate(component_ranks(after)):
        found.setdefault(rank, []).append(place)
    return [found[rank] for rank in sorted(found)]


def circles(nexts: Mapping[T, Iterable[T]]) -> list[list[T]]:
    """The circles that a search in depth closes, each from where it was first come to; none where there is none.

    `nexts` has what each leads to; what leads nowhere need not be among its keys.
    """
    return [circle for _, circle in _searched(nexts) if circle]


def inner_first(nexts: Mapping[T, Iterable[T]]) -> list[T]:
    """All of a graph, what each leads to before it, but for what leads back round to it."""
    return [one for one, circle in _searched(nexts) if not circle]


def _searched(nexts: Mapping[T, Iterable[T]]) -> Iterator[tuple[T, list[T]]]:
    """A search in depth: each place as it is left, and each circle as it is closed, with its first place."""
    done: set[T] = set()
    for first in nexts:
        path: dict[T, int] = {}  # each with its number on the path
        todo = [] if first in done else [iter((first,))]
        while todo:
            one = next(todo[-1], None)
            if one is None:
                todo.pop()
                if path:
                    left = path.popitem()[0]
                    done.add(left)
                    yield left, []
            elif one in path:
                yield one, list(path)[path[one] :]
            elif one not in done:
                path[one] = len(path)
                todo.append(iter(nexts.get(one, ())))
