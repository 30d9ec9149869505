"""Rules S5xx: translation catalogues."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
