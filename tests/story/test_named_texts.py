"""Texts that have a name: shown as if written where they stand, translated once, each fault told in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.engine import Program, Scene, Text
from game.proof.prover import prove
from game.story.check import check_story, examine
from game.story.compiling import named_texts
from game.story.prose import inline
from tests.story.stories import SMALL, write

HEAD = (
    SMALL
    + """\
categories: {things: Things}
variables:
  water: {range: [0, 9], start: 4}
  alive: true
"""
)
BARE = HEAD.replace("categories: {things: Things}\n", "")
CODEX = "category: things\nkind: ours\nentries: {sea: {title: Sea, open: true, text: '%s'}}\n"


def scene(*paragraphs: str, caption: str = "Go.") -> str:
    """A scene file of two scenes; the text of the first begins on line 4."""
    text = "".join(f"      {line}\n\n" for line in paragraphs)
    go = f"go: {{text: '{caption}', do: [water += 1, alive = false], to: [{{if: water > 6, to: two}}, {{to: one}}]}}"
    more = f"    choices:\n      {go}\n"
    return f"scenes:\n  one:\n    text: |\n{text}{more}  two: {{text: '{{water}} {{alive: a}}', ending: done}}\n"


def compiled(folder: Path, more: str, scenes: str) -> Program:
    folder.mkdir(exist_ok=True)
    examined = examine(write(folder, {"story.yaml": BARE + more, "scenes.yaml": scenes}))
    assert [one.format() for one in examined.diagnostics] == []
    assert examined.program is not None
    return examined.program


def shown(program: Program) -> list[Text]:
    """The paragraphs of the first scene, and its caption."""
    first = Scene(*program.scenes[0])
    numbers = [block[1] for block in first.blocks] + [first.choices[0][1]]
    return [program.texts["en"][number] for number in numbers]


LAMP, ROUNDS = "the lamp ({alive: burning|dark}, {water} left)", "{once|{&twice|thrice}|{alive: never}}"


def test_a_name_is_what_it_stands_for(tmp_path: Path) -> None:
    named = f"texts:\n  both: '{{lamp}}, {{rounds}}'\n  lamp: '{LAMP}'\n  rounds: '{ROUNDS}'\n"
    short = compiled(tmp_path / "short", named, scene("It is {both}.", "{ rounds }", caption="See {lamp} {rounds}."))
    long = compiled(tmp_path / "long", "", scene(f"It is {LAMP}, {ROUNDS}.", ROUNDS, caption=f"See {LAMP} {ROUNDS}."))
    assert shown(short) == shown(long)
    assert short.slots == long.slots
    assert short.digest == long.digest


def test_it_is_met_wherever_one_of_its_places_is(tmp_path: Path) -> None:
    """In the second scene nobody is alive any more, and that is no fault of the text."""
    scenes = scene("It is {lamp}.").replace("text: '{water} {alive: a}'", "text: 'It was {lamp}.'")
    compiled(tmp_path, f"texts: {{lamp: '{LAMP}'}}\n", scenes)
    examined = examine(tmp_path)
    assert examined.program is not None
    report = prove(examined.program)
    assert [one.code for one in report.findings if one.code != "P022"] == []
    assert [one.id for one in report.answers if one.id.startswith("text:")] == [
        "text:text:lamp~1.1",
        "text:text:lamp~1.2",
    ]


def test_what_is_never_read_of_it_is_told_once_where_it_was_written(tmp_path: Path) -> None:
    scenes = scene("{visits(one) >= 1: Ha} {lamp}.", "{lamp}.", caption="See {lamp}.")
    lamp = "texts:\n  lamp: 'now {alive: {not alive: never|yes}|no}'\n"
    examined = examine(write(tmp_path, {"story.yaml": HEAD + lamp, "scenes.yaml": scenes}))
    assert examined.program is not None
    found = [one for one in prove(examined.program).findings if one.code == "P005" and one.file == "story.yaml"]
    assert [(one.line, one.column, one.fields["words"]) for one in found] == [(12, 34, "never")]


def test_a_shuffle_draws_in_each_scene_by_that_scene(tmp_path: Path) -> None:
    def places(scenes: str) -> set[int]:
        texts = compiled(tmp_path, "texts: {luck: '{~good|bad}'}\n", scenes).texts["en"]
        return {piece[2] for text in texts if isinstance(text, tuple) for piece in text if piece[0] == "seq"}

    one = places(scene("It is {luck}."))
    other = scene("It is {luck}.").replace("text: '{water} {alive: a}'", "text: '{alive: a} {water} {luck}'")
    both = places(other)
    assert len(one) == 1
    assert len(both) == 2
    assert one < both


def test_it_is_one_text_to_translate(tmp_path: Path) -> None:
    """Whatever many scenes show it, and though it counts other visits in each of them."""
    po = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po += 'msgctxt "text:rounds"\nmsgid "{once|twice}"\nmsgstr "{une|deux|trois}"\n'
    scenes = scene("{rounds}", caption="So {rounds}.").replace("'{water} {alive: a}'", "'{water} {alive: a} {rounds}'")
    write(
        tmp_path, {"story.yaml": BARE + "texts: {rounds: '{once|twice}'}\n", "scenes.yaml": scenes, "locale/fr.po": po}
    )
    examined = examine(tmp_path)
    (note,) = examined.diagnostics
    assert note.code == "S503"
    assert note.message.startswith("4 of 5 texts are not translated")
    program: Any = examined.program
    assert [len(piece[3]) for text in program.texts["fr"] for piece in text if piece[0] == "seq"] == [3, 2, 3, 2]


TITLED = scene("{lamp}").replace(" text:", " title: '{lamp}'\n    text:", 1)
BAD = [
    ("texts:\n", ["It is {lamp}."], [("scenes.yaml", "S301", 4, 14)]),
    ("texts: {}\n", ["It is {lamp}."], [("scenes.yaml", "S301", 4, 14)]),
    ("texts: {lamps: Lit.}\n", ["It is {lamp}."], [("scenes.yaml", "S301", 4, 14)]),
    ("texts: lamp\n", ["It is."], [("story.yaml", "S104", 11, 8)]),
    ("texts: [lamp]\n", ["It is."], [("story.yaml", "S104", 11, 1)]),
    ("texts:\n  lamp:\n", ["It is {lamp}."], [("story.yaml", "S105", 12, 3)]),
    ("texts:\n  lamp: ~\n", ["It is {lamp}."], [("story.yaml", "S105", 12, 9)]),
    ("texts:\n  lamp: []\n", ["It is {lamp}."], [("story.yaml", "S112", 12, 3)]),
    ("texts:\n  lamp: {text: a}\n", ["It is {lamp}."], [("story.yaml", "S104", 12, 3)]),
    ("texts:\n  lamp: [{text: a}]\n", ["It is {lamp}."], [("story.yaml", "S101", 12, 10)]),
    ("texts:\n  lamp: a\n  Lamp: a\n", ["It is {lamp}."], [("story.yaml", "S111", 13, 3)]),
    ("texts:\n  lamp: a\n  water: a\n", ["It is {lamp}."], [("story.yaml", "S331", 13, 3)]),
    ("conditions: {lamp: alive}\ntexts:\n  lamp: a\n", ["It is {lamp}."], [("story.yaml", "S331", 13, 3)]),
    ("texts:\n  lamp: a\n  other: a\n", ["It is {lamp}."], [("story.yaml", "S722", 13, 3)]),
    ("texts:\n  lamp: a\n  other: 'a {b'\n", ["It is {lamp}."], [("story.yaml", "S401", 13, 13)]),
    ("texts:\n  lamp: '{wter}'\n", ["It is {lamp}.", "{lamp}"], [("story.yaml", "S301", 12, 11)]),
    ("texts:\n  lamp: '{visits(here) > 1: a}'\n", ["It is {lamp}."], [("story.yaml", "S201", 12, 18)]),
    ("texts:\n  lamp: '[x](codex:sae)'\n", ["It is {lamp}."], [("story.yaml", "S206", 12, 20)]),
    ("texts:\n  lamp: 'x -> one'\n", ["It is {lamp}."], [("story.yaml", "S714", 12, 12)]),
    ("texts:\n  lamp: '{lamp}'\n", ["It is {lamp}.", "{lamp}"], [("story.yaml", "S431", 12, 3)]),
    ("texts:\n  b: '{a}'\n  a: 'x {b}'\n", ["It is {b}.", "{a}"], [("story.yaml", "S431", 13, 3)]),
    ("texts:\n  b: '{a}'\n  a: 'x {b}'\n", ["It is."], [("story.yaml", "S431", 13, 3)]),
    ("texts:\n  lamp: [a, b]\n", ["It is {lamp}.", "{lamp}"], [("scenes.yaml", "S432", 4, 13)]),
    ("texts:\n  lamp: '# a'\n", ["It is {lamp}.", "{lamp}"], [("scenes.yaml", "S432", 4, 13)]),
    ("texts:\n  lamp: '| a'\n", ["> {lamp}"], [("scenes.yaml", "S432", 4, 9)]),
    ("texts:\n  lamp: [{picture: none}]\n", ["{lamp}"], [("story.yaml", "S204", 12, 20)]),
]  # fmt: skip


@pytest.mark.parametrize(("more", "paragraphs", "expected"), BAD, ids=[f"{more} {said}" for more, said, _ in BAD])
def test_what_is_wrong_is_told_once_and_in_its_place(
    more: str, paragraphs: list[str], expected: list[tuple[str, str, int, int]], tmp_path: Path
) -> None:
    files = {"story.yaml": HEAD + more, "scenes.yaml": scene(*paragraphs), "codex/things.yaml": CODEX % "Wet."}
    assert [(one.path, one.code, one.line, one.column) for one in check_story(write(tmp_path, files))] == expected


@pytest.mark.parametrize(
    ("text", "files", "expected"),
    [
        ("[the sea](codex:sea)", {"scenes.yaml": scene("{lamp}", caption="See {lamp}.")}, [("scenes.yaml", "S414")]),
        ("{far}'\n  far: '[sea](codex:sea)", {"scenes.yaml": scene("A", caption="{lamp}")}, [("scenes.yaml", "S414")]),
        ("{a|b}", {"codex/things.yaml": CODEX % "Wet {lamp}."}, [("codex/things.yaml", "S408")]),
        ("{a|b}", {"codex/things.yaml": CODEX % "{lamp}"}, [("codex/things.yaml", "S408")]),
        ("x {far}'\n  far: '{a|b}", {"codex/things.yaml": CODEX % "{lamp}"}, [("codex/things.yaml", "S408")]),
        ("{far}'\n  far: '{a|b}", {"codex/things.yaml": CODEX % "Wet {lamp}."}, [("codex/things.yaml", "S408")]),
        ("{water}", {"scenes.yaml": TITLED}, [("scenes.yaml", "S420")]),
        ("a", {"scenes.yaml": scene("{lamp}").replace("water > 6", "lamp")}, [("scenes.yaml", "S301")]),
    ],
)  # fmt: skip
def test_it_holds_what_its_place_may_hold(
    text: str, files: dict[str, str], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    head = HEAD + f"texts:\n  lamp: '{text}'\n"
    whole: dict[str, str | bytes] = {"scenes.yaml": scene("It is {lamp}."), "codex/things.yaml": CODEX % "Wet."}
    told = check_story(write(tmp_path, {"story.yaml": head, **whole, **files}))
    assert [(one.path, one.code) for one in told] == expected


def test_texts_that_would_grow_without_end_are_refused_where_they_do(tmp_path: Path) -> None:
    grows = "".join(f"  t{n + 1}: '{f'{{t{n}}}' * 20}'\n" for n in range(10))
    files = {"story.yaml": HEAD + "texts:\n  t0: Many words.\n" + grows, "scenes.yaml": scene("It is {t10}.", "{t10}")}
    told = check_story(write(tmp_path, files))
    assert {one.code for one in told} == {"S433"}
    assert inline.MAX_WRITTEN == 100_000


def test_a_long_row_of_texts_is_followed_without_end(tmp_path: Path) -> None:
    row = "".join(f"  t{n}: '{{t{n + 1}}}'\n" for n in range(3000))
    files = {"story.yaml": HEAD + f"texts:\n{row}  t3000: End.\n", "scenes.yaml": scene("It is {t0}.")}
    assert {one.code for one in check_story(write(tmp_path, files))} == {"S433"}


def test_a_story_shows_so_much_of_them_in_all_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_texts, "MAX_STORY", 1000)
    files = {
        "story.yaml": HEAD + f"texts:\n  t: {'x' * 99}\n",
        "scenes.yaml": scene(*[f"{n} {{t}}" for n in range(11)]),
    }
    told = check_story(write(tmp_path, files))
    assert [(one.code, one.line) for one in told] == [("S433", 24)]
