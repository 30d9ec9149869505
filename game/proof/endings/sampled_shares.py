"""Thousands of players at once: how often each ending comes up where the exact share would be too much work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import prod

import numpy as np

from game.graphs import component_ranks
from game.proof.endings.exact_shares import Policy, Shares
from game.proof.system.components import places_graph
from game.proof.system.model import Model, Move, is_rolled, rolls_of, slots_read
from game.proof.system.terms import Array, Term

WALKERS = 20_000
LONGEST_WALK = 5_000
MOST_LOOKED_AT = 50_000_000
"""After how many looks at a move, of all players together, those under way are left where they are."""

A_GROUP = 600
"""As how many looks it counts to look at some players by themselves."""

SEED = 1945
"""Always the same, so that a proof gives the same report every time."""


class Columns(dict[int, Array]):
    """The slots of some players, as positions in their domains; taken out when asked for."""

    def __init__(self, positions: Array, players: Array) -> None:
        super().__init__()
        self.all, self.players = positions, players

    def __missing__(self, slot: int) -> Array:
        found: Array = self.all[slot, self.players]
        self[slot] = found
        return found

    def holds(self, terms: Sequence[Term]) -> Array:
        """Where a conjunction holds."""
        found = np.ones(len(self.players), dtype=bool)
        for term in terms:
            found &= term.at(self) != 0
        return found


class Walk:
    """Players on their way: the place of each, and, for each slot, the position of its value in its domain."""

    def __init__(self, model: Model, policy: Policy) -> None:
        self.model = model
        self.policy = policy
        self.chance = np.random.default_rng(SEED)
        self.lows = [slot.low for slot in model.terms.slots]
        self.read = slots_read(model)
        start = [value - low for value, low in zip(model.start, self.lows, strict=True)]
        self.positions = np.repeat(np.asarray(start, dtype=np.int32)[:, np.newaxis], WALKERS, axis=1)
        self.places = np.zeros(WALKERS, dtype=np.int32)
        self.under_way = np.ones(WALKERS, dtype=bool)
        self.choices = np.zeros(WALKERS, dtype=np.int32)
        self.endings = model.machine.program.endings
        self.rolling = {number for number, place in enumerate(model.places) if any(map(is_rolled, place.moves))}
        self.looked_at = 0
        self.endings_of = np.asarray([place.ending for place in model.places])

    def run(self, check: Callable[[], None] = lambda: None) -> Shares:
        """Walk until all have ended, or it takes too long; `check` is called from time to time, and may raise.

        Nobody waits for others to have made as many choices: whoever has come to a place makes the next one together,
        at the first places of the story first.
        """
        rank = component_ranks(places_graph(self.model))
        waiting = {0: [np.arange(WALKERS)]}
        while waiting and self.looked_at < MOST_LOOKED_AT:
            check()
            place = min(waiting, key=lambda place: (rank[place], -sum(map(len, waiting[place])), place))
            players = np.concatenate(waiting.pop(place))
            self._arrive(place, players)
            move = self._roll if place in self.rolling else self._move
            self.looked_at += 0 if place in self.rolling else len(players) * len(self.model.places[place].moves)
            for target, part in move(place, players[self.choices[players] < LONGEST_WALK]):
                waiting.setdefault(target, []).append(part)
        for place, parts in waiting.items():  # whoever waits to be asked for a choice is there already
            self._arrive(place, np.concatenate(parts))
        shares, longest = zip(*(self._ending(number) for number in range(len(self.endings))), strict=True)
        return Shares(shares, WALKERS, float(self.under_way.mean()), longest)

    def _ending(self, number: int) -> tuple[float, int | None]:
        """The share of players at an ending, and the greatest number of choices any of them has made (None: nobody)."""
        there = self.endings_of[self.places] == number
        return float(there.mean()), int(self.choices[there].max()) if there.any() else None

    def _arrive(self, place: int, players: Array) -> None:
        """Players have come to a place, whether or not they choose there."""
        self.places[players] = place
        self.under_way[players] = self.endings_of[place] < 0

    def _move(self, place: int, players: Array) -> Iterator[tuple[int, Array]]:
        """One choice of all players at a place: where they go."""
        moves = self.model.places[place].moves
        columns = Columns(self.positions, players)
        odds = [self._odds(place, move, columns) for move in moves]
        if not odds:
            self.under_way[players] = False
            return
        reach = np.cumsum(odds, axis=0)
        drawn = self.chance.random(len(players)) * reach[-1]
        taken = (drawn[np.newaxis] >= reach).sum(axis=0)
        self.under_way[players[taken == len(moves)]] = False
        for number, move in enumerate(moves):
            yield from self._go(move, players[taken == number])

    def _roll(self, place: int, players: Array) -> Iterator[tuple[int, Array]]:
        """The same where choices roll, so that each has as many moves as its dice have ways: what it rolls is drawn,
        and drawn again where that cannot be, or with the odds against it (rejection sampling: von Neumann, 1951).
        """
        options = self.model.places[place].options
        columns = Columns(self.positions, players)
        weights = [columns.holds(one.open) * self.policy.get(one.choice.id, 1.0) for one in options]
        self.looked_at += len(players) * len(options)
        reach = np.cumsum(weights, axis=0) if weights else np.zeros((1, len(players)))
        chosen = (self.chance.random(len(players)) * reach[-1][np.newaxis] >= reach).sum(axis=0)
        self.under_way[players[chosen == len(options)]] = False
        for number in range(len(options)):
            moves = [move for move in self.model.places[place].moves if move.choice == number]
            most = np.asarray([prod(draw.weight / draw.parts[0][0] for draw in rolls_of(move)) for move in moves])
            waiting = players[chosen == number]
            while len(waiting) and self.looked_at < MOST_LOOKED_AT:
                drawn = np.searchsorted(np.cumsum(most), self.chance.random(len(waiting)) * most.sum(), side="right")
                order = np.argsort(drawn, kind="stable")
                groups = np.split(waiting[order], np.flatnonzero(np.diff(drawn[order])) + 1)
                self.looked_at += len(waiting) + A_GROUP * len(groups)
                again = []
                for which, group in zip(np.unique(drawn).tolist(), groups, strict=True):
                    move = moves[which]
                    share = self._odds(place, move, Columns(self.positions, group))
                    share /= self.policy.get(options[number].choice.id, 1.0) * most[which]
                    taken = self.chance.random(len(group)) < share
                    again.append(group[~taken])
                    yield from self._go(move, group[taken])
                waiting = np.concatenate(again)

    def _go(self, move: Move, players: Array) -> Iterator[tuple[int, Array]]:
        """Players take a move: where they go."""
        if move.target < 0:
            self.under_way[players] = False
        elif len(players):
            self._take(move, players)
            yield move.target, players

    def _odds(self, place: int, move: Move, columns: Columns) -> Array:
        """The weight of a move for each player: of its choice, times the odds of its draws."""
        options = self.model.places[place].options
        share = columns.holds(move.guard) * self.policy.get(options[move.choice].choice.id, 1.0)
        for draw in move.odds:
            total = sum(weight * columns.holds(terms) for weight, terms in draw.parts)
            share = share * draw.weight / np.maximum(total, 1)
        return np.asarray(share, dtype=float)

    def _take(self, move: Move, players: Array) -> None:
        columns = Columns(self.positions, players)
        after = {slot: term.at(columns) for slot, term in move.update.items() if slot in self.read}
        for slot, column in after.items():
            self.positions[slot, players] = column - self.lows[slot]
        self.choices[players] += 1


def sampled_shares(model: Model, policy: Policy, check: Callable[[], None] = lambda: None) -> Shares:
    """The share of playthroughs that end in each ending, as seen in many with fixed chance."""
    return Walk(model, policy).run(check)
