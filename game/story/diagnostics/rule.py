"""The shapes of the examples of S rules: a minimal story in which one file is bad."""

from __future__ import annotations

from game.rule import Rule, Severity

__all__ = ["SCENE_FILE", "STORY_FILE", "Rule", "Severity", "bad", "scenes", "story"]

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


def bad(files: dict[str, str]) -> dict[str, str]:
    """A minimal story with these files in it: story.yaml and scenes.yaml stand in where not given."""
    return {"story.yaml": STORY_FILE, "scenes.yaml": SCENE_FILE, **files}


def scenes(text: str) -> dict[str, str]:
    """A minimal story whose scene file is `text`."""
    return bad({"scenes.yaml": text})


def story(more: str) -> dict[str, str]:
    """A minimal story whose story.yaml has these further lines (they begin at line 8)."""
    return bad({"story.yaml": STORY_FILE + more})
