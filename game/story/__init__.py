"""The story floor: YAML, expressions, prose, codex, pictures and translations in; a compiled program out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.lazy import lazily
from game.story.load import Loaded, StoryProblems, load_story
from game.story.shipped import shipped_story

if TYPE_CHECKING:
    from game.story.check import check_story, examine
    from game.story.diagnostics import Diagnostic

__all__ = [
    "Diagnostic",
    "Loaded",
    "StoryProblems",
    "check_story",
    "examine",
    "load_story",
    "shipped_story",
]

__getattr__ = lazily(__name__, {"Diagnostic": "diagnostics", "check_story": "check", "examine": "check"})
"""What a warm start does not need: reading YAML and checking it."""
