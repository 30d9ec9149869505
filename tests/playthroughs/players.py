"""Players with a purpose: one for each ending, and five with a temperament; each the same every time.

A player weighs the open choices of a page by what they would change. Ties go to the dice of the player's seed, so that
two players of one temperament need not walk the same way.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from game.engine import State, advance, open_choices, start, values_by_name
from game.engine.machine import Machine

Values = dict[str, int | str | bool]
Weigh = Callable[[str, Values, Values], float]
"""(choice id, values before, values after) -> how much the player likes it."""


class Player(NamedTuple):
    """A way of playing. `ending` is where it must lead, '' for anywhere; `reads` opens every codex entry."""

    name: str
    weigh: Weigh
    ending: str = ""
    reads: bool = False


def gain(before: Values, after: Values, name: str) -> int:
    """By how much a number has grown."""
    return int(after[name]) - int(before[name])


def _obeys(choice: str, before: Values, after: Values) -> float:
    return gain(before, after, "standing") + 0.1 * gain(before, after, "weariness")


def _shares(choice: str, before: Values, after: Values) -> float:
    return 2 * gain(before, after, "trust") - gain(before, after, "water")


def _saves(choice: str, before: Values, after: Values) -> float:
    return 2 * gain(before, after, "water") - 3 * gain(before, after, "sealed") + 0.5 * gain(before, after, "tunnel")


def _says_nothing(choice: str, before: Values, after: Values) -> float:
    words = ("silent", "nothing", "keep", "wait", "pass", "lie", "listen", "endure", "leave", "stay", "look", "let")
    changed = sum(1 for name in before if before[name] != after[name])
    return 3 * any(word in choice.rpartition("/")[2] for word in words) - 0.5 * changed


def _any(choice: str, before: Values, after: Values) -> float:
    return 0


def _towards(*wanted: str) -> Weigh:
    """Likes the choices named, in this order of urgency, and does not care about the others."""
    urgency = {choice: len(wanted) - number for number, choice in enumerate(wanted)}
    return lambda choice, before, after: urgency.get(choice, 0)


def _both(*wanted: str, taste: Weigh) -> Weigh:
    """Likes the choices named above all; between the others goes by taste."""
    first = _towards(*wanted)
    return lambda choice, before, after: 9 * first(choice, before, after) + taste(choice, before, after)


def _keeps_apart(choice: str, before: Values, after: Values) -> float:
    return -_shares(choice, before, after)


_SEVEN = [
    "half-candle/chiyo",
    "half-candle/makabe",
    "half-candle/pak",
    "pak-written/wait",
    "chiyo-primer/keep",
    "bag-night/sick",
    "seat-sick/tsuda",
    "first-wax/niche",
    "sealing/chiyo",
    "sealing/makabe",
    "sealing/pak",
    "sealing/general",
    "runner-comes/refuse",
    "last-count/wall",
    "last-door/stay",
]
_WIRE = [
    "exchange-handset/listen",
    "exchange-one/stay",
    "uehata-morning/press",
    "who-to-tell/makabe",
    "told-makabe/after",
    "runner-comes/refuse",
    "last-door/wire",
]
_EMPTY = [
    "bag-night/sick",
    "half-candle/done",
    "runner-comes/refuse",
    "last-count/burn",
    "last-count/carry",
    "last-door/stay",
]
_ISLANDER = ["quay-open/heavy", "bag-night/bag", "runner-comes/refuse", "last-door/out", "out-dawn/alone"]

ENDINGS = (
    Player("seven-canteens", _towards(*_SEVEN), "seven-canteens"),
    Player(
        "white-cloth", _both("runner-comes/refuse", "last-door/out", "out-dawn/climb", taste=_shares), "white-cloth"
    ),
    Player("the-wire", _towards(*_WIRE), "the-wire"),
    Player("silent-column", _towards("bag-night/bag", "runner-comes/refuse", "last-door/column"), "silent-column"),
    Player("the-charge", _towards("bag-night/bag", "runner-comes/join", "charge-forming/go"), "the-charge"),
    Player("empty-box", _towards(*_EMPTY), "empty-box"),
    Player("seat-in-the-plane", _towards("hot-face/you", "bag-night/you", "seat-you/on"), "seat-in-the-plane"),
    Player("islander", _both(*_ISLANDER, taste=_keeps_apart), "islander"),
    Player("notebook", _towards("bag-night/bag", "runner-comes/some", "last-door/hide"), "notebook"),
)

TEMPERAMENTS = (
    Player("obeys-everything", _obeys),
    Player("shares-everything", _shares),
    Player("saves-everything", _saves),
    Player("says-nothing", _says_nothing),
    Player("reads-every-entry", _any, reads=True),
)

PLAYERS = (*ENDINGS, *TEMPERAMENTS)


def play(machine: Machine, player: Player, seed: int) -> tuple[tuple[str, ...], str]:
    """The choices of a whole playthrough, and the ending it comes to."""
    dice, state, way = random.Random(f"{player.name}/{seed}"), start(machine, seed), []
    while machine.scene(state.scene).ending < 0:
        choice = _best(machine, player, state, dice)
        way.append(choice)
        state = advance(machine, state, choice)
    return tuple(way), machine.program.endings[machine.scene(state.scene).ending].id


def _best(machine: Machine, player: Player, state: State, dice: random.Random) -> str:
    before = values_by_name(machine, state)

    def liking(choice: str) -> tuple[float, float]:
        after = values_by_name(machine, advance(machine, state, choice))
        return player.weigh(choice, before, after), dice.random()

    return max(open_choices(machine, state), key=liking)


def purposeful(machine: Machine, player: Player) -> tuple[int, tuple[str, ...]]:
    """The first seed with which the player gets where it means to go, and the choices. Raises LookupError."""
    for seed in range(1, 400):
        way, ending = play(machine, player, seed)
        if player.ending in ("", ending):
            return seed, way
    raise LookupError(f"no way to {player.ending} among 400 playthroughs")
