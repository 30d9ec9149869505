"""What is known of a question: met, never, or open and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from game.proof.questions.reachability import Question


class Standing(Enum):
    """What is known of something that is asked for."""

    MET = "met"
    NEVER = "never"
    OPEN = "open"


class Limit(Enum):
    """What can stop a proof before it has an answer: an option of whoever asks (`NODES`: what diagrams may take where
    no `--memory` is given, `MENDING`: what mends may take where no `--time` is), one's patience, the system that has no
    more memory, a library that cannot be imported, or, `SIZE`, what the method itself can hold, which no option moves.
    """

    BOUND = "bound"
    MEMORY = "memory"
    TIME = "time"
    INTERRUPT = "interrupt"
    NODES = "nodes"
    MENDING = "mending"
    REFUSED = "refused"
    LIBRARY = "library"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stays open: what stopped the search for it, and at how much (states, megabytes, seconds; 0 where
    there is nothing to count). Of `NODES` it is the `--memory` that would go further."""

    limit: Limit
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one question, by its id. `about` is the author's id under which its file and line are known.

    Of what is met, `length` is the number of choices of its witness and `node` where that ends in the tree of ways;
    `shortest` says whether it is known that none is shorter. Of what is open, `reason` says why.
    """

    id: str
    about: str
    standing: Standing
    length: int | None = None
    node: int | None = None
    shortest: bool = True
    reason: Reason | None = None

    @classmethod
    def met(cls, question: Question, length: int, node: int, *, shortest: bool = True) -> Answer:
        """It is met, after so many choices, at a node."""
        return cls(question.id, question.about, Standing.MET, length, node, shortest)

    @classmethod
    def never(cls, question: Question) -> Answer:
        """It can never be met."""
        return cls(question.id, question.about, Standing.NEVER)

    @classmethod
    def left_open(cls, question: Question, reason: Reason) -> Answer:
        """It is not known."""
        return cls(question.id, question.about, Standing.OPEN, reason=reason)

    @property
    def is_met(self) -> bool:
        """Whether it is known that it can be met."""
        return self.standing is Standing.MET

    @property
    def is_open(self) -> bool:
        """Whether neither is known."""
        return self.standing is Standing.OPEN
