"""What decision diagrams answer of a large story: each thing in a process of its own, in the memory that is left.

Each begins anew, since what a process has held is given back for sure only when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from game.proof.abstraction.must import surely_lost
from game.proof.apart import Beside, Tick, Work, apart, can_copy
from game.proof.budget import Budget, used_memory
from game.proof.earlier import kind_of
from game.proof.endings.large import Counted, counted
from game.proof.explicit.rounds import asked
from game.proof.explicit.traps import Trap
from game.proof.explicit.witness import Node, Tree
from game.proof.limits import Limits
from game.proof.questions.answers import Answer, Limit, Reason
from game.proof.questions.reachability import Question, Site
from game.proof.symbolic.diagrams import OutOfNodes, available, megabytes_of, nodes_for
from game.proof.symbolic.reachability import FIRST_TRY, Reachability
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import lost_states, symbolic_traps
from game.proof.system.model import Model
from game.proof.system.value_ranges import Possible

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Sets

Use = Callable[[Answer], None]

_Packed = tuple[Answer | Trap, int | None, list[Node]]

COUNTING = 4
"""Into how many parts the nodes are divided where states are only counted."""

FURTHER = 4
"""How many times the memory that diagrams have is proposed where it was not enough."""


class ByDiagrams:
    """Diagrams of one model. `lacking` tells that their library cannot be imported, `outgrown` that something stayed
    open since they would have taken more memory than they may. `tick` is called now and then; it may raise to stop.
    """

    def __init__(
        self, model: Model, possible: Possible, tree: Tree, limits: Limits, budget: Budget, tick: Tick
    ) -> None:
        self.model = model
        self.possible = possible
        self.tree = tree
        self.limits = limits
        self.budget = budget
        self.tick = tick
        self.lacking = bool(limits.nodes) and not available()
        self.usable = bool(limits.nodes) and not self.lacking
        self.outgrown = False
        self._counting: Beside | None = None

    def reason(self) -> Reason | None:
        """Why something stayed open after diagrams were tried; None where they are not to blame."""
        if self.outgrown and self.budget.memory is not None:
            return Reason(Limit.MEMORY, self.budget.memory)
        if self.outgrown:
            return Reason(Limit.NODES, FURTHER * megabytes_of(self.limits.nodes))
        return Reason(Limit.LIBRARY) if self.lacking else None

    def settle(self, questions: Sequence[Question], use: Use, met: Container[str]) -> list[Question]:
        """Answer questions from backward sets; those for which there are not nodes enough are left. Of those by whose
        ids it is known that they can be `met` only the shortest way is asked.
        """
        left = {question.id: question for question in questions}

        def take(packed: _Packed) -> None:
            answer = self._unpacked(packed)
            del left[answer.id]
            use(answer)

        for group in _groups(questions):
            self._apart(lambda send, tick, group=group: self._search(group, met, send, tick), take)  # type: ignore[misc]
        self.outgrown |= any(name not in met for name in left)
        return list(left.values())

    def _search(
        self, questions: Sequence[Question], met: Container[str], send: Callable[[_Packed], None], tick: Tick
    ) -> None:
        def system(sites: Sequence[Site], part: int) -> SymbolicSystem:
            return self._system(sites, tick, part)

        search = Reachability(self.tree, system, self.limits.failures)
        search.settle(questions, lambda answer: send(self._packed(answer)), met)

    def traps(self) -> list[Trap] | None:
        """The traps of the story; None where there are not nodes enough."""
        for part, find in ((FIRST_TRY, lost_states), (1, surely_lost), (1, lost_states)):
            found = self._traps(part, find)
            if found is not None:
                return found
        self.outgrown = True
        return None

    def _traps(self, part: int, find: Callable[[SymbolicSystem], Sets | None]) -> list[Trap] | None:
        """The traps, found in one way with a part of the nodes."""
        found: list[list[Trap]] = []

        def work(send: Callable[[list[_Packed]], None], tick: Tick) -> None:
            ways = self._system((), tick, part)
            lost = find(ways)
            if lost is not None:
                send([self._packed(trap) for trap in symbolic_traps(self.tree, ways, lost)])

        try:
            self._apart(work, lambda many: found.append([self._unpacked(one) for one in many]))
        except OutOfNodes:
            return None
        return found[0] if found else None

    def start_counting(self) -> None:
        """Let a copy of this process count while this one answers questions, where nobody has to share memory."""
        if self.usable and self.budget.memory is None and can_copy():
            self._counting = Beside(self._count, self.budget)

    def stop_counting(self) -> None:
        """End the copy that counts, if there is one."""
        if self._counting is not None:
            self._counting.end()
            self._counting = None

    def _count(self, send: Callable[[Counted], None], tick: Tick) -> None:
        send(counted(self._system((), tick, COUNTING)))

    def counted(self) -> Counted | None:
        """What can be counted of the endings; None where there are not nodes enough."""
        found: list[Counted] = []
        try:
            if self._counting is None:
                self._apart(self._count, found.append)
            else:
                self._counting.wait(found.append, self.tick)
        except OutOfNodes:
            return None
        return found[0]

    def _apart(self, work: Work, use: Callable[[Any], None]) -> None:
        apart(work, use, self.tick, self.budget)

    def _system(self, sites: Iterable[Site], tick: Tick, part: int = 1) -> SymbolicSystem:
        """The ways as diagrams, with what sites read told apart, in a part of the memory that is left."""
        nodes, memory = self.limits.nodes, self.budget.memory
        if memory is not None:
            nodes = nodes_for(memory - used_memory())
        return SymbolicSystem(self.model, self.possible, asked(sites), nodes // part, tick)

    def _packed(self, found: Answer | Trap) -> _Packed:
        """Something with the nodes of its way."""
        nodes, numbers = self.tree.kept([found.node])
        return found, numbers[found.node], nodes

    def _unpacked(self, packed: _Packed) -> Any:
        """What was packed, its way in the tree of this process."""
        found, end, nodes = packed
        node = self.tree.graft(nodes)[end]
        if isinstance(found, Answer):
            return replace(found, node=node)
        assert node is not None, "a trap has a way into it"
        return found._replace(node=node)


def _groups(questions: Iterable[Question]) -> list[list[Question]]:
    """Questions kind by kind."""
    found: dict[int, list[Question]] = {}
    for question in questions:
        found.setdefault(kind_of(question), []).append(question)
    return [found[kind] for kind in sorted(found)]
