"""Every code that a proof finds: P00x what can never be met, P02x where play breaks, P03x promises that do not hold."""

from __future__ import annotations

from game.proof.report.rules import p000, p020, p030
from game.proof.report.rules.rule import ProofRule

__all__ = ["BY_KIND", "RULES", "ProofRule"]

RULES: dict[str, ProofRule] = {rule.code: rule for module in (p000, p020, p030) for rule in module.RULES}

BY_KIND: dict[str, ProofRule] = {rule.kind: rule for rule in RULES.values()}
"""The same by the kind of question that each answers."""
