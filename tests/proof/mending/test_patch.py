"""A patch changes the spans it means to and no other byte, in every way in which a choice can be written."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine import Choice, Scene
from game.proof.mending.patch import Wanted, patch
from game.proof.report.report import Detour
from game.story import load_story
from tests.proof.families import FAMILIES, SEEDS
from tests.proof.families.states import program_of

HEAD = """\
story: small
title: Small
version: 1.0.0
language: en
start: hall
variables: {lamp: false, gold: {range: [0, 9], start: 0}}
endings: {out: Out}
"""
TAIL = "  street:\n    text: The street.\n    ending: out"

CASES = {
    "flow": ("go: {text: Go., to: street}", "go: {text: Go., if: lamp, to: street}"),
    "flow, guarded": (
        "go: {text: Go., if: gold > 1, to: street}",
        "go: {text: Go., if: gold > 1 and lamp, to: street}",
    ),
    "flow, or": (
        "go: {text: Go., if: gold > 1 or lamp , to: street} # why",
        "go: {text: Go., if: (gold > 1 or lamp) and lamp , to: street} # why",
    ),
    "brackets that stand": (
        "go: {text: Go., if: (gold > 1 or lamp), to: street}",
        "go: {text: Go., if: (gold > 1 or lamp) and lamp, to: street}",
    ),
    "no text": ("go: {fallback: true, to: street}", "go: {if: lamp, fallback: true, to: street}"),
    "block": (
        "go:\n        text: Go.\n        # on\n        to: street",
        "go:\n        text: Go.\n        # on\n        if: lamp\n        to: street",
    ),
    "text as a block": (
        "go:\n        text: |\n          Go.\n        to: street",
        "go:\n        text: |\n          Go.\n        if: lamp\n        to: street",
    ),
    "block, guarded": (
        "go:\n        text: Go.\n        if: gold > 1  # rich\n        to: street",
        "go:\n        text: Go.\n        if: gold > 1 and lamp  # rich\n        to: street",
    ),
    "double quotes": (
        'go: {text: Go., "if": "gold > 1", to: street}', 'go: {text: Go., "if": "gold > 1 and lamp", to: street}'
    ),
    "single quotes": (
        "go: {text: Go., if: 'seen(\"hall\")', to: street}",
        "go: {text: Go., if: 'seen(\"hall\") and lamp', to: street}",
    ),
    "commas": (
        "go:\n        text: Go.\n        if: taken(hall, go) < 2\n        to: street",
        "go:\n        text: Go.\n        if: taken(hall, go) < 2 and lamp\n        to: street",
    ),
    "commas in braces": (
        "go: {text: Go., if: 'taken(hall, go) < 2 or lamp', to: street}",
        "go: {text: Go., if: '(taken(hall, go) < 2 or lamp) and lamp', to: street}",
    ),
    "condition in a block": (
        "go:\n        text: Go.\n        if: |\n          gold > 1\n          and gold < 5\n        to: street",
        "go:\n        text: Go.\n        if: gold > 1 and gold < 5 and lamp\n        to: street",
    ),
    "condition of two lines": (
        "go:\n        text: Go.\n        if: gold > 1\n          or lamp\n        to: street",
        "go:\n        text: Go.\n        if: (gold > 1 or lamp) and lamp\n        to: street",
    ),
}  # fmt: skip
ENDS = {"lf": ("\n", b""), "crlf": ("\r\n", b""), "bom": ("\n", b"\xef\xbb\xbf")}


def story(folder: Path, choice: str, newline: str = "\n", before: bytes = b"") -> Path:
    """A story with one choice, its last line without an end."""
    folder.mkdir()
    (folder / "story.yaml").write_text(HEAD, encoding="utf-8")
    wait = "wait: {text: Wait., do: lamp = true, to: hall}"
    text = f"scenes:\n  hall:\n    text: Été.\n    choices:\n      {choice}\n      {wait}\n{TAIL}"
    (folder / "scenes.yaml").write_bytes(before + text.replace("\n", newline).encode())
    return folder


def applied(folder: Path, text: str, tool: str) -> None:
    command = ["git", "apply", "-"] if tool == "git" else ["patch", "-p1", "--binary"]
    if tool == "git":
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(command, input=text.encode(), cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("tool", ["git", "patch"])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("case", CASES)
def test_a_guard_is_put_where_an_author_would_put_it(case: str, end: str, tool: str, tmp_path: Path) -> None:
    before, after = CASES[case]
    own, wished = story(tmp_path / "own", before, *ENDS[end]), story(tmp_path / "wished", after, *ENDS[end])
    changes = Wanted({"hall/go": ("lamp",)}, ())
    text = patch(own, load_story(own, cache=False).program, changes)
    untouched = (own / "scenes.yaml").read_bytes()
    assert untouched == story(tmp_path / "again", before, *ENDS[end]).joinpath("scenes.yaml").read_bytes()
    applied(own, text, tool)
    assert (own / "scenes.yaml").read_bytes() == (wished / "scenes.yaml").read_bytes()
    assert load_story(own, cache=False).program.scenes == load_story(wished, cache=False).program.scenes


@pytest.mark.parametrize(("ends", "caption"), [(True, "Leave it at that."), (False, "Go back.")])
@pytest.mark.parametrize("end", ENDS)
def test_a_choice_is_added_after_the_others(end: str, ends: bool, caption: str, tmp_path: Path) -> None:
    own = story(tmp_path / "own", "go: {text: Go., to: street}", *ENDS[end])
    text = patch(own, load_story(own, cache=False).program, Wanted({}, (Detour("hall", "back", "street", ends),)))
    before = (own / "scenes.yaml").read_bytes()
    applied(own, text, "patch")
    newline = ENDS[end][0]
    last = f"wait: {{text: Wait., do: lamp = true, to: hall}}{newline}"
    added = f"      back: {{text: {caption}, to: street}}{newline}"
    assert (own / "scenes.yaml").read_bytes() == before.replace(last.encode(), (last + added).encode())


def test_conditions_of_two_mends_are_joined(tmp_path: Path) -> None:
    own = story(tmp_path / "own", "go: {text: Go., to: street}")
    program = load_story(own, cache=False).program
    applied(own, patch(own, program, Wanted({"hall/go": ("lamp or gold > 1", "gold < 5")}, ())), "patch")
    assert "if: (lamp or gold > 1) and gold < 5, to: street" in (own / "scenes.yaml").read_text(encoding="utf-8")


def test_nothing_wanted_is_no_patch(tmp_path: Path) -> None:
    own = story(tmp_path / "own", "go: {text: Go., to: street}")
    assert patch(own, load_story(own, cache=False).program, Wanted({}, ())) == ""


@given(number=st.integers(0, len(FAMILIES) - 1), seed=st.sampled_from(SEEDS), chance=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_only_the_conditions_of_the_chosen_choices_change(
    number: int, seed: int, chance: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Wherever guards are put, the data is the same but for these guards, and all other lines are as they were."""
    made, draw = FAMILIES[number].story(FAMILIES[number].small, seed), Random(chance)
    folder = made.write(tmp_path_factory.mktemp("story"))
    program = program_of(made)
    names = [
        choice.id
        for scene in program.scenes
        for choice in (Choice(*one) for one in Scene(*scene).choices)
        if choice.kind == "choice"
    ]
    chosen = draw.sample(names, min(len(names), draw.randint(1, 4)))
    kept = {path: (folder / path).read_text(encoding="utf-8") for path in made.files}
    guard = f'not seen("{Scene(*program.scenes[-1]).id}")'
    applied(folder, patch(folder, program, Wanted(dict.fromkeys(chosen, (guard,)), ())), "patch")
    for path in made.files:
        after = (folder / path).read_text(encoding="utf-8")
        assert _unguarded(after, chosen) == _unguarded(kept[path], chosen)
        left = iter(after.splitlines())
        assert all(line in left for line in kept[path].splitlines() if "if:" not in line)
    assert load_story(folder, cache=False).program.index == program.index


def _unguarded(text: str, chosen: list[str]) -> object:
    """What a file holds, without the guards of some choices."""
    data = yaml.safe_load(text)
    for name in chosen:
        scene, _, short = name.rpartition("/")
        data.get("scenes", {}).get(scene, {}).get("choices", {}).get(short, {}).pop("if", None)
    return data
