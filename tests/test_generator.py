"""The made-up stories that benchmarks measure are sound: same for a seed, without errors, never stuck."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Phase, advance, load, open_choices, page, phase, start
from game.story import check_story, load_story
from tests.benchmarks.generate import Extras, cast_of_acts, write_story


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_generated_stories_check_without_errors(tmp_path: Path, seed: int) -> None:
    folder = write_story(tmp_path / "story", 120, seed=seed)
    assert [one.format() for one in check_story(folder) if one.severity == "error"] == []


def test_scenes_of_an_act_touch_no_other_act(tmp_path: Path) -> None:
    cast = cast_of_acts(4, (2, 1), (1, 1))
    machine = load(load_story(write_story(tmp_path / "story", 40, cast=cast)).program)
    assert [one.format() for one in check_story(tmp_path / "story") if one.severity == "error"] == []
    names = [slot.name for slot in machine.program.slots]
    for number in range(40):
        scene, own = machine.scene(number), cast.part(number, 40)
        touched = {names[op[1]] for choice in scene.choices for op in choice.do}
        assert touched <= {*own.names.booleans, *own.names.integers}
        assert all(own.first <= choice.target[1] <= own.last for choice in scene.choices[1:])


def test_the_same_seed_gives_the_same_story(tmp_path: Path) -> None:
    first, second = write_story(tmp_path / "a", 30), write_story(tmp_path / "b", 30)
    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes()


def test_a_looped_story_never_ends(tmp_path: Path) -> None:
    machine = load(load_story(write_story(tmp_path / "story", 50, loop=True)).program)
    state = start(machine, 1)
    for turn in range(500):
        assert phase(machine, state) is Phase.CHOOSING
        choices = open_choices(machine, state)
        state = advance(machine, state, choices[turn % len(choices)])


def test_extras_are_there_and_change_nothing_else(tmp_path: Path) -> None:
    extras = Extras(per_chapter=20, links=True, french=True)
    bare, folder = write_story(tmp_path / "bare", 50), write_story(tmp_path / "more", 50, extras=extras)
    assert [one.format() for one in check_story(folder) if one.severity == "error"] == []
    machine = load(load_story(folder).program)
    assert machine.languages == ("en", "fr")
    assert (len(machine.program.chapters), len(machine.program.codex)) == (3, 13)
    assert {machine.scene(number).chapter for number in range(20, 40)} == {1}
    state = start(machine, 1)
    while phase(machine, state) is Phase.CHOOSING:
        assert page(machine, state).unlocks
        state = advance(machine, state, open_choices(machine, state)[0])
    for file in bare.glob("scenes-*.yaml"):
        lines = (folder / file.name).read_text(encoding="utf-8").splitlines(keepends=True)
        without = "".join(line for line in lines if "chapter: part" not in line and "](codex:" not in line)
        assert without == file.read_text(encoding="utf-8")
