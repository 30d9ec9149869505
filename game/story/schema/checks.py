"""What keys say against one another: checks on the raw data, so that they are reported together with all the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from game.story.diagnostics import Problems, shorten
from game.story.places.marks import Mark
from game.story.places.source import Sourced
from game.story.reading.data import Map
from game.story.schema.hints import stands_for
from game.story.schema.scenes import ChoiceSource
from game.story.schema.values import EVERYWHERE
from game.story.schema.variables import check_variable

EXITS = ("choices", "to", "run_on", "ending")
MOST_INTERRUPTS = 20
"""How many rules a story, and each chapter, may have that lead elsewhere."""
COLUMNS, ROWS = 72, 30
"""The largest drawing."""


def check_story_file(root: Map, problems: Problems) -> None:
    """Variables, names of conditions and texts, and what must stay possible."""
    for name, variable in root.inner("variables"):
        check_variable(name, variable, problems)
    _check_members(root, problems)
    taken = dict(_taken_names(root))
    for name, _ in root.inner("conditions"):
        if name in taken:
            problems.add("S331", name, name=name, what="a condition", why=taken[name])
        taken[name] = "a condition has that name"
    for name, _ in root.inner("texts"):
        if taken.get(name, "").endswith("has that name"):
            problems.add("S331", name, name=name, what="a text", why=taken[name])
    for name, _ in root.inner("choice_sets"):
        sets: Any = root["choice_sets"]
        for short, choice in sets.inner(name):
            if isinstance(choice, Map):
                _check_choice(short, choice, problems)
    _check_interrupts(root, problems)
    for _, chapter in root.inner("chapters"):
        if isinstance(chapter, Map):
            _check_interrupts(chapter, problems)
    wishes: Any = root.get("can")
    for wish in wishes if isinstance(wishes, list) else ():
        if isinstance(wish, Map):
            _exactly_one(wish, ("ending", "scene"), "this wish", wish.mark, problems)


def _check_interrupts(holder: Map, problems: Problems) -> None:
    """Not too many rules; each leads or calls, but not within its targets, and none returns."""
    rules: Any = holder.get("interrupts")
    if not isinstance(rules, list):
        return
    if len(rules) > MOST_INTERRUPTS:
        problems.add("S226", holder.key("interrupts"), count=len(rules), most=MOST_INTERRUPTS)
    own = [rule for rule in rules if isinstance(rule, Map)]
    for rule in own:
        _exactly_one(rule, ("to", "call"), "this rule", rule.mark, problems)
    todo = [rule.get(key) for rule in own for key in ("to", "call")]
    while todo:
        target: Any = todo.pop()
        if isinstance(target, Sourced) and target == "return":
            problems.add("S225", target, what="return")
        elif isinstance(target, list):
            todo += [entry.get("to") for entry in target if isinstance(entry, Map)]
        elif isinstance(target, Map):
            if "call" in target:
                problems.add("S225", target.key("call"), what="call")
            todo += [target.get("draw"), target.get("else")]


def _taken_names(root: Map) -> Iterator[tuple[str, str]]:
    """The names that stand for something else in an expression, each with what it stands for."""
    for name, variable in root.inner("variables"):
        yield from ((value, f"it is a value of '{shorten(name)}'") for value in _listed_in(variable, "one_of"))
        yield from ((member, f"it is a member of '{shorten(name)}'") for member in _listed_in(variable, "set"))
    yield from ((name, "a variable has that name") for name, _ in root.inner("variables"))


def _check_members(root: Map, problems: Problems) -> None:
    """No member of a set is called as a variable: `lamp in bag` would read as if that were looked for."""
    variables = dict(root.inner("variables"))
    for name, variable in variables.items():
        for member in _listed_in(variable, "set"):
            if member in variables:
                other = "this set" if member == name else "a variable"
                problems.add("S342", member, name=shorten(member), why=f"{other} has that name")


def _listed_in(variable: object, key: str) -> list[Sourced]:
    """The words that a variable lists under a key."""
    words: Any = variable.get(key) if isinstance(variable, Map) else None
    return [word for word in words if isinstance(word, Sourced)] if isinstance(words, list) else []


def check_scene_file(root: Map, problems: Problems) -> None:
    """Every scene's ways on, and keys that need or exclude others."""
    for name, scene in root.inner("scenes"):
        if name == "return":
            problems.add("S122", name, id=name)
        if not isinstance(scene, Map):
            continue
        _at_most_one(scene, EXITS, problems)
        _together(scene, "heavy", "skip", problems)
        for short, choice in scene.inner("choices"):
            if isinstance(choice, Map):
                _check_choice(short, choice, problems)
                once = choice.get("once")
                if once == EVERYWHERE:
                    problems.add(
                        "S106", once, found=EVERYWHERE, fix="Write true: only choices of sets are elsewhere too."
                    )
            if short == "skip" and "skip" in scene:
                problems.add("S109", short, keys="the scene's skip, a choice named skip")


def _check_choice(name: Sourced, choice: Map, problems: Problems) -> None:
    if "include" in choice:
        return
    if "text" not in choice and "fallback" not in choice:
        problems.add("S101", name, key="text", owner=f"the choice '{name}'")
    known = [field.alias or key for key, field in ChoiceSource.model_fields.items()]
    if not {"to", "result"} & choice.keys() and not any(stands_for(key, choice, known) for key in ("to", "result")):
        problems.add("S101", name, key="to", owner=f"the choice '{name}'")
    _needs(choice, "secret", "if", problems)
    _needs(choice, "prompt", "ask", problems)


def check_codex_file(root: Map, problems: Problems) -> None:
    """Every entry has a category and a kind, its own or the file's."""
    for name, entry in root.inner("entries"):
        for key in ("category", "kind"):
            if isinstance(entry, Map) and key not in entry and key not in root:
                problems.add("S101", name, key=key, owner=f"the entry '{name}'")


def check_picture_file(root: Map, problems: Problems) -> None:
    """No drawing larger than the room for it; a variant changes something."""
    for name, picture in root.inner("pictures"):
        if not isinstance(picture, Map):
            continue
        _check_size(picture.get("art"), problems)
        variants: Any = picture.get("variants")
        for variant in variants if isinstance(variants, list) else ():
            if isinstance(variant, Map):
                _check_size(variant.get("art"), problems)
                if "art" not in variant and "alt" not in variant:
                    problems.add("S110", variant.mark, owner=f"this variant of '{name}'", keys="art, alt")


def _check_size(art: object, problems: Problems) -> None:
    if not isinstance(art, Sourced):
        return
    if large := too_large(art):
        offset, what, limit = large
        problems.add("S606", art if offset is None else art.mark_at(offset), what=what, limit=limit)


def too_large(art: str) -> tuple[int | None, str, str] | None:
    """Why there is no room for a drawing: from which offset (None: all of it), what it is, and the limit; None when
    there is room."""
    rows = art.rstrip("\n").split("\n")
    if len(rows) > ROWS:
        return None, f"{len(rows)} rows high", f"{ROWS} rows"
    offset = 0
    for row in rows:
        if len(row) > COLUMNS:
            return offset, f"{len(row)} columns wide", f"{COLUMNS} columns"
        offset += len(row) + 1
    return None


def _at_most_one(raw: Map, names: tuple[str, ...], problems: Problems) -> int:
    """How many of these keys there are; more than one is a problem."""
    given = [name for name in raw if name in names]
    if len(given) > 1:
        problems.add("S109", raw.key(given[1]), keys=", ".join(given))
    return len(given)


def _exactly_one(raw: Map, names: tuple[str, ...], owner: str, where: Mark, problems: Problems) -> None:
    if not _at_most_one(raw, names, problems):
        problems.add("S110", where, owner=owner, keys=", ".join(names))


def _needs(raw: Map, name: str, other: str, problems: Problems) -> None:
    if name in raw and other not in raw:
        problems.add("S116", raw.key(name), key=name, needs=other)


def _together(raw: Map, one: str, other: str, problems: Problems) -> None:
    _needs(raw, one, other, problems)
    _needs(raw, other, one, problems)
