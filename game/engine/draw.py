"""Chance without a generator: a draw is a pure function of seed, place and turn, or it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import factorial
from typing import NamedTuple

from game.engine.errors import BadDraw

_MASK = (1 << 64) - 1


class Shuffle(NamedTuple):
    """A shuffle among the words of a scene: its place, and among how many it chooses, words or, where that lasts for
    the whole play, orders of them.
    """

    place: int
    size: int
    lasting: bool = False


def draw(seed: int, place: int, turn: int, total: int) -> int:
    """A number in 0 .. total - 1, the same for the same arguments, on every machine.

    The three inputs are spread by odd multipliers and mixed by the finaliser of SplitMix64 (Steele, Lea and Flood,
    2014).
    """
    z = (
        seed * 0x9E3779B97F4A7C15 + place * 0xC2B2AE3D27D4EB4F + turn * 0x165667B19E3779F9 + 0x27D4EB2F165667C5
    ) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((z ^ (z >> 31)) & _MASK) % total


def order(number: int, size: int) -> tuple[int, ...]:
    """The order of so many things that has this number, of all that there are, as in a dictionary (Lehmer's code)."""
    left, found = list(range(size)), []
    for count in range(size - 1, -1, -1):
        at, number = divmod(number, factorial(count))
        found.append(left.pop(at))
    return tuple(found)


def place_number(name: str) -> int:
    """A stable 32-bit number for a place of the story, from the author's id (FNV-1a)."""
    number = 0x811C9DC5
    for byte in name.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    return number


@dataclass(frozen=True, slots=True)
class Dice:
    """Loaded dice: the outcome of each draw is given, in the order of play; after the last one the seed decides.

    They stand in the place of the seed in a state, so that a page stays a function of its state alone. In the order of
    play means: whoever comes to a page draws for each shuffle in the words of its scene, shown or not, as they stand in
    the story's own language, for one that lasts only once; then a choice draws for the rolls of its effects and for
    where it leads, and each scene that is entered for those of its own. `used` counts the draws made so far, `words`
    holds the outcomes (place, number) of the page's shuffles, `lasting` all that last.
    """

    seed: int
    given: Sequence[int]
    used: int = 0
    words: tuple[tuple[int, int], ...] = ()
    lasting: tuple[tuple[int, int], ...] = ()

    def outcome(self, number: int, place: int, turn: int, total: int) -> int:
        """What draw `number`, from 0, gives at a place. Raises BadDraw where that cannot come out there."""
        if number >= len(self.given):
            return draw(self.seed, place, turn, total)
        found = self.given[number]
        if not 0 <= found < total:
            raise BadDraw(number + 1, found, total)
        return found

    def arrive(self, shuffles: Sequence[Shuffle], turn: int) -> Dice:
        """The dice on a page: its words are drawn. Raises BadDraw."""
        found, lasting, used = [], dict(self.lasting), self.used
        for place, size, lasts in shuffles:
            number = lasting.get(place) if lasts else None
            if number is None:
                number = self.outcome(used, place, 0 if lasts else turn, size)
                used += 1
            if lasts:
                lasting[place] = number
            found.append((place, number))
        return replace(self, used=used, words=tuple(found), lasting=tuple(lasting.items()))

    def word(self, place: int, turn: int, size: int) -> int:
        """What a shuffle of the page gives; a translation may have fewer words to choose from."""
        for known, number in self.words:
            if known == place:
                return number % size
        return draw(self.seed, place, turn, size)


Luck = int | Dice
"""What decides the draws of a play: its seed, or loaded dice."""


class Throw:
    """The draws of one choice with loaded dice; `dice` are those that are left after the draws made so far."""

    def __init__(self, dice: Dice, turn: int) -> None:
        self.dice = dice
        self.turn = turn

    def draw(self, place: int, total: int) -> int:
        """A number in 0 .. total - 1. Raises BadDraw."""
        dice = self.dice
        found = dice.outcome(dice.used, place, self.turn, total)
        self.dice = replace(dice, used=dice.used + 1)
        return found


@dataclass(frozen=True, slots=True)
class Tape(Dice):
    """Dice that fall as the seed or `fates` (by turn and place) say, and note in `made` how: for one play, forwards."""

    fates: Mapping[tuple[int, int], int] = field(default_factory=dict)
    made: list[int] = field(default_factory=list)

    def outcome(self, number: int, place: int, turn: int, total: int) -> int:
        """See Dice."""
        found = self.fates.get((turn, place))
        self.made.append(draw(self.seed, place, turn, total) if found is None else found)
        return self.made[-1]
