"""Rules S2xx: references: scenes, choices, endings, codex entries, pictures, tags that are named and must exist."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
