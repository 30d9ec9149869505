"""The tree of ways of a session: every page that a choice has led to, also those on branches that were left.

It is a fold over the log like the present way, and nothing is ever taken off it: going back leaves a branch there.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Container, Iterator
from typing import NamedTuple

from game.session.lines import Chosen

FIRST = 0
"""The number of the first page."""


class Branch(NamedTuple):
    """A run of pages with no fork among them, from page `first` to page `last`, `pages` in number.

    `depth` says how many forks it lies beside the trunk; `begins` that its first page is where it left another one.
    `last` is a fork, or the end of what was read there.
    """

    first: int
    last: int
    pages: int
    depth: int
    begins: bool


class Tree:
    """Pages are numbered in the order in which they were first come to, the first page is 0.

    A choice that is taken again on the same page, with the same words typed, leads to the page that it led to before.
    Choices are full ids, '' for one that nobody knows. `way` has the numbers of the pages from the first to the present
    one.
    """

    def __init__(self) -> None:
        self.way = [FIRST]
        self._parents = array("q", [-1])
        self._choices = [""]
        self._said: dict[int, str] = {}
        self._found: dict[tuple[int, str, str], int] = {}
        self._records = array("q", [FIRST])

    def __len__(self) -> int:
        return len(self._choices)

    @property
    def here(self) -> int:
        """The number of the present page."""
        return self.way[-1]

    # -- growing

    def choose(self, choice: str, said: str = "") -> None:
        """A recorded choice is taken on the present page, with what was typed for it."""
        parent = self.here
        page = self._found.get((parent, choice, said))
        if page is None:
            page = len(self._choices)
            self._parents.append(parent)
            self._choices.append(sys.intern(choice))
            self._found[parent, self._choices[page], said] = page
            if said:
                self._said[page] = said
        self.way.append(page)
        self._records.append(page)

    def back(self, to: int) -> None:
        """The way is cut to its first `to` choices."""
        del self.way[to + 1 :]

    # -- asking

    def page_of(self, record: int) -> int | None:
        """The page that the recorded choice of that number led to, by their order in the log from 1; 0: the first."""
        return self._records[record] if 0 <= record < len(self._records) else None

    def record_of(self, page: int) -> int:
        """The number of the first recorded choice that led to a page."""
        return self._records.index(page)

    def choice_to(self, page: int) -> str:
        """The choice that leads to a page from the one before; '' for the first page."""
        return self._choices[page]

    def step_to(self, page: int) -> Chosen:
        """The same, with what was typed for it."""
        return Chosen(self._choices[page], said=self._said.get(page, ""))

    def before(self, page: int) -> int:
        """The page before a page; -1 before the first."""
        return self._parents[page]

    def way_to(self, page: int) -> list[int]:
        """The numbers of the pages from the first to a page."""
        found = [page]
        while (page := self._parents[page]) >= 0:
            found.append(page)
        return found[::-1]

    def shared(self, way: list[int]) -> int:
        """How many choices the way to a page and the present one have in common."""
        both = zip(way, self.way, strict=False)
        return next((turn for turn, (one, other) in enumerate(both) if one != other), min(len(way), len(self.way))) - 1

    def branches(self, stops: Container[int] = ()) -> list[Branch]:
        """All of it, in the order in which it is drawn: where it forks, the branches that were left come first, the
        oldest first, and then the line goes on: along the present way, elsewhere along what was begun last. A run of
        pages ends at a fork, at the present page, and at those that are `stops`.
        """
        children = self._children()
        straight = self._straight(children)
        found: list[Branch] = []
        waiting = [(FIRST, 0, False)]
        while waiting:
            first, depth, begins = waiting.pop()
            last, pages = first, 1
            while len(children[last]) == 1 and last != self.here and last not in stops:
                last, pages = children[last][0], pages + 1
            found.append(Branch(first, last, pages, depth, begins))
            if children[last]:
                waiting.append((straight[last], depth, False))
                aside = [(child, depth + 1, True) for child in children[last] if child != straight[last]]
                waiting += reversed(aside)
        return found

    def _children(self) -> list[list[int]]:
        """The pages after each page, the oldest first."""
        found: list[list[int]] = [[] for _ in self._choices]
        for page in range(1, len(self._choices)):
            found[self._parents[page]].append(page)
        return found

    def _straight(self, children: list[list[int]]) -> dict[int, int]:
        """The page that each page goes on to without leaving its line."""
        found = {page: after[-1] for page, after in enumerate(children) if after}
        return found | dict(zip(self.way, self.way[1:], strict=False))

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))
