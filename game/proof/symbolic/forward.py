"""All states that can be reached, as decision diagrams: for what is asked in numbers.

The image of a set under a move: where the guard holds, the twins of the bits that change are tied to what is written,
the old bits are forgotten, and the twins take their place (Burch and others, 1990); what is written whatever was before
needs no twins. Nothing here is needed to prove
that endings stay within reach; it gives counts of states, the choices that shut endings out, and longest ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.graphs import component_ranks
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.queue import Queue
from game.proof.system.components import places_graph
from game.proof.system.model import Move

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets, Substitution


class _Step(NamedTuple):
    """A move, ready to be taken: where it can be, with what it writes into the twins; what is forgotten; the twins'
    return; and what is written whatever was before.
    """

    relation: Diagram
    gone: Diagram
    back: Substitution | None
    written: Diagram


class Forward:
    """Forward sets of one model. `tick` is called now and then; it may raise to stop."""

    def __init__(self, encoding: Encoding, moves: Sequence[Sequence[Move]], tick: Callable[[], None]) -> None:
        self.encoding = encoding
        self.moves = moves
        self.tick = tick
        self.rank = component_ranks(places_graph(encoding.model))
        self._steps: dict[Move, _Step] = {}

    def start(self) -> Sets:
        """The state in which the story starts."""
        return {0: self.encoding.state(0, self.encoding.model.start)}

    def after(self, move: Move, states: Diagram) -> Diagram:
        """The states at a move's target that it leads to from a set at its source."""
        step = self._steps.get(move)
        if step is None:
            step = self._steps[move] = self._step(move)
        relation, gone, back, written = step
        found = self.encoding.diagrams.both_without(states, relation, gone)
        if back is not None:
            found = found.substitute(back)
        return found & written

    def _step(self, move: Move) -> _Step:
        encoding, diagrams = self.encoding, self.encoding.diagrams
        kept = encoding.merged[move.target]
        gone = [bit for slot in encoding.merged[move.source] if slot not in kept for bit in encoding.bits[slot]]
        relation, written = encoding.guard(move.guard), encoding.true
        changed: list[int] = []
        for slot, term in encoding.effects(move):
            gone += encoding.bits[slot]
            if term.constant is None:
                relation = relation & encoding.relation(slot, term)
                changed += encoding.bits[slot]
            else:
                written = written & encoding.holding(slot, term.constant)
        back = {bit + 1: diagrams.variables[bit] for bit in changed}
        return _Step(relation, diagrams.cube(gone), diagrams.substitution(back) if back else None, written)

    def reached(self) -> Sets:
        """All states that can be reached, by place."""
        sets = self.start()
        queue = Queue([0], self.rank)
        while queue:
            place = queue.pop()
            for move in self.moves[place]:
                arrived = self.after(move, sets[place])
                held = sets.get(move.target)
                grown = arrived if held is None else held | arrived
                if grown != held and grown.satisfiable():
                    sets[move.target] = grown
                    queue.push(move.target)
                self.tick()
        return sets
