"""The plain player: a story as lines of text, for screen readers, dumb terminals, pipes and anyone who prefers it."""

from game.plain.player import Player
from game.plain.terminal import play

__all__ = ["Player", "play"]
