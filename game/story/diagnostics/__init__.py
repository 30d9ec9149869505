"""Diagnostics: the registry of codes, and the problems that are reported by them."""

from __future__ import annotations

from game.story.diagnostics.problems import Diagnostic, Problems, nearest, shorten
from game.story.diagnostics.registry import RULES, explain
from game.story.diagnostics.rule import Rule, Severity

__all__ = ["RULES", "Diagnostic", "Problems", "Rule", "Severity", "explain", "nearest", "shorten"]
