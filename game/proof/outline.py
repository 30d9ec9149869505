"""The outline of a story too large to explore whole: the variables that shape it most, the rest left to hold or not.

Three things follow from an outline exactly. What it never meets cannot be met. The least number of choices in it is a
lower bound, and a way of that length that can really be played is a shortest one. And if all its states surely lead to
an ending (see `forcing`), then the story has no soft lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2, prod

import numpy as np

from game.proof.explore import TooWide
from game.proof.forcing import surely_ending
from game.proof.functions import Term
from game.proof.layout import Layouts
from game.proof.merging import merge
from game.proof.model import Model
from game.proof.possible import Possible
from game.proof.questions import Question, Site
from game.proof.relaxing import Weakening, closure, dependencies, relax, restrain
from game.proof.rounds import Round

ROOM = 1 << 24
"""How many combinations of kept values all places together may have at first; a quarter of that with every new try."""

LIMIT = 2_500_000
TRIES = 8


@dataclass(slots=True)
class Outline:
    """An outline, explored whole, and the model with only the choices that are surely open in it."""

    kept: frozenset[int]
    weakening: Weakening
    here: Round
    certain: Model
    sites: dict[str, list[Site]]
    room: int = 0

    def asked_by(self, model: Model, source: int, target: int) -> frozenset[int]:
        """The variables left out that decide between two places."""
        moves = [move for move in model.places[source].moves if move.target == target]
        return frozenset(slot for move in moves for term in move.guard for slot in term.slots) - self.kept

    def unsure(self) -> int:
        """How many states are not sure to lead to an ending."""
        return int(np.count_nonzero(~surely_ending(self.here.graph, self.certain)))


def draw_outline(
    model: Model,
    possible: Possible,
    layouts: Layouts,
    questions: Sequence[Question],
    tick: Callable[[int], None],
    wanted: frozenset[int] = frozenset(),
    room_first: int = ROOM,
) -> Outline | None:
    """An outline small enough to explore, with the `wanted` variables if there is room; None if none is found."""
    room = room_first
    reads = dependencies(model)
    for _ in range(TRIES):
        kept = choose(model, layouts, room, wanted, reads)
        found = _explore(model, possible, kept, questions, tick)
        if found is not None:
            found.room = room
            return found
        room //= 4
    return None


def _explore(
    model: Model, possible: Possible, kept: frozenset[int], questions: Sequence[Question], tick: Callable[[int], None]
) -> Outline | None:
    relaxed, certain = relax(model, possible, kept), restrain(model, possible, kept)
    terms: dict[int, list[Term]] = {}
    for index, place in enumerate(certain.places):
        terms[index] = [term for option in place.options for term in option.open]
    wider = Possible(relaxed)
    merged = merge(relaxed, terms)
    here = Round(relaxed, wider, merged)
    try:
        if not here.explore(LIMIT, tick):
            return None
    except TooWide:
        return None
    weakening = Weakening(model, possible, kept, merged)
    sites = {question.id: weakening.sites(question.sites) for question in questions}
    return Outline(kept, weakening, here, certain, sites)


def choose(
    model: Model, layouts: Layouts, room: int, wanted: frozenset[int], reads: Mapping[int, frozenset[int]]
) -> frozenset[int]:
    """The slots to keep: those asked for by most guards first, as long as all places together fit the room.

    `wanted` are kept before all others. A slot brings with it all that its effects read.
    """
    mentions: dict[int, int] = {}
    for place in model.places:
        for slot in {slot for move in place.moves for term in move.guard for slot in term.slots}:
            mentions[slot] = mentions.get(slot, 0) + 1
    live = {slot for layout in layouts.of for slot in layout.sizes}
    widths = {slot: max(layout.sizes.get(slot, 1) for layout in layouts.of) for slot in live}

    def worth(slot: int) -> tuple[bool, float, int]:
        return (slot not in wanted, -mentions.get(slot, 0) / log2(widths[slot]), slot)

    kept: frozenset[int] = frozenset()
    for slot in sorted(live, key=worth):
        more = kept | closure((slot,), reads)
        if sum(prod(layout.sizes.get(one, 1) for one in more) for layout in layouts.of) <= room:
            kept = more
    return kept
