"""What else stands on a witness: whatever is met at a state on the way to something has been met too.

A way through the story is a fact, whoever found it: every scene it passes, every text on its pages, every choice shown
or open there can be met, and a choice that is open can be taken. So once a few answers are known many others need no
search, and no question stays open that lies on the way to an answer. A way found like this need not be the shortest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from game.proof.explicit.steps import condition
from game.proof.explicit.witness import Tree
from game.proof.questions.reachability import Question, Site
from game.proof.system.lookups import Lookup
from game.proof.system.model import Model


class Hit(NamedTuple):
    """A question that is met at a state, by one of its sites."""

    question: Question
    site: Site


class Met(NamedTuple):
    """A question that was met: the node of the tree at the end of its witness, and of how many choices that is."""

    question: Question
    node: int
    length: int


class Unmet:
    """Questions that wait to be met, with their sites by place; `left` says how many.

    Each is looked for until it is met once. Questions are known by their ids.
    """

    def __init__(self, model: Model, questions: Iterable[Question]) -> None:
        self._sites: list[list[tuple[str, Hit, Lookup]]] = [[] for _ in model.places]
        self._waiting: set[str] = set()
        self._left_at = [-1 for _ in model.places]
        for question in questions:
            name = question.id
            self._waiting.add(name)
            for site in question.sites:
                when = condition(model, site.when)
                self._sites[site.place].append((name, Hit(question, site), when))

    @property
    def left(self) -> int:
        """How many questions still wait."""
        return len(self._waiting)

    def at(self, place: int, values: Sequence[int]) -> list[Hit]:
        """The questions that are met at a state, given by its place and the values of all slots (at least of those
        that their sites read). They do not wait any more.
        """
        sites = self._sites[place]
        if not sites:
            return []
        waiting = self._waiting
        if self._left_at[place] != len(waiting):  # some were met since: look at them no more
            sites = self._sites[place] = [one for one in sites if one[0] in waiting]
            self._left_at[place] = len(waiting)
        found = []
        for name, hit, when in sites:
            if name in waiting and when(values):
                waiting.discard(name)
                found.append(hit)
        return found


def along(tree: Tree, unmet: Unmet, ends: Iterable[int]) -> Iterator[Met]:
    """Meet whatever stands on the ways to some nodes of a tree, the nearest states first, and on the ways that this
    adds. Each question that is met is taken off `unmet`.
    """
    played = Replayed(tree)
    seen = {played.node(node) for node in _on_ways(tree, ends)}
    seen.discard(-1)
    waiting = [(tree.lengths[node], node) for node in seen]
    heapify(waiting)
    while waiting and unmet.left:
        turns, node = heappop(waiting)
        for hit in unmet.at(tree.places[node], tree.values[node]):
            met = tree.take(node, hit.site)
            yield Met(hit.question, met, turns + hit.site.steps)
            if met not in seen:
                seen.add(met)
                heappush(waiting, (tree.lengths[met], met))


def _on_ways(tree: Tree, ends: Iterable[int]) -> set[int]:
    """All nodes on the ways to some nodes (negative ones are none), from the start on."""
    found = {0}
    for node in ends:
        while node >= 0 and node not in found:
            found.add(node)
            node = tree.nodes[node].before
    return found


class Replayed:
    """Nodes that were taken in from another tree know neither place nor values: plays them here."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._known = {0: 0}

    def node(self, node: int) -> int:
        """The node of this tree's own playing that stands for a node; -1 where the story does not go that way."""
        way = []
        while node not in self._known and self.tree.places[node] < 0:
            way.append(node)
            node = self.tree.nodes[node].before
        found = self._known.get(node, node)
        for one in reversed(way):
            found = self._known[one] = -1 if found < 0 else self.tree.again(found, self.tree.nodes[one])
        return found
