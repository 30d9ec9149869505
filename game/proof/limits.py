"""How far each method of the proof goes before another one takes over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The tuning constants of a proof; none changes an answer, only how it is found and whether it is.

    `explicit`: up to how many states the ways of a story are walked state by state. `patience`: how many random plays
    in a row may meet nothing new. `nodes`: of all decision diagrams together; 0 does without them. `relaxed`: how many
    states a relaxed story may have, `shorter` where only a shorter way is looked for. `failures`: after how many
    questions in a row that diagrams cannot answer the others are no longer put to them. `mending`: for how many seconds
    mends are looked for at least where no time was given.
    """

    explicit: int = 400_000
    patience: int = 100
    nodes: int = 4_000_000
    relaxed: int = 8_000_000
    shorter: int = 200_000
    failures: int = 3
    mending: int = 20
