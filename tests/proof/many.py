"""Compare the proof with brute force on many stories, each told by a number that makes it again.

    python -m tests.proof.many --stories 1000 --mutants 100 --first 1
    python -m tests.proof.many --stories 1 --first 4711          # the one that showed a difference
    python -m tests.proof.many --mutants 1 --first 9 --family hub

Exits with 1 where there was a difference.
"""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from random import Random

from tests.proof.brute import Brute
from tests.proof.compare import METHODS, Method, brute_of, differences
from tests.proof.families import FAMILIES, mutants, program_of
from tests.proof.stories import random_program
from tests.proof.words import in_words

STORIES = "random stories"
MOST_STATES = 1_500
MOST_STATES_OF_MUTANTS = 6_000
ALONE_EVERY = 10
"""Of how many stories one is asked about with each question alone: that takes as long as all else."""

TOLD_EVERY = 60
"""Seconds between two lines on how far it is."""

Number = tuple[str, int]
"""A family, or STORIES, and which one of it."""


@dataclass(slots=True)
class Outcome:
    """What came of one story: its states (0: too many for brute force), what was compared, and the differences."""

    number: Number
    states: int = 0
    too_large: int = 0
    methods: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def drawn(outcome: Outcome, number: int) -> Brute | None:
    """Brute force on a random story: of some size, and of the first that has as many states as it is to have."""
    chance = Random(number)
    scenes, least = chance.choice((5, 5, 8, 12)), chance.choice((1, 5, 5, 20))
    while True:
        brute = brute_of(random_program(chance, scenes=scenes), MOST_STATES)
        if brute is None:
            outcome.too_large += 1
        elif len(brute.distance) >= least:
            return brute


def changed(outcome: Outcome, family: str, number: int) -> Brute | None:
    """Brute force on a mutant of a family; None where it has too many states."""
    place = [one.name for one in FAMILIES].index(family)
    ((_, story),) = mutants(1, first=number * len(FAMILIES) + place)
    brute = brute_of(in_words(program_of(story)), MOST_STATES_OF_MUTANTS)
    outcome.too_large += brute is None
    return brute


def methods_for(number: int) -> dict[str, Method]:
    """The methods to compare on a story."""
    return {name: method for name, method in METHODS.items() if not method.alone or number % ALONE_EVERY == 0}


def compared(one: Number) -> Outcome:
    """One story, by its number: the same each time."""
    outcome = Outcome(one)
    kind, number = one
    try:
        brute = drawn(outcome, number) if kind == STORIES else changed(outcome, kind, number)
        if brute is not None:
            outcome.states = len(brute.distance)
            methods = methods_for(number)
            outcome.methods += methods
            outcome.differences += differences(brute, methods, outcome.counts)
    except Exception as error:  # a crash of the proof is a difference like any other
        where = traceback.extract_tb(error.__traceback__)[-1]
        outcome.differences.append(f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})")
    return outcome


def wanted(stories: int, of_each: int, first: int, families: Sequence[str]) -> Iterator[Number]:
    """The numbers of so many stories, and of so many mutants of each of some families, evenly mixed."""
    most = max(stories, of_each)
    for step in range(most):
        for number in range(step * stories // most, (step + 1) * stories // most):
            yield STORIES, first + number
        for number in range(step * of_each // most, (step + 1) * of_each // most):
            yield from ((family, first + number) for family in families)


class Tally:
    """What has been compared so far."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()
        self.kinds: Counter[str] = Counter()
        self.too_large: Counter[str] = Counter()
        self.methods: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.last: dict[str, int] = {}
        self.states = self.differences = 0

    def add(self, outcome: Outcome) -> None:
        """Take one in, and say each of its differences, and now and then how far it is."""
        kind, number = outcome.number
        self.last[kind] = number
        self.kinds[kind] += outcome.states > 0
        self.too_large[kind] += outcome.too_large
        self.methods.update(outcome.methods)
        self.counts.update(outcome.counts)
        self.states += outcome.states
        self.differences += len(outcome.differences)
        for one in outcome.differences:
            print(f"{kind} {number}: {one}", flush=True)
        if time.monotonic() - self.told > TOLD_EVERY:
            self.told = time.monotonic()
            print(self, flush=True)

    def __str__(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{seconds:.0f} s: {self.kinds.total()} stories, {self.differences} differences"

    def table(self) -> Iterator[str]:
        """All of it, in the end."""
        yield f"{self}, {self.states} states"
        yield from (f"  last: {kind} {number}" for kind, number in sorted(self.last.items()))
        for about, counter in (("compared", self.kinds), ("too large for brute force", self.too_large)):
            yield from (f"  {about}: {kind}: {number}" for kind, number in sorted(counter.items()) if number)
        yield from (f"  by {method}: {number}" for method, number in self.methods.items())
        yield from (f"  {what}: {number}" for what, number in sorted(self.counts.items()))


def run(numbers: Iterator[Number], jobs: int) -> int:
    """Compare all, by so many processes, or until a signal asks to end; 1 where anything differs."""
    tally = Tally()
    asked: list[int] = []
    for one in (signal.SIGINT, signal.SIGTERM):  # not in the middle of a proof, which would tell that it was stopped
        signal.signal(one, lambda number, _: asked.append(number))
    with ProcessPoolExecutor(jobs, get_context("spawn"), _deaf) if jobs > 1 else nullcontext() as pool:
        while not asked and (some := list(islice(numbers, 20 * jobs if pool else 1))):
            for outcome in map(compared, some) if pool is None else pool.map(compared, some):
                tally.add(outcome)
            gc.collect()
    print(*tally.table(), sep="\n", flush=True)
    return 1 if tally.differences else 0


def _deaf() -> None:
    """A process that helps is ended by the first one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    names = [family.name for family in FAMILIES]
    parser = argparse.ArgumentParser(
        prog="python -m tests.proof.many", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=0, metavar="N", help="how many random stories")
    parser.add_argument("--mutants", type=int, default=0, metavar="N", help="how many mutants of each family")
    parser.add_argument("--family", action="append", choices=names, help="mutants of this one only (more than once)")
    parser.add_argument("--first", type=int, default=1, metavar="NUMBER", help="the number of the first (default: 1)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many processes (default: 1)")
    asked = parser.parse_args()
    sys.exit(run(wanted(asked.stories, asked.mutants, asked.first, asked.family or names), asked.jobs))


if __name__ == "__main__":
    main()
