"""Made-up stories of any size, for measuring: the same story for the same size and seed.

Scenes of some eighty words with two to four choices, a third of them guarded, most with effects; six booleans and
six small integers. The first choice of a scene is always open and leads one scene on, so that no walk is ever stuck.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

BOOLEANS = [f"flag_{n}" for n in range(6)]
INTEGERS = [f"count_{n}" for n in range(6)]
HIGHEST = 7
PER_FILE = 100

NOUNS = (
    "rope",
    "lamp",
    "ledger",
    "hill",
    "ditch",
    "kettle",
    "map",
    "harbour",
    "stair",
    "wheel",
    "coat",
    "window",
    "oar",
)
VERBS = ("lies", "waits", "turns", "hangs", "gives", "holds", "leans", "stays", "moves", "rests", "slips")
PLACES = ("by the door", "in the yard", "under the wall", "on the road", "near the well", "behind you", "over the hill")
SHADES = ("old", "grey", "narrow", "quiet", "cold", "broken", "heavy", "plain", "wet", "last")


def write_story(folder: Path, scenes: int, *, seed: int = 1, loop: bool = False, words: int = 80) -> Path:
    """Write a story into a folder, in files of a hundred scenes; with `loop` its last scene leads back to the first.

    Returns the folder.
    """
    dice = random.Random(f"{scenes}/{seed}/{loop}/{words}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(_head(scenes, loop), encoding="utf-8")
    for first in range(0, scenes, PER_FILE):
        last = min(first + PER_FILE, scenes)
        text = "".join(_scene(number, scenes, dice, loop, words) for number in range(first, last))
        (folder / f"scenes-{first // PER_FILE:03}.yaml").write_text("scenes:\n" + text, encoding="utf-8")
    return folder


def _head(scenes: int, loop: bool) -> str:
    lines = [f"story: measured-{scenes}", "title: Measured", "version: '1'", "language: en", "start: s0", "variables:"]
    lines += [f"  {name}: false" for name in BOOLEANS]
    lines += [f"  {name}: {{range: [0, {HIGHEST}], label: {name}, saturates: both}}" for name in INTEGERS]
    return "\n".join(lines) + ("\n" if loop else "\nendings: {the-end: The End}\n")


def _sentence(dice: random.Random, words: int) -> str:
    parts: list[str] = []
    while len(parts) < words:
        parts += (
            f"the {dice.choice(SHADES)} {dice.choice(NOUNS)} {dice.choice(VERBS)} {dice.choice(PLACES)} and".split()
        )
    return " ".join(parts[:words]).capitalize() + "."


def _condition(dice: random.Random) -> str:
    def atom() -> str:
        if dice.random() < 0.5:
            return dice.choice(("", "not ")) + dice.choice(BOOLEANS)
        return f"{dice.choice(INTEGERS)} {dice.choice(('>=', '<='))} {dice.randint(1, HIGHEST - 1)}"

    if dice.random() < 0.6:
        return atom()
    first, second = atom(), atom()
    # The same atom twice, or its opposite, would be reported: it can never or must always hold.
    if first.split()[-1] == second.split()[-1] or set(first.split()) & set(second.split()) - {"not", ">=", "<="}:
        return first
    return f"{first} {dice.choice(('and', 'or'))} {second}"


def _effects(dice: random.Random) -> str:
    if dice.random() > 0.75:
        return ""
    names = dice.sample([*BOOLEANS, *INTEGERS], dice.choice((1, 1, 2)))
    return ", ".join(_effect(name, dice) for name in names)


def _effect(name: str, dice: random.Random) -> str:
    if name in BOOLEANS:
        return f"{name} = {dice.choice(('true', 'true', 'false'))}"
    if dice.random() < 0.75:
        return f"{name} {dice.choice(('+= 1', '+= 1', '+= 2', '-= 1', '-= 2'))}"
    return f"{name} = {dice.randint(0, HIGHEST)}"


def _target(number: int, scenes: int, dice: random.Random) -> int:
    roll = dice.random()
    if roll < 0.7:
        return min(scenes - 1, number + dice.randint(1, 20))
    return max(0, number - dice.randint(1, 20)) if roll < 0.9 else dice.randrange(scenes)


def _scene(number: int, scenes: int, dice: random.Random, loop: bool, words: int) -> str:
    sentences = [_sentence(dice, words // 5) for _ in range(5)]
    if dice.random() < 1 / 3:
        sentences.insert(1, f"You hold {{{dice.choice(INTEGERS)}}} of them.")
    if dice.random() < 1 / 4:
        sentences.insert(2, f"{{{_condition(dice)}: {_sentence(dice, 8)}|{_sentence(dice, 7)}}}")
    text = "".join(f"      {sentence}\n" for sentence in sentences)
    return f"  s{number}:\n    text: |\n{text}{''.join(_way_on(number, scenes, dice, loop))}"


def _way_on(number: int, scenes: int, dice: random.Random, loop: bool) -> Iterator[str]:
    if number == scenes - 1:
        yield "    to: s0\n" if loop else "    ending: the-end\n"
        return
    yield "    choices:\n"
    for position in range(dice.choice((2, 3, 3, 4))):
        target = number + 1 if position == 0 else _target(number, scenes, dice)
        yield f"      c{position}:\n        text: {_sentence(dice, 5)}\n"
        if position and dice.random() < 0.5:
            yield f"        if: {_condition(dice)}\n"
        effects = _effects(dice)
        if effects:
            yield f"        do: [{effects}]\n"
        yield f"        to: s{target}\n"
