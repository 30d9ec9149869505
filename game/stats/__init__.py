"""Statistics: how much there is of a story, and how much of it one playthrough meets."""

from game.stats.counts import table
from game.stats.walks import playthroughs

__all__ = ["playthroughs", "table"]
