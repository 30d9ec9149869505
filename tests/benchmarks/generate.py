"""Made-up stories of any size, for measuring: the same story for the same size and seed.

Scenes of some eighty words with two to four choices, a third of them guarded, most with effects; six booleans and
six small integers that every scene may touch, or another cast. The first choice of a scene is always open and leads one
scene on, so that no walk is ever stuck.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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


class Names(NamedTuple):
    """Some variables of a story."""

    booleans: list[str]
    integers: list[str]

    def with_more(self, more: Names) -> Names:
        return Names(self.booleans + more.booleans, self.integers + more.integers)


def some_names(booleans: int, integers: int, mark: str = "") -> Names:
    """So many booleans and integers, with a mark in their names."""
    return Names([f"flag{mark}_{n}" for n in range(booleans)], [f"count{mark}_{n}" for n in range(integers)])


class Cast(NamedTuple):
    """The variables that every scene may touch, and those of each act: its scenes touch no other act's, and nothing
    leads back into it.
    """

    shared: Names
    acts: tuple[Names, ...] = (Names([], []),)

    def all(self) -> Names:
        found = self.shared
        for act in self.acts:
            found = found.with_more(act)
        return found

    def part(self, number: int, scenes: int) -> Part:
        """What a scene can touch, and where its choices can lead."""
        size = -(-scenes // len(self.acts))
        act = number // size
        return Part(self.shared.with_more(self.acts[act]), act * size, min((act + 1) * size, scenes) - 1)


class Part(NamedTuple):
    """What the scenes of an act have in common."""

    names: Names
    first: int
    last: int


SIX = Cast(some_names(6, 6))


def cast_of_acts(acts: int, own: tuple[int, int], shared: tuple[int, int]) -> Cast:
    """Acts with so many booleans and integers of their own, and so many that they share."""
    return Cast(some_names(*shared), tuple(some_names(*own, mark=f"_{act}") for act in range(acts)))


class Extras(NamedTuple):
    """What a story can have besides: a new chapter every so many scenes (0: none), a link into the codex on every page,
    a catalogue with some of its texts in French.
    """

    per_chapter: int = 0
    links: bool = False
    french: bool = False


NOTHING = Extras()


def write_story(
    folder: Path,
    scenes: int,
    *,
    seed: int = 1,
    loop: bool = False,
    words: int = 80,
    cast: Cast = SIX,
    extras: Extras = NOTHING,
) -> Path:
    """Write a story into a folder, in files of a hundred scenes; with `loop` its last scene leads back to the first.

    `extras` change nothing else in it. Returns the folder.
    """
    dice = random.Random(f"{scenes}/{seed}/{loop}/{words}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(_head(scenes, loop, cast.all()) + _more(scenes, extras), encoding="utf-8")
    for first in range(0, scenes, PER_FILE):
        last = min(first + PER_FILE, scenes)
        text = "".join(
            _scene(number, scenes, dice, loop, words, cast.part(number, scenes), extras)
            for number in range(first, last)
        )
        (folder / f"scenes-{first // PER_FILE:03}.yaml").write_text("scenes:\n" + text, encoding="utf-8")
    _write_extras(folder, extras)
    return folder


def _more(scenes: int, extras: Extras) -> str:
    """The lines of the story's head that its extras need."""
    chapters = range(-(-scenes // extras.per_chapter) if extras.per_chapter else 0)
    lines = ["chapters:", *(f"  part{number}: Part {number}" for number in chapters)] if chapters else []
    lines += ["categories: {things: Things}"] if extras.links else []
    return "".join(f"{line}\n" for line in lines)


def _write_extras(folder: Path, extras: Extras) -> None:
    """The files besides: a codex with an entry a noun, a catalogue of a few texts."""
    if extras.links:
        entries = "".join(f"  {noun}:\n    title: The {noun}\n    text: It is a {noun}.\n" for noun in NOUNS)
        (folder / "codex").mkdir(exist_ok=True)
        head = "category: things\nkind: ours\nentries:\n"
        (folder / "codex" / "things.yaml").write_text(head + entries, encoding="utf-8")
    if extras.french:
        (folder / "locale").mkdir(exist_ok=True)
        head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        title = 'msgctxt "story"\nmsgid "Measured"\nmsgstr "Mesuré"\n'
        (folder / "locale" / "fr.po").write_text(head + title, encoding="utf-8")


def _head(scenes: int, loop: bool, names: Names) -> str:
    lines = [f"story: measured-{scenes}", "title: Measured", "version: '1'", "language: en", "start: s0", "variables:"]
    lines += [f"  {name}: false" for name in names.booleans]
    lines += [f"  {name}: {{range: [0, {HIGHEST}], label: {name}, saturates: both}}" for name in names.integers]
    return "\n".join(lines) + ("\n" if loop else "\nendings: {the-end: The End}\n")


def _sentence(dice: random.Random, words: int) -> str:
    parts: list[str] = []
    while len(parts) < words:
        parts += (
            f"the {dice.choice(SHADES)} {dice.choice(NOUNS)} {dice.choice(VERBS)} {dice.choice(PLACES)} and".split()
        )
    return " ".join(parts[:words]).capitalize() + "."


def _condition(dice: random.Random, names: Names) -> str:
    def atom() -> str:
        if dice.random() < 0.5:
            return dice.choice(("", "not ")) + dice.choice(names.booleans)
        return f"{dice.choice(names.integers)} {dice.choice(('>=', '<='))} {dice.randint(1, HIGHEST - 1)}"

    if dice.random() < 0.6:
        return atom()
    first, second = atom(), atom()
    # The same atom twice, or its opposite, would be reported: it can never or must always hold.
    if first.split()[-1] == second.split()[-1] or set(first.split()) & set(second.split()) - {"not", ">=", "<="}:
        return first
    return f"{first} {dice.choice(('and', 'or'))} {second}"


def _effects(dice: random.Random, names: Names) -> str:
    if dice.random() > 0.75:
        return ""
    touched = dice.sample([*names.booleans, *names.integers], dice.choice((1, 1, 2)))
    return ", ".join(_effect(name, dice, name in names.booleans) for name in touched)


def _effect(name: str, dice: random.Random, boolean: bool) -> str:
    if boolean:
        return f"{name} = {dice.choice(('true', 'true', 'false'))}"
    if dice.random() < 0.75:
        return f"{name} {dice.choice(('+= 1', '+= 1', '+= 2', '-= 1', '-= 2'))}"
    return f"{name} = {dice.randint(0, HIGHEST)}"


def _target(number: int, scenes: int, dice: random.Random) -> int:
    roll = dice.random()
    if roll < 0.7:
        return min(scenes - 1, number + dice.randint(1, 20))
    return max(0, number - dice.randint(1, 20)) if roll < 0.9 else dice.randrange(scenes)


def _scene(number: int, scenes: int, dice: random.Random, loop: bool, words: int, part: Part, extras: Extras) -> str:
    sentences = [_sentence(dice, words // 5) for _ in range(5)]
    if dice.random() < 1 / 3:
        sentences.insert(1, f"You hold {{{dice.choice(part.names.integers)}}} of them.")
    if dice.random() < 1 / 4:
        sentences.insert(2, f"{{{_condition(dice, part.names)}: {_sentence(dice, 8)}|{_sentence(dice, 7)}}}")
    if extras.links:
        noun = NOUNS[number % len(NOUNS)]
        sentences.append(f"There is a [{noun}](codex:{noun}) too.")
    text = "".join(f"      {sentence}\n" for sentence in sentences)
    chapter = f"    chapter: part{number // extras.per_chapter}\n" if extras.per_chapter else ""
    return f"  s{number}:\n{chapter}    text: |\n{text}{''.join(_way_on(number, scenes, dice, loop, part))}"


def _way_on(number: int, scenes: int, dice: random.Random, loop: bool, part: Part) -> Iterator[str]:
    if number == scenes - 1:
        yield "    to: s0\n" if loop else "    ending: the-end\n"
        return
    yield "    choices:\n"
    for position in range(dice.choice((2, 3, 3, 4))):
        target = number + 1
        if position:
            target = min(max(_target(number, scenes, dice), part.first), part.last)
        yield f"      c{position}:\n        text: {_sentence(dice, 5)}\n"
        if position and dice.random() < 0.5:
            yield f"        if: {_condition(dice, part.names)}\n"
        effects = _effects(dice, part.names)
        if effects:
            yield f"        do: [{effects}]\n"
        yield f"        to: s{target}\n"
