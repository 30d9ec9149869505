"""Rolls of a whole story: which steps are too much, where none may be, what places they have, and what seeds give."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Choice, Machine, Program, Scene, advance, load, start, values_by_name
from game.engine.draw import draw, place_number
from game.story import check_story, load_story
from tests.story.stories import write

STORY = """\
story: small
title: Small
version: '1'
language: en
start: one
endings: {done: Done}
variables: {hp: {range: [0, 200], start: 100, saturates: both}, lit: false}
"""
END = "  done: {text: '{hp} {lit: a|b}', ending: done}\n"


def found(folder: Path, scenes: str, more: str = "") -> list[str]:
    """The errors of a story, each with its line."""
    write(folder, {"story.yaml": STORY + more, "scenes.yaml": f"scenes:\n{scenes}{END}"})
    return [f"{one.path}:{one.line} {one.code} {one.message}" for one in check_story(folder) if one.severity == "error"]


def program(folder: Path, scenes: str, more: str = "") -> Program:
    """The program of a story without errors."""
    assert found(folder, scenes, more) == []
    return load_story(folder, cache=False).program


WAYS = {
    "just enough": ("hp = roll(10) + roll(10) + roll(10)", "", []),
    "one more": ("hp = roll(11) + roll(10) + roll(10)", "", ["one/go 1,100"]),
    "several effects": ("[hp -= roll(100), hp -= roll(11)]", "", ["one/go 1,100"]),
    "both sides": ("[{if: lit, do: hp -= roll(11), else: hp -= roll(10)}, hp -= roll(50)]", "", ["one/go 1,050"]),
    "the scene that follows": ("hp -= roll(40)", "[hp -= roll(26)]", ["one/go 40, two 26"]),
    "more than anybody counts": (f"[{', '.join(['hp -= roll(100)'] * 9)}]", "", ["one/go more than"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_ways_of_a_step_are_counted(name: str, tmp_path: Path) -> None:
    first, second, told = WAYS[name]
    do = f", do: {second}" if second else ""
    errors = found(
        tmp_path,
        f"  one: {{text: One., choices: {{go: {{text: Go., do: {first}, to: two}}}}}}\n"
        f"  two: {{text: Two.{do}, to: done}}\n",
    )
    assert len(errors) == len(told)
    assert all(
        "scenes.yaml:2 S365" in error and what.split(" more")[0] in error
        for error, what in zip(errors, told, strict=True)
    )


LEADS = {
    "a list": "[{if: lit, to: two}, {to: done}]",
    "a draw": "{draw: [{to: two}, {to: done}]}",
    "a deck": "{deck: card, else: done}",
    "a call": "{call: two, then: done}",
}


@pytest.mark.parametrize("name", LEADS)
def test_scenes_that_run_on_are_counted_along_the_way_with_most(name: str, tmp_path: Path) -> None:
    """One to the next; the way that has few rolls does not make up for it."""
    errors = found(
        tmp_path,
        f"  one: {{text: One., choices: {{go: {{text: Go., do: hp -= roll(4), to: {LEADS[name]}}}}}}}\n"
        "  two: {tags: [card], do: hp -= roll(10), run_on: [{if: lit, to: four}, {to: three}]}\n"
        "  three: {do: hp -= roll(30), run_on: done}\n"
        "  four: {do: hp -= roll(2), run_on: done}\n",
    )
    assert [error.split(": ")[-1] for error in errors] == ["one/go 4, two 10, three 30"]


def test_where_a_call_comes_back_counts_when_it_does(tmp_path: Path) -> None:
    scenes = (
        "  one: {text: One., choices: {go: {text: Go., do: hp -= roll(100), to: {call: two, then: three}}}}\n"
        "  two: {text: Two., choices: {back: {text: Back., do: hp -= roll(60), to: return}}}\n"
        "  three: {do: hp -= roll(20), text: Three., to: done}\n"
    )
    errors = found(tmp_path, scenes)
    assert [error.split(": ")[-1] for error in errors] == ["two/back 60, three 20"]


def test_rules_that_lead_elsewhere_are_counted(tmp_path: Path) -> None:
    scenes = (
        "  one: {text: One., choices: {go: {text: Go., do: hp -= roll(60), to: done}}}\n"
        "  two: {do: hp += roll(30), text: Two., to: done}\n"
    )
    errors = found(tmp_path, scenes, "interrupts: [{if: hp < 50, to: two}]\n")
    assert [error.split(": ")[-1] for error in errors] == ["one/go 60, two 30"]


def test_what_is_too_much_by_itself_is_told_once(tmp_path: Path) -> None:
    scenes = (
        "  one: {text: One., choices: {go: {text: Go., to: two}, run: {text: Run., do: hp -= roll(6), to: two}}}\n"
        "  two: {do: hp -= roll(100) + roll(100), text: Two., to: done}\n"
    )
    errors = found(tmp_path, scenes)
    assert [error.split(": ")[-1] for error in errors] == ["two 10,000"]


@pytest.mark.parametrize(
    ("scenes", "line"),
    [
        ("  one: {text: One., do: [lit = true, hp -= roll(6)], to: done}\n", 2),
        ("  one: {text: One., do: {if: lit, do: hp -= roll(6)}, to: done}\n", 2),
        ("  one: {text: One., run_on: two}\n  two: {text: Two., do: hp -= roll(6), to: done}\n", 3),
    ],
)
def test_the_first_page_is_the_same_for_everybody(scenes: str, line: int, tmp_path: Path) -> None:
    (error,) = found(tmp_path, scenes)
    assert error.startswith(f"scenes.yaml:{line} S366 ")


ELSEWHERE = {
    "a named condition": ("", "conditions: {lucky: roll(6) > 3}\n", "story.yaml:8"),
    "a promise": ("", "always: [roll(6) > 3]\n", "story.yaml:8"),
    "a sidebar": ("", "status: [{number: roll(6), label: Luck}]\n", "story.yaml:8"),
    "a printed number": ("  two: {text: 'It is {roll(6)}.', to: done}\n", "", "scenes.yaml:3"),
    "a way in a text": ("  two: {text: 'It is {roll(6) > 3: high|low}.', to: done}\n", "", "scenes.yaml:3"),
    "a plural": ("  two: {text: '{roll(6): plural|can|cans}', to: done}\n", "", "scenes.yaml:3"),
    "a target": ("  two: {text: Two., to: [{if: roll(6) > 3, to: one}, {to: done}]}\n", "", "scenes.yaml:3"),
    "a choice": ("  two: {text: Two., choices: {a: {text: A., if: roll(6) > 3, to: done}}}\n", "", "scenes.yaml:3"),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_nothing_but_an_effect_rolls(name: str, tmp_path: Path) -> None:
    scenes, more, where = ELSEWHERE[name]
    errors = found(tmp_path, f"  one: {{text: One., choices: {{go: {{text: Go., to: done}}}}}}\n{scenes}", more)
    assert [error[: len(where) + 5] for error in errors] == [f"{where} S360"]


def test_a_cap_does_not_roll(tmp_path: Path) -> None:
    story = STORY.replace("hp: {range: [0, 200], start: 100,", "hp: {range: [0, 200], start: 1, cap: roll(6),")
    write(tmp_path, {"story.yaml": story, "scenes.yaml": f"scenes:\n  one: {{text: One., to: done}}\n{END}"})
    assert [one.code for one in check_story(tmp_path) if one.severity == "error"] == ["S360"]


ROLLING = (
    "  one:\n    text: One.\n    choices:\n"
    "      go: {text: Go., do: [hp = roll(9), {if: lit, do: hp = 0, else: hp += roll(5) - roll(4)}], to: two}\n"
    "      with: {include: dice}\n"
    "  two: {text: Two., do: hp += roll(2), choices: {with: {include: dice}, end: {text: End., to: done}}}\n"
)
SETS = "choice_sets: {dice: {throw: {text: Throw., do: hp = roll(100), result: Thrown.}}}\n"


@pytest.fixture
def rolling(tmp_path: Path) -> Machine:
    return load(program(tmp_path, ROLLING, SETS))


@pytest.mark.parametrize("seed", [0, 7, -3])
def test_what_is_rolled_follows_from_seed_place_and_turn(seed: int, rolling: Machine) -> None:
    def die(place: str, turn: int, sides: int) -> int:
        return draw(seed, place_number(place), turn, sides)

    state = advance(rolling, start(rolling, seed), "one/throw")
    assert values_by_name(rolling, state)["hp"] == 1 + die("one/throw%1", 0, 100)
    state = advance(rolling, state, "one/go")
    hp = 1 + die("one/go%1", 1, 9) + die("one/go%2", 1, 5) - die("one/go%3", 1, 4)
    hp = max(0, hp) + 1 + die("two%1", 2, 2)
    assert values_by_name(rolling, state)["hp"] == hp
    state = advance(rolling, state, "two/throw")
    assert values_by_name(rolling, state)["hp"] == 1 + die("two/throw%1", 2, 100)


def test_a_choice_that_was_renamed_rolls_as_it_did(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = program(tmp_path / "old", ROLLING, SETS)
    renamed = ROLLING.replace("  two: {", "  hall: {formerly: two, ").replace("to: two", "to: hall")
    renamed = renamed.replace("      go: {", "      run: {formerly: go, ")
    new = program(tmp_path / "new", renamed, SETS)

    def dice(whole: Program) -> list[object]:
        scenes = [Scene(*raw) for raw in whole.scenes]
        return [one.do for scene in scenes for one in (scene, *(Choice(*raw) for raw in scene.choices))]

    assert dice(new) == dice(old)


def test_another_number_of_sides_is_another_play(tmp_path: Path) -> None:
    digests = set()
    for number, rolled in enumerate(("roll(6)", "roll(1, 6)", "roll(5)", "roll(0, 5)", "roll(6) + 1")):
        folder = tmp_path / str(number)
        folder.mkdir()
        do = f"  one: {{text: One., choices: {{go: {{text: Go., do: 'hp -= {rolled}', to: done}}}}}}\n"
        digests.add(program(folder, do).digest)
    assert len(digests) == 4
