"""What decision diagrams answer of a large story: each thing in a process of its own, in the memory that is left.

Each begins anew, since what a process has held is given back for sure only when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from game.proof.abstraction.must import surely_lost
from game.proof.apart import Tick, Work, apart
from game.proof.budget import Budget, used_memory
from game.proof.endings.large import Counted, counted
from game.proof.explicit.rounds import asked
from game.proof.explicit.traps import Trap
from game.proof.explicit.witness import Node, Tree
from game.proof.limits import Limits
from game.proof.mending.symbolic import MakeSystem, SymbolicLost, Tools
from game.proof.questions.answers import Answer, Limit, Reason
from game.proof.questions.properties import Demand
from game.proof.questions.reachability import Question, Site
from game.proof.symbolic.diagrams import OutOfNodes, available, megabytes_of, nodes_for
from game.proof.symbolic.reachability import FIRST_TRY, Reachability
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import lost_states, reached_places, symbolic_traps
from game.proof.system.model import Model
from game.proof.system.value_ranges import Possible

if TYPE_CHECKING:
    from game.proof.mends import Mends
    from game.proof.symbolic.diagrams import Sets

Use = Callable[[Any], None]

_Packed = tuple[Answer | Trap, int | None, list[Node]]

FEW = 12
"""After how many fixpoints over few slots those over all take over, where it is not for traps."""

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

    def traps(self, use: Callable[[list[Trap]], None], mends: Mends | None) -> bool:
        """Find the traps of the story; whether there were nodes enough. What would mend them is told after them."""
        for part, find in ((FIRST_TRY, lost_states), (1, surely_lost), (1, lost_states)):
            if self._traps(part, find, use, mends):
                return True
        self.outgrown = True
        return False

    def _traps(
        self,
        part: int,
        find: Callable[[SymbolicSystem, Sets], Sets | None],
        use: Callable[[list[Trap]], None],
        mends: Mends | None,
    ) -> bool:
        """The same, in one way with a part of the nodes. Mends come from the diagrams that have found the traps."""
        told = False

        def work(send: Use, tick: Tick) -> None:
            ways = self._system((), tick, part)
            with ways.bounded():
                endings, stops = ways.backward.endings(), ways.backward.stops()
            lost = find(ways, {**endings, **stops})
            if lost is None:
                return
            places = reached_places(self.tree, ways, lost)
            traps = list(symbolic_traps(self.tree, ways, lost, places))
            send([self._packed(trap) for trap in traps])
            if traps and mends is not None:
                known = SymbolicLost(ways, lost, self._tools(tick), places)
                if stops:
                    with suppress(OutOfNodes):
                        known.lost = find(ways, endings) or lost
                mends.look(known, [(trap.scene, trap.node) for trap in traps], send, tick)

        def take(found: Any) -> None:
            nonlocal told
            if told and mends is not None:
                mends.take(found)
                return
            told = True
            use([self._unpacked(one) for one in found])
            if mends is not None:
                mends.begin(len(found))

        def watched() -> None:
            self.tick()
            if mends is not None:
                mends.check()

        with suppress(OutOfNodes), nullcontext() if mends is None else mends.as_far_as_it_goes():
            apart(work, take, watched, self.budget)
        return told

    def where_lost(self, tick: Tick) -> SymbolicLost:
        """Where no ending can be reached any more. Raises OutOfNodes."""
        tools = self._tools(tick)
        system = tools.system({})
        lost = cannot_reach(system, system.backward.endings())
        if lost is None:
            raise OutOfNodes
        return SymbolicLost(system, lost, tools)

    def _tools(self, tick: Tick) -> Tools:
        return Tools(lambda terms: self._maker(tick)(terms), cannot_reach, soon_lost, self.tree)

    def counted(self) -> Counted | None:
        """What can be counted of the endings; None where there are not nodes enough."""
        found: list[Counted] = []
        try:
            self._apart(lambda send, tick: send(counted(self._system((), tick, COUNTING))), found.append)
        except OutOfNodes:
            return None
        return found[0]

    def _apart(self, work: Work, use: Callable[[Any], None]) -> None:
        apart(work, use, self.tick, self.budget)

    def _system(self, sites: Iterable[Site], tick: Tick, part: int = 1) -> SymbolicSystem:
        """The ways as diagrams, with what sites read told apart, in a part of the memory that is left."""
        return self._maker(tick, part)(asked(sites))

    def _maker(self, tick: Tick, part: int = 1) -> MakeSystem:
        nodes, memory = self.limits.nodes, self.budget.memory
        if memory is not None:
            nodes = nodes_for(memory - used_memory())
        return lambda terms: SymbolicSystem(self.model, self.possible, terms, nodes // part, tick)

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


def cannot_reach(system: SymbolicSystem, goal: Sets) -> Sets | None:
    """The states that may occur from which a goal cannot be reached, in whatever way they are found; None where there
    are not nodes enough.
    """
    for find in (soon_lost, lost_states):
        with suppress(OutOfNodes):
            found = find(system, goal)
            if found is not None:
                return found
        system.tick.begin_anew()
    return None


def soon_lost(system: SymbolicSystem, goal: Sets) -> Sets | None:
    """The same where it is found with little work; else None. Raises OutOfNodes."""
    return surely_lost(system, goal, FEW)


def _groups(questions: Iterable[Question]) -> list[list[Question]]:
    """What must not be, the endings, and the rest: questions of a kind read alike."""
    found: dict[int, list[Question]] = {}
    for question in questions:
        kind = 0 if isinstance(question, Demand) else 1 if question.kind == "ending" else 2
        found.setdefault(kind, []).append(question)
    return [found[kind] for kind in sorted(found)]
