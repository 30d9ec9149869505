"""Searching the story itself, led by how far the goal may be: a way to it, or that there is none.

Distances by few slots (see `may`) lead a best-first search through the story's own states. Where it comes no nearer,
the slots are looked at that closed the way at the nearest states (refinement of an abstraction by what was not a way:
Clarke, Grumberg, Jha, Lu and Veith, 2000), and the search begins anew, with more patience each time. So

- a goal that is out of reach by few slots is out of reach;
- a way that is found is a way of the story;
- it is a shortest one if no distance at the start says less, or if nothing that waits could come to be shorter (A*:
  Hart, Nilsson and Raphael, 1968), since distances never say too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence

from game.proof.abstraction.may import Distances, TooLarge, distances
from game.proof.explicit.along import Unmet, along
from game.proof.explicit.best_first import BestFirst, Found, goal_of
from game.proof.explicit.explore import FAR
from game.proof.explicit.steps import Step, Steps
from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer
from game.proof.questions.reachability import Question
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.reachability import goal_sets, sites_of
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.model import slots_read
from game.proof.system.terms import Term

Slots = frozenset[int]

FEW_OWN = 6
"""Up to how many slots that a question itself reads are looked at from the beginning."""

MOST_SLOTS = 24
"""How many slots are looked at before no more are taken in."""

PATIENCE = 4000
"""At how many choices at least may be looked that lead no nearer, before more slots are taken in."""

GROWTH = 1.5
"""How much longer that is the next time."""

NODES_A_LOOK = 4
"""How many nodes of distances are worked out while one choice is looked at."""

MOST_LOOKED_AT = 200_000
"""At how many choices at most may be looked in a row that lead no nearer."""

CLOSED = 3
"""How much more a closed move counts than one that writes what is looked at from what is not."""

MOST_FOR_SHORTEST = 20_000
"""How many states may be reached in looking for a shorter way than is known."""

LARGEST = 5_000
"""How many nodes a set may have that leads the search."""

Use = Callable[[Answer], None]


class Guided:
    """Answers questions about one model one by one. `system` tells apart what they ask for. Methods raise what the
    system's tick raises, but for OutOfNodes.
    """

    def __init__(self, tree: Tree, system: SymbolicSystem, questions: Sequence[Question]) -> None:
        self.tree = tree
        self.system = system
        self.questions = questions
        terms = [term for site in sites_of(questions) for term in site.when]
        self.steps = Steps(tree.model, slots_read(tree.model, terms))
        self.live = [tuple(sorted(merged.keys() & self.steps.slots)) for merged in system.encoding.merged]
        self.helped: list[Slots] = []

    def settle(self, use: Use, shortest: Container[str]) -> list[Question]:
        """Answer the questions; those that are left. Of the ids in `shortest` a shortest way is looked for; others are
        met wherever they stand on a way.
        """
        unmet = Unmet(self.tree.model, [one for one in self.questions if one.id not in shortest])
        told: set[str] = set()

        def tell(answer: Answer) -> None:
            if answer.id not in told:
                told.add(answer.id)
                use(answer)

        for question in self.questions:
            if question.id in told:
                continue
            answer = self.answer(question, shortest=question.id in shortest)
            if answer is None:
                continue
            tell(answer)
            if answer.node is not None:
                for one, node, length in along(self.tree, unmet, [answer.node]):
                    tell(Answer.met(one, length, node, shortest=False))
        return [question for question in self.questions if question.id not in told]

    def answer(self, question: Question, *, shortest: bool) -> Answer | None:
        """The answer of a question, with a shortest way where that is wanted and can be told; None where it is not
        found.
        """
        try:
            with self.system.bounded():
                return self._answer(question, shortest=shortest)
        except OutOfNodes:
            self.system.tick.begin_anew()
            return None

    def _answer(self, question: Question, *, shortest: bool) -> Answer | None:
        look = _Look(self, question)
        found = look.any_way()
        if found is None:
            if look.never and look.slots not in self.helped:
                self.helped.append(look.slots)
            return Answer.never(question) if look.never else None
        if shortest and found.length > look.least:
            found = look.shortest_way(found)
        node = self.tree.take(self.tree.play(0, found.way, self.steps.slots), found.site)
        return Answer.met(question, found.length, node, shortest=found.length <= look.least)


class _Look:
    """What is tried for one question. `least` is how long a way is at least, `never` that there is none."""

    def __init__(self, guided: Guided, question: Question) -> None:
        self.guided = guided
        self.goal = goal_of(question, guided.tree.model)
        self.least = 0
        self.never = False
        self.sets = goal_sets(guided.system.encoding, question)
        own = frozenset(slot for site in question.sites for term in site.when for slot in term.slots)
        self.slots = own if len(own) <= FEW_OWN else frozenset()
        self.distances: Distances | None = None
        self.full = False
        self.rounds = 0
        self.longer = False

    def any_way(self) -> Found | None:
        """A way, looked for with more slots and more patience until there is one, or surely none, or no more to try."""
        while self._led():
            search = self._search(self._patience(), shortest=False)
            found = search.run(self.guided.tree.model.start)
            if found is not None:
                return found
            if search.exhausted:
                self.never = True
            if self.never or not (self._refine(search) or self._try_longer()):
                return None
        return None

    def _patience(self) -> int:
        """How long to search: as long as it takes to work out the distances, for that is what comes instead, and longer
        each time.
        """
        assert self.distances is not None
        if self.longer:
            return MOST_LOOKED_AT
        least = max(PATIENCE, self.distances.nodes // NODES_A_LOOK)
        return min(int(least * GROWTH**self.rounds), MOST_LOOKED_AT)

    def _try_longer(self) -> bool:
        """Where nothing more can be looked at, search once more, as long as one may; whether that was not done."""
        again, self.longer = not self.longer, True
        return again

    def shortest_way(self, known: Found) -> Found:
        """A way that is shorter than a known one, or that one; `least` tells whether it can be shorter still."""
        left = MOST_FOR_SHORTEST
        while left > 0 and known.length > self.least:
            search = self._search(left, shortest=True)
            found = search.run(self.guided.tree.model.start, known.length)
            self.least = max(self.least, search.least)
            if found is not None:
                return found
            left -= len(search.states)
            if not self._refine(search) or not self._led():
                break
        return known

    def _led(self) -> bool:
        """Work out the distances by the slots that are looked at now; whether there is anything to be led by."""
        if self.distances is not None and self.distances.slots == self.slots:
            return True
        try:
            self.distances = distances(self.guided.system, *self.sets, self.slots, LARGEST)
        except TooLarge:
            self.full = self.distances is not None or not self.slots
            if self.distances is None:
                self.slots = frozenset()
                return not self.full and self._led()
            self.slots = self.distances.slots
            return True
        least = self.distances.of(0, self.guided.tree.model.start)
        self.never = least == FAR
        self.least = max(self.least, least)
        return not self.never

    def _search(self, patience: int, *, shortest: bool) -> BestFirst:
        assert self.distances is not None
        own, heuristic = self.guided, self.distances.of
        return BestFirst(own.steps, own.live, self.goal, heuristic, patience, own.system.tick, shortest=shortest)

    def _refine(self, search: BestFirst) -> bool:
        """Look at what closed the way at the states that came nearest too; whether there is any such."""
        if self.full:
            return False
        votes = self._closers(search)
        if not votes:
            return False
        self.rounds += 1
        before = self.slots
        for more in sorted(votes, key=lambda one: (-votes[one], len(one), sorted(one)))[: self.rounds]:
            more |= next((slots for slots in reversed(self.guided.helped) if slots >= more), more)
            if len(self.slots | more) <= MOST_SLOTS:
                self.slots |= more
        return self.slots != before

    def _closers(self, search: BestFirst) -> Counter[Slots]:
        """The slots, not looked at yet, that the false parts of guards read where a move would lead nearer, and those
        from which moves write what is looked at; how often each.
        """
        assert self.distances is not None
        found: Counter[Slots] = Counter()
        for number in search.nearest:
            state = search.states[number]
            nearest = self.distances.of(state.place, state.values)
            for step in (step for choice in search.steps.at(state.place) for step in choice.steps):
                if step.move.target < 0:
                    continue
                if closed := self._closing(step, state.values):
                    if self.distances.of(step.move.target, step.after(state.values)) < nearest:
                        found[closed] += CLOSED
                elif read := self._read(step.move.update.items()):
                    found[read] += 1
        return found

    def _closing(self, step: Step, values: Sequence[int]) -> Slots:
        """The slots not looked at that the false parts of a move's guard read."""
        lookup = self.guided.tree.model.terms.lookup
        false = [term for term in step.move.guard if not lookup(term)(values)]
        return frozenset(slot for term in false for slot in term.slots) - self.slots

    def _read(self, update: Iterable[tuple[int, Term]]) -> Slots:
        """The slots not looked at from which an effect writes those that are."""
        return frozenset(read for slot, term in update if slot in self.slots for read in term.slots) - self.slots
