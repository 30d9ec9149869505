"""Who helps with questions that are asked one by one: copies of this process, or the workers of a Dask cluster.

A question needs nothing but the program: a worker builds the model of its own, looks for the answer, and sends back
plain data. So the answers are the same wherever they were worked out, only the witnesses that they show may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from game.engine import Program, load
from game.proof.apart import EVERY
from game.proof.budget import Budget
from game.proof.by_diagrams import ByDiagrams, Packed
from game.proof.cluster import PATIENCE, Pulse, connected, in_our_words
from game.proof.explicit.witness import Tree
from game.proof.limits import Limits
from game.proof.questions.prepare import prepare
from game.proof.questions.properties import Properties
from game.proof.questions.reachability import Question
from game.story.collector import collector_paused

if TYPE_CHECKING:
    from concurrent.futures import Future as _Future

    Future = _Future[list[Packed]]

Use = Callable[[Packed], None]

Found = list[Packed] | None
"""What comes of a lot; None where the worker failed."""

LOT = 8
"""How many questions a worker is given at a time: together they have one set of diagrams, and meet one another."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all questions of one proof share. `key` tells it from other programs.

    Not a tuple: a Dask cluster takes every tuple that it is given for several things.
    """

    key: str
    program: Program
    limits: Limits


class _Bench(NamedTuple):
    """What a worker needs for a job, made once."""

    key: str
    diagrams: ByDiagrams
    questions: dict[str, Question]


_bench: list[_Bench] = []
"""The last job's, in a worker's process."""


def work(job: Job, names: Sequence[str], met: Sequence[str]) -> list[Packed]:
    """Answer questions of a job, anywhere; of those in `met` only a shortest way is asked."""
    with collector_paused():
        if not _bench or _bench[0].key != job.key:
            _bench[:] = [_set_up(job)]
        found: list[Packed] = []
        questions = [_bench[0].questions[name] for name in names]
        _bench[0].diagrams.one_by_one(questions, met, 1, found.append, lambda: None)
        return found


def _set_up(job: Job) -> _Bench:
    model, possible, questions = prepare(load(job.program))
    budget = Budget(None, None, monotonic)
    diagrams = ByDiagrams(model, possible, Tree(model), job.limits, budget, lambda: None)
    every = [*questions.values(), *Properties(model).all()]
    return _Bench(job.key, diagrams, {question.id: question for question in every})


@dataclass(slots=True)
class Helpers:
    """`number` processes beside this one, or the Dask cluster at an `address`, until nothing is heard of it."""

    job: Job
    number: int = 0
    address: str = ""

    def ask_far(
        self,
        questions: Sequence[Question],
        met: Container[str],
        use: Use,
        tick: Callable[[], None],
    ) -> None:
        """Have questions answered at the cluster, if there is one, and there are several. What its workers bring back
        is handed to `use`; what one failed with, or what nothing is heard of any more, stays unanswered.

        Raises ClusterTrouble; and what `tick` raises, after what has come back was used.
        """
        if not self.address or len(questions) < 2:
            return
        names = [question.id for question in questions]
        with connected(self.address) as client:
            done: SimpleQueue[Found] = SimpleQueue()
            with in_our_words(self.address):
                everywhere = client.scatter(self.job, broadcast=True, hash=False)
                for first in range(0, len(names), LOT):
                    lot = names[first : first + LOT]
                    known = [name for name in lot if name in met]
                    client.submit(work, everywhere, lot, known, pure=False).add_done_callback(partial(_bring, done))
            left, live = -(-len(names) // LOT), Pulse(self.address).beats
            address, self.address = self.address, ""
            failed = False
            try:
                for found in _as_they_come(done, left, live, tick):
                    left -= 1
                    failed |= found is None
                    _use(found, use)
            except BaseException:
                while not done.empty():
                    _use(done.get(), use)
                raise
            if not left and (not failed or live()):
                self.address = address


def _as_they_come(
    done: SimpleQueue[Found], number: int, live: Callable[[], bool], tick: Callable[[], None]
) -> Iterator[Found]:
    """What comes back, until so many have, or nothing has for a while and nobody lives who could bring it."""
    heard = monotonic()
    while number:
        tick()
        try:
            found = done.get(timeout=EVERY)
        except Empty:
            if monotonic() - heard < PATIENCE:
                continue
            if not live():
                return
        else:
            number -= 1
            yield found
        heard = monotonic()


def _use(found: Found, use: Use) -> None:
    for packed in found or ():
        use(packed)


def _bring(done: SimpleQueue[Found], future: Future) -> None:
    """Bring what a worker found. It is fetched from the worker only now, which may never end where that has gone: so by
    whoever calls this, and not by the one that waits.
    """
    try:
        done.put(future.result())
    except Exception:
        done.put(None)
