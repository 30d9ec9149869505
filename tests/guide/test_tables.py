"""The tables of the guide hold what the program holds: inline constructs, conditions, effects, keys, limits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from game.engine import advance, load, page, start
from game.plain.text import styled
from game.story import check_story, load_story
from game.story.advising import advice, long_texts
from game.story.compiling import named_texts
from game.story.compiling import rolls as falls
from game.story.expressions import checker, conditions, parse, rolls, scope
from game.story.prose import inline, setting
from game.story.reading import choice_sets, reader
from game.story.schema import checks, json_schema, variables
from game.story.schema.values import LARGEST
from game.story.translating import catalogue
from game.wording import words
from tests.guide.blocks import GUIDE, examples, tables

TABLES = tables(GUIDE.read_text(encoding="utf-8"))
KINDS = ("story", "scenes", "codex", "pictures")
HEAD = """\
story: tables
title: Tables
version: 1
language: en
start: here
endings: {end: The end}
categories: {things: Things}
variables:
  oil: {range: [0, 5], start: 3, label: Oil}
  wicks: {range: [0, 5], start: 3, label: Wicks}
  cans: {range: [0, 3], label: Cans}
  sky: {one_of: [clear, fog, gale], start: fog, names: {fog: thick fog}}
  mood: {one_of: [calm, cross, asleep, half asleep]}
  trust: {range: [0, 100], start: 50}
  bag: {set: [lamp, key, rope], start: [lamp, key], names: {lamp: the lamp, key: a key}}
  lit: false
  fed: false
  name: {text: 24, start: ines}
"""
LAMP = "category: things\nkind: ours\nentries: {lamp: {title: The lamp, text: Brass.}}\n"
OTHERS = {
    "gallery": {"text": "Gallery.", "choices": {"polish": {"text": "Polish.", "to": "here"}}},
    "white-room": {"text": "White.", "to": "here"},
    "end": {"text": "The end.", "ending": "end"},
}
"""Scenes that the tables name."""


def written(folder: Path, scene: dict[str, Any]) -> Path:
    """A story in a folder: the scene `here`, and what the tables name."""
    (folder / "codex").mkdir()
    (folder / "codex" / "things.yaml").write_text(LAMP, encoding="utf-8")
    (folder / "story.yaml").write_text(HEAD, encoding="utf-8")
    scenes = yaml.safe_dump({"scenes": {"here": scene, **OTHERS}}, allow_unicode=True, sort_keys=False)
    (folder / "scenes.yaml").write_text(scenes, encoding="utf-8")
    return folder


def code(cell: str) -> list[str]:
    """What stands in a cell between `these`."""
    return re.findall(r"`([^`]+)`", cell)


def errors(folder: Path) -> list[str]:
    return [one.format() for one in check_story(folder) if one.severity == "error"]


# ---------------------------------------------------------------- constructs


@pytest.mark.parametrize("row", TABLES["inline"], ids=lambda row: row[0])
def test_an_inline_construct_reads_as_the_table_says(row: list[str], tmp_path: Path) -> None:
    again = {"again": {"text": "Again.", "to": "here"}}
    folder = written(tmp_path, {"text": code(row[0])[0] + " .", "choices": again})
    machine = load(load_story(folder, cache=False).program)
    state = start(machine, 1)
    for shown in row[1:]:
        read = (
            "".join(styled(block.text, words("en")) for block in page(machine, state).blocks).removesuffix(".").strip()
        )
        read = re.sub(r"\[struck out: (.*)\]", r"~~\1~~", read)
        assert read in (["heads", "tails"] if shown == "by chance" else [shown.replace("\\*", "*")])
        state = advance(machine, state, "again")


@pytest.mark.parametrize("row", TABLES["conditions"], ids=lambda row: row[0])
def test_a_condition_of_the_table_is_one(row: list[str], tmp_path: Path) -> None:
    for condition in code(row[0]):
        choices = {"go": {"text": "Go.", "if": condition, "to": "gallery"}, "on": {"text": "On.", "to": "white-room"}}
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        assert errors(written(folder, {"text": "Here.", "choices": choices})) == []


@pytest.mark.parametrize("row", TABLES["effects"], ids=lambda row: row[0])
def test_an_effect_of_the_table_is_one(row: list[str], tmp_path: Path) -> None:
    choices = {"go": {"text": "Go.", "do": code(row[0]), "to": "gallery"}}
    assert errors(written(tmp_path, {"text": "Here.", "choices": choices})) == []


# ---------------------------------------------------------------- keys


def properties(schema: dict[str, Any]) -> dict[str, bool]:
    """The keys of a mapping, and whether each is needed."""
    return {name: name in schema.get("required", ()) for name in schema["properties"]}


@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith("keys ")])
def test_a_table_of_keys_has_exactly_the_keys_of_the_schema(name: str) -> None:
    _, kind, *part = name.split()
    schema = json_schema(kind)
    known = properties(schema["$defs"][part[0]] if part else schema)
    told = {key: f"**`{key}`**" in row[0] for row in TABLES[name] for key in code(row[0])}
    assert told == known


def test_every_key_of_the_format_is_used_in_an_example() -> None:
    used: set[str] = set()
    for example in examples(GUIDE.read_text(encoding="utf-8")):
        for block in example.blocks:
            if block.language == "yaml":
                used |= set(re.findall(r"(?:^|[{,\s-])([a-z_]+):(?=\s)", block.text))
    parts = [part for kind in KINDS for part in (json_schema(kind), *json_schema(kind)["$defs"].values())]
    known = {key for part in parts if "properties" in part for key in properties(part)}
    assert known - used == set()


# ---------------------------------------------------------------- limits


def bounds(name: str, kind: str, part: str) -> str:
    """The least and the most that a number may be, from the schema."""
    schema = json_schema(kind)["$defs"][part]["properties"][name]
    return f"{schema['minimum']} to {schema['maximum']}"


def test_the_table_of_limits_is_that_of_the_program() -> None:
    assert dict(TABLES["limits"]) == {
        "size of a file": f"{reader.MAX_BYTES // 1_000_000} MB",
        "size of a catalogue": f"{catalogue.MAX_SIZE // 1024 // 1024} MB",
        "depth of lists and mappings in a file": str(reader.MAX_DEPTH),
        "ends of a `range`": f"-{LARGEST} to {LARGEST}",
        "`text` of a variable, in cells of a line": bounds("text", "story", "LongVariable"),
        "number in a condition": str(checker.MAX_NUMBER),
        "numbers that a roll may show": f"2 to {rolls.MOST_SIDES}",
        "ways in which the rolls of a step fall": str(falls.MOST_WAYS),
        "length of a condition": f"{parse.MAX_LENGTH} characters",
        "brackets within brackets in a condition": str(parse.MAX_BRACKETS),
        "parts of a condition, with those that it names written out": str(conditions.MAX_PARTS),
        "parts of all conditions with a name, as often as they are named": str(conditions.MAX_STORY),
        "how far `visits` and `taken` count, and texts by visits": str(scope.FARTHEST_COUNT),
        "rules under `interrupts` of a story, and of each chapter": str(checks.MOST_INTERRUPTS),
        "choices that a story includes": str(choice_sets.MAX_INCLUDED),
        "braces within braces in a text, and texts with a name within one another": str(inline.MAX_DEPTH),
        "ways that follow one another in braces": str(inline.MOST_WAYS),
        "texts in `{shuffle: ...}`": str(inline.MOST_ORDERED),
        "members of a set": str(variables.MOST_MEMBERS),
        "characters of texts with a name that one text may show": str(setting.MAX_WRITTEN),
        "… and a whole story": str(named_texts.MAX_STORY),
        "`priority`": bounds("priority", "scenes", "SceneSource"),
        "`weight`": bounds("weight", "scenes", "SceneSource"),
        "`max_visits`": bounds("max_visits", "scenes", "SceneSource"),
        "`slots` of a row": bounds("slots", "story", "RowSource"),
        "a drawing": f"{checks.COLUMNS} columns, {checks.ROWS} rows",
        "words in a caption (advice)": str(advice.LONGEST_CAPTION),
        "lines of a text, of 66 columns (advice)": str(long_texts.LINES),
    }


def test_links_within_the_guide_lead_somewhere() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    heads = {
        re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^#+ (.+)$", guide, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", guide)) <= heads
