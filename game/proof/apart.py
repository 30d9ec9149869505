"""Work in a process of its own, which can be stopped in the middle of anything and dies alone.

A library that is not written in Python looks at no clock and hears no Ctrl-C while it works, for seconds where sets are
large; and where it gets no memory it ends the process that called it.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from game.proof.budget import Budget, can_copy, grant_all, peak_memory

Tick = Callable[[], None]
Use = Callable[[Any], None]
Work = Callable[[Use, Tick], None]
"""Hands on what it finds, and ticks now and then."""

EVERY = 0.05
"""Seconds between two ticks of the process that waits."""


class Died(MemoryError):
    """The other process has ended before it was done: the system gave it no more memory, or somebody ended it."""


def leave_with_the_first() -> None:
    """End this process when the one that it is a copy of ends: a copy has inherited what that held, a lock too."""
    threading.Thread(target=_leave, daemon=True).start()


def _leave() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def apart(work: Work, use: Use, tick: Tick, budget: Budget) -> None:
    """Do work in a copy of this process, and hand what it finds to `use` in this one; where no copy can be made, here.

    `tick` is called here, at least every EVERY seconds; in the copy the work looks at the budget instead, where nothing
    more is enforced: a library may set aside more than it takes. What either raises ends the copy and is raised here,
    and so is what the work raises. Raises Died.
    """
    all_apart([work], use, tick, budget)


def all_apart(works: Sequence[Work], use: Use, tick: Tick, budget: Budget) -> None:
    """The same for several works beside each other, each with its part of the memory."""
    if not can_copy():
        for work in works:
            work(use, tick)
        return
    with ExitStack() as stack, budget.shared(max(1, len(works))):
        copies = [stack.enter_context(Beside(work, budget)) for work in works]
        wait_for(copies, use, tick)


def wait_for(copies: Iterable[Beside], use: Use, tick: Tick) -> None:
    """Hand on what works find until all of them are done, as in `apart`."""
    waiting = list(copies)
    while waiting:
        ready = wait([copy.pipe for copy in waiting], EVERY)
        if not ready:
            tick()
        for copy in [copy for copy in waiting if copy.pipe in ready]:
            found, done = copy.received()
            if done:
                waiting.remove(copy)
            else:
                use(found)
                tick()


class Beside:
    """Work in a copy of this process, which goes on while this one does something else until it waits at `pipe`."""

    def __init__(self, work: Work, budget: Budget) -> None:
        self._budget = budget
        context = get_context("fork")
        self.pipe, theirs = context.Pipe(duplex=False)
        self._copy = context.Process(target=_in_copy, args=(work, theirs, budget.check), daemon=True)
        self._copy.start()
        theirs.close()

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *about: object) -> None:
        self.end()

    def received(self) -> tuple[Any, bool]:
        """What the work has found next, and whether it is done instead. Raises what it raises, and Died."""
        try:
            kind, value, most = self.pipe.recv()
        except (EOFError, OSError):
            raise Died from None
        self._budget.helped(most)
        if kind == "raised":
            error, traced = value
            error.add_note(traced)
            raise error
        return value, kind == "done"

    def end(self) -> None:
        """End the copy, whatever it is at."""
        self._budget.helped(peak_memory(self._copy.pid))
        self._copy.kill()
        self._copy.join()
        self.pipe.close()


def _in_copy(work: Work, pipe: Connection, check: Tick) -> None:
    """All that the copy does. What a library says as it dies is for nobody to read: the first process tells."""
    gc.freeze()  # what the first process holds: a collection that went through it would copy all of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends this one
    leave_with_the_first()
    grant_all()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

    def send(kind: str, value: object) -> None:
        pipe.send((kind, value, peak_memory()))

    try:
        work(lambda value: send("found", value), check)
        send("done", None)
    except Exception as error:
        send("raised", (error, traceback.format_exc()))
    finally:
        os._exit(0)
