"""What decision diagrams answer of a large story: each thing in a process of its own, in the memory that is left.

Each begins anew, since what a process has held is given back for sure only when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from game.proof.abstraction.endless import no_trap, surely_lost
from game.proof.abstraction.guided import Guided
from game.proof.apart import Beside, Tick, Work, all_apart, apart, wait_for
from game.proof.budget import Budget, can_copy, used_memory
from game.proof.earlier import kind_of, wants_shortest
from game.proof.endings.large import Counted, closing_at, counted
from game.proof.explicit.rounds import asked
from game.proof.explicit.traps import Trap
from game.proof.explicit.witness import Node, Tree
from game.proof.limits import Limits
from game.proof.mending.symbolic import SymbolicLost, Tools
from game.proof.questions.answers import Answer, Limit, Reason
from game.proof.questions.reachability import Question, Site
from game.proof.symbolic.diagrams import OutOfNodes, available, megabytes_of, nodes_for
from game.proof.symbolic.reachability import Reachability, sites_of
from game.proof.symbolic.system import MOST_COLLECTIONS, Determined, SymbolicSystem
from game.proof.symbolic.traps import lost_states, reached_places, symbolic_traps
from game.proof.system.model import Conjunction, Model
from game.proof.system.ranking import Unranked, ways_out
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible

if TYPE_CHECKING:
    from game.proof.helpers import Helpers
    from game.proof.mends import Mends
    from game.proof.symbolic.diagrams import Sets

Use = Callable[[Any], None]

Packed = tuple[Answer | Trap, int | None, list[Node]]

SEVERAL = 24
"""After how many fixpoints over few slots the next way to find traps is tried."""

FEW = 12
"""After how many fixpoints over few slots those over all take over, where it is not for traps."""

SMALL, LARGER, LARGE = 40, 4, 2
"""Into how many parts the nodes are divided for a try that costs little where it fails, for one that may cost more, and
for one that may cost much.
"""

FEW_COLLECTIONS = 2
"""After how many sweeps of the nodes it is given up where there is another way, or an answer can be done without."""

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

    def together(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Answer questions of a kind together, where that is worth it: most of what must not be can never be, and of
        endings the shortest way is wanted. Gives back those that are left.
        """
        left, take = self._answering(questions, use)
        for group in _groups(questions):
            if wants_shortest(group[0]) and self.limits.together:
                self._apart(partial(self._together, group), take)
        return list(left.values())

    def singly(self, questions: Sequence[Question], use: Use, met: Container[str], helpers: Helpers) -> list[Question]:
        """Answer questions one by one, with whoever helps; those for which there are not nodes enough are left. Of
        those by whose ids it is known that they can be `met` only the shortest way is asked.
        """
        left, take = self._answering(questions, use)
        for group in _groups(questions):
            helpers.ask_far(group, met, take, self.tick)
            hard = [question for question in group if question.id in left]
            number = min(len(hard), 1 + helpers.number) if can_copy() else min(len(hard), 1)
            works = [partial(self.one_by_one, hard[first::number], met, number) for first in range(number)]
            all_apart(works, take, self.tick, self.budget)
        self.outgrown |= any(name not in met for name in left)
        return list(left.values())

    def _answering(
        self, questions: Sequence[Question], use: Use
    ) -> tuple[dict[str, Question], Callable[[Packed], None]]:
        """The questions that are left, by their ids, and what takes in an answer of one of them."""
        left = {question.id: question for question in questions}

        def take(packed: Packed) -> None:
            answer = self._unpacked(packed)
            if left.pop(answer.id, None) is not None:
                use(answer)

        return left, take

    def _together(self, questions: Sequence[Question], send: Use, tick: Tick) -> None:
        nodes = min(self.limits.together, self._nodes())
        search = Reachability(self.tree, lambda sites: self._late_first(asked(sites), tick, nodes, FEW_COLLECTIONS))
        search.together(questions, lambda answer: send(self._packed(answer)))

    def one_by_one(self, questions: Sequence[Question], met: Container[str], parts: int, send: Use, tick: Tick) -> None:
        """Answer questions by searches that few slots lead, and those that these leave each by a set of its own, with
        one of so many parts of the nodes.
        """
        nodes = self._nodes(parts)

        def system(sites: Iterable[Site]) -> SymbolicSystem:
            return self._system(asked(sites), tick, nodes)

        def tell(answer: Answer) -> None:
            send(self._packed(answer))

        left = questions
        with suppress(OutOfNodes):
            left = self._guided(system(sites_of(questions)), questions, tell)
        unmet = [question for question in left if question.id not in met]
        Reachability(self.tree, system).one_by_one(unmet, tell, self.limits.failures)

    def _guided(
        self, system: SymbolicSystem, questions: Sequence[Question], tell: Callable[[Answer], None]
    ) -> Sequence[Question]:
        """What guided searches leave; their diagrams are let go then."""
        shortest = {question.id for question in questions if wants_shortest(question)}
        return Guided(self.tree, system, questions).settle(tell, shortest)

    def traps(self, rest: Unranked, use: Callable[[list[Trap]], None], mends: Mends | None) -> bool:
        """Find the traps of a story whose plays can go on for ever by some moves; whether there were nodes enough. What
        would mend them is told after them.

        What is cheapest where it does comes first, in a part of the nodes; then what needs more of them.
        """
        ways = ways_out(self.model, rest)
        known, replaced = Determined.KNOWN, Determined.REPLACED
        if (
            self._no_trap(ways, SMALL, replaced, use)
            or self._traps(SMALL, lost_states, use, mends)
            or self._traps(SMALL, lost_states, use, mends, replaced)
            or self._traps(LARGER, partial(surely_lost, most=SEVERAL), use, mends, known)
            or self._no_trap(ways, LARGE, known, use)
            or self._traps(1, lost_states, use, mends, replaced)
            or self._traps(1, surely_lost, use, mends, known)
        ):
            return True
        self.outgrown = True
        return False

    def _no_trap(
        self,
        ways: Mapping[int, Sequence[Conjunction]],
        part: int,
        determined: Determined,
        use: Callable[[list[Trap]], None],
    ) -> bool:
        """Whether it is plain that there is no trap, with a part of the nodes; then that is told."""
        found: list[bool] = []
        terms = {place: [term for way in some for term in way] for place, some in ways.items()}

        def work(send: Callable[[bool], None], tick: Tick) -> None:
            system = self._system(terms, tick, self._nodes(part), determined)
            send(no_trap(system, ways, by_few_slots=determined is Determined.KNOWN))

        with suppress(OutOfNodes):
            self._apart(work, found.append)
        if found == [True]:
            use([])
        return found == [True]

    def _traps(
        self,
        part: int,
        find: Callable[[SymbolicSystem, Sets], Sets | None],
        use: Callable[[list[Trap]], None],
        mends: Mends | None,
        determined: Determined = Determined.PLAIN,
    ) -> bool:
        """The traps, in one way with a part of the nodes. Mends come from the diagrams that have found the traps, but
        for those that do not know all slots.
        """
        told = False
        if determined is Determined.REPLACED:
            mends = None

        def work(send: Use, tick: Tick) -> None:
            ways = self._system({}, tick, self._nodes(part), determined)
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
        nodes = self._nodes()
        return Tools(lambda terms: self._system(terms, tick, nodes), cannot_reach, soon_lost, self.tree)

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
        send(counted(self._late_first({}, tick, self._nodes(COUNTING), FEW_COLLECTIONS)))

    def counted(self) -> Counted | None:
        """What can be counted of the endings; None where there are not nodes enough. Where it hangs on which of several
        like choices is taken, these are told apart in diagrams of their own, if there are nodes enough for that.
        """
        found = self._counted()
        if found is None or not found.unsure:
            return found
        guards = {
            place: [term for move in self.model.places[place].moves for term in move.guard] for place in found.unsure
        }
        closing = self._one(lambda system: closing_at(system, guards), guards)
        if closing is None:
            return found
        told = {ending: (before, closing[ending]) for ending, (before, _) in found.open.items()}
        return found._replace(open=told, unsure=frozenset())

    def _counted(self) -> Counted | None:
        """What is counted in the copy that was started, or in a new one."""
        found: list[Counted] = []
        try:
            if self._counting is None:
                self._apart(self._count, found.append)
            else:
                wait_for([self._counting], found.append, self.tick)
        except OutOfNodes:
            return None
        return found[0]

    def _one(self, count: Callable[[SymbolicSystem], Any], terms: Mapping[int, Iterable[Term]]) -> Any:
        """What is counted in a system that tells some terms apart; None where there are not nodes enough."""
        found: list[Any] = []
        try:
            self._apart(
                lambda send, tick: send(count(self._late_first(terms, tick, self._nodes(COUNTING)))), found.append
            )
        except OutOfNodes:
            return None
        return found[0]

    def _apart(self, work: Work, use: Callable[[Any], None]) -> None:
        apart(work, use, self.tick, self.budget)

    def _system(
        self,
        terms: Mapping[int, Iterable[Term]],
        tick: Tick,
        nodes: int,
        determined: Determined = Determined.PLAIN,
    ) -> SymbolicSystem:
        """The ways as diagrams of so many nodes, with what some terms read told apart."""
        return SymbolicSystem(self.model, self.possible, terms, nodes, tick, determined)

    def _late_first(
        self, terms: Mapping[int, Iterable[Term]], tick: Tick, nodes: int, most: int = MOST_COLLECTIONS
    ) -> SymbolicSystem:
        """The same in the other order of slots, for what is asked or counted one after the other."""
        return SymbolicSystem(self.model, self.possible, terms, nodes, tick, late_first=True, most_collections=most)

    def _nodes(self, parts: int = 1) -> int:
        """How many nodes all diagrams together may have in the memory that is left, or one of so many parts of them."""
        memory = self.budget.memory
        return (self.limits.nodes if memory is None else nodes_for(memory - used_memory())) // parts

    def _packed(self, found: Answer | Trap) -> Packed:
        """Something with the nodes of its way."""
        nodes, numbers = self.tree.kept([found.node])
        return found, numbers[found.node], nodes

    def _unpacked(self, packed: Packed) -> Any:
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
    """Questions kind by kind."""
    found: dict[int, list[Question]] = {}
    for question in questions:
        found.setdefault(kind_of(question), []).append(question)
    return [found[kind] for kind in sorted(found)]
