"""Advice on a sound story: what is declared and never used, what is never reached, what was probably not meant."""

from __future__ import annotations

from collections.abc import Iterator

from game.engine.markup import plain
from game.engine.program import Choice, Program, Scene
from game.story.compiling.building import Build
from game.story.compiling.link import Node, reachable
from game.story.compiling.running_on import advise_on_trails
from game.story.expressions.exclusive import exclusive
from game.story.expressions.scope import Members
from game.story.reading import model
from game.story.reading.facts import check_used
from game.story.reading.interrupts import Interrupts
from game.story.reading.targets import inner_targets, targets

LONGEST_CAPTION = 14
_COMPARED = 20
"""A choice is held against so many others of its caption at most."""


def advise(build: Build, program: Program, nodes: list[Node]) -> None:
    """Report everything that is allowed and probably not meant. Only for a story without errors."""
    reached = {program.scenes[one][0] for one in reachable(nodes, [program.start]) if one < len(program.scenes)}
    _scenes(build, reached)
    _variables(build)
    _unused(build)
    for scene in build.story.scenes.values():
        if not (scene.text or scene.picture or scene.title or scene.run_on):
            build.problems.add("S715", scene.id, name=str(scene.id))
        _same_captions(build, scene, Scene(*program.scenes[build.scope.scenes[scene.id]]))
        for choice in scene.choices.values():
            _choice(build, choice)
        for target in targets(scene):
            _after_open(build, target)
    advise_on_trails(build, program)
    check_used(build.story, reached, build.problems)


def _scenes(build: Build, reached: set[str]) -> None:
    dealt = {str(deck.tag) for scene in build.story.scenes.values() for deck in _decks(scene)}
    dealt |= {str(part.tag) for part in _interrupting(build.story) if isinstance(part, model.Deck)}
    told: set[str] = set()
    for scene in build.story.scenes.values():
        for tag in scene.tags:
            if tag not in dealt and tag not in told:
                build.problems.add("S712", tag, name=str(tag))
                told.add(tag)
        if scene.id not in reached and not (scene.tags and told.intersection(scene.tags)):
            build.problems.add("S701", scene.id, name=str(scene.id))
        if not scene.tags:
            _no_card(build, scene)


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


def _variables(build: Build) -> None:
    scope = build.scope
    for variable in build.story.variables.values():
        members = scope.sets.get(variable.id)
        slots = (scope.numbers[variable.id],) if members is None else members.slots
        read, written = not scope.read.isdisjoint(slots), not scope.written.isdisjoint(slots)
        if read and written:
            if members is not None:
                _members(build, variable, members)
            continue
        code = "S704" if read else "S703" if written else "S702"
        build.problems.add(code, variable.id, name=str(variable.id))
    for number, typed in enumerate(build.story.typed.values()):
        if number not in scope.asked:
            build.problems.add("S356", typed.id, name=str(typed.id))
        elif number not in scope.said:
            build.problems.add("S358", typed.id, name=str(typed.id))


def _members(build: Build, variable: model.Variable, members: Members) -> None:
    """Tell of members of a set that make no difference, though others of it do."""
    for slot, member in zip(members.slots, variable.values, strict=True):
        if slot not in build.scope.read:
            build.problems.add("S348", member, name=str(variable.id), member=str(member))
        elif member not in variable.holds and slot not in build.scope.added:
            build.problems.add("S341", member, name=str(variable.id), member=str(member))


def _unused(build: Build) -> None:
    story, problems = build.story, build.problems
    for name, text in story.texts.items():
        if name not in build.named.used:
            problems.add("S722", text.id, name=name)
    for unused in story.unused_sets:
        problems.add("S723", unused, name=str(unused))
    for name in build.unused_conditions:
        problems.add("S721", story.conditions[name].id, name=name)
    for ending in story.endings.values():
        if ending.id not in build.ended:
            problems.add("S707", ending.id, name=str(ending.id))
    for picture in story.pictures.values():
        if picture.id not in build.pictured:
            problems.add("S706", picture.id, name=str(picture.id))
    for entry in story.entries.values():
        if not entry.open and entry.id not in build.linked:
            problems.add("S705", entry.id, name=str(entry.id))
    titles: dict[tuple[str, str], str] = {}
    for entry in story.entries.values():
        other = titles.setdefault((entry.category, " ".join(entry.title.split()).casefold()), str(entry.id))
        if other != entry.id:
            problems.add("S718", entry.title, other=other)
    used = {scene.chapter for scene in story.scenes.values()}
    for chapter in story.chapters.values():
        if chapter.id not in used:
            problems.add("S713", chapter.id, name=str(chapter.id))


def _same_captions(build: Build, scene: model.Scene, compiled: Scene) -> None:
    """Choices that read alike and may stand beside each other; one that is told is not held against further ones."""
    alike: dict[object, list[Choice]] = {}
    for raw in compiled.choices:
        choice = Choice(*raw)
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


def _interrupting(story: model.Story) -> Iterator[model.Target]:
    """Every target of a rule that leads elsewhere than a choice says, with those nested inside."""
    todo = [rule.to for rule in Interrupts(story).all]
    while todo:
        target = todo.pop()
        yield target
        todo += inner_targets(target)


def _decks(scene: model.Scene) -> Iterator[model.Deck]:
    return (target for target in targets(scene) if isinstance(target, model.Deck))
