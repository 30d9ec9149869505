"""Rules S7xx: advice: what is allowed and probably not meant."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
