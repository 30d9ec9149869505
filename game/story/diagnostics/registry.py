"""The one registry: every code that can be reported, and the page that explains it."""

from __future__ import annotations

import textwrap

from game.printable import printable_in_place
from game.story.diagnostics import s000, s100, s200, s300, s400, s500, s600, s700
from game.story.diagnostics.rule import Rule

WIDTH = 100
"""Lines of an example are shown up to this many characters."""

RULES: dict[str, Rule] = {
    rule.code: rule for module in (s000, s100, s200, s300, s400, s500, s600, s700) for rule in module.RULES
}


def explain(code: str) -> str:
    """The page of a code: title, cause and cure, and a small story that shows it. Raises KeyError for an unknown
    code."""
    rule = RULES[code.upper()]
    parts = [f"{rule.code} {rule.severity}: {rule.title}", textwrap.fill(" ".join(rule.page.split()), 78)]
    if rule.hint and "{" not in rule.hint.replace("{{", ""):
        parts.append(textwrap.fill("What to do: " + rule.hint.format(), 78))
    shown = rule.example.get(rule.file)
    if shown is not None:
        lines = shown.splitlines()[:40]
        width = len(str(len(lines)))
        numbered = [f"{'>' if n == rule.line else ' '} {n:{width}} | {line}" for n, line in enumerate(lines, 1)]
        parts.append(f"For example, in {rule.file}:\n\n" + "\n".join(_visible(line) for line in numbered))
    return "\n\n".join(parts) + "\n"


def _visible(line: str) -> str:
    """An example line that can be printed: bad examples hold control characters, or too much, on purpose."""
    return printable_in_place(line if len(line) <= WIDTH else line[: WIDTH - 1] + "…")
