"""Words that the player types, in a story's files: what may be said of them, what may not, and what they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Choice, Program, Scene, Typed, load, page
from game.engine import start as first
from game.proof.prover import Options, prove
from game.story.check import check_story, examine
from tests.story.stories import SMALL, write

NAME = "  name: {text: 12, start: Anna}\n"
HEAD = SMALL + "variables:\n  water: {range: [0, 9], start: 4}\n  sky: {one_of: [fog, clear]}\n" + NAME
TAIL = "  two: {text: '{name}, {water}, {sky}.', ending: done}\n"


def scenes(choice: str, text: str = "One.") -> str:
    """A scene file: the text is on line 3, the choice on line 5."""
    return f"scenes:\n  one:\n    text: {text}\n    choices:\n      go: {{text: Go., {choice}, to: two}}\n{TAIL}"


def told(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    return [f"{one.code} {one.path}:{one.line}:{one.column}" for one in check_story(write(folder, files))]


def compiled(folder: Path, files: dict[str, str | bytes]) -> Program:
    folder.mkdir(exist_ok=True)
    examined = examine(write(folder, files))
    assert [one.format() for one in examined.diagnostics if one.severity != "note"] == []
    assert examined.program is not None
    return examined.program


USED = "do: [water -= 1, sky = clear]"


@pytest.mark.parametrize(
    ("choice", "text", "found"),
    [
        ("ask: nam", "One.", "S350 scenes.yaml:5:28"),
        ("ask: sky", "One.", "S351 scenes.yaml:5:28"),
        ("ask: name, if: name", "One.", "S352 scenes.yaml:5:38"),
        ("ask: name, if: 'name == Anna'", "One.", "S352 scenes.yaml:5:39"),
        ("ask: name, if: 'name == \"\"'", "One.", "S352 scenes.yaml:5:39"),
        ("ask: name, if: 'water > 1 and Bob == name'", "One.", "S352 scenes.yaml:5:60"),
        ("ask: name, if: 'sky == name'", "One.", "S352 scenes.yaml:5:46"),
        ("ask: name, if: 'name in [fog, clear]'", "One.", "S352 scenes.yaml:5:39"),
        ("ask: name, if: 'water > name'", "One.", "S352 scenes.yaml:5:47"),
        ("ask: name, do: name = Bob", "One.", "S352 scenes.yaml:5:38"),
        ("ask: name, do: name += 1", "One.", "S352 scenes.yaml:5:38"),
        ("ask: name, do: water = name", "One.", "S352 scenes.yaml:5:46"),
        ("ask: name, do: sky = name", "One.", "S352 scenes.yaml:5:44"),
        ("ask: name", "'{name + 1}'", "S352 scenes.yaml:3:13"),
        ("ask: name", "'{name == fog: a|b}'", "S352 scenes.yaml:3:13"),
        ("ask: name", "'{name == fog: a}'", "S352 scenes.yaml:3:13"),
        ("ask: name", "'{name: a|b}'", "S357 scenes.yaml:3:12"),
        ("ask: name", "'{name:lower}'", "S357 scenes.yaml:3:12"),
        ("ask: name", "'{name:}'", "S357 scenes.yaml:3:12"),
        ("ask: name", "'{name:upper'", "S401 scenes.yaml:3:12"),
        ("ask: name", "'{name: plural|a|b}'", "S357 scenes.yaml:3:12"),
        ("prompt: Who?", "'{name}'", "S116 scenes.yaml:5:23"),
        ("ask: [name]", "One.", "S104 scenes.yaml:5:23"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(choice: str, text: str, found: str, tmp_path: Path) -> None:
    assert told(tmp_path, {"story.yaml": HEAD, "scenes.yaml": scenes(choice, text)})[0] == found


@pytest.mark.parametrize(
    ("variable", "code"),
    [
        ("{text: 0, start: A}", "S107"),
        ("{text: 25, start: A}", "S107"),
        ("{text: many, start: A}", "S107"),
        ("{text: [1, 2], start: A}", "S104"),
        ("{text: 12}", "S355"),
        ("{text: 3, start: Anna}", "S354"),
        ("{text: 3, start: 李李}", "S354"),
        ("{text: 12, start: ' Anna'}", "S354"),
        ('{text: 12, start: "e\\u0301"}', "S354"),
        ("{text: 12, range: [1, 2], start: A}", "S109"),
        ("{text: 12, start: A, cap: water}", "S116"),
        ("{text: 12, start: A, hidden: true}", "S116"),
        ("{text: 12, start: A, saturates: low}", "S116"),
    ],
)
def test_a_declaration_that_cannot_be(variable: str, code: str, tmp_path: Path) -> None:
    head = HEAD.replace(NAME, f"  name: {variable}\n")
    found = told(tmp_path, {"story.yaml": head, "scenes.yaml": scenes("ask: name")})
    assert [one.split(":")[0] for one in found] == [f"{code} story.yaml"], found


def test_a_name_stands_for_one_thing(tmp_path: Path) -> None:
    for section in ("conditions", "texts"):
        files: dict[str, str | bytes] = {"story.yaml": f"{HEAD}{section}:\n  name: water > 1\n"}
        assert told(tmp_path, files | {"scenes.yaml": scenes("ask: name")})[0].startswith("S331")


def test_what_is_not_asked_or_not_printed_is_advised(tmp_path: Path) -> None:
    never = told(tmp_path, {"story.yaml": HEAD, "scenes.yaml": scenes(USED)})
    assert never == ["S356 story.yaml:10:3"]
    silent = scenes(f"ask: name, {USED}").replace("'{name}, ", "'")
    assert told(tmp_path, {"story.yaml": HEAD, "scenes.yaml": silent}) == ["S358 story.yaml:10:3"]
    shown = {"story.yaml": HEAD + "status: [{word: name}]\n", "scenes.yaml": silent}
    assert told(tmp_path, shown) == []


def test_the_program_holds_it_beside_its_slots(tmp_path: Path) -> None:
    labelled = HEAD.replace("start: Anna}", "start: Anna, label: Your name}")
    program = compiled(
        tmp_path, {"story.yaml": labelled, "scenes.yaml": scenes(f"ask: name, prompt: 'Who, {{name}}?', {USED}")}
    )
    assert [slot.name for slot in program.slots] == ["water", "sky"]
    variable = Typed(*program.typed[0])
    texts = program.texts["en"]
    assert (variable.name, variable.cells) == ("name", 12)
    assert (texts[variable.start], texts[variable.label]) == ("Anna", "Your name")
    choice = Choice(*Scene(*program.scenes[0]).choices[0])
    assert choice.ask == 0
    assert texts[choice.prompt] == ("Who, ", ("said", 0, "", "Anna"), "?")
    assert page(load(program), first(load(program))).options[0].prompt == "Who, Anna?"


def test_a_start_is_taken_as_it_is(tmp_path: Path) -> None:
    head = HEAD.replace("start: Anna}", "start: '*{a}* ~[x]'}")
    program = compiled(tmp_path, {"story.yaml": head, "scenes.yaml": scenes(f"ask: name, {USED}", "'{name}'")})
    assert page(load(program), first(load(program))).text == "*{a}* ~[x]"


def catalogue(*pairs: tuple[str, str, str]) -> str:
    head = 'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(f'\nmsgctxt "{owner}"\nmsgid "{one}"\nmsgstr "{other}"\n' for owner, one, other in pairs)


@pytest.mark.parametrize(
    ("translation", "code"),
    [
        ("Salut, {name}.", ""),
        ("Salut, {name:upper}.", ""),
        ("Salut.", "S502"),
        ("Salut, {name} et {water}.", "S502"),
        ("Salut, {name:grand}.", "S357"),
        ("{name} : {name == fog: a|b}.", "S352"),
    ],
)
def test_translations_keep_it(translation: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    files: dict[str, str | bytes] = {"story.yaml": HEAD, "scenes.yaml": scenes(f"ask: name, {USED}", "'Hail, {name}.'")}
    files["locale/fr.po"] = catalogue(("one", "Hail, {name}.", translation))
    found = [one.code for one in check_story(write(tmp_path, files)) if one.severity != "note"]
    assert found == [code] * bool(code)


@pytest.mark.parametrize(("start", "code"), [("Anne", ""), ("Marie-Antoinette", "S354"), ("\u202eAnne", "S501")])
def test_a_start_is_translated_and_held_to_the_same(start: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    files: dict[str, str | bytes] = {"story.yaml": HEAD, "scenes.yaml": scenes(f"ask: name, {USED}", "'Hail, {name}.'")}
    files["locale/fr.po"] = catalogue(("variable:name", "Anna", start), ("one", "Hail, {name}.", "Salut, {name}."))
    examined = examine(write(tmp_path, files))
    found = [one.code for one in examined.diagnostics if one.severity != "note"]
    assert found == [code] * bool(code) or (code and len(found) == 1), found
    if not code:
        assert examined.program
        machine = load(examined.program)
        assert page(machine, first(machine), "fr").text == "Salut, Anne."


def test_it_changes_nothing_in_the_proof(tmp_path: Path) -> None:
    """The same story with and without: the same verdicts, the same states, the same shortest ways, the same digest."""
    asking = scenes("ask: name, prompt: 'Who, {water > 1: {name}|you}?', do: water -= 1", "'{name}: {water > 2: a|b}'")
    asking = asking.replace(
        "    choices:\n", "    choices:\n      stay: {text: No., ask: name, result: '{name}', do: sky = clear}\n"
    )
    silent = asking.replace(
        "ask: name, prompt: 'Who, {water > 1: {name}|you}?', ", "cost: 'Who, {water > 1: Anna|you}?', "
    )
    silent = silent.replace("ask: name, ", "").replace("{name}", "Anna")
    one = compiled(tmp_path / "asking", {"story.yaml": HEAD, "scenes.yaml": asking})
    other = compiled(tmp_path / "silent", {"story.yaml": HEAD.replace(NAME, ""), "scenes.yaml": silent})
    assert one.digest == other.digest
    assert one.slots == other.slots
    with_it, without = (prove(program, Options()) for program in (one, other))
    assert with_it.proved
    assert with_it.answers == without.answers
    assert [finding.code for finding in with_it.findings] == [finding.code for finding in without.findings]
    assert (with_it.endings, with_it.nodes, with_it.places, with_it.moves) == (
        *(without.endings, without.nodes, without.places, without.moves),
    )
