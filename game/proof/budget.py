"""How much memory and time a proof may take: every stage asks from time to time, and is stopped when it is too much.

What is asked is the caller's clock and what this process holds now, not what it held at its peak: what a stage has
given back is there for the next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from game.proof.questions.answers import Limit, Reason

try:
    import resource
except ImportError:  # on Windows, where what a process holds is not asked for
    resource = None  # type: ignore[assignment]

Clock = Callable[[], float]
"""Seconds from any beginning, never going back."""

_STATM = Path("/proc/self/statm")


class OutOfBudget(Exception):
    """A stage has taken all that it may. `reason` says of what."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.limit.value} {reason.amount}")
        self.reason = reason

    def __reduce__(self) -> tuple[type[OutOfBudget], tuple[Reason]]:
        return OutOfBudget, (self.reason,)


class Budget:
    """What may be taken from now on: `memory` in megabytes and `time` in seconds, None being as much as it takes.
    `most_elsewhere` is the most memory that a process which worked for this one has used.
    """

    def __init__(self, memory: int | None, time: float | None, clock: Clock, limit: Limit = Limit.TIME) -> None:
        self.memory = memory
        self.time = time
        self.most_elsewhere = 0
        self._limit = limit
        self._clock = clock
        self._end = None if time is None else clock() + time

    @property
    def left(self) -> float | None:
        """How many seconds are left; None where nobody counts."""
        return None if self._end is None else max(0.0, self._end - self._clock())

    def check(self) -> None:
        """Raise OutOfBudget where there is no more of something."""
        if self.time is not None and self.left == 0.0:
            raise OutOfBudget(Reason(self._limit, round(self.time)))
        if self.memory is not None and used_memory() > self.memory:
            raise OutOfBudget(Reason(Limit.MEMORY, self.memory))

    def for_mending(self, seconds: int) -> Budget:
        """What may be taken for what a proof can do without: so many seconds, if nobody said how many."""
        return self if self.time is not None else Budget(self.memory, seconds, self._clock, Limit.MENDING)

    def helped(self, most: int) -> None:
        """Remember how many megabytes another process has used at most."""
        self.most_elsewhere = max(self.most_elsewhere, most)


def used_memory() -> int:
    """How many megabytes this process holds now, or, where the system does not tell, the most that it has held."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() >> 20
    return peak_memory()


def peak_memory(process: int | None = None) -> int:
    """The most memory this process has used, or another that lives, in megabytes; 0 where the system does not tell."""
    if process is not None:
        with suppress(OSError, ValueError, IndexError):
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
            return int(status.partition("VmHWM:")[2].split()[0]) >> 10
        return 0
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> 20 if sys.platform == "darwin" else peak >> 10
