"""From a folder to a program: what the engine gets, and what the checks of the whole say."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from game.engine import advance, load, page, start
from game.engine.program import Choice, Program, Scene
from game.story import StoryProblems, check_story, load_story, shipped_story
from tests.story.stories import write

STORY = """\
story: small
title: Small
version: 1.0.0
language: en
start: one
variables:
  water: {range: [0, 10], start: 6, label: Water, cap: 10 - sealed}
  sealed: {range: [0, 7]}
  truth: {one_of: [none, told], label: What you know, names: {told: everything}}
  alive: {boolean: true, start: true, label: the guide}
  secret: {range: [0, 3], hidden: true}
endings:
  done: {title: Done}
"""


def program_of(folder: Path, scenes: str, story: str = STORY, **more: str) -> Program:
    files: dict[str, str | bytes] = {"story.yaml": story, "scenes.yaml": textwrap.dedent(scenes), **more}
    return load_story(write(folder, files), cache=False).program


def scene(program: Program, name: str) -> Scene:
    found = Scene(*program.scenes[program.index[name]])
    return found._replace(choices=tuple(Choice(*raw) for raw in found.choices))


def reasons(folder: Path, guard: str, *, language: str = "en") -> list[str]:
    scenes = f"""\
        scenes:
          one:
            text: One.
            choices:
              go: {{text: Go., if: {guard!r}, to: two}}
              stay: {{text: Stay., to: one}}
          two: {{text: Two., ending: done}}
    """
    more = {f"locale/{language}.po": 'msgid ""\nmsgstr ""\n'} if language != "en" else {}
    program = program_of(folder, scenes, **more)
    return [str(program.texts[language][number]) for _, number in scene(program, "one").choices[0].reasons]


@pytest.mark.parametrize(
    ("guard", "said"),
    [
        ("water >= 3 and truth == told", ["Water: at least 3 needed.", "What you know: only if “everything”."]),
        ("water < 3", ["Water: no more than 2."]),
        ("not (water < 3 or alive)", ["Water: at least 3 needed.", "Not with: the guide."]),
        ("alive", ["Needed: the guide."]),
        ("water == 3", ["Water: exactly 3 needed."]),
        ("water == 3 or alive", ["Water: exactly 3 needed; or Needed: the guide."]),
        ("sealed > 2", ["Sealed: at least 3 needed."]),
        ("secret > 1", ["Not now."]),
        ("secret > 1 or alive", ["Not now."]),
        ("water > sealed", ["Not now."]),
        ("visits(one) > 1", ["Not yet."]),
        ("visits(one) < 2", ["No longer."]),
        ("visits(two) == 0", ["No longer."]),
        ("taken(one, stay) == 2", ["Not yet."]),
        ("not seen(two)", ["No longer."]),
    ],
)
def test_reasons(tmp_path: Path, guard: str, said: list[str]) -> None:
    assert reasons(tmp_path, guard) == said


def test_reasons_in_french(tmp_path: Path) -> None:
    said = reasons(tmp_path, "water >= 3 and secret > 1 and truth == told", language="fr")
    assert said == [
        "Water\u202f: il faut au moins 3.",
        "Pas maintenant.",
        "What you know\u202f: seulement si «\u202feverything\u202f».",
    ]


def test_counters_only_where_somebody_asks(tmp_path: Path) -> None:
    program = program_of(
        tmp_path,
        """\
        scenes:
          one:
            text: "{a|b|c} {&x|y} {&p|q|r}"
            choices:
              go: {text: Go., once: true, to: two}
              on: {text: On., if: "taken(one, go) < 3", to: {deck: night, else: two}}
          card: {text: Card., tags: night, max_visits: 4, to: one}
          two: {text: Two., ending: done}
        """,
    )
    counters = [(slot.name, slot.kind, slot.high) for slot in program.slots if slot.kind not in ("int", "bool", "enum")]
    assert sorted(counters) == [
        ("cycle:one", "cycle", 5),
        ("taken:one/go", "taken", 3),
        ("visits:card", "visits", 4),
        ("visits:one", "visits", 3),
    ]
    names = [slot.name for slot in program.slots]
    one = scene(program, "one")
    assert (one.visits, one.cycle) == (names.index("visits:one"), names.index("cycle:one"))
    assert one.choices[0].taken == names.index("taken:one/go")
    assert (scene(program, "two").visits, one.choices[1].taken) == (-1, -1)
    assert one.choices[1].target[2] == ((program.index["card"], None, 0, 1, names.index("visits:card"), 4),)


def test_caps_stand_behind_every_effect_that_touches_them(tmp_path: Path) -> None:
    program = program_of(
        tmp_path,
        """\
        scenes:
          one:
            text: One.
            do: [sealed += 1, {if: alive, do: water += 2, else: alive = true}]
            ending: done
        """,
    )
    cap = ("cap", 0, ("-", ("const", 10), ("var", 1)))
    assert scene(program, "one").do == (
        ("add", 1, ("const", 1)),
        cap,
        ("if", ("var", 3), (("add", 0, ("const", 2)), cap), (("set", 3, ("const", 1)),)),
    )
    assert program.slots[0].cap == cap[2]


def test_guards_that_are_equal_are_one_object(tmp_path: Path) -> None:
    program = program_of(
        tmp_path,
        """\
        scenes:
          one:
            text: One.
            choices:
              a: {text: A., if: water > 2, to: two}
              b: {text: B., if: 2 < water, to: two}
          two: {text: Two., ending: done}
        """,
    )
    first, second = scene(program, "one").choices
    assert first.guard is second.guard
    assert first.reasons == second.reasons


SCENES = """\
scenes:
  one:
    text: "One {water}."
    choices: {go: {text: Go., if: water > 2, do: water -= 1, to: two}, on: {text: On., to: one}}
  two: {text: Two., ending: done}
"""


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("One {water}.", "The first {water} of {truth}.", True),
        ("{text: Go.,", "{text: Leave.,", True),
        ("One {water}.", "{a|b} {&c|d}.", True),
        ("water > 2", "2 < water", True),
        ("water > 2", "water > 3", False),
        ("water -= 1", "water -= 2", False),
        ("on:", "stay:", False),
        ("to: one}", "to: two}", False),
    ],
)
def test_digest_is_of_play_alone(tmp_path: Path, before: str, after: str, same: bool) -> None:
    assert before in SCENES
    first = program_of(tmp_path / "a", SCENES)
    second = program_of(tmp_path / "b", SCENES.replace(before, after))
    assert (first.digest == second.digest) == same


def test_digest_does_not_see_how_scenes_are_filed(tmp_path: Path) -> None:
    one, two = SCENES.split("  two:")
    first = program_of(tmp_path / "a", SCENES)
    second = program_of(tmp_path / "b", f"scenes:\n  two:{two}", **{"z/more.yaml": one})
    assert list(first.index) != list(second.index)
    assert first.digest == second.digest


def test_units_are_paragraphs_under_their_owners_id(tmp_path: Path) -> None:
    program = program_of(
        tmp_path,
        """\
        place: The jetty
        scenes:
          one:
            text: |
              One
              two.

              > Dear
              > Sae.

              | a
              |  b
            choices: {go: {text: Go., cost: Far, to: two}}
          two: {text: Two., ending: done}
        """,
    )
    texts = dict(zip(program.texts["en"], program.text_owner, strict=True))
    assert {text: owner for text, owner in texts.items() if owner.startswith(("one", "two", "file"))} == {
        "The jetty": "file:place",
        "One two.": "one",
        "Dear Sae.": "one",
        "a\n b": "one",
        "Go.": "one/go",
        "Far": "one/go",
        "Two.": "two",
    }


FRENCH = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "one"
msgid "One {water} {truth} {~a|b}."
msgstr "{truth}, {~un|deux} : {water}."

#, fuzzy
msgctxt "one/go"
msgid "Go."
msgstr "Aller."

msgctxt "variable:truth"
msgid "everything"
msgstr "tout"
"""


def test_translation(tmp_path: Path) -> None:
    program = program_of(
        tmp_path,
        """\
        scenes:
          one:
            text: "One {water} {truth} {~a|b}."
            choices: {go: {text: Go., to: two}}
          two: {text: Two., ending: done}
        """,
        **{"locale/fr.po": FRENCH},
    )
    number = program.text_owner.index("one")
    english, french = (program.texts[language][number] for language in ("en", "fr"))
    assert french[0] == ("word", 2, ("none", "tout"))
    assert english[3] == ("word", 2, ("none", "everything"))
    shuffles = [next(piece for piece in text if piece[0] == "seq") for text in (english, french)]
    assert shuffles[0][2] == shuffles[1][2], "both languages draw the same alternative"
    missing = {program.text_owner[number] for number in program.untranslated["fr"]}
    assert {"one/go", "two", "story", "ending:done", "variable:truth"} <= missing
    assert number not in program.untranslated["fr"]
    note = next(one for one in load_story(tmp_path, cache=False).diagnostics if one.code == "S503")
    assert "8 of 10 texts" in note.message
    assert "1 of them fuzzy" in note.message


def test_translation_faults_point_into_the_catalogue(tmp_path: Path) -> None:
    po = FRENCH.replace('"{truth}, {~un|deux} : {water}."', '"{truth}, {~un|deux} : "\n"{watr} \\" {water > 20: x}"')
    program_of(
        tmp_path,
        """\
        scenes:
          one: {text: "One {water} {truth} {~a|b}.", ending: done}
        """,
        **{"locale/fr.po": po},
    )
    diagnostics = load_story(tmp_path, cache=False).diagnostics
    found = [(one.code, one.path, one.line, one.column) for one in diagnostics if one.severity == "error"]
    assert found == [
        ("S502", "locale/fr.po", 7, 9),
        ("S301", "locale/fr.po", 8, 3),
        ("S304", "locale/fr.po", 8, 13),
    ]


def test_a_translation_prints_the_same_numbers(tmp_path: Path) -> None:
    po = FRENCH.replace(
        '"{truth}, {~un|deux} : {water}."', "\"{water} {truth} {~a|b} {min(9, water)} {visits('one')}\""
    )
    source = "One {water} {truth} {~a|b}."
    po = po.replace(source, "{water + 1} {truth} {~a|b} {min(water, 9)} {visits(one)}")
    program_of(
        tmp_path,
        """\
        scenes:
          one: {text: "{water + 1} {truth} {~a|b} {min(water, 9)} {visits(one)}", ending: done}
        """,
        **{"locale/fr.po": po},
    )
    errors = [one for one in load_story(tmp_path, cache=False).diagnostics if one.severity == "error"]
    assert [(one.code, one.message.partition("the translation ")[2]) for one in errors] == [
        ("S502", "has {min(9, water)}, which the source has not"),
        ("S502", "has {water}, which the source has not"),
        ("S502", "leaves out {min(water, 9)}"),
        ("S502", "leaves out {water + 1}"),
    ]


@pytest.mark.parametrize(
    ("translation", "faults"),
    [
        ("{water + 1} {water + 1: plural|bidon|bidons}", []),
        ("{water + 1} {water - 1: plural|bidon|bidons}", ["S504"]),
        ("{water + 1} {water: plural|bidon|bidons}", []),
        ("{water + 1} bidons", []),
        ("{water + 1} {water: plural|bidon}", ["S427"]),
        ("{water + 1} {water: plural|un|des|mille}", ["S427"]),
    ],
)
def test_a_translation_has_the_plurals_of_its_own_language(tmp_path: Path, translation: str, faults: list[str]) -> None:
    """For the numbers that the source prints, or has plurals for."""
    source = "{water + 1} {water: plural|can|cans}"
    po = FRENCH.replace('"{truth}, {~un|deux} : {water}."', f'"{translation}"')
    po = po.replace("One {water} {truth} {~a|b}.", source)
    program_of(tmp_path, f'scenes:\n  one: {{text: "{source}", ending: done}}\n', **{"locale/fr.po": po})
    diagnostics = load_story(tmp_path, cache=False).diagnostics
    assert [one.code for one in diagnostics if one.severity == "error"] == faults


def test_errors_carry_line_column_quote_and_suggestion(tmp_path: Path) -> None:
    with pytest.raises(StoryProblems) as caught:
        program_of(
            tmp_path,
            """\
            scenes:
              one:
                text: |
                  The first line is fine,
                  the second has {watr} in it.
                choices:
                  go: {text: Go., if: "truth == tald", to: tow}
              two: {text: Two., ending: done}
            """,
        )
    found = [(one.code, one.line, one.column) for one in caught.value.diagnostics]
    assert found == [("S301", 5, 23), ("S302", 7, 37), ("S201", 7, 48)]
    assert "Did you mean 'two'?" in caught.value.diagnostics[2].hint
    assert "scenes.yaml:5:23: S301 error: there is no variable 'watr'" in str(caught.value)
    assert "the second has {watr} in it." in str(caught.value)


CALLS = """\
scenes:
  one:
    text: One.
    choices:
      in: {text: In., to: {call: [{if: alive, to: room}, {to: {deck: night}}], then: two}}
      out: {text: Out., do: [alive = false], to: two}
  room: {text: Room., to: {call: inner, then: leave}}
  inner: {text: Inner., to: return}
  leave: {text: Leave., choices: {back: {text: Back., to: return}, MORE}}
  card: {text: Card., tags: night, to: return}
  two: {text: Two., ending: done}
"""


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("x: {text: X., to: leave}", []),
        ("x: {text: X., to: inner}", []),
        ("x: {text: X., to: one}", ["S211", "S717"]),
        ("x: {text: X., to: {call: room, then: leave}}", ["S211"]),
        ("x: {text: X., to: {call: card, then: leave}}", []),
        ("x: {text: X., to: {call: {call: inner, then: inner}, then: leave}}", []),
        ("x: {text: X., to: {call: {call: inner, then: one}, then: leave}}", ["S211"]),
    ],
)
def test_calls(tmp_path: Path, more: str, codes: list[str]) -> None:
    write(tmp_path, {"story.yaml": STORY, "scenes.yaml": CALLS.replace("MORE", more)})
    found = {one.code for one in check_story(tmp_path) if one.code in ("S211", "S212", "S717")}
    assert sorted(found - ({"S717"} if "S211" in found else set())) == [code for code in codes if code != "S717"]


def test_a_whole_story_plays(tmp_path: Path) -> None:
    machine = load(program_of(tmp_path, CALLS.replace("MORE", "x: {text: X., to: leave}")))
    state = start(machine)
    visited = [page(machine, state).scene]
    for choice in ("in", "on", "on", "x", "back"):
        state = advance(machine, state, choice)
        visited.append(page(machine, state).scene)
    assert visited == ["one", "room", "inner", "leave", "leave", "two"]


def test_the_shipped_story_has_no_errors() -> None:
    assert [one.format() for one in check_story(shipped_story()) if one.severity == "error"] == []
