"""Rules S3xx: expressions and effects."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
