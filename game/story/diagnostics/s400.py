"""Rules S4xx: prose: paragraphs, inline constructs, links."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
