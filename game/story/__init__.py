"""The story floor: YAML, expressions, prose, codex, pictures and translations in; a compiled program out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

_LAZY = {"Diagnostic": "diagnostics", "check_story": "check", "examine": "check"}
"""What a warm start does not need: reading YAML and checking it."""


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
