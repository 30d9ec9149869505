"""Choices that scenes include: as if they were written there, one text to translate, each fault told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.engine import Choice, Program, Scene, advance, load, open_choices, start
from game.proof.mending.patch import left_out, patch, wanted
from game.proof.prover import prove
from game.story.check import check_story, examine
from game.story.reading import choice_sets
from tests.story.stories import SMALL, write

HEAD = (
    SMALL
    + """\
variables:
  water: {range: [0, 9], start: 4, saturates: both}
  alive: true
"""
)
ASK = (
    "text: 'Ask {~him|her} {once|twice}{visits(HERE) > 2: , again}.', if: 'water > 2 and taken(HERE, ask) < 2', "
    "locked: '{water} left, {seen(HERE): here}.', cost: '{&a|b} {alive: c|d}', "
    "do: [water -= visits(HERE), {if: seen(HERE), do: alive = false}], "
    "to: [{if: visits(HERE) > 4, to: two}, {to: {draw: [{to: HERE}, {if: 'taken(HERE, rest) > 0', to: one}]}}]"
)
REST = "text: Rest., once: true, to: {call: room, then: HERE}"
SCENES = """\
scenes:
  one:
    text: '{{alive: yes|no}} {{water}}'
    choices:
      go: {{text: Go., to: {{call: room, then: two}}}}
{one}      end: {{text: End., to: last}}
  two:
    text: Two.
    choices:
{two}      back: {{text: Back., do: alive = true, to: one}}
  room: {{text: Room., to: return}}
  last: {{text: Last., ending: done}}
"""
SETS = (
    f"choice_sets:\n  ways:\n    ask: {{{ASK}}}\n    more: {{include: rests}}\n  rests:\n    rest: {{{REST}}}\n"
).replace("HERE", "here")
INCLUDED = "      in: {include: ways}\n"


def compiled(folder: Path, story: str, scenes: str) -> Program:
    folder.mkdir(exist_ok=True)
    examined = examine(write(folder, {"story.yaml": story, "scenes.yaml": scenes}))
    assert [one.format() for one in examined.diagnostics] == []
    assert examined.program is not None
    return examined.program


def resolved(program: Program) -> Any:
    """All choices with their texts in place of numbers, and slots by name."""
    texts = program.texts["en"]

    def choice(raw: Any) -> Any:
        found = Choice(*raw)
        said = [texts[number] for number in found.texts if number >= 0]
        return (found._replace(caption=0, cost=0, reasons=()), said)

    return [slot._replace(label=0) for slot in program.slots], [
        [choice(raw) for raw in Scene(*scene).choices] for scene in program.scenes
    ]


def test_what_is_included_is_as_if_it_were_written_there(tmp_path: Path) -> None:
    def lines(scene: str) -> str:
        return f"      ask: {{{ASK}}}\n      rest: {{{REST}}}\n".replace("HERE", scene)

    short = compiled(tmp_path / "short", HEAD + SETS, SCENES.format(one=INCLUDED, two=INCLUDED))
    long = compiled(tmp_path / "long", HEAD, SCENES.format(one=lines("one"), two=lines("two")))
    assert resolved(short) == resolved(long)
    assert short.digest == long.digest


def test_it_is_one_text_to_translate(tmp_path: Path) -> None:
    po = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po += 'msgctxt "choices:ways/ask"\nmsgid "{once|twice}, {alive: a|b}."\nmsgstr "{alive: c|d}, {une|deux|trois}."\n'
    story = HEAD + "choice_sets: {ways: {ask: {text: '{once|twice}, {alive: a|b}.', to: here}}}\n"
    scenes = SCENES.format(one=INCLUDED, two=INCLUDED).replace(
        "      back", "      sip: {text: Sip., do: water -= 1, to: two}\n      back"
    )
    examined = examine(write(tmp_path, {"story.yaml": story, "scenes.yaml": scenes, "locale/fr.po": po}))
    (note,) = examined.diagnostics
    assert note.code == "S503"
    assert note.message.startswith("10 of 11 texts are not translated")
    program: Any = examined.program
    said = [
        text for text, owner in zip(program.texts["fr"], program.text_owner, strict=True) if owner == "choices:ways/ask"
    ]
    assert [len(text[-2][3]) for text in said] == [3, 3]
    assert len({text[-2][2] for text in said}) == 2


def test_once_counts_by_scene_and_everywhere_for_all(tmp_path: Path) -> None:
    story = HEAD + (
        "choice_sets:\n  ways:\n    a: {text: A., once: true, to: here}\n"
        "    b: {text: B., once: everywhere, do: alive = false, to: here}\n"
    )
    scenes = SCENES.format(one=INCLUDED, two=INCLUDED).replace(
        "text: Two.", "text: '{taken(two, b) >= 1: Gone.} {taken(one, b) >= 1: So.}'"
    )
    scenes = scenes.replace("do: alive = true,", "do: [alive = true, water -= 1],")
    machine = load(compiled(tmp_path, story, scenes))
    state = start(machine, 1)
    for choice in ("one/a", "one/b", "one/go", "room/on"):
        state = advance(machine, state, choice)
    assert open_choices(machine, state) == ("two/a", "two/back")


def found(folder: Path, more: str, scenes: str) -> list[tuple[str, str, int, int]]:
    told = check_story(write(folder, {"story.yaml": HEAD + more, "scenes.yaml": scenes}))
    return [(one.path, one.code, one.line, one.column) for one in told if one.code not in ("S702", "S703", "S704")]


def ways(text: str) -> str:
    """A set of one line, which is line 12."""
    return f"choice_sets:\n  ways:\n    {text}\n"


BOTH = SCENES.format(one=INCLUDED, two=INCLUDED)
HERE = ways("ask: {text: Ask., to: here}")


def with_end(target: str) -> str:
    """Scenes of which the choice `end` has another target."""
    return BOTH.replace("to: last", target)


TWICE = SCENES.format(one=INCLUDED.replace("ways", "[ways, ways]"), two="")
BAD = [
    ("choice_sets:\n", BOTH, [("scenes.yaml", "S220", 6, 21), ("scenes.yaml", "S220", 11, 21)]),
    ("choice_sets: {ways: {}}\n", BOTH, []),
    ("choice_sets: ways\n", "", [("story.yaml", "S104", 10, 14)]),
    ("choice_sets: [ways]\n", "", [("story.yaml", "S104", 10, 1)]),
    ("choice_sets:\n  ways:\n", "", [("story.yaml", "S105", 11, 3)]),
    ("choice_sets:\n  ways: [go]\n", "", [("story.yaml", "S104", 11, 3)]),
    ("choice_sets:\n  Ways: {}\n", "", [("story.yaml", "S103", 11, 3)]),
    (ways("ask:"), "", [("story.yaml", "S105", 12, 5)]),
    (ways("ask: x"), "", [("story.yaml", "S104", 12, 10)]),
    (ways("ask: {to: here}"), "", [("story.yaml", "S101", 12, 5)]),
    (ways("ask: {text: Go., to: here, secret: true}"), "", [("story.yaml", "S116", 12, 32)]),
    (ways("ask: {text: Go., to: here, txet: a}"), "", [("story.yaml", "S102", 12, 32)]),
    (ways("ask: {text: Go., to: here, once: twice}"), "", [("story.yaml", "S106", 12, 38)]),
    (ways("in: {include: }"), "", [("story.yaml", "S105", 12, 10)]),
    (ways("in: {include: [a, {}]}"), "", [("story.yaml", "S104", 12, 23)]),
    (ways("in: {include: ways, if: alive}"), "", [("story.yaml", "S222", 11, 3), ("story.yaml", "S102", 12, 25)]),
    (ways("in: {include: ways}"), BOTH, [("story.yaml", "S222", 11, 3)]),
    (ways("in: {include: wasy}"), BOTH, [("story.yaml", "S220", 12, 19)]),
    (ways("ask: {text: Ask., to: thre}"), BOTH, [("story.yaml", "S201", 12, 27)]),
    (ways("ask: {text: Ask., if: wter > 3, to: here}"), BOTH, [("story.yaml", "S301", 12, 27)]),
    (ways("ask: {text: '{wter} {', to: here}"), BOTH, [("story.yaml", "S301", 12, 19), ("story.yaml", "S401", 12, 25)]),
    (ways("ask: {text: Ask., do: wter += 1, to: here}"), BOTH, [("story.yaml", "S301", 12, 27)]),
    (ways("ask: {text: Ask., if: 'taken(here, aks) > 0', to: here}"), BOTH, [("story.yaml", "S208", 12, 40)] * 2),
    (ways("go: {text: Ask., to: here}"), BOTH, [("scenes.yaml", "S221", 6, 21)]),
    (HERE, TWICE, [("scenes.yaml", "S221", 6, 28)]),
    (HERE, SCENES.format(one="", two=""), [("story.yaml", "S723", 11, 3)]),
    (HERE, with_end("to: here"), [("scenes.yaml", "S201", 7, 29)]),
    (HERE, with_end("to: last, if: seen(here)"), [("scenes.yaml", "S201", 7, 44)]),
    (HERE, with_end("to: last, once: everywhere"), [("scenes.yaml", "S106", 7, 41)]),
    (HERE + "conditions: {been: seen(here)}\n", with_end("to: last, if: been"), [("story.yaml", "S201", 13, 25)]),
]  # fmt: skip


@pytest.mark.parametrize(("more", "scenes", "expected"), BAD, ids=[f"{number}" for number in range(len(BAD))])
def test_what_is_wrong_is_told_once_and_in_its_place(
    more: str, scenes: str, expected: list[tuple[str, str, int, int]], tmp_path: Path
) -> None:
    told = found(tmp_path, more, scenes or SCENES.format(one="", two=""))
    assert [each for each in told if each[0] == "story.yaml" or scenes] == expected


@pytest.mark.parametrize(("written", "meant"), [("ways", "ways"), ("[ways, rests]", "[ways, rests]")])
def test_an_include_without_an_id_is_told_how_to_have_one(written: str, meant: str, tmp_path: Path) -> None:
    scenes = SCENES.format(one=f"      include: {written}\n", two="")
    (told,) = check_story(write(tmp_path, {"story.yaml": HEAD, "scenes.yaml": scenes}))
    assert (told.code, told.hint) == ("S104", f"Put it under an id, which says nothing: 'more: {{include: {meant}}}'.")


def test_a_long_row_of_sets_is_followed_to_its_end(tmp_path: Path) -> None:
    row = "".join(f"  c{n}: {{in: {{include: c{n + 1}}}}}\n" for n in range(3000))
    scenes = SCENES.format(one="      in: {include: c0}\n", two="")
    assert found(tmp_path, f"choice_sets:\n{row}  c3000: {{ask: {{text: Ask., to: here}}}}\n", scenes) == []
    ring = found(tmp_path, f"choice_sets:\n{row}  c3000: {{in: {{include: c0}}}}\n", scenes)
    assert [code for _, code, _, _ in ring] == ["S222"]


def test_a_story_includes_so_many_choices_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice_sets, "MAX_INCLUDED", 30)
    row = "".join(f"  c{n}: {{in: {{include: c{n + 1}}}, d{n}: {{text: D{n}., to: here}}}}\n" for n in range(20))
    scenes = SCENES.format(one="      in: {include: c0}\n", two="")
    told = found(tmp_path, f"choice_sets:\n{row}  c20: {{ask: {{text: Ask., to: here}}}}\n", scenes)
    assert {code for _, code, _, _ in told} == {"S224"}


TRAP = """\
scenes:
  one:
    text: '{{water}}'
    choices:
      in: {{include: ways}}
      end: {{text: End., if: water > 0, to: last}}
  two:
    text: Two.
    choices:
      {two}back: {{text: Back., to: one}}
  last: {{text: Last., ending: done}}
"""


def mended(folder: Path, two: str) -> tuple[str, list[str], list[str]]:
    """The patch, what is not in it, and where the findings point."""
    story = HEAD + "choice_sets:\n  ways:\n    die: {text: Die., do: water -= 1, to: two}\n"
    write(folder, {"story.yaml": story, "scenes.yaml": TRAP.format(two=two)})
    program: Any = examine(folder).program
    report = prove(program)
    changes = wanted(report.findings)
    return patch(folder, program, changes), left_out(program, changes), [one.code for one in report.findings]


def test_a_mend_edits_the_set_where_one_scene_has_it(tmp_path: Path) -> None:
    said, left, codes = mended(tmp_path, "")
    assert codes == ["P021"]
    assert "--- a/story.yaml" in said
    assert "+    die: {text: Die., if: water >= 2, do: water -= 1, to: two}" in said
    assert left == []


def test_a_mend_of_a_choice_of_several_scenes_is_in_no_patch_and_that_is_told(tmp_path: Path) -> None:
    said, left, codes = mended(tmp_path, "in: {include: ways}\n      ")
    assert codes == ["P021"]
    assert said == ""
    assert sorted(left) == ["one/die", "two/die"]
