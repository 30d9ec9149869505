"""Small stories for the tests of the story floor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.rule import Rule

SMALL = """\
story: small
title: Small
version: 1.0.0
language: en
start: one
endings: {done: Done}
"""
"""How a story.yaml begins that declares more below."""

STORY = """\
story: small
title: Small
version: 1.0.0
language: en
start: one
variables:
  water: {range: [0, 9], start: 4}
  truth: {one_of: [none, told]}
  hamabe_alive: true
endings:
  done: {title: Done}
"""

SCENES = """\
chapter: c
scenes:
  one:
    text:
      - |
        The sand runs back. {water}
      - {if: water > 3, text: Deep., else: Shallow.}
      - {picture: island}
    choices:
      tell:
        text: "Tell him: no."
        if: water > 2
        locked: Dry.
        do: [water -= 1, {if: water > 1, do: truth = told}]
        to: [{if: truth == told, to: two}, {to: {draw: [{weight: 2, to: one}, {to: two}]}}]
      dig: {text: Dig., to: {call: {deck: night, else: two}, then: one}}
  two:
    text: Two.
    tags: night
    ending: done
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a story's files into a folder; see `Rule` for what stands for a link, or no UTF-8."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, str) and text.startswith("-> "):
            path.symlink_to(text[3:])
            continue
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    return folder


def write_example(folder: Path, rule: Rule) -> Path:
    """Write a rule's example as a story folder below `folder` (it may have neighbours, such as a ledger)."""
    files: dict[str, str | bytes] = {}
    for name, text in rule.example.items():
        if name == rule.file and rule.repeat > 1:
            *lines, last = text.splitlines(keepends=True)
            text = "".join(lines) + last * rule.repeat
        files[name] = text
    story = folder / "story"
    story.mkdir()
    return write(story, files)
