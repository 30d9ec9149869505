"""Settling questions in as few and as small rounds as possible, and saying honestly which stay open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from game.proof.explore import TooWide
from game.proof.knowledge import Asked
from game.proof.merging import Merged, Partitions, merge
from game.proof.model import Model
from game.proof.possible import Possible
from game.proof.questions import Question
from game.proof.results import RoundFacts
from game.proof.rounds import Round, told_apart

Use = Callable[[int, Round, Sequence[Question]], None]
"""What is done with a finished round: its number, itself, and the questions it settles."""

Tick = Callable[[str, int], None]

FIRST_TRY = 1_000_000
"""A round about many questions at once is given up after this many states (or ten times the first round's) and split."""


@dataclass(slots=True)
class Settler:
    """Runs the rounds. `left` are the questions that no round within the bound could settle."""

    model: Model
    possible: Possible
    asked: Asked
    bound: int
    tick: Tick
    facts: list[RoundFacts] = field(default_factory=list)
    left: list[Question] = field(default_factory=list)
    spared: int = FIRST_TRY
    widest: Round | None = None

    def first(self, use: Use, questions: Sequence[Question]) -> list[Question]:
        """The round about the way through the story alone; returns the questions it does not settle."""
        merged = merge(self.model, {})
        partitions = Partitions(self.model.functions)
        settled = [one for one in questions if told_apart(partitions, merged, self.asked.of([one]))]
        taken = set(map(id, settled))
        rest = [one for one in questions if id(one) not in taken]
        done = self._round("the way through the story", merged, settled, self.bound, use)
        if not done:
            self.left += settled
            return rest
        self.spared = max(FIRST_TRY, 10 * self.facts[-1].states)
        return rest

    def rest(self, use: Use, questions: Sequence[Question]) -> None:
        """Further rounds: all questions at once if that is small enough, else in halves."""
        waiting = [sorted(questions, key=self._reads)] if questions else []
        while waiting:
            group = waiting.pop()
            merged = merge(self.model, self.asked.of(group))
            alone = len(group) == 1
            bound = self.bound if alone else min(self.bound, self.spared)
            about = group[0].id if alone else f"{len(group)} further questions"
            if self._round(about, merged, group, bound, use):
                continue
            if alone:
                self.left += group
            else:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]

    def _reads(self, question: Question) -> tuple[int, ...]:
        slots = {slot for terms in self.asked.of([question]).values() for term in terms for slot in term.slots}
        return tuple(sorted(slots))

    def _round(self, about: str, merged: list[Merged], questions: Sequence[Question], bound: int, use: Use) -> bool:
        began = time.perf_counter()
        here = Round(self.model, self.possible, merged, self.asked)
        try:
            done = here.explore(bound, lambda total: self.tick(about, total))
        except TooWide:
            done = False
        number = len(self.facts)
        self.facts.append(self._facts(about, here, len(questions), done))
        if done:
            use(number, here, questions)
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
