"""Thousands of players at once: how often each ending comes up where the exact share would be too much work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from game.proof.chances import Policy, Shares
from game.proof.functions import Array, Term
from game.proof.model import Model, Move

WALKERS = 20_000
LONGEST_WALK = 5_000
SEED = 1945
"""Always the same, so that a proof gives the same report every time."""


class Columns(dict[int, Array]):
    """The slots of some players, as positions in their domains; taken out when asked for."""

    def __init__(self, values: Array, players: Array, lows: Array) -> None:
        super().__init__()
        self.all, self.players, self.lows = values, players, lows

    def __missing__(self, slot: int) -> Array:
        found: Array = self.all[self.players, slot] - self.lows[slot]
        self[slot] = found
        return found

    def holds(self, terms: Sequence[Term]) -> Array:
        """Where a conjunction holds."""
        found = np.ones(len(self.players), dtype=bool)
        for term in terms:
            found &= np.broadcast_to(term.at(self) != 0, found.shape)
        return found


class Walk:
    """Players on their way: the place and the values of each."""

    def __init__(self, model: Model, policy: Policy) -> None:
        self.model = model
        self.policy = policy
        self.chance = np.random.default_rng(SEED)
        self.lows = np.asarray([slot.low for slot in model.functions.slots], dtype=np.int32)
        self.values = np.tile(np.asarray(model.start, dtype=np.int32), (WALKERS, 1))
        self.places = np.zeros(WALKERS, dtype=np.int32)
        self.under_way = np.ones(WALKERS, dtype=bool)
        self.choices = np.zeros(WALKERS, dtype=np.int32)
        self.endings = model.machine.program.endings
        self.endings_of = np.asarray([place.ending for place in model.places])

    def run(self) -> Shares:
        """Walk until all have ended, or it takes too long."""
        for _ in range(LONGEST_WALK):
            if not self.under_way.any():
                break
            players = np.flatnonzero(self.under_way)
            at = self.places[players]
            order = np.argsort(at, kind="stable")
            places, first = np.unique(at[order], return_index=True)
            for place, together in zip(places.tolist(), np.split(players[order], first[1:]), strict=True):
                self._move(place, together)
            self.choices[self.under_way] += 1
        shares, longest = zip(*(self._ending(number) for number in range(len(self.endings))), strict=True)
        return Shares(shares, WALKERS, float(self.under_way.mean()), longest)

    def _ending(self, number: int) -> tuple[float, int]:
        """The share of players at an ending, and the greatest number of choices any of them has made."""
        there = self.endings_of[self.places] == number
        return float(there.mean()), int(self.choices[there].max()) if there.any() else -1

    def _move(self, place: int, players: Array) -> None:
        """One choice of all players at a place."""
        moves = self.model.places[place].moves
        columns = Columns(self.values, players, self.lows)
        odds = [self._odds(place, move, columns) for move in moves]
        if not odds:
            self.under_way[players] = False
            return
        reach = np.cumsum(odds, axis=0)
        drawn = self.chance.random(len(players)) * np.maximum(reach[-1], 1e-300)
        taken = (drawn >= reach).sum(axis=0)
        self.under_way[players[(reach[-1] == 0) | (taken == len(moves))]] = False
        for number, move in enumerate(moves):
            mine = (taken == number) & (reach[-1] > 0)
            if mine.any():
                self._take(move, players[mine])

    def _odds(self, place: int, move: Move, columns: Columns) -> Array:
        """The weight of a move for each player: of its choice, times the odds of its draws."""
        options = self.model.places[place].options
        share = columns.holds(move.guard) * self.policy.get(options[move.choice].choice.id, 1.0)
        for draw in move.odds:
            total = sum(weight * columns.holds(terms) for weight, terms in draw.parts)
            share = share * draw.weight / np.maximum(total, 1)
        return np.asarray(share, dtype=float)

    def _take(self, move: Move, players: Array) -> None:
        if move.target < 0:
            self.under_way[players] = False
            return
        columns = Columns(self.values, players, self.lows)
        after = {slot: np.broadcast_to(term.at(columns), players.shape).copy() for slot, term in move.update.items()}
        for slot, column in after.items():
            self.values[players, slot] = column
        self.places[players] = move.target


def sampled_shares(model: Model, policy: Policy) -> Shares:
    """The share of playthroughs that end in each ending, as seen in many with fixed chance."""
    return Walk(model, policy).run()
