"""What a finding is before it is found; and the shapes of the small stories that the rules show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from game.rule import Rule, Severity

STORY = """\
story: small
title: Small
version: 1.0.0
language: en
start: hall
"""

END = """\
  street:
    text: The street.
    ending: out
"""


WHY_NEVER = {"asks": ("“{entered}” is only entered with `{has}`; this asks for `{asks}`", "")}
"""The note on what can never be met, where one sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRule(Rule):
    """One kind of finding. `kind` is the kind of question that is answered by it.

    `notes` are further sentences, by the field that brings them: one is told where a finding has its field. Each is a
    singular and a plural form, chosen by the field's number, '' where the number does not matter. `whole` is what is
    said to be open where the question is asked of all states together.
    """

    severity: Severity = Severity.WARNING
    kind: str = ""
    whole: str = ""
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def small(scenes: str, story: str = "", endings: str = "{out: Out}", **files: str) -> dict[str, str]:
    """A story that starts in its scene `hall` and can end in `street`: further scenes, and lines of story.yaml."""
    own = {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
    return {"story.yaml": f"{STORY}endings: {endings}\n{story}", "scenes.yaml": f"scenes:\n{scenes}{END}", **own}
