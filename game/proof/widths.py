"""Advice for a story whose states are too many: the variables that cost most, and what bounding them would save."""

from __future__ import annotations

from game.proof.rounds import Round

TOLD = 5
"""How many variables the advice names."""


def advice(here: Round) -> list[str]:
    """For the place with the most combinations, its widest variables with what fewer values of each would save."""
    layouts = here.layouts
    place = layouts.widest
    layout = layouts.of[place]
    model = layouts.model
    scene = model.machine.scene(model.places[place].scene).id
    widest = sorted(layout.slots, key=lambda slot: -layout.sizes[slot])[:TOLD]
    lines = [f"scene “{scene}” alone has {layout.size:.3g} combinations of {len(layout.slots)} variables"]
    for slot in widest:
        size = layout.sizes[slot]
        name = model.functions.slots[slot].name
        few = 2 if size > 2 else 1
        lines.append(f"{name} takes {size} values there: with {few} there would be {size / few:.3g} times fewer")
    return lines
