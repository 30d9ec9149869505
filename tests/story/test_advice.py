"""Advice: decisions that nothing remembers, texts that a screen does not hold, things declared and never used.

The files of `advice/` hold small stories and all that must be told of them. To add one, add an entry.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.engine.program import Program
from game.graphs import Mask
from game.story.advising.decisions import decisions, unpacked
from game.story.advising.live import Live
from game.story.advising.long_texts import COLUMNS, LINES, Lengths
from game.story.advising.ways import Places
from game.story.check import check_story, examine
from game.story.compiling.link import graph
from game.wrapping import wrap
from tests.generated import machine_of, stories
from tests.story.stories import SMALL, write

VARIABLES = "variables: {lit: {boolean: true, start: false}, water: {range: [0, 9], start: 4, saturates: both}}"
TWO = "  two: {text: Two., ending: done}\n"


def entries(name: str) -> list[Any]:
    text = (Path(__file__).parent / "advice" / f"{name}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)[name]
    return [pytest.param(each, id=each["name"]) for each in found]


def indented(scenes: str) -> str:
    return "scenes:\n" + "".join(f"  {line}\n" for line in scenes.splitlines())


@pytest.mark.parametrize("entry", entries("decisions"))
def test_decisions(entry: dict[str, Any], tmp_path: Path) -> None:
    story = SMALL + entry.get("variables", VARIABLES) + "\n"
    examined = examine(write(tmp_path, {"story.yaml": story, "scenes.yaml": indented(entry["scenes"])}))
    assert not examined.errors, [one.format() for one in examined.errors]
    found = [one for one in examined.diagnostics if one.code == "S731"]
    told = {re.findall(r"'(\w+)'", one.message)[0]: f"{one.message}. {one.hint}" for one in found}
    assert told.keys() == entry["forgotten"].keys()
    assert all(said in told[scene] for scene, said in entry["forgotten"].items())
    assert all(one.quote.split(":")[0].strip() in told for one in found)
    assert examined.program is not None
    assert len(list(decisions(examined.program))) == entry["decisions"]


@pytest.mark.parametrize("entry", entries("unused"))
def test_what_is_declared_and_never_used(entry: dict[str, Any], tmp_path: Path) -> None:
    head = SMALL.replace("endings: {done: Done}", entry.get("ending", "endings: {done: Done}"))
    two = TWO if "to: two" in f"{entry}" or "else: two" in f"{entry}" else ""
    files = {"story.yaml": f"{head}{entry.get('story', '')}\n", "scenes.yaml": "scenes:\n  " + entry["scenes"].strip()}
    files["scenes.yaml"] += f"\n{two}"
    found = check_story(write(tmp_path, {**files, **entry.get("more", {})}))
    told = [
        (one.code, *re.findall(r"(?:'| value ')([\w-]+)'", one.message)[:1], *re.findall("in use is '(.*)'", one.hint))
        for one in found
        if one.code != "S731"
    ]
    assert sorted(told) == sorted((code, name, *([near] if near else [])) for code, name, near in entry["finds"])


LONG = "The sand runs back as fast as it is thrown, and nobody says so, for who would like to be told?"
"""Two lines of 66 columns; with the empty line before the next, three."""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"text: {LONG}", 2),
        (f"text: [{LONG!r}, {LONG!r}]", 5),
        (f"text: [{{if: lit, text: {LONG!r}}}, {{if: not lit, text: One.}}]", 2),
        (f"text: [{{if: lit, text: {LONG!r}}}, {{if: water > 3, text: One.}}]", 4),
        (f"text: [{{if: water > 5, text: {LONG!r}}}, {{if: water == 3, text: One.}}, {{if: water < 3, text: T.}}]", 2),
        (f"text: [{{if: lit, text: One., else: {LONG!r}}}, {{if: not lit, text: One.}}]", 4),
        ("text: '{lit: " + LONG + "|Dark.}'", 2),
        ("text: '{water} {Once.|" + LONG + "}'", 2),
        ('text: "| One\\n| two\\n| three"', 3),
        ('text: "One\\\\\\ntwo"', 2),
    ],
)
def test_a_text_is_measured_at_its_longest(text: str, lines: int, tmp_path: Path) -> None:
    scenes = f"scenes:\n  one:\n    {text}\n    to: two\n  two: {{text: '{{water}} {{lit: a|b}}', ending: done}}\n"
    examined = examine(write(tmp_path, {"story.yaml": f"{SMALL}{VARIABLES}\n", "scenes.yaml": scenes}))
    assert not examined.errors, [one.format() for one in examined.errors]
    assert examined.program is not None
    assert Lengths(examined.program).lines(unpacked(examined.program)[0].blocks) == lines


@pytest.mark.parametrize(("paragraphs", "told"), [(8, []), (9, [26])])
def test_texts_that_a_screen_does_not_hold(paragraphs: int, told: list[int], tmp_path: Path) -> None:
    """Of a scene, a result and an ending; 8 paragraphs of two lines have 23, with an empty line between each two."""
    text = [LONG] * paragraphs
    story = SMALL.replace("{done: Done}", f"{{done: {{title: Done, text: {text}}}}}")
    go = f"go: {{text: Go., result: {text}, to: two}}"
    scenes = f"scenes:\n  one: {{text: {text}, choices: {{{go}}}}}\n{TWO}"
    found = check_story(write(tmp_path, {"story.yaml": story, "scenes.yaml": scenes}))
    assert [(one.code, one.severity) for one in found] == [("S732", "note")] * len(told) * 3
    assert all(f"{count} lines" in one.message for one in found for count in told)
    assert {re.findall("'(.*)'", one.message)[0] for one in found} == ({"one", "go", "done"} if told else set())


WORDS = st.lists(st.text("ab漢é", min_size=1, max_size=70) | st.just("word"), max_size=90).map(" ".join)


@given(WORDS, st.sampled_from(["para", "letter"]))
def test_what_is_not_measured_is_not_long(text: str, kind: str) -> None:
    """What is looked at first, the number of characters, never lets pass what a screen does not hold."""
    lengths = Lengths(Program(*range(25))._replace(language="en", texts={"en": (text,)}))
    lines = wrap(text, COLUMNS, "    " if kind == "letter" else "").count("\n") + 1
    assert lengths.lines([(kind, 0)]) == lines
    assert lengths.perhaps_long([(kind, 0)]) or lines <= LINES


def exactly(places: Places) -> list[Mask]:
    """What is read from each place on, by going through all ways until nothing changes, effect by effect."""
    reads = places.reads

    def before(ops: Any, after: Mask) -> Mask:
        for op in reversed(ops):
            if op[0] == "if":
                one, other = before(op[2], after), before(op[3], after)
                after = one | other | (reads.expr(op[1]) if one != after or other != after else 0)
            elif after >> op[1] & 1:
                kind, slot, expr = op[3] if op[0] == "roll" else op
                kept = after & ~(1 << slot) if kind == "set" else after
                after = kept | reads.expr(expr)
        return after

    found, old = [0] * len(places.ways), list[Mask]()
    while found != old:
        old = list(found)
        for place, ways in enumerate(places.ways):
            there = places.asks[place]
            for way in ways:
                after = 0
                for out in way.goes:
                    after |= found[out]
                there |= way.asks | before(way.do, after)
            found[place] |= before(places.enters(place), there)
    return found


@given(stories())
def test_nothing_that_is_still_read_is_held_forgotten(scenes: str) -> None:
    program = machine_of(scenes).program
    places = Places(program, unpacked(program), graph(program))
    live, truth = Live(places), exactly(places)
    assert [one & ~other for one, other in zip(truth, live.there, strict=True)] == [0] * len(truth)
