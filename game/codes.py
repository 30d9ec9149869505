"""All codes of this program, S, P and R, in one place: each rule by its code, and the page that explains it."""

from __future__ import annotations

import difflib
import textwrap
from functools import cache

from game.printable import printable_in_place
from game.rule import Rule

WIDTH = 100
"""Lines of an example are shown up to this many characters."""
MOST_LINES = 40
MOST_OFFERED = 3


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, those of the files first."""
    from game.proof import RULES as PROOF
    from game.session.rules import RULES as SESSION
    from game.story.diagnostics.registry import RULES as STORY

    return {**STORY, **PROOF, **SESSION}


def near(code: str) -> list[str]:
    """The codes that a code which is none may have been meant as: those that it begins, else those most like it."""
    code, known = code.upper(), all_rules()
    begun = [name for name in known if code and name.startswith(code)]
    return begun[:MOST_OFFERED] or difflib.get_close_matches(code, known, n=MOST_OFFERED, cutoff=0.6)


def explain(code: str) -> str:
    """The page of a code: title, cause and cure, and the least that shows it. Raises KeyError for an unknown code."""
    rule = all_rules()[code.upper()]
    parts = [f"{rule.code} {rule.severity}: {rule.title}", _filled(rule.page)]
    hint = rule.hint.removeprefix("{fix}")
    if hint and "{" not in hint.replace("{{", ""):
        parts.append(_filled("What to do: " + hint.format()))
    if rule.file in rule.example:
        parts.append(f"For example, in {rule.file}:\n\n" + "\n".join(_numbered(rule)))
    if rule.situation:
        parts.append(_filled("For example: " + rule.situation))
    return "\n\n".join(parts) + "\n"


def _filled(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 78)


def _numbered(rule: Rule) -> list[str]:
    """The lines of an example, the one that matters marked."""
    lines = rule.example[rule.file].splitlines()[:MOST_LINES]
    width = len(str(len(lines)))
    return [_visible(f"{'>' if n == rule.line else ' '} {n:{width}} | {line}") for n, line in enumerate(lines, 1)]


def _visible(line: str) -> str:
    """An example line that can be printed: bad examples hold control characters, or too much, on purpose."""
    return printable_in_place(line if len(line) <= WIDTH else line[: WIDTH - 1] + "…")
