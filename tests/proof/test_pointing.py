"""A finding points at the very words, condition or target that is wrong, and says in its notes what closes the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.engine import Choice, Scene, load
from game.proof.prover import prove
from game.proof.report.pointing import place_of
from game.proof.report.report import Finding, Report
from game.proof.report.rules import RULES
from game.proof.report.rules.rule import small
from game.proof.report.sentences import ENGLISH, hint, message, notes
from game.proof.report.spelling import spelled
from game.proof.report.text import quoting, tell_findings
from game.proof.report.verdicts import on_ending
from game.story import load_story
from game.story.check import examine
from game.story.expressions.parse import condition
from game.story.shipped import shipped_story
from tests.story.stories import write, write_example
from tests.test_cases import CASES

POINTS_AT = {
    "P001": "cellar:",
    "P002": "rest:",
    "P003": "key\n",
    "P004": "{if: warned",
    "P005": "again}",
    "P006": "moth:",
    "P007": "{if: oil > 0",
    "P008": "{if: lit",
    "P009": "{if: promise",
    "P010": "Too far.",
    "P011": "war\n",
    "P020": "bridge:",
    "P021": "maze:",
    "P022": "money -= 1",
    "P023": "{if: coins",
    "P024": "{draw:",
    "P025": "{deck:",
    "P026": "return}",
    "P030": "not told",
    "P031": "told",
    "P032": "told",
    "P033": "told}",
    "P034": "{ending: home",
    "P035": "told",
}


def _at(folder: Path, found: Finding) -> str:
    """What stands where a finding points."""
    lines = (folder / found.file).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(lines[found.line - 1 :])[found.column - 1 :]


def test_every_rule_says_where_it_points() -> None:
    assert set(POINTS_AT) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_it_points_at_the_thing_itself(code: str, tmp_path: Path) -> None:
    folder = write_example(tmp_path, RULES[code])
    program = load_story(folder, cache=False).program
    (found,) = prove(program).findings
    assert _at(folder, found).startswith(POINTS_AT[code])
    assert place_of(program, found.about, found.at) == (found.file, found.line, found.column)


VARIANTS = {
    '"{never before|again}."': ["again}"],
    '"{lit: light{lit: !|, or}|dark}."': ["light{lit: !"],
    '"A hall{not lit: {lit: x|y}|, dark}."': ["x|y}|", ", dark}"],
    "|\n      One\n      two {lit:\n        three}.": ["three}"],
    '"{lit: \\u00e9t\\u00e9}, {lit: caf\\u00e9}"': ["\\u00e9t", "caf"],
    "'it''s {lit: ''quoted''}'": ["''quoted"],
    ">\n      folded\n      {first|second\n      and last}": ["second"],
}
"""A scene's text as written, and what stands where each variant that is never shown is said to be."""


@pytest.mark.parametrize("text", VARIANTS)
def test_a_variant_is_found_however_its_text_is_written(text: str, tmp_path: Path) -> None:
    scene = f"  hall:\n    text: {text}\n    choices:\n      on: {{text: On., to: street}}\n"
    program = load_story(write(tmp_path, small(scene, "variables: {lit: false}\n")), cache=False).program
    found = [_at(tmp_path, one) for one in prove(program).findings if one.code == "P005"]
    for seen, start in zip(found, VARIANTS[text], strict=True):
        assert seen.startswith(start)


GATE = "  hall:\n    text: A hall.\n    choices:\n      on: {text: On., to: street}\n"
NEVER_LIT = "“hall” is only entered with `not lit`; this asks for `lit`"
CLOSED = {
    "closed": (
        GATE + "      in: {text: In., if: lit, to: room}\n  room: {text: A room., ending: kept}\n",
        ["“hall/in” would lead there, and is never open", "its condition is lit", NEVER_LIT],
        "lit, to: room",
    ),
    "behind": (
        GATE + "      in: {text: In., if: lit, to: room}\n"
        "  room: {text: A room., to: attic}\n  attic: {text: An attic., ending: kept}\n",
        ["“hall/in” would lead there, and is never open", "its condition is lit", NEVER_LIT],
        "lit, to: room",
    ),
    "never-chosen": (
        GATE + "      in: {text: In., to: [{to: [{to: hall}, {to: room}]}, {to: street}]}\n"
        "  room: {text: A room., ending: kept}\n",
        ["“hall/in” can be taken, and never leads there"],
        "{to: room}",
    ),
    "never-dealt": (
        GATE + "      in: {text: In., to: {deck: night, else: street}}\n"
        "  room: {text: A room., tags: night, if: lit, ending: kept}\n",
        ["the deck of “hall/in” never deals it"],
        "lit, ending",
    ),
    "nothing-leads-there": (
        GATE + "  room: {text: A room., ending: kept}\n",
        ["“room” ends there, and nothing leads to it"],
        "kept: Kept",
    ),
    "only-one-another": (
        GATE + "  room: {text: A room., choices: {on: {text: On., to: hut}, end: {text: End., to: end}}}\n"
        "  hut: {text: A hut., to: room}\n  end: {text: The end., ending: kept}\n",
        ["“end” ends there, and only what can never be reached leads to it"],
        "kept: Kept",
    ),
    "no-scene": (GATE, ["no scene ends there"], "kept: Kept"),
}
"""Stories whose ending `kept` is never reached, what is said of it, and where that points."""


@pytest.mark.parametrize("name", CLOSED)
def test_what_closes_an_ending_is_named_and_pointed_at(name: str, tmp_path: Path) -> None:
    scenes, said, at = CLOSED[name]
    files = small(scenes, "variables: {lit: false}\n", "{out: Out, kept: Kept}")
    program = load_story(write(tmp_path, files), cache=False).program
    report = prove(program)
    told = on_ending(report, program, "kept")
    place, _, line = told.partition(": P009 ")
    assert all(each in line for each in said if each != NEVER_LIT)  # a word on the border is enough there
    file, row, column = place.split(":")
    assert _at(tmp_path, Finding("P009", "", {}, "", file, int(row), int(column))).startswith(at)
    (found,) = (found for found in report.findings if found.code == "P009")
    assert list(notes(found, ENGLISH)) == said


def test_a_kept_finding_points_where_its_words_stand_now(tmp_path: Path) -> None:
    rule = RULES["P005"]
    folder = write_example(tmp_path, rule)
    (found,) = prove(load_story(folder, cache=False).program).findings
    scenes = folder / "scenes.yaml"
    scenes.write_text("# a remark\n" + scenes.read_text().replace("A hall, in", "A wide and empty hall,\n      in"))
    program = load_story(folder, cache=False).program
    again = Report.from_data(Report("small", "1", "", 1, findings=[found]).to_data()).findings[0]
    assert again == found
    assert place_of(program, again.about, again.at)[1:] == (found.line + 2, found.column)
    assert load(program).program is program


PARTS = {
    "P004": {
        '"You *see* a [lamp](codex:lamp)."': "the text “You see a lamp.” is never shown",
        '"You have {coins} coins{lit: , and light}."': "the text “You have {coins} coins{…}.” is never shown",
        '"The guard at the gate of the old town saw you, and yawns."': (
            "the text “The guard at the gate of the old town saw you,…” is never shown"
        ),
        '"---"': "the text “---” is never shown",
    },
    "P005": {
        '"It is {lit: light and warm|dark}."': "the words “light and warm” are never shown",
        '"It is {lit: [light](codex:lamp), {coins} coins|dark}."': "the words “light, {coins} coins” are never shown",
        '"It is {lit: light{first|then}|dark}."': "the words “light{…}” are never shown",
    },
    "P007": {"It burns.": "the stage “It burns.” of codex entry “lamp” never opens"},
    "P008": {"A lit lamp.": "picture “lamp” is never shown in the form “A lit lamp.”"},
}  # fmt: skip
"""What is said of the part of a text, an entry or a picture that is never met, by what its author wrote there."""


@pytest.mark.parametrize(("code", "written"), [(code, one) for code, each in PARTS.items() for one in each])
def test_a_part_is_named_by_the_words_of_its_author(code: str, written: str, tmp_path: Path) -> None:
    rule = RULES[code]
    folder = write_example(tmp_path, rule)
    if code in ("P004", "P005"):
        item = f"{{if: lit, text: {written}}}" if code == "P004" else written
        scene = (
            f"  hall:\n    text:\n      - A hall.\n      - {item}\n    choices:\n      on: {{text: On., to: street}}\n"
        )
        story = "variables: {lit: false, coins: {range: [0, 3], start: 1}}\ncategories: {things: Things}\n"
        lamp = "category: things\nentries: {lamp: {title: Lamp, kind: ours, text: A lamp.}}\n"
        write(folder, small(scene, story, codex__things=lamp))
    found = next(one for one in prove(load_story(folder, cache=False).program).findings if one.code == code)
    assert message(found, ENGLISH) == PARTS[code][written]


INNER = re.compile(r"[\w/]+[~#]\d|\b\w+/\d+\b")


@pytest.mark.parametrize("code", RULES)
def test_no_finding_speaks_in_inner_ids(code: str, tmp_path: Path) -> None:
    folder = write_example(tmp_path, RULES[code])
    (found,) = prove(load_story(folder, cache=False).program).findings
    assert not INNER.search("\n".join([message(found, ENGLISH), hint(found, ENGLISH), *notes(found, ENGLISH)]))


def test_a_finding_quotes_its_line_as_check_does(tmp_path: Path) -> None:
    rule = RULES["P005"]
    folder = write_example(tmp_path, rule)
    report = prove(load_story(folder, cache=False).program)
    assert tell_findings(report, "", ENGLISH, quoting(folder)).splitlines()[1:3] == [
        "    |       {never before|again}.",
        "    |                     ^",
    ]


STORIES = [shipped_story(), *sorted(file.parent for file in CASES.glob("*/story.yaml"))]


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_a_condition_is_spelled_as_its_author_could_write_it(folder: Path) -> None:
    """What is spelled from a compiled condition compiles to the same again."""
    _, _, program, build = examine(folder)
    assert program
    assert build
    for raw in program.scenes:
        for choice in Scene(*raw).choices:
            guard = Choice(*choice).guard
            if guard is not None:
                assert condition(spelled(guard, program), build.scope).expr == guard, spelled(guard, program)


def test_a_number_that_is_no_name_of_a_variable_is_spelled_as_a_number(tmp_path: Path) -> None:
    scenes = "  hall:\n    text: A hall.\n    choices:\n      on: {text: On., to: street}\n"
    folder = write(tmp_path, small(scenes, "variables: {mood: {one_of: [calm, cross]}}\n"))
    program = load_story(folder, cache=False).program
    (number,) = [number for number, slot in enumerate(program.slots) if slot.name == "mood"]
    for value, word in ((0, "calm"), (1, "cross"), (2, "2"), (-1, "-1")):
        assert spelled(("==", ("var", number), ("const", value)), program) == f"mood == {word}"
