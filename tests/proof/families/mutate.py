"""A story changed at random in a few places, such that it still loads: what brute force is compared on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from game.story.load import StoryProblems
from tests.proof.families.draft import Story
from tests.proof.families.states import program_of

MOST = 3
"""Changes of one story."""

TRIES = 200

Site = tuple[Any, Any]
"""A mapping or list, and the key or number in it where something stands that can be changed."""


def mutated(story: Story, seed: int) -> Story:
    """A few guards, effects, targets and `once` changed; the same story for the same seed. Its trap is not known."""
    chance = Random(f"{story.name}/{seed}")
    for _ in range(TRIES):
        files = deepcopy(dict(story.files))
        for _ in range(chance.randint(1, MOST)):
            chance.choice(CHANGES)(files, chance)
        made = Story(f"{story.name}-m{seed}", files)
        if files != story.files and _loads(made):
            return made
    raise AssertionError(f"{story.name}: no change of {TRIES} leaves it sound")


def _loads(story: Story) -> bool:
    try:
        program_of(story)
    except StoryProblems:
        return False
    return True


def _scenes(files: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: scene for file in files.values() for name, scene in file.get("scenes", {}).items()}


def _choices(files: dict[str, Any]) -> list[dict[str, Any]]:
    return [choice for scene in _scenes(files).values() for choice in scene.get("choices", {}).values()]


def _guards(files: dict[str, Any]) -> list[Site]:
    """Where guards of choices, cards, targets and effects stand."""
    return [site for scene in _scenes(files).values() for site in _within(scene) if site[1] == "if"]


def _within(node: Any) -> Iterator[Site]:
    """Every place in a scene, its texts left out."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        if key != "text":
            yield node, key
            yield from _within(value)


def _effects(files: dict[str, Any]) -> list[Site]:
    """Where an effect stands: alone after `do`, or in a list."""
    sites: list[Site] = []
    for scene in _scenes(files).values():
        for holder, key in _within(scene):
            if key == "do" and isinstance(holder[key], str):
                sites.append((holder, key))
            elif key in ("do", "else") and isinstance(holder[key], list):
                sites += [(holder[key], number) for number, one in enumerate(holder[key]) if isinstance(one, str)]
    return sites


def _targets(files: dict[str, Any]) -> list[Site]:
    return [site for scene in _scenes(files).values() for site in _within(scene)
            if site[1] == "to" and isinstance(site[0]["to"], str)]  # fmt: skip


def _other_guard(files: dict[str, Any], chance: Random) -> None:
    """A comparison turned, a number moved, `and` for `or`, the opposite, or nothing at all."""
    holder, key = chance.choice(_guards(files))
    guard = holder[key]
    change = chance.choice(("number", "turn", "word", "not", "drop"))
    if change == "number":
        holder[key] = _moved(guard, chance)
    elif change == "turn":
        holder[key] = re.sub(r">=|<=|==|!=|>|<", lambda found: TURNED[found[0]], guard, count=1)
    elif change == "word":
        holder[key] = re.sub(r"\b(and|or)\b", lambda found: {"and": "or", "or": "and"}[found[0]], guard)
    elif change == "not":
        holder[key] = f"not ({guard})"
    else:
        del holder[key]


TURNED = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "==": "!=", "!=": "=="}


def _moved(text: str, chance: Random) -> str:
    """One of the numbers in a text, one more or less."""
    found = list(re.finditer(r"\b\d+\b", text))
    if not found:
        return text
    one = chance.choice(found)
    return f"{text[: one.start()]}{max(0, int(one[0]) + chance.choice((-1, 1)))}{text[one.end() :]}"


def _new_guard(files: dict[str, Any], chance: Random) -> None:
    """A choice gets a guard that stands elsewhere."""
    holder, key = chance.choice(_guards(files))
    chance.choice(_choices(files))["if"] = holder[key]


def _other_effect(files: dict[str, Any], chance: Random) -> None:
    """An effect the other way round, of another size, or one that stands elsewhere."""
    holder, key = chance.choice(_effects(files))
    change = chance.choice(("turn", "number", "elsewhere"))
    if change == "turn":
        holder[key] = re.sub(r"\+=|-=|\btrue\b|\bfalse\b", lambda found: OPPOSITE[found[0]], holder[key])
    elif change == "number":
        holder[key] = _moved(holder[key], chance)
    else:
        where, name = chance.choice(_effects(files))
        holder[key] = where[name]


OPPOSITE = {"+=": "-=", "-=": "+=", "true": "false", "false": "true"}


def _new_effect(files: dict[str, Any], chance: Random) -> None:
    """A choice gets an effect that stands elsewhere, in addition."""
    holder, key = chance.choice(_effects(files))
    choice = chance.choice(_choices(files))
    before = choice.get("do", [])
    choice["do"] = [*(before if isinstance(before, list) else [before]), holder[key]]


def _other_target(files: dict[str, Any], chance: Random) -> None:
    holder, key = chance.choice(_targets(files))
    holder[key] = chance.choice(list(_scenes(files)))


def _other_once(files: dict[str, Any], chance: Random) -> None:
    choice = chance.choice(_choices(files))
    if not choice.pop("once", False):
        choice["once"] = True


Change = Callable[[dict[str, Any], Random], None]

CHANGES: tuple[Change, ...] = (
    _other_guard, _other_guard, _new_guard, _other_effect, _other_effect, _new_effect, _other_target, _other_once,
)  # fmt: skip
