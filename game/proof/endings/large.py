"""The endings of a story too large to walk, in numbers, as far as sets of its states can be had.

The states that can be reached are counted from their diagrams. From those that can still reach an ending, a move that
leads to one that cannot is where it is shut out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.proof.endings.exact_shares import Policy, Shares
from game.proof.endings.sampled_shares import sampled_shares
from game.proof.questions.answers import Standing
from game.proof.report.report import UNBOUNDED, Closing, EndingFacts, Length
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.longest_ways import longest_ways
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.model import Model

if TYPE_CHECKING:
    from game.proof.symbolic.backward import Sets


class LargeEndings:
    """Works out the facts of each ending from diagrams, where there are any; the rest is sampled.

    The shortest way, and whether an ending can be reached at all, is for its own question to tell.
    """

    def __init__(
        self, model: Model, policy: Policy, system: SymbolicSystem | None, check: Callable[[], None] = lambda: None
    ) -> None:
        self.model = model
        self.shares: Shares = sampled_shares(model, policy, check)
        self.total: int | None = None
        self.longest: dict[int, Length] = {}
        self._counted: dict[int, tuple[int, tuple[Closing, ...]]] = {}
        if system is not None:
            try:
                with system.bounded():
                    self._count(system)
            except OutOfNodes:
                pass

    def _count(self, system: SymbolicSystem) -> None:
        reached = system.forward.reached()
        for ending in range(len(self.model.machine.program.endings)):
            self._counted[ending] = self._open(system, reached, ending)
        self.total = sum(system.encoding.count(place, states) for place, states in reached.items())
        for ending, length in longest_ways(system.forward, reached).items():
            self.longest[ending] = UNBOUNDED if length is None else length

    def _open(self, system: SymbolicSystem, reached: Sets, ending: int) -> tuple[int, tuple[Closing, ...]]:
        """From how many states an ending can be reached, and the choices after which it cannot."""
        encoding, backward = system.encoding, system.backward
        opened = backward.leading_to(backward.endings(ending))
        before = 0
        closing: dict[str, None] = {}
        for place, states in reached.items():
            here = states & opened[place] if place in opened else encoding.false
            if not here.satisfiable():
                continue
            before += encoding.count(place, here)
            for move in backward.moves[place]:
                behind = opened.get(move.target, encoding.false)
                crossing = here & encoding.before(move, ~behind)
                if crossing.satisfiable():
                    options = self.model.places[place].options
                    closing |= {options[choice].choice.id: None for choice in (move.choice, *move.like)}
        return before, tuple(Closing(choice) for choice in closing)

    def all(self) -> list[EndingFacts]:
        """The facts of every ending, in the author's order."""
        return [self._facts(number, ending[0]) for number, ending in enumerate(self.model.machine.program.endings)]

    def _facts(self, number: int, name: str) -> EndingFacts:
        before, closing = self._counted.get(number, (None, ()))
        if before == 0:
            return EndingFacts(name, Standing.NEVER, share=0.0, before=0, after=self.total)
        return EndingFacts(
            id=name,
            standing=Standing.OPEN,
            longest=self.longest.get(number),
            longest_seen=self.shares.longest[number],
            share=self.shares.of[number],
            sampled=self.shares.sampled,
            before=before if self.total is not None else None,
            after=self.total - before if self.total is not None and before is not None else None,
            closing=closing if self.total is not None else (),
        )
