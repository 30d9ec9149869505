"""Rules S1xx: the shape of the files: keys, types, ids."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule

RULES: tuple[Rule, ...] = ()
