"""Places that wait to be looked at, each once, in a given order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush


class Queue:
    """Gives the waiting place of the lowest rank first."""

    def __init__(self, places: Iterable[int], rank: Sequence[int]) -> None:
        self._rank = rank
        self._waiting = set(places)
        self._heap = [(rank[place], place) for place in self._waiting]
        heapify(self._heap)

    def __bool__(self) -> bool:
        return bool(self._heap)

    def push(self, place: int) -> None:
        """Let a place wait, if it does not yet."""
        if place not in self._waiting:
            self._waiting.add(place)
            heappush(self._heap, (self._rank[place], place))

    def pop(self) -> int:
        """The next place; it waits no longer."""
        _, place = heappop(self._heap)
        self._waiting.discard(place)
        return place
