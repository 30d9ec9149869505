"""Proving a story again after a change of one scene, beside proving all of it: what an author waits for."""

from __future__ import annotations

import re
import shutil
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.benchmarks.generate import write_story
from tests.benchmarks.table import Row, at_most
from tests.benchmarks.timing import Spent, environment, of_processor, process

Files = dict[Path, str]
Edit = Callable[[Files, Random], None]

TRIES = 200
"""How many edits are tried for one after which the story still loads."""


class Size(NamedTuple):
    """How many edits of each kind, and after every how many the whole proof is timed too (0: only that before all
    edits); the scenes of a made-up story (0: of the shipped one).
    """

    edits: int
    every: int
    scenes: int


FULL = Size(50, 5, 0)
TINY = Size(1, 0, 6)


MEDIAN, WORST = at_most(0.15), at_most(0.5)


def rows(work: Path, size: Size) -> Iterator[Row]:
    """The median and the worst of each kind of edit; `work` is an empty folder."""
    from game.story import shipped_story

    env = environment(str(work / "home"))
    story = work / "story"
    if size.scenes:
        write_story(story, size.scenes)
    else:
        shutil.copytree(shipped_story(), story)
    base = {file: file.read_text(encoding="utf-8") for file in sorted(story.glob("*.yaml"))}
    unedited = proved(story, env, "--fresh")
    kept = work / "kept"
    shutil.copytree(work / "home", kept)
    for kind, edit in EDITS.items():
        chance = Random(kind)
        again: list[Spent] = []
        whole: list[Spent] = []
        for number in range(size.edits):
            if not edited(story, base, edit, chance):
                continue
            shutil.rmtree(work / "home")
            shutil.copytree(kept, work / "home")
            again.append(proved(story, env))
            if size.every and number % size.every == 0:
                whole.append(proved(story, env, "--fresh"))
        if again:
            yield from _rows(kind, again, whole or [unedited])


def _rows(kind: str, again: list[Spent], whole: list[Spent]) -> Iterator[Row]:
    floor, busy = (statistics.median(one[part] for one in whole) for part in (0, 1))
    for word, of, target in (("median", statistics.median, MEDIAN), ("worst", max, WORST)):
        took, spent = (of([one[part] for one in again]) for part in (0, 1))
        note = f"{of_processor(spent, busy)}; {len(again)} edits"
        yield Row("edits", f"{kind}, {word}", took, "s", floor, "game prove --fresh", target, note=note)


def proved(story: Path, env: dict[str, str], *options: str) -> Spent:
    """One run of the command; it may have findings."""
    return process(["-m", "game", "prove", str(story), *options], env, codes=(0, 1, 3))


def edited(story: Path, base: Files, edit: Edit, chance: Random) -> bool:
    """Write a story with one edit of a kind after which it still loads; whether one was found."""
    from game.story import StoryProblems, load_story

    for _ in range(TRIES):
        files = dict(base)
        edit(files, chance)
        for file, text in files.items():
            if file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8")
        try:
            if files != base:
                load_story(story, cache=False)
                return True
        except StoryProblems:
            continue
    return False


# the edits, made on the lines of the files


class Scene(NamedTuple):
    """A scene as it stands in its file: from line `first` to before line `last`."""

    file: Path
    name: str
    first: int
    last: int


def _scenes(files: Files) -> list[Scene]:
    found: list[Scene] = []
    for file, text in files.items():
        lines = text.splitlines()
        inside = False
        for number, line in enumerate(lines):
            if re.match(r"\S", line) and not line.startswith("#"):
                inside = line.startswith("scenes:")
            started = re.match(r"  ([a-z][a-z0-9-]*):\s*$", line) if inside else None
            if started:
                end = next(
                    (at for at in range(number + 1, len(lines)) if re.match(r" ? ?[^ #]", lines[at])), len(lines)
                )
                found.append(Scene(file, started[1], number, end))
    return found


def _choices(files: Files) -> list[tuple[Scene, int]]:
    """The scenes with the lines at which a choice of theirs begins that has lines of its own."""
    found = []
    for scene in _scenes(files):
        lines = files[scene.file].splitlines()
        heads = [number for number in range(scene.first, scene.last) if lines[number] == "    choices:"]
        for head in heads:
            ends = (at for at in range(head + 1, scene.last) if re.match(r" {0,5}[^ #]", lines[at]))
            last = next(ends, scene.last)
            found += [(scene, at) for at in range(head + 1, last) if re.match(r"      [a-z0-9-]+:\s*$", lines[at])]
    return found


def _put(files: Files, file: Path, at: int, *new: str) -> None:
    lines = files[file].splitlines()
    lines[at:at] = new
    files[file] = "\n".join(lines) + "\n"


def _text(files: Files, chance: Random) -> None:
    """A word more at the end of a line of prose."""
    scene = chance.choice(_scenes(files))
    lines = files[scene.file].splitlines()
    prose = [at for at in range(scene.first + 1, scene.last) if re.match(r"\s+[A-Z\"“].*[a-z]\.\"?$", lines[at])]
    if prose:
        at = chance.choice(prose)
        lines[at] += " Again."
        files[scene.file] = "\n".join(lines) + "\n"


def _guard(files: Files, chance: Random) -> None:
    """A choice gets the condition that another one has."""
    known = [found for text in files.values() for found in re.findall(r"^        if: (.+)$", text, re.MULTILINE)]
    scene, at = chance.choice(_choices(files))
    if known:
        _put(files, scene.file, at + 1, f"        if: {chance.choice(known)}")


def _new_choice(files: Files, chance: Random) -> None:
    """One choice more, to where another one of the scene leads."""
    scene, at = chance.choice(_choices(files))
    lines = files[scene.file].splitlines()
    targets = [found[1] for line in lines[at : scene.last] if (found := re.match(r"        to: ([a-z0-9-]+)$", line))]
    if targets:
        new = ("      waiting:", "        text: Wait a while, then go on.", f"        to: {chance.choice(targets)}")
        _put(files, scene.file, at, *new)


def _new_variable(files: Files, chance: Random) -> None:
    """A number that one choice raises and the guard of another one reads."""
    raises, reads = chance.sample(_choices(files), 2)
    if raises[0].file == reads[0].file and raises[1] < reads[1]:
        raises, reads = reads, raises
    _put(files, raises[0].file, raises[1] + 1, "        do: [newly += 1]")
    _put(files, reads[0].file, reads[1] + 1, f"        if: newly {chance.choice(['<', '>='])} 1")
    head = next(file for file in files if file.name == "story.yaml")
    text = files[head]
    one = "  newly: {range: [0, 2], start: 0, saturates: both, hidden: true}\n"
    files[head] = (
        text.replace("variables:\n", f"variables:\n{one}", 1)
        if "variables:\n" in text
        else f"{text}\nvariables:\n{one}"
    )


def _deleted(files: Files, chance: Random) -> None:
    """A scene less; who went there goes where it led."""
    scene = chance.choice(_scenes(files))
    lines = files[scene.file].splitlines()
    own = lines[scene.first : scene.last]
    behind = [found[1] for line in own if (found := re.match(r"\s+to: ([a-z0-9-]+)$", line)) and found[1] != scene.name]
    if behind:
        del lines[scene.first : scene.last]
        files[scene.file] = "\n".join(lines) + "\n"
        word = re.compile(rf"(?<![\w-]){re.escape(scene.name)}(?![\w-])")
        instead = chance.choice(behind)
        for file, text in files.items():
            files[file] = "\n".join(
                word.sub(instead, line) if re.search(r"\b(to|then|call|start|if)\b", line) else line
                for line in text.split("\n")
            )


EDITS: dict[str, Edit] = {
    "a text": _text,
    "a guard": _guard,
    "a new choice": _new_choice,
    "a new variable": _new_variable,
    "a scene deleted": _deleted,
}
