"""How a language lists things, by the patterns of CLDR: "the lamp, the key and the rope"."""

from __future__ import annotations

from functools import lru_cache

from game.story.prose.plurals import locales

Patterns = tuple[str, str, str, str]
"""Of two; of the first and the rest, of one further on and the rest, of the last two, where there are more."""
ROOT: Patterns = ("{0}, {1}",) * 4
"""CLDR's own for a language of which it has none."""


@lru_cache(maxsize=64)
def patterns(language: str) -> Patterns:
    """The patterns by which a language joins what is listed with its word for "and" (UTS 35, the kind "standard")."""
    for locale in locales(language):
        found = locale.list_patterns["standard"]
        return found["2"], found["start"], found["middle"], found["end"]
    return ROOT
