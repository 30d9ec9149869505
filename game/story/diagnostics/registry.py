"""Every code that can be reported about a story's files."""

from __future__ import annotations

from game.rule import by_code
from game.story.diagnostics import s000, s100, s200, s300, s340, s400, s500, s600, s700, s800

RULES = by_code(*(module.RULES for module in (s000, s100, s200, s300, s340, s400, s500, s600, s700, s800)))
