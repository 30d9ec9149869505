"""Settling questions in as few and as small rounds as possible, and saying honestly which stay open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from game.proof.explore import Reached, TooWide
from game.proof.guided import Bound, Guided
from game.proof.layout import WIDEST
from game.proof.merging import Merged, Partitions, merge
from game.proof.model import Model
from game.proof.possible import Possible
from game.proof.questions import Question
from game.proof.relaxing import closure, relax
from game.proof.results import RoundFacts
from game.proof.rounds import Round, asked, told_apart

Use = Callable[[int, Round, Sequence[Question]], None]
"""What is done with a finished round: its number, itself, and the questions it settles."""

Tick = Callable[[str, int], None]

FIRST_TRY = 1_000_000
"""A round about many questions at once is given up after this many states (or ten times the first round's) and split."""

WHOLE = ("eventually",)
"""The kinds of questions that need every state: they ask about ways, not about what is met."""


@dataclass(slots=True)
class Settler:
    """Runs the rounds. `left` are the questions that no round within the bound could settle."""

    model: Model
    possible: Possible
    bound: int
    tick: Tick
    facts: list[RoundFacts] = field(default_factory=list)
    left: list[Question] = field(default_factory=list)
    widest: Round | None = None
    base: Round | None = None
    serial: int = 0

    def first(self, use: Use, questions: Sequence[Question]) -> list[Question]:
        """The round about the way through the story alone; returns the questions it does not settle."""
        merged = merge(self.model, {})
        partitions = Partitions(self.model.functions)
        settled = [one for one in questions if told_apart(partitions, merged, asked([one]))]
        taken = set(map(id, settled))
        rest = [one for one in questions if id(one) not in taken]
        done = self._round("the way through the story", merged, settled, self.bound, use)
        if not done:
            self.left += settled
            return rest
        return rest

    def rest(self, use: Use, questions: Sequence[Question]) -> None:
        """Further rounds: all questions at once if that is small enough, else one led search for each question."""
        if not questions:
            return
        merged = merge(self.model, asked(questions))
        about = f"{len(questions)} further questions"
        if self._round(about, merged, questions, min(self.bound, self.spared_for()), use):
            return
        groups: dict[frozenset[int], list[Question]] = {}
        for question in questions:
            read = {slot for terms in asked([question]).values() for term in terms for slot in term.slots}
            groups.setdefault(frozenset(read), []).append(question)
        for slots, group in groups.items():
            self._search(use, slots, [question for question in group if question.kind not in WHOLE])
        for question in (question for group in groups.values() for question in group if question.kind in WHOLE):
            if not self._round(question.id, merge(self.model, asked([question])), [question], self.bound, use):
                self.left.append(question)

    def spared_for(self) -> int:
        """How many states a round about many questions may have before it is given up."""
        return FIRST_TRY if self.base is None else max(FIRST_TRY, 10 * self.base.total)

    def _search(self, use: Use, slots: frozenset[int], group: Sequence[Question]) -> None:
        """Led searches for questions about the same variables."""
        if not group:
            return
        began = time.perf_counter()
        names = ", ".join(sorted(self.model.functions.slots[slot].name for slot in slots))
        here = Round(self.model, self.possible, merge(self.model, asked(group)))
        bounds = [
            Bound(base.graph, here.layouts) for base in (self.base, self._relaxed(slots, group)) if base is not None
        ]
        states, missed = 0, 0
        for question in group:
            about = f"{question.id} (reads {names})"
            reached = self._led(here, bounds, question, about)
            states += 0 if reached is None else reached.total
            if reached is None or not reached.complete:
                missed += 1
                self.left.append(question)
                self.widest = self.widest or here
                continue
            here.take(reached if question.sites and reached.met else None)
            self.serial += 1
            use(self.serial, here, [question])
        here.total = states
        about = group[0].id if len(group) == 1 else f"{len(group)} questions that read {names}"
        self.facts.append(self._facts(about, here, len(group), not missed, time.perf_counter() - began))

    def _led(self, here: Round, bounds: Sequence[Bound], question: Question, about: str) -> Reached | None:
        """One search; None where keys are too narrow for it."""
        if here.layouts.of[here.layouts.widest].size >= WIDEST:
            return None
        if not question.sites:
            return Reached(here.layouts, [], 0, True, False)
        for number, bound in enumerate(bounds):
            bound.aim(question.sites, exact=number > 0 or self.base is None)
        search = Guided(here.layouts, bounds, question.sites, self.bound)
        return search.run(lambda total: self.tick(about, total))

    def _relaxed(self, slots: frozenset[int], group: Sequence[Question]) -> Round | None:
        """The relaxed story of the variables asked about, explored whole; None where even that is too much."""
        model = relax(self.model, self.possible, closure(self.model, slots))
        possible = Possible(model)
        found = Round(model, possible, merge(model, asked(group)))
        try:
            whole = found.explore(min(self.bound, FIRST_TRY), lambda total: self.tick("a relaxed story", total))
        except TooWide:
            return None
        return found if whole else None

    def _round(self, about: str, merged: list[Merged], questions: Sequence[Question], bound: int, use: Use) -> bool:
        began = time.perf_counter()
        here = Round(self.model, self.possible, merged)
        try:
            done = here.explore(bound, lambda total: self.tick(about, total))
        except TooWide:
            done = False
        number = len(self.facts)
        self.facts.append(self._facts(about, here, len(questions), done))
        self.serial += 1
        if done:
            self.base = self.base or here
            use(self.serial, here, questions)
        elif self.widest is None:
            self.widest = here
        self.facts[number] = self._facts(about, here, len(questions), done, time.perf_counter() - began)
        return done

    def _facts(self, about: str, here: Round, questions: int, done: bool, seconds: float = 0.0) -> RoundFacts:
        """What a round did, with the variables it forgot everywhere and those of which it merged some values."""
        live: set[int] = set()
        whole: set[int] = set()
        for place, layout in enumerate(here.layouts.of):
            live.update(layout.slots)
            if self.possible.bits[place]:
                whole.update(
                    slot for slot in layout.slots if layout.sizes[slot] == len(self.possible.positions(place, slot))
                )
        slots = self.model.functions.slots
        return RoundFacts(
            about=about,
            questions=questions,
            states=here.total,
            seconds=seconds,
            complete=done,
            forgotten=tuple(slot.name for index, slot in enumerate(slots) if index not in live),
            merged=tuple(slots[index].name for index in sorted(live - whole)),
        )
