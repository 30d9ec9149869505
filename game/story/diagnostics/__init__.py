"""Diagnostics: the registry of codes, and the problems that are reported by them."""

from __future__ import annotations

from game.rule import Rule, Severity
from game.story.diagnostics.nearness import nearest
from game.story.diagnostics.problems import BEYOND, Diagnostic, Problems, listed, quoted_line, shorten
from game.story.diagnostics.registry import RULES

__all__ = [
    "BEYOND", "RULES", "Diagnostic", "Problems", "Rule", "Severity", "listed", "nearest", "quoted_line", "shorten",
]  # fmt: skip
