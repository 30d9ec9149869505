"""How far each method of the proof goes before another one takes over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The tuning constants of a proof; none changes an answer, only how it is found and whether it is.

    `explicit`: up to how many states the ways of a story are walked state by state. `patience`: how many random plays
    in a row may meet nothing new. `nodes`: of all decision diagrams together; 0 does without them. `together`: of those
    that answer many questions at once. `failures`: after how many questions in a row that diagrams of their own cannot
    answer the others get none. `mending`: for how many seconds mends are looked for at least where no time was given.
    """

    explicit: int = 400_000
    patience: int = 30
    nodes: int = 4_000_000
    together: int = 400_000
    failures: int = 3
    mending: int = 20
