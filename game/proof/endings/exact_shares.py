"""How likely each ending is when every open choice is equally likely, or as a policy weighs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from game.proof.explicit.explore import BATCH, FAR
from game.proof.explicit.graph import Graph
from game.proof.explicit.keys import Guard, KeyBatch
from game.proof.system.branches import Odds
from game.proof.system.model import Place
from game.proof.system.terms import Array

Policy = Mapping[str, float]
"""Weights of choices by full id; a choice that is not there weighs 1."""

WORK = 30_000_000
"""How many edges may be followed before the exact shares give way to sampled ones."""

OVERHEAD = 2_000
"""What a step costs beside its edges, in edges."""

LEFT = 1e-9
"""The exact shares stop when less than this much of all playthroughs is still under way."""


@dataclass(frozen=True, slots=True)
class Shares:
    """For each ending, the share of playthroughs that reach it. `sampled` is 0 where it is exact, else their number,
    and then `longest` is for each ending the longest of them, None where none came to it.

    `left` is the share of playthroughs that had not ended when the count stopped.
    """

    of: tuple[float, ...]
    sampled: int
    left: float
    longest: tuple[int | None, ...] = ()


def edge_odds(graph: Graph, policy: Policy) -> Array:
    """The probability of every edge of the graph, in its order."""
    found: list[Array] = []
    for place, keys in enumerate(graph.reached.keys):
        for first in range(0, len(keys), BATCH):
            found.append(_leaving(graph, place, keys[first : first + BATCH], policy))
    return np.concatenate(found) if found else np.zeros(0)


def _leaving(graph: Graph, place: int, keys: Array, policy: Policy) -> Array:
    """The probabilities of the edges out of some states of a place."""
    layout = graph.layouts.of[place]
    batch = KeyBatch(layout, keys)
    options = graph.layouts.model.places[place]
    weights = _open_weight(graph, place, batch, options, policy)
    everyone = np.arange(len(keys), dtype=np.int32)
    tails: list[Array] = [np.zeros(0, dtype=np.int32)]
    odds: list[Array] = [np.zeros(0)]
    for step in graph.layouts.steps(place):
        mask = step.effect.test.mask(batch)
        own = everyone if mask is None else everyone[mask]
        if not len(own):
            continue
        weight = policy.get(options.options[step.move.choice].choice.id, 1.0)
        share = np.full(len(keys), weight)
        for draw in step.move.odds:
            share *= _drawn(batch, draw)
        tails.append(own)
        odds.append(share[own] / weights[own])
    return np.concatenate(odds)[np.argsort(np.concatenate(tails), kind="stable")]


def _open_weight(graph: Graph, place: int, batch: KeyBatch, options: Place, policy: Policy) -> Array:
    """The weights of the open choices of each state, together."""
    total = np.zeros(len(batch.packed))
    for option in options.options:
        mask = Guard(graph.layouts.of[place], option.open).mask(batch)
        weight = policy.get(option.choice.id, 1.0)
        total += weight if mask is None else weight * mask
    total[total == 0] = 1.0
    return total


def _drawn(batch: KeyBatch, draw: Odds) -> Array:
    """The probability that a draw gives its part."""
    total = np.zeros(len(batch.packed))
    for weight, terms in draw.parts:
        mask = Guard(batch.layout, terms).mask(batch)
        total += weight if mask is None else weight * mask
    total[total == 0] = 1.0
    return draw.weight / total


def exact_shares(graph: Graph, policy: Policy, check: Callable[[], None] = lambda: None) -> Shares | None:
    """The share of playthroughs that end in each ending, from a graph that knows every choice; None if that is too much
    work. `check` is called from time to time, and may raise."""
    ended = _flow(graph, edge_odds(graph, policy), check)
    if ended is None:
        return None
    model = graph.layouts.model
    found = [0.0] * len(model.machine.program.endings)
    for index, place in enumerate(model.places):
        if place.ending >= 0:
            found[place.ending] += float(ended[0][graph.place_slice(index)].sum())
    return Shares(tuple(found), 0, ended[1])


def _flow(graph: Graph, odds: Array, check: Callable[[], None] = lambda: None) -> tuple[Array, float] | None:
    """Let all playthroughs move at once, a choice at a time, until hardly any is under way: the share that ends in each
    state, and what is left; None if that is too much work."""
    degree = np.diff(graph.indptr)
    over = graph.ways_to(np.flatnonzero(degree == 0)) == FAR
    over |= degree == 0
    ended = np.zeros(graph.count)
    here = np.asarray([graph.start], dtype=np.int64)
    mass: Array = np.ones(1)
    work = 0
    while len(here):
        check()
        stop = over[here]
        ended[here[stop]] += mass[stop]
        here, mass = here[~stop], mass[~stop]
        left = float(mass.sum())
        if left < LEFT:
            return ended, left
        counts = degree[here]
        work += int(counts.sum()) + graph.count // 50 + OVERHEAD
        if work > WORK:
            return None
        spots = np.arange(int(counts.sum())) + np.repeat(graph.indptr[here] - np.cumsum(counts) + counts, counts)
        flow = np.bincount(graph.heads[spots], np.repeat(mass, counts) * odds[spots], minlength=graph.count)
        here = np.flatnonzero(flow)
        mass = flow[here]
    return ended, 0.0
