"""What authors write who come from elsewhere: each mistake is told by its code, at its place, with what to write.

The files of `mistakes/` hold what was written and what must be found, all of it: a condition, an effect or a line of
text in a scene that is otherwise right, or whole files beside `SHED`. To add a mistake, add an entry.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.cli.scaffold import TEMPLATE
from game.story.check import check_story
from game.story.diagnostics import Problems
from game.story.expressions import parse
from game.story.expressions.effects import effect
from game.story.expressions.foreign import OPERATORS
from game.story.expressions.scope import Scope, Variable
from game.story.places.marks import Mark
from game.story.prose.foreign_prose import foreign
from game.story.prose.inline import compile_inline
from game.story.prose.setting import Setting
from game.story.shipped import shipped_story
from tests.story.stories import write
from tests.test_cases import CASES

STORY = """\
story: small
title: Small
version: 1.0.0
language: en
start: zero
endings: {done: Done}
variables:
  coins: {range: [0, 9], start: 3}
  lit: false
  ticket: false
  sky: {one_of: [clear, fog]}
"""
SHED = """\
scenes:
  zero:
    text: |
      {coins} {sky} {lit: lit|dark}
    choices:
      one: {text: One., to: one}
      two: {text: Two., to: shed}
      three: {text: Three., to: white-room}
  shed:
    text: |
      {ticket: You have it.}
    choices:
      look: {text: Look., do: [coins += 1, lit = true, sky = fog, ticket = true], to: shed}
      end: {text: Leave., to: home}
  white-room: {text: White., to: home}
  home: {text: 'Home{ticket: , by train|}.', ending: done}
"""
PIECES = """
coins lit sky fog shed look 3 "x" = == += ++ ( ) [ ] , ; -> ? : if then else set to add between $coins => ..
{coins} {lit: _a_ <<if>> [[shed]] *a*
"""
WORDS = [*OPERATORS, *PIECES.split()]
"""Pieces of what people write."""

FRAMES = {
    "conditions": (
        "scenes:\n  one:\n    text: One.\n    choices:\n      go:\n        text: Go.\n"
        "        if: {quoted}\n        to: home\n      stay: {{text: Stay., to: one}}\n",
        (7, 14),
    ),
    "effects": ("scenes:\n  one:\n    text: One.\n    do: {quoted}\n    to: home\n", (4, 10)),
    "texts": ("scenes:\n  one:\n    text: |\n      Before.\n\n      {plain}\n    to: home\n", (6, 7)),
}
"""A scene around what was written, and the line and column where that begins (its quotation mark, if it has one)."""


def entries(name: str) -> list[dict[str, Any]]:
    text = (Path(__file__).parent / "mistakes" / f"{name}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)[name]
    return found


def found_in(folder: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    """Code, place and words of each problem of the small story with these files."""
    story = STORY + files.pop("story.yaml, further lines", "")
    write(folder, {"story.yaml": story, "base.yaml": SHED, **files})
    return [(one.code, one.place, f"{one.message}. {one.hint}") for one in check_story(folder)]


def same(found: list[tuple[str, str, str]], finds: list[dict[str, Any]], places: list[str]) -> None:
    assert [(code, place) for code, place, _ in found] == [
        (each["code"], place) for each, place in zip(finds, places, strict=True)
    ], found
    for (_, _, said), each in zip(found, finds, strict=True):
        assert each["says"] in said


@pytest.mark.parametrize(
    ("kind", "entry"),
    [pytest.param(kind, one, id=f"{kind}: {one['written']}") for kind in FRAMES for one in entries(kind)],
)
def test_foreign_spelling(kind: str, entry: dict[str, Any], tmp_path: Path) -> None:
    frame, (line, column) = FRAMES[kind]
    written = entry["written"]
    quoted = yaml.dump(written, default_style='"', allow_unicode=True, width=10_000).strip()
    found = found_in(tmp_path, {"scenes.yaml": frame.format(quoted=quoted, plain=written)})
    same(found, entry["finds"], [f"scenes.yaml:{line}:{column + each['at']}" for each in entry["finds"]])


@pytest.mark.parametrize("entry", entries("files"), ids=lambda entry: entry["name"])
def test_foreign_file(entry: dict[str, Any], tmp_path: Path) -> None:
    same(found_in(tmp_path, dict(entry["written"])), entry["finds"], [each["at"] for each in entry["finds"]])


def test_nothing_is_offered_that_would_not_do(tmp_path: Path) -> None:
    """What a message says to write instead of a condition or an effect is itself understood, and quiet."""
    for kind in ("conditions", "effects"):
        frame, _ = FRAMES[kind]
        for entry in entries(kind):
            for each in entry["finds"]:
                right = _offered(each["says"])
                if right is None:
                    continue
                folder = tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}"
                found = found_in(
                    folder, {"scenes.yaml": frame.format(quoted=right if right[0] in "[{" else f'"{right}"')}
                )
                assert found == [], (entry["written"], right)


MENDED = [entry for entry in entries("files") if "mended" in entry]


@pytest.mark.parametrize("entry", MENDED, ids=lambda entry: entry["name"])
def test_a_story_that_follows_the_hint_has_no_problem(entry: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(tmp_path, dict(entry["mended"])) == []


def _offered(says: str) -> str | None:
    """The whole condition or effect that a message offers."""
    if "..." in says:
        return None
    for lead in (
        "Write a list, without quotation marks: ",
        "Write a list: ",
        "Leave it out: ",
        "Leave the sign out: ",
        "with two signs: ",
    ):
        if lead in says:
            return says.partition(lead)[2].rstrip(".")
    if says.startswith("Write ") and any(
        f"Write {sign}: " in says for sign in ("==", "!=", ">=", "<=", ">", "<", "%", "//")
    ):
        return says.partition(": ")[2]
    if says.startswith(
        ("Write coins", "Write ticket", "Write lit", "Write sky", "Write {if", "Write seen(s", "Write vis", "Write tak")
    ):
        return says.removeprefix("Write ").partition(", or")[0].rstrip(".")
    return None


ADVICE = {"S424", "S714", "S715", "S716", "S718"}
STORIES = [*sorted(path.parent for path in CASES.glob("*/story.yaml")), TEMPLATE, shipped_story()]


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_no_false_alarm(folder: Path) -> None:
    """(The guide's stories have no warnings at all: `tests.guide` sees to it.)"""
    assert [one.format() for one in check_story(folder) if one.code in ADVICE] == []


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=40))
def test_whatever_is_written_gets_an_answer(source: str) -> None:
    """A condition and an effect are understood or refused with words; a text is looked through; nothing raises."""
    scope = Scope(
        [
            Variable("coins", "int", 0, 9),
            Variable("lit", "bool", 0, 1),
            Variable("sky", "enum", 0, 1, ("clear", "fog")),
        ],
        {"shed": 0},
        {"shed": ["look"]},
    )
    compiled = parse.condition(source, scope)
    assert (compiled.expr is None) == bool(compiled.faults)
    ops, faults = effect(source, scope, {})
    assert (ops == ()) == bool(faults)
    _, _, inline = compile_inline(source, Setting(scope))
    for fault in (*compiled.faults, *faults, *inline, *foreign(source, scope.scenes)):
        assert 0 <= fault.offset <= len(source)
        assert Problems().add(fault.code, Mark("a.yaml", 1, 1), **fault.details) is None
