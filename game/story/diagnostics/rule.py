"""What a diagnostic is before it happens: one rule per code, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STORY_FILE = """\
story: small
title: Small
version: 1.0.0
language: en
start: one
endings:
  done: {title: Done}
"""

SCENE_FILE = """\
scenes:
  one:
    text: One.
    ending: done
"""


class Severity(StrEnum):
    """How much a problem matters: an error stops the story, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One code of the registry.

    `template` and `hint` are `str.format` templates over the fields given to `Problems.add`. `page` is what `game
    explain` prints: cause and cure. `example` maps file names to text, one minimal bad story; `line` of `file` is
    where it is reported. In an example, a lone surrogate stands for a byte that is not UTF-8 (surrogateescape), and
    the last line of `file` is meant `repeat` times.
    """

    code: str
    severity: Severity
    title: str
    template: str
    hint: str
    page: str
    example: dict[str, str]
    line: int
    file: str = "scenes.yaml"
    repeat: int = 1


def bad(files: dict[str, str]) -> dict[str, str]:
    """A minimal story with these files in it: story.yaml and scenes.yaml stand in where not given."""
    return {"story.yaml": STORY_FILE, "scenes.yaml": SCENE_FILE, **files}


def scenes(text: str) -> dict[str, str]:
    """A minimal story whose scene file is `text`."""
    return bad({"scenes.yaml": text})


def story(more: str) -> dict[str, str]:
    """A minimal story whose story.yaml has these further lines (they begin at line 8)."""
    return bad({"story.yaml": STORY_FILE + more})
