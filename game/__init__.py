"""Seven Canteens: an engine for choice-based text adventures, and the story that shows it."""

__version__ = "0.1.0"
