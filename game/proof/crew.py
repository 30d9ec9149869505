"""Relaxed stories on several processors or machines: the questions in parts, each answered by whoever is free.

A part needs nothing but the program: a worker builds the model of its own, answers, and sends back plain data. So the
answers are the same wherever they were worked out, only the choice among equally short witnesses may differ.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

from game.engine import Program, load
from game.proof.demands import Demands
from game.proof.model import Model
from game.proof.possible import Possible
from game.proof.preparing import prepare
from game.proof.questions import Question
from game.proof.refining import Refiner
from game.proof.witness import Node, Tree
from game.story.collector import collector_paused

Part = tuple[str, ...]
"""The ids of some questions."""


class Done(NamedTuple):
    """The answers of one part: (question id, length, node) with the nodes they speak of, and what it took."""

    answers: list[tuple[str, int, int]]
    nodes: list[Node]
    states: int
    sketches: int
    kept: frozenset[int]


class Job(NamedTuple):
    """What all parts of one proof share. `key` tells it from other programs."""

    key: str
    program: Program
    bound: int


class Bench(NamedTuple):
    """What a worker needs for a job, made once."""

    key: str
    model: Model
    possible: Possible
    questions: dict[str, Question]


_bench: list[Bench] = []
"""The last job's, in a worker's process."""


def work(job: Job, part: Part) -> Done:
    """Answer a part of a job, anywhere."""
    with collector_paused():
        return _work(job, part)


def _work(job: Job, part: Part) -> Done:
    if not _bench or _bench[0].key != job.key:
        model, possible, questions = prepare(load(job.program))
        every = [*questions.values(), *Demands(model).all()]
        _bench[:] = [Bench(job.key, model, possible, {question.id: question for question in every})]
    bench = _bench[0]
    tree = Tree(bench.model)
    refiner = Refiner(bench.model, bench.possible, tree, job.bound)
    return answer_part(refiner, [bench.questions[name] for name in part])


def answer_part(refiner: Refiner, questions: Sequence[Question]) -> Done:
    """Answer some questions with a refiner of one's own."""
    found = list(refiner.settle(questions))
    nodes, numbers = refiner.tree.kept(one.node for one in found)
    answers = [(one.question.id, one.length, numbers[one.node]) for one in found]
    return Done(answers, nodes, refiner.states, refiner.sketches, frozenset(refiner.kept))


Local = Callable[[Part], Done]

MOST_PARTS = 24
PART = 40
"""Into how many parts questions are split at the most, and how many a part has at the least."""


def parts_of(questions: Sequence[Question]) -> list[Part]:
    """The questions in parts: near ones together, since they ask for the same relaxed stories, the latest last."""
    order = sorted(questions, key=lambda question: min((site.place for site in question.sites), default=0))
    size = max(PART, -(-len(order) // MOST_PARTS))
    return [tuple(question.id for question in order[first : first + size]) for first in range(0, len(order), size)]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works on a proof: `helpers` processes beside this one, or the Dask cluster at an address."""

    job: Job
    helpers: int = 0
    address: str = ""

    def run(self, parts: Sequence[Part], local: Local, meanwhile: Callable[[], None]) -> Iterator[Done]:
        """All parts, in the order in which they are done; this process first does what is to do `meanwhile`."""
        if self.address:
            yield from self._cluster(parts, meanwhile)
        elif self.helpers and len(parts) > 1:
            yield from self._processes(parts, local, meanwhile)
        else:
            meanwhile()
            yield from map(local, parts)

    def _processes(self, parts: Sequence[Part], local: Local, meanwhile: Callable[[], None]) -> Iterator[Done]:
        """The helpers begin with the latest questions, the hardest; this process helps from the other end."""
        pool = ProcessPoolExecutor(self.helpers, mp_context=get_context("spawn"), initializer=_hush)
        try:
            futures = {pool.submit(work, self.job, part): part for part in reversed(parts)}
            meanwhile()
            for future in reversed(list(futures)):
                if future.cancel():
                    yield local(futures[future])
            for future, part in futures.items():
                if not future.cancelled():
                    yield _result(future, part, local)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _cluster(self, parts: Sequence[Part], meanwhile: Callable[[], None]) -> Iterator[Done]:
        """The cluster's workers must have this package installed."""
        from distributed import Client, as_completed

        with Client(self.address) as client:
            futures = [client.submit(work, self.job, part, pure=False) for part in reversed(parts)]
            meanwhile()
            for future in as_completed(futures):
                yield future.result()


def _result(future: Future[Done], part: Part, local: Local) -> Done:
    """What a process found, or, where it died, what this one finds."""
    try:
        return future.result()
    except BrokenProcessPool:
        return local(part)


def _hush() -> None:
    """A worker leaves without a word on Ctrl-C: the first process tells."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
