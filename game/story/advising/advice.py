"""Advice on a sound story: what is declared and never used, what is never reached, what was probably not meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from game.engine.markup import plain
from game.engine.program import Block, Choice, Program, Scene
from game.graphs import bits
from game.story.advising.decisions import Decision, decisions, unpacked
from game.story.advising.long_texts import COLUMNS, LINES, Lengths
from game.story.advising.unused import advise_on_unused
from game.story.compiling.building import Build
from game.story.compiling.link import Node, reachable
from game.story.compiling.running_on import advise_on_trails
from game.story.diagnostics.problems import listed
from game.story.expressions.exclusive import exclusive
from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.facts import check_used
from game.story.reading.targets import targets

LONGEST_CAPTION = 14
_COMPARED = 20
"""A choice is held against so many others of its caption at most."""
_MEETINGS = 3
"""So many scenes are named in which the ways of a decision meet again."""


def advise(build: Build, program: Program, nodes: list[Node]) -> None:
    """Report everything that is allowed and probably not meant. Only for a story without errors."""
    number = len(program.scenes)
    reached = {program.scenes[one][0] for one in reachable(nodes, [program.start]) if one < number}
    scenes = unpacked(program)
    advise_on_unused(build, reached)
    _same_titles(build)
    lengths = Lengths(program)
    for scene, compiled in zip(build.story.scenes.values(), scenes[:number], strict=True):
        if not (scene.text or scene.picture or scene.title or scene.run_on):
            build.problems.add("S715", scene.id, name=str(scene.id))
        if not scene.tags:
            _no_card(build, scene)
        _same_captions(build, scene, compiled)
        for choice in scene.choices.values():
            _choice(build, choice)
        for target in targets(scene):
            _after_open(build, target)
        _long_texts(build, lengths, scene, compiled)
    for ending in program.endings:
        _long(build, lengths, build.story.endings[ending.id].id, ending.blocks)
    advise_on_trails(build, program, scenes)
    _decisions(build, program, decisions(program, scenes, nodes), reached)
    check_used(build.story, reached, build.problems)


def _decisions(build: Build, program: Program, found: Iterable[Decision], reached: Collection[str]) -> None:
    """Tell of decisions that nothing remembers."""
    names = list(build.story.scenes.values())
    for each in found:
        scene = names[each.scene]
        if each.remembered or scene.id not in reached:
            continue
        meets = [names[place].id for place in each.meets if place < len(names)]
        where = f" in {listed(meets, _MEETINGS)}" if meets and len(meets) == len(each.meets) else ""
        own = [program.slots[slot].name for slot in bits(each.left) if slot < len(build.slots)]
        fix = f"What they leave in {listed(own)} is not read from there on." if own else ""
        build.problems.add("S731", scene.id, name=str(scene.id), where=where, fix=fix)


def _long_texts(build: Build, lengths: Lengths, scene: model.Scene, compiled: Scene) -> None:
    """Tell of texts that a screen does not hold."""
    _long(build, lengths, scene.id, compiled.blocks)
    for choice in compiled.choices:
        if choice.result:
            _long(build, lengths, scene.choices[choice.id.partition("/")[2]].id, choice.result)


def _long(build: Build, lengths: Lengths, where: Sourced, blocks: Sequence[Block]) -> None:
    if lengths.perhaps_long(blocks) and (count := lengths.lines(blocks)) > LINES:
        build.problems.add("S732", where, name=str(where), count=count, most=LINES, columns=COLUMNS)


def _no_card(build: Build, scene: model.Scene) -> None:
    given = {
        "if": scene.guard is not None,
        "priority": scene.priority != 0,
        "weight": scene.weight != 1,
        "max_visits": scene.max_visits != 0,
    }
    keys = ", ".join(f"{key}:" for key, there in given.items() if there)
    if keys:
        build.problems.add("S711", scene.id, keys=keys, name=str(scene.id))


def _same_titles(build: Build) -> None:
    titles: dict[tuple[str, str], str] = {}
    for entry in build.story.entries.values():
        other = titles.setdefault((entry.category, " ".join(entry.title.split()).casefold()), str(entry.id))
        if other != entry.id:
            build.problems.add("S718", entry.title, other=other)


def _same_captions(build: Build, scene: model.Scene, compiled: Scene) -> None:
    """Choices that read alike and may stand beside each other; one that is told is not held against further ones."""
    alike: dict[object, list[Choice]] = {}
    for choice in compiled.choices:
        source = scene.choices.get(choice.id.partition("/")[2])
        if source is None or source.text is None:
            continue
        text = build.texts.units[choice.caption].text
        key = (" ".join(plain(text).split()) if isinstance(text, str) else text, choice.fallback)
        others = alike.setdefault(key, [])
        other = next((other for other in others[:_COMPARED] if not exclusive(choice.guard, other.guard)), None)
        if other is not None:
            build.problems.add("S716", source.text, other=other.id.partition("/")[2])
        else:
            others.append(choice)


def _choice(build: Build, choice: model.Choice) -> None:
    if choice.locked is not None and (choice.guard is None or choice.secret or choice.fallback):
        build.problems.add("S710", choice.id)
    if choice.text is not None and "{" not in choice.text:
        count = len(choice.text.split())
        if count > LONGEST_CAPTION:
            build.problems.add("S708", choice.text, count=count, most=LONGEST_CAPTION)


def _after_open(build: Build, target: model.Target) -> None:
    if isinstance(target, model.First):
        open_yet = False
        for entry in target.entries:
            if open_yet:
                build.problems.add("S709", entry.mark)
                return
            open_yet = entry.guard is None
