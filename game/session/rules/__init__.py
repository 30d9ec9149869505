"""Every code that sessions report: R0 refusals, R1 notices, R2 findings of a verification, R3 parts of the others."""

from __future__ import annotations

from game.rule import by_code
from game.session.rules import r000, r100, r200, r300

__all__ = ["RULES"]

RULES = by_code(*(module.RULES for module in (r000, r100, r200, r300)))
