"""Of a story whose states are too many, the variables that cost most."""

from __future__ import annotations

from decimal import Decimal

from game.proof.explicit.rounds import Round
from game.proof.report.report import Wide, Widest

TOLD = 5
"""How many variables are named."""

MOST_BITS = 1000
"""Longer integers are past what a float holds (2 ** 1024)."""


def widest(here: Round) -> Widest:
    """The place with the most combinations, and its widest variables."""
    layouts = here.layouts
    place = layouts.widest
    layout = layouts.of[place]
    model = layouts.model
    scene = model.machine.scene(model.places[place].scene).id
    slots = sorted(layout.slots, key=lambda slot: -layout.sizes[slot])[:TOLD]
    wide = tuple(Wide(model.terms.slots[slot].name, int(layout.sizes[slot])) for slot in slots)
    return Widest(scene, shown(layout.size), len(layout.slots), wide)


def shown(number: int) -> str:
    """A number of any size in three digits ('216', '1.84e+19')."""
    return f"{Decimal(number) if number.bit_length() > MOST_BITS else number:.3g}"
