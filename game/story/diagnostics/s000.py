"""Rules S0xx: files and YAML."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule, Severity, scenes

RULES: tuple[Rule, ...] = (
    Rule(
        code="S001",
        severity=Severity.ERROR,
        title="The YAML cannot be read here",
        template="this is not YAML: {what}",
        hint="{fix}",
        page="""The file cannot be read as YAML from this place on. Look at the line named and at the one before it:
        most often a quotation mark or a bracket is not closed, a line is indented less or more than its neighbours,
        or a text holds ': ' or begins with a sign that means something to YAML. Put such a text in quotation marks,
        or write it as a block after |.""",
        example=scenes('scenes:\n  one:\n    text: "One.\n    ending: done\n'),
        line=3,
    ),
)
