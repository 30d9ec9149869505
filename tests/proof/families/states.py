"""How large a story is before anything is merged, and what a story reads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any

from game.engine import Choice, Program, Scene
from game.story import load_story
from tests.proof.families.draft import Story


def program_of(story: Story) -> Program:
    """The compiled story. Raises StoryProblems where it has errors."""
    with tempfile.TemporaryDirectory() as folder:
        return load_story(story.write(Path(folder)), cache=False).program


def guarded(program: Program) -> set[int]:
    """The slots that a guard of a choice, of a target, of an effect or of a card reads."""
    found: set[int] = set()
    for raw in program.scenes:
        scene = Scene(*raw)
        found |= set(_slots([op for op in scene.do if op[0] == "if"]))
        for choice in (Choice(*one) for one in scene.choices):
            if choice.once:
                found.add(choice.taken)
            found |= set(_slots(choice.guard)) | set(_slots(choice.target))
            found |= set(_slots([op for op in choice.do if op[0] == "if"]))
    return found


def _slots(code: Any) -> Iterator[int]:
    """The slots in a guard or a target, those of the visits by which a deck chooses included."""
    if not isinstance(code, tuple | list):
        return
    if len(code) == 2 and code[0] == "var":
        yield code[1]
        return
    if code and code[0] == "deck":
        yield from (card[4] for card in code[2] if card[4] >= 0)
    for part in code:
        yield from _slots(part)


def combinations(program: Program) -> int:
    """Places times the values of all that guards read: the states that a search without any merging has to tell
    apart."""
    slots = [program.slots[slot] for slot in guarded(program)]
    return len(program.scenes) * prod(slot.high - slot.low + 1 for slot in slots)
