"""Diagnostics: the registry of codes, and the problems that are reported by them."""

from __future__ import annotations

from game.story.diagnostics.nearness import nearest
from game.story.diagnostics.problems import Diagnostic, Problems, listed, shorten
from game.story.diagnostics.registry import RULES, explain
from game.story.diagnostics.rule import Rule, Severity

__all__ = ["RULES", "Diagnostic", "Problems", "Rule", "Severity", "explain", "listed", "nearest", "shorten"]
