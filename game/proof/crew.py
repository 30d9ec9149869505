"""Relaxed stories on several processors or machines: lots of questions, each looked at by whoever is free.

A lot needs nothing but the program: a worker builds the model of its own, looks, and sends back plain data. So the
answers are the same wherever they were worked out, only the choice among equally short witnesses may differ.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Protocol

from game.engine import Program, load
from game.proof.abstraction.agenda import Agenda, Kept, Lot
from game.proof.abstraction.refining import Refiner
from game.proof.apart import leave_with_the_first
from game.proof.budget import Budget, OutOfBudget, can_copy
from game.proof.cluster import PATIENCE, Pulse, connected, in_our_words
from game.proof.explicit.witness import Node, Tree
from game.proof.questions.answers import Answer
from game.proof.questions.prepare import prepare
from game.proof.questions.properties import Demands
from game.proof.questions.reachability import Question
from game.proof.system.model import Model
from game.proof.system.value_ranges import Possible
from game.story.collector import collector_paused


class Done(NamedTuple):
    """What came of a lot: answers with the nodes they speak of; what each other question needs kept; and how many
    states the relaxed story had. Where that was too large, for these and not only for all together, `left` names them.
    """

    lot: Lot
    answers: list[Answer]
    nodes: list[Node]
    more: dict[str, Kept]
    states: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What all lots of one proof share. `key` tells it from other programs.

    Not a tuple: a Dask cluster takes every tuple that it is given for several things.
    """

    key: str
    program: Program
    bound: int


class Bench(NamedTuple):
    """What a worker needs for a job, made once."""

    key: str
    refiner: Refiner
    questions: Mapping[str, Question]


class Ready(NamedTuple):
    """A job's model, and every question about it by its id."""

    model: Model
    possible: Possible
    questions: Mapping[str, Question]


_bench: list[Bench] = []
"""The last job's, in a worker's process."""


def work(job: Job, lot: Lot) -> Done:
    """Look at a lot of a job, anywhere."""
    with collector_paused():
        if not _bench or _bench[0].key != job.key:
            _bench[:] = [_set_up(job, _inherited[0] if _inherited else _made_ready(job))]
        return look_at(lot, _bench[0].refiner, _bench[0].questions)


def _made_ready(job: Job) -> Ready:
    model, possible, questions = prepare(load(job.program))
    every = [*questions.values(), *Demands(model).all()]
    return Ready(model, possible, {question.id: question for question in every})


def _set_up(job: Job, ready: Ready) -> Bench:
    return Bench(job.key, Refiner(ready.model, ready.possible, Tree(ready.model), job.bound, _check), ready.questions)


def look_at(lot: Lot, refiner: Refiner, questions: Mapping[str, Question]) -> Done:
    """Look at a lot with a refiner of one's own."""
    look = refiner.look(lot.kept, [questions[name] for name in lot.own])
    if look is None:
        return Done(lot, [], [], {}, 0, () if lot.shared else tuple(lot.own))
    nodes, numbers = refiner.tree.kept(one.node for one in look.answers)
    answers = [replace(one, node=numbers[one.node]) for one in look.answers]
    return Done(lot, answers, nodes, look.more, look.states)


Local = Callable[[Lot], Done]


class Future(Protocol):
    """What a lot handed out becomes, of either kind of helpers."""

    def result(self) -> Any:
        """What came of it, or what went wrong."""

    def add_done_callback(self, fn: Callable[[Any], object], /) -> Any:
        """Have something called when it is done."""


def _surely() -> bool:
    return True


class Hands(NamedTuple):
    """Helpers: how many lots they can look at beside each other, how to hand one out, and whether they still live;
    it is asked when nothing has come back for a while.
    """

    number: int
    submit: Callable[[Lot], Future]
    live: Callable[[], bool] = _surely


class Table:
    """An agenda worked off by helpers and by whoever sits at the table."""

    def __init__(self, agenda: Agenda, hands: Hands, budget: Budget) -> None:
        self.agenda = agenda
        self.budget = budget
        self.hands = hands
        self.free = hands.number
        self.done: SimpleQueue[Done | None] = SimpleQueue()
        self._out: dict[int, Lot] = {}
        self._numbers = count()
        self._lock = threading.RLock()

    def hand_out(self) -> None:
        """Give every free helper something to do."""
        with self._lock:
            while self.free > 0 and (lot := self.agenda.take(self.free)) is not None:
                try:
                    future = self.hands.submit(lot)
                except Exception:
                    self.free = 0
                    self.agenda.give_back(lot)
                    return
                self.free -= 1
                number = next(self._numbers)
                self._out[number] = lot
                future.add_done_callback(partial(self._back, number))

    def _back(self, number: int, future: Future) -> None:
        """A lot comes back: from a helper that failed as it went out, for others to look at."""
        try:
            done: Done | None = future.result()
        except BaseException:
            done = None
        with self._lock:
            lot = self._out.pop(number, None)
            if lot is None:
                return  # it comes back from a helper that was given up
            if done is None:
                self.agenda.give_back(lot)
            else:
                self.free += 1
                learn(self.agenda, done)
            self.done.put(done)
            if done is not None:
                self.hand_out()

    def work_off(self, local: Local) -> Iterator[Done]:
        """Look at lots until none is left, here and elsewhere."""
        while True:
            with self._lock:
                lot = self.agenda.take() if self.done.empty() else None
                if lot is None and self.done.empty() and not self.agenda.under_way:
                    return
            if lot is None:
                done = self._next()
            else:
                done = local(lot)
                learn(self.agenda, done)
                self.hand_out()
            if done is not None:
                yield done

    def _next(self) -> Done | None:
        """What comes back next, if in time; None when a helper has failed, or when all of them were given up."""
        while True:
            self.budget.check()
            left = self.budget.left
            try:
                return self.done.get(timeout=PATIENCE if left is None else min(PATIENCE, left))
            except Empty:
                if not self.hands.live():
                    self._give_up()

    def _give_up(self) -> None:
        """Nobody will bring anything back any more: the rest is done here."""
        with self._lock:
            self.free = 0
            for lot in self._out.values():
                self.agenda.give_back(lot)
            self._out.clear()
            self.done.put(None)

    def received(self) -> Iterator[Done]:
        """What has come back and was not given on yet."""
        while not self.done.empty():
            done = self.done.get()
            if done is not None:
                yield done


def learn(agenda: Agenda, done: Done) -> None:
    """Tell the agenda what came of a lot."""
    if done.states == 0 and not done.left:
        agenda.split(done.lot)
    else:
        agenda.learn(done.lot, done.more)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works on a proof: `helpers` processes beside this one, or the Dask cluster at an address."""

    job: Job
    helpers: int = 0
    address: str = ""
    budget: Budget = field(default_factory=lambda: Budget(None, None, time.monotonic))

    def run(self, agenda: Agenda, ready: Ready, local: Local) -> Iterator[Done]:
        """All of an agenda, in the order in which it is done."""
        with self._hands(ready) as hands:
            table = Table(agenda, hands, self.budget)
            table.hand_out()
            try:
                yield from table.work_off(local)
            except (KeyboardInterrupt, OutOfBudget):
                yield from table.received()
                raise

    def _hands(self, ready: Ready) -> AbstractContextManager[Hands]:
        if self.address:
            return _cluster(self.address, self.job)
        return _processes(self.helpers, self.job, ready, self.budget)


@contextmanager
def _processes(number: int, job: Job, ready: Ready, budget: Budget) -> Iterator[Hands]:
    """Processes that are copies of this one where that is safe, and so have all that is ready here."""
    if not number:
        yield Hands(0, _nobody)
        return
    _inherited[:] = [ready]
    context = get_context("fork" if can_copy() else "spawn")
    with budget.shared(number + 1) as share:
        pool = ProcessPoolExecutor(number, mp_context=context, initializer=_begin, initargs=(job, share, budget.left))
        try:
            yield Hands(number, lambda lot: pool.submit(_work_on, lot))
        finally:
            _inherited.clear()
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _cluster(address: str, job: Job) -> Iterator[Hands]:
    """The cluster's workers must have this package installed."""
    with connected(address) as client:
        with in_our_words(address):
            everywhere = client.scatter(job, broadcast=True, hash=False)
            number = max(1, sum(client.nthreads().values()))
        yield Hands(number, lambda lot: client.submit(work, everywhere, lot, pure=False), Pulse(address).beats)


def _nobody(lot: Lot) -> Future:
    raise RuntimeError("nobody helps")


_inherited: list[Ready] = []
"""What a process that is a copy finds ready."""

_job: list[Job] = []
_budget: list[Budget] = []


def _check(total: int) -> None:
    for one in _budget:
        one.check()


def _begin(job: Job, memory: int | None, seconds: float | None) -> None:
    """A process that helps keeps its job and its part of the budget, leaves without a word on Ctrl-C (the first process
    tells) or when the first process dies, and in the end at once, without freeing what it holds piece by piece."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    leave_with_the_first()
    atexit.register(os._exit, 0)
    _job[:] = [job]
    _budget[:] = [Budget(memory, seconds, time.monotonic)]


def _work_on(lot: Lot) -> Done:
    return work(_job[0], lot)
