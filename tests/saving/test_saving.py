"""The forms of each story are the same story, and the newer one takes as few lines as is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from game.engine import Machine, load
from game.proof import Options, Report, prove
from game.proof.explicit.witness import way_to
from game.story import load_story
from tests.guide.blocks import GUIDE, examples
from tests.saving import LINES, WRITTEN, forms
from tests.saving.counting import lines
from tests.saving.in_step import differences, soonest

MOST_COLUMNS, MOST_SCENES, MOST_SHARE = 120, 20, 0.5

Two = tuple[Machine, Machine]


def machines(folders: tuple[Path, Path]) -> Two:
    old, new = (load(load_story(folder, cache=False).program) for folder in folders)
    return old, new


@pytest.mark.parametrize("name", LINES)
def test_lines_are_saved(name: str, tmp_path: Path) -> None:
    old, new = forms(name, tmp_path)
    assert (lines(old), lines(new)) == LINES[name]
    if name in WRITTEN:
        assert lines(new) <= MOST_SHARE * lines(old)


@pytest.mark.parametrize("name", LINES)
def test_both_forms_are_laid_out_to_be_read(name: str, tmp_path: Path) -> None:
    for folder in forms(name, tmp_path):
        for file in folder.rglob("*.yaml"):
            for line in file.read_text(encoding="utf-8").splitlines():
                assert len(line) <= (100 if line.rstrip().endswith("}") else MOST_COLUMNS), f"{file}: {line}"
        if name in WRITTEN:
            assert len(load_story(folder, cache=False).program.scenes) <= MOST_SCENES


@pytest.mark.parametrize("name", LINES)
def test_both_forms_are_the_same_story(name: str, tmp_path: Path) -> None:
    """At every state the same is offered, in the same words, and nothing that was read is lost; but the words of the
    first story, which the newer form gave a sentence of its own.
    """
    assert [*differences(*machines(forms(name, tmp_path)), words=name != "night-boat")] == []


@pytest.mark.parametrize("name", LINES)
def test_both_forms_are_proved_alike(name: str, tmp_path: Path) -> None:
    two = machines(forms(name, tmp_path))
    told = [_told(machine, prove(machine.program, Options())) for machine in two]
    assert told[0] == told[1]
    assert soonest(two[0]) == soonest(two[1])


def _told(machine: Machine, report: Report) -> dict[str, object]:
    """What a proof says of a story, with “Continue” left out: which endings there are and the shortest way to each,
    whatever cannot be met or goes wrong.
    """
    assert report.proved
    kinds = {
        choice.id: choice.kind for at in range(len(machine.program.scenes)) for choice in machine.scene(at).choices
    }
    told: dict[str, object] = {"findings": sorted((one.code, one.about.removesuffix("/on")) for one in report.findings)}
    for ending in machine.program.endings:
        answer = report.answer(f"ending:{ending.id}")
        assert answer is not None
        choices, _ = way_to(report.nodes, answer.node or 0)
        told[ending.id] = answer.standing, len([choice for choice in choices if kinds[choice] != "on"])
    return told


SHAPES = {"wire": "A conversation", "hut": "Days that come round", "room": "The search of a room"}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_guide_shows_lines_of_the_story(name: str, tmp_path: Path) -> None:
    """What the guide shows is the story's own, in its order, with lines left out."""
    guide = examples(GUIDE.read_text(encoding="utf-8"))
    (shown,) = (one for one in guide if one.title == SHAPES[name])
    blocks = [block for block in shown.blocks if block.language == "yaml"]
    assert {block.path for block in blocks} == {"story.yaml", "scenes.yaml"}
    for block in blocks:
        whole = iter((forms(name, tmp_path)[1] / block.path).read_text(encoding="utf-8").splitlines())
        assert [line for line in block.text.splitlines() if line not in whole] == []


CHANGED = {
    ("wire", "once: true, do: ship = true", "do: ship = true"): "after key/ship: what is offered was",
    ("wire", "if: inga, secret: true, to: morning", "to: morning"): "after nothing: what is offered was",
    ("wire", "AT THE ROPES", "ASLEEP"): "these words are new: ['ASLEEP.']",
    ("wire", "ending: silence", "ending: bed"): "after key/who key/scold: the ending was silence, and is bed",
    ("hut", "{if: warmth == 0, to: cold}, ", ""): "the ending was frozen, and is none",
    ("room", "do: photo = true, ", ""): "after room/coat room/desk: what is offered was",
}
"""What an author might get wrong in the new form, and what is then told."""


@pytest.mark.parametrize(("change", "told"), CHANGED.items(), ids=lambda one: one[1] if isinstance(one, tuple) else "")
def test_what_is_not_the_same_is_told(change: tuple[str, str, str], told: str, tmp_path: Path) -> None:
    name, was, becomes = change
    old, _ = forms(name, tmp_path)
    changed = _changed(name, was, becomes, tmp_path)
    assert any(told in one for one in differences(*machines((old, changed))))


def test_a_trap_in_one_of_them_is_told(tmp_path: Path) -> None:
    """The proofs of two forms differ where one of them lets nobody out."""
    old, _ = forms("room", tmp_path)
    changed = _changed("room", "      leave: {text: Go down and let the room., to: landing}\n", "", tmp_path)
    told = [_told(machine, prove(machine.program, Options())) for machine in machines((old, changed))]
    assert told[0]["findings"] == []
    assert told[1]["findings"] != []


def _changed(name: str, was: str, becomes: str, folder: Path) -> Path:
    """The new form of a story with one thing in it written otherwise."""
    changed = folder / "changed"
    shutil.copytree(forms(name, folder)[1], changed)
    found = [file for file in changed.rglob("*.yaml") if was in file.read_text(encoding="utf-8")]
    for file in found:
        file.write_text(file.read_text(encoding="utf-8").replace(was, becomes), encoding="utf-8")
    assert len(found) == 1
    return changed


COUNTED = {
    "a: 1\n# A note.\n\nb: {c: 2}\n": 2,
    "scenes: {a: {text: A., to: b}}\n": 4,
    "scenes:\n  a:\n    text: |\n      One line,\n      and another.\n    to: b\n": 4,
    "scenes:\n  a:\n    choices:\n      b:\n        text: B.\n        to: c\n": 4,
    f"scenes: {{a: {{choices: {{b: {{text: {'b' * 76}, to: c}}}}}}}}\n": 4,
    f"scenes: {{a: {{choices: {{b: {{text: {'b' * 77}, to: c}}}}}}}}\n": 6,
    f"scenes: {{a: {{choices: {{b: {{text: {'b' * 77}, to: c}}, d: {{text: {'b' * 77}, to: c}}}}}}}}\n": 8,
    "a:\n  - if: b\n    text: |\n      One.\n\n      Two.\n  - c\n": 4,
}
"""What is written, and how many lines it counts."""


@pytest.mark.parametrize(("written", "count"), COUNTED.items())
def test_lines_are_counted_by_the_rule(written: str, count: int, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(written, encoding="utf-8")
    assert lines(tmp_path) == count
