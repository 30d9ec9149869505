"""What can go wrong when a machine is used: one family of errors, each saying what was missing."""

from __future__ import annotations


class EngineError(Exception):
    """Base of all errors of the engine."""


class WrongPhase(EngineError):
    """A call that this phase of play does not allow, such as a choice after the ending."""


class NotOffered(EngineError):
    """A choice that the page does not offer, or offers only locked.

    `choice` is the id that was asked for; `why` is a sentence fit for a player.
    """

    def __init__(self, choice: str, why: str) -> None:
        super().__init__(f"choice {choice!r}: {why}")
        self.choice = choice
        self.why = why


class StoryFault(EngineError):
    """The story itself has no way on: a target list fell through, a deck ran dry, a return had no call.

    `place` is the id of the scene or choice where it happened; `what` says what was missing.
    """

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


class BadDraw(EngineError):
    """Loaded dice give what cannot come out: draw `number` (from 1) gives `given`, where 0 to `total` - 1 can."""

    def __init__(self, number: int, given: int, total: int) -> None:
        super().__init__(f"draw {number} gives {given}, and only 0 to {total - 1} can come out there")
        self.number = number
        self.given = given
        self.total = total


class UnknownScene(EngineError):
    """A scene, entry, picture or language that the program does not have."""
