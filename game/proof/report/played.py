"""A witness as something to be played: the states on its way, and the session in which its draws come out.

Where no seed lets them all come out, the session carries its draws: its dice are loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from game.engine import Dice, Luck, Machine, State, draws, start
from game.proof.explicit.witness import Node, find_seed, way_to
from game.proof.system.outcomes import Fate, outcomes
from game.session import session_bytes


class ChoiceTaken(NamedTuple):
    """One choice of a way, and the state it is taken at."""

    choice: str
    at: State


def session_to(machine: Machine, nodes: Sequence[Node], node: int, language: str = "") -> bytes:
    """The session that ends at a node, in a language (default: the story's own).

    Raises SessionError for a way with more draws than a session can carry.
    """
    choices, fates = way_to(nodes, node)
    luck = luck_for(machine, choices, fates)
    seed, given = (luck.seed, luck.given) if isinstance(luck, Dice) else (luck, ())
    return session_bytes(machine, seed, language or machine.program.language, choices, draws=given)


def luck_for(machine: Machine, choices: Sequence[str], fates: Sequence[Fate]) -> Luck:
    """What lets the draws on a way come out: a seed if one of those tried does, else loaded dice."""
    seed = find_seed(fates)
    return loaded_dice(machine, choices, fates) if seed is None else seed


def loaded_dice(machine: Machine, choices: Sequence[str], fates: Sequence[Fate]) -> Dice:
    """Dice that give the outcome of every draw on a way; those that may come out as they like fall by seed 0."""
    return Dice(0, draws(machine, 0, choices, {(fate.turn, fate.place): fate.low for fate in fates}))


def choices_to(machine: Machine, nodes: Sequence[Node], node: int) -> Iterator[ChoiceTaken]:
    """The choices on the way to a node, with the states they are taken at; no seed is needed for it."""
    way = []
    while node > 0:
        way.append(nodes[node])
        node = nodes[node].before
    state = start(machine)
    for step in reversed(way):
        yield ChoiceTaken(step.choice, state)
        state = next(one.state for one in outcomes(machine, state, step.choice) if one.fates == step.fates)
