"""The story as a transition system: places, moves, terms, effects, value ranges, live values, components."""
