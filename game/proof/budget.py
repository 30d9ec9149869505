"""How much memory and time a proof may take: every stage asks from time to time, and is stopped when it is too much.

What is asked is the caller's clock and what this process holds now, not what it held at its peak: what a stage has
given back is there for the next.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from game.proof.questions.answers import Limit, Reason

try:
    import resource
except ImportError:  # on Windows, where what a process holds is not asked for
    resource = None  # type: ignore[assignment]

Clock = Callable[[], float]
"""Seconds from any beginning, never going back."""

_STATM = Path("/proc/self/statm")


def can_copy() -> bool:
    """Whether a process may be started as a copy of this one: on Linux, and where no other thread could hold a lock."""
    return sys.platform == "linux" and resource is not None and threading.active_count() == 1


class OutOfBudget(Exception):
    """A stage has taken all that it may. `reason` says of what."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.limit.value} {reason.amount}")
        self.reason = reason

    def __reduce__(self) -> tuple[type[OutOfBudget], tuple[Reason]]:
        return OutOfBudget, (self.reason,)


class Budget:
    """What may be taken: `memory` in megabytes, and `time` in seconds from `since` on, which is now where it is not
    given; None is as much as it takes. `most_elsewhere` is the most memory that a process which worked for this one has
    used.
    """

    def __init__(
        self,
        memory: int | None,
        time: float | None,
        clock: Clock,
        limit: Limit = Limit.TIME,
        since: float | None = None,
    ) -> None:
        self.memory = memory
        self.time = time
        self.most_elsewhere = 0
        self._limit = limit
        self._asked = memory
        self._clock = clock
        self._since = clock() if since is None else since
        self._end = None if time is None else self._since + time

    @property
    def left(self) -> float | None:
        """How many seconds are left; None where nobody counts."""
        return None if self._end is None else max(0.0, self._end - self._clock())

    def check(self) -> None:
        """Raise OutOfBudget where there is no more of something."""
        if self.time is not None and self.left == 0.0:
            raise OutOfBudget(Reason(self._limit, round(self.time)))
        if self.memory is not None and used_memory() > self.memory:
            raise self._no_memory()

    def _no_memory(self) -> OutOfBudget:
        return OutOfBudget(Reason(Limit.MEMORY, self._asked or 0))

    @contextmanager
    def shared(self, number: int) -> Iterator[int | None]:
        """Within, one of so many parts of the memory that is left may be taken here. Gives what a copy of this process
        may hold then, with what it has of this one."""
        whole = self.memory
        if whole is not None:
            now = used_memory()
            self.memory = now + max(0, whole - now) // number
        try:
            yield self.memory
        finally:
            self.memory = whole

    @contextmanager
    def enforced(self) -> Iterator[None]:
        """Within, the system refuses this process what would be too much, whoever asks for it between two looks; raises
        OutOfBudget then. Where others share the process, or the system cannot do it, nothing is refused."""
        if self.memory is None or not can_copy():
            yield
            return
        before = resource.getrlimit(resource.RLIMIT_DATA)
        most = _data() + (max(0, self.memory - used_memory()) << 20)
        most = min([most, *(one for one in before if one != resource.RLIM_INFINITY)])
        resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
        try:
            yield
        except MemoryError:
            raise self._no_memory() from None
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, before)

    @property
    def gone(self) -> float:
        """How many seconds have gone by."""
        return self._clock() - self._since

    def for_mending(self, seconds: float) -> Budget:
        """What may be taken for what a proof can do without: so many seconds, if nobody said how many."""
        return self if self.time is not None else Budget(self.memory, seconds, self._clock, Limit.MENDING)

    def helped(self, most: int) -> None:
        """Remember how many megabytes another process has used at most."""
        self.most_elsewhere = max(self.most_elsewhere, most)


def used_memory() -> int:
    """How many megabytes this process holds now, or, where the system does not tell, the most that it has held."""
    if resource is not None:
        with suppress(OSError, ValueError, IndexError):
            pages = int(_STATM.read_text(encoding="ascii").split()[1])
            return pages * resource.getpagesize() >> 20
    return peak_memory()


def grant_all() -> None:
    """Take back what `Budget.enforced` forbids this process."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _data() -> int:
    """The bytes of this process that the limit of `enforced` counts, used or set aside."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmData:")[2].split()[0]) << 10


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
