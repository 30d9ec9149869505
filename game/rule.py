"""What anything this program reports is before it happens: one rule per code, as data.

Each floor declares its own: S in `game.story.diagnostics` (a story's files), P in `game.proof.report.rules` (what a
proof finds), R in `game.session.rules` (sessions). `game.codes` looks a code up among all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One code.

    `template` and `hint` are `str.format` templates over the fields that what is reported brings along; in those of S
    rules `{count:text|texts}` is the word that goes with a number. `page` is what
    `game explain` prints: cause and cure. `example` maps file names to text: the least that is reported by this code,
    at `line` of `file`. In an example, a lone surrogate stands for a byte that is not UTF-8 (surrogateescape), a text
    that begins with `-> ` for a link to what it names, and the last line of `file` is meant `repeat` times. Where no
    file shows it, `situation` tells how it comes about.
    """

    code: str
    severity: Severity
    title: str
    template: str
    hint: str
    page: str
    example: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    file: str = "scenes.yaml"
    repeat: int = 1
    situation: str = ""


def by_code(*tables: tuple[Rule, ...]) -> dict[str, Rule]:
    """The rules of some tables by their codes."""
    return {rule.code: rule for table in tables for rule in table}
