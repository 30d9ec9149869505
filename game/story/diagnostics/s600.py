"""Rules S6xx: the codex, pictures and the ledger of facts."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
