"""The families of test stories hold what they promise: sound, no trap or the one that was seeded, nothing idle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.engine import Machine, load
from game.proof.prover import prove
from game.story import check_story, load_story
from tests.proof.brute import TooLarge, Walk
from tests.proof.families import FAMILIES, SEEDS, TRAPS, Family, Story, combinations, guarded, mutants, program_of
from tests.proof.families.__main__ import main

NAMES = [family.name for family in FAMILIES]
families = pytest.mark.parametrize("family", FAMILIES, ids=NAMES)
sizes = pytest.mark.parametrize(
    ("family", "size"), [pytest.param(one, size, id=f"{one.name}-{size}") for one in FAMILIES for size in one.large]
)


def crossings(walk: Walk) -> set[str]:
    """The choices that can lead from where an ending can still be reached to where none can."""
    lost = walk.traps()
    return {edge.choice for edge in walk.edges if edge.tail not in lost and edge.head in lost}


def choices(machine: Machine) -> set[str]:
    return {f"taken:{choice.id}" for number in range(len(machine.program.scenes))
            for choice in machine.scene(number).choices}  # fmt: skip


@families
def test_small_ones_have_no_trap_or_the_seeded_one(family: Family, tmp_path: Path) -> None:
    for trap, seed in zip(TRAPS, SEEDS, strict=True):
        story = family.story(family.small, seed, trap)
        loaded = load_story(story.write(tmp_path / story.name), cache=False)
        assert [one.format() for one in loaded.diagnostics if one.severity != "note"] == []
        walk = Walk(load(loaded.program))
        assert crossings(walk) == ({story.trap.crossing} if story.trap else set()), story.name
        assert bool(walk.traps()) == (trap is not None)
        scenes = {f"scene:{scene[0]}" for scene in walk.machine.program.scenes}
        assert choices(walk.machine) | scenes <= walk.met.keys(), story.name


@families
def test_everything_in_small_ones_can_be_met(family: Family) -> None:
    report = prove(program_of(family.story(family.small, SEEDS[0])))
    assert report.proved
    assert report.answers
    assert [answer.id for answer in report.answers if answer.length < 0] == []


@sizes
def test_large_ones_are_large_and_nothing_in_them_is_idle(family: Family, size: tuple[int, ...]) -> None:
    program = program_of(family.story(size, SEEDS[0]))
    assert combinations(program) >= 10**12
    read = guarded(program)
    assert [slot.name for number, slot in enumerate(program.slots) if slot.kind in KINDS and number not in read] == []


KINDS = ("bool", "int", "enum")


def choice(story: Story, name: str) -> dict[str, Any]:
    scene, _, short = name.partition("/")
    return next(file["scenes"][scene]["choices"][short] for file in story.files.values()
                if scene in file.get("scenes", {}))  # fmt: skip


@sizes
@pytest.mark.parametrize("seed", SEEDS)
def test_a_seeded_story_is_the_sound_one_but_for_its_crossing(family: Family, size: tuple[int, ...], seed: int) -> None:
    sound = family.story(size, seed)
    assert sound.trap is None
    for kind in ("subtle", "relational"):
        story = family.story(size, seed, kind)
        assert story.trap is not None
        assert story.trap.kind == kind
        changed, before = choice(story, story.trap.crossing), choice(sound, story.trap.crossing)
        assert changed != before
        assert story.trap.removed.strip("()") in before["if"]
        changed.pop("if", None)
        changed["if"] = before["if"]
        assert {path: dict(file, story="") for path, file in story.files.items()} == {
            path: dict(file, story="") for path, file in sound.files.items()
        }


def test_the_same_seed_gives_the_same_story_and_another_another() -> None:
    for family in FAMILIES:
        story = family.story(family.large[0], 1, "subtle")
        assert story == family.story(family.large[0], 1, "subtle")
        other = family.story(family.large[0], 2, "subtle")
        assert [story.text(path) for path in story.files] != [other.text(path) for path in other.files]


def test_mutants_are_sound_stories_and_some_have_traps_of_their_own() -> None:
    traps = 0
    for family, story in mutants(len(FAMILIES), first=3 * len(FAMILIES)):
        try:
            walk = Walk(load(program_of(story)), limit=2000)
        except TooLarge:
            continue
        assert family.name in NAMES
        traps += bool(walk.traps())
    assert traps > 2


def test_mutants_go_through_all_families_and_differ_when_they_come_round() -> None:
    first, *_, again = [story for _, story in mutants(len(FAMILIES))] + [next(mutants(1, first=9 * len(FAMILIES)))[1]]
    once = list(mutants(len(FAMILIES)))
    assert [family.name for family, _ in once] == NAMES
    assert once[0][1] == first
    assert first.files != again.files


def test_the_command_lists_and_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["families", "--small", "--seed", "2", "--write", str(tmp_path), "quest", "novel"]
    monkeypatch.setattr("sys.argv", arguments)
    main()
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == 6
    assert "square/pry: without 'open_quay'" in shown[1]
    folders = sorted(folder.name for folder in tmp_path.iterdir())
    assert folders == sorted(line.split()[0] for line in shown)
    assert [one for folder in folders for one in check_story(tmp_path / folder) if one.severity == "error"] == []
