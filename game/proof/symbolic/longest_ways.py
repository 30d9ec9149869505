"""The longest ways to endings, and whether there are any.

Of all states that can be reached, keep those that a move leads to from a kept one, again and again: after k rounds
what is left are the states to which some way of at least k choices leads. An ending that is gone after round k + 1 has
its longest way of k choices. What stays for ever (a greatest fixpoint) lies on loops or behind them, and ways there are
as long as one likes. Only places behind one that has changed are worked out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.proof.symbolic.forward import Forward

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram
    from game.proof.system.model import Move


def longest_ways(forward: Forward, reached: Mapping[int, Diagram]) -> dict[int, int | None]:
    """For each ending that can be reached, by its number, the most choices that lead to it; None where loops make ways
    of any length.
    """
    shrinking = _Shrinking(forward, reached)
    places = {place: forward.encoding.model.places[place].ending for place in reached}
    found: dict[int, int | None] = {}
    rounds = 0
    while True:
        before = {places[place] for place in shrinking.left if places[place] >= 0}
        changed = shrinking.step()
        after = {places[place] for place in shrinking.left if places[place] >= 0}
        found |= dict.fromkeys(before - after, rounds)
        if not changed:
            return found | dict.fromkeys(after)
        rounds += 1


class _Shrinking:
    """What is left of the states; and, for each move, where it leads from what is left at its source."""

    def __init__(self, forward: Forward, reached: Mapping[int, Diagram]) -> None:
        self.forward = forward
        self.left = dict(reached)
        self.into: dict[int, list[Move]] = {place: [] for place in reached}
        for place in reached:
            for move in forward.moves[place]:
                if move.target in self.into:
                    self.into[move.target].append(move)
        self.images: dict[Move, Diagram] = {}
        self.changed = set(reached)

    def step(self) -> bool:
        """Keep only what a move leads to; whether anything has changed."""
        encoding = self.forward.encoding
        for place in self.changed:
            for move in self.forward.moves[place]:
                if place in self.left:
                    self.images[move] = self.forward.after(move, self.left[place])
                else:
                    self.images.pop(move, None)
            self.forward.tick()
        behind = {move.target for place in self.changed for move in self.forward.moves[place]}
        if 0 in self.left and not self.into[0]:
            behind.add(0)
        self.changed = set()
        for place in behind & self.left.keys():
            states = encoding.false
            for move in self.into[place]:
                if move in self.images:
                    states = states | self.images[move]
            if states == self.left[place]:
                continue
            self.changed.add(place)
            if states.satisfiable():
                self.left[place] = states
            else:
                del self.left[place]
        return bool(self.changed)
