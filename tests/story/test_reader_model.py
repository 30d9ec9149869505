"""From a folder to the model: what is built, that all problems come in one pass, and that nothing at all crashes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.story.check import check_story
from game.story.diagnostics.rule import STORY_FILE, bad
from game.story.load_model import load_model
from game.story.places.source import Sourced
from game.story.reading.model import Call, Deck, Draw, EffectIf, First, Goto, GuardedText, PictureItem, Story
from game.story.schema import KINDS, json_schema
from tests.story.stories import SCENES, STORY, write

CODEX = """\
category: people
kind: record
entries:
  kuribayashi:
    title: Tadamichi Kuribayashi
    facts: F1
    term: {kanji: 栗林忠道, reading: Kuribayashi Tadamichi}
    text: A general.
    stages: [{if: water > 2, text: He writes letters.}]
    see: [nishi]
    aliases: General
"""

PICTURES = """\
pictures:
  island:
    alt: An island.
    art: |
      ~~#~~
    legend: {"~": dim, "#": accent}
    key: {"#": our section}
    variants:
      - {if: water > 2, art: "##"}
"""

MORE_STORY = """\
author: A. Writer
facts: ../seeds/facts.yaml
unfinished: true
chapters:
  c: The Cave
  d: {title: Sand, date: June 1944}
categories: {people: People}
status:
  - {meter: water, of: 9}
  - {number: water, label: Left, if: water > 1}
  - {word: truth}
  - {row: cans, slots: 9, parts: [{count: water, glyph: "●", name: water}], rest: {glyph: "○", name: no}}
  - {text: "Left: {water}", label: Water}
  - {picture: island}
always: [water >= 0]
never: water > 9
eventually: truth == told
stays: truth == told
at_endings: {done: [water >= 0, hamabe_alive]}
can: [{ending: done, from: c}, {scene: two}]
"""

WHOLE: dict[str, str | bytes] = {
    "story.yaml": STORY + MORE_STORY,
    "deep/er/scenes.yaml": SCENES,
    "codex/people.yaml": CODEX,
    "pictures/map.yaml": PICTURES,
    "../seeds/facts.yaml": "- {id: F1, must_dramatise: true}\n- {id: F2, claim: 'no'}\n",
    "locale/notes.yaml": "not read\n",
    ".hidden/x.yaml": "not: read\n",
    "README.md": "not read\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "story"


def load(folder: Path, files: dict[str, str | bytes]) -> tuple[Story | None, list[str]]:
    """The model, and the problems as 'CODE path:line:column'."""
    folder.mkdir(exist_ok=True)
    story, found = load_model(write(folder, files))
    return story, [f"{item.code} {item.place}" for item in found]


def test_the_whole_format_is_read(folder: Path) -> None:
    story, problems = load(folder, WHOLE)
    assert problems == []
    assert story is not None
    assert (story.id, story.title, story.start, story.author, story.unfinished) == (
        "small",
        "Small",
        "one",
        "A. Writer",
        True,
    )
    assert [(c.title, c.date) for c in story.chapters.values()] == [("The Cave", None), ("Sand", "June 1944")]
    water, truth, alive = story.variables.values()
    assert (water.kind, water.low, water.high, water.start) == ("int", 0, 9, 4)
    assert (truth.kind, truth.values, truth.start, truth.high) == ("enum", ("none", "told"), 0, 1)
    assert (alive.kind, alive.start, alive.high) == ("bool", 1, 1)
    assert [item.kind for item in story.status] == ["meter", "number", "word", "row", "text", "picture"]
    assert (story.never, story.eventually) == (("water > 9",), ("truth == told",))
    assert story.stays == ("truth == told",)
    assert [(rule.ending, rule.expr) for rule in story.at_endings] == [("done", "water >= 0"), ("done", "hamabe_alive")]
    assert [(wish.ending, wish.scene, wish.origin) for wish in story.can] == [("done", None, "c"), (None, "two", None)]
    assert story.ledger is not None
    assert [(fact.id, fact.must_dramatise) for fact in story.ledger.facts.values()] == [("F1", True), ("F2", False)]
    assert [file.path for file in story.files] == [
        "story.yaml", "codex/people.yaml", "deep/er/scenes.yaml", "pictures/map.yaml", "../seeds/facts.yaml",
    ]  # fmt: skip


def test_scenes_are_built_with_their_places(folder: Path) -> None:
    story, _ = load(folder, WHOLE)
    assert story is not None
    one, two = story.scenes.values()
    assert str(one.mark) == "deep/er/scenes.yaml:3:3"
    assert (one.chapter, two.chapter, two.tags, two.ending) == ("c", "c", ("night",), "done")
    prose, guarded, picture = one.text
    assert isinstance(prose, Sourced)
    assert str(prose.mark_at(prose.index("{"))) == "deep/er/scenes.yaml:6:29"
    assert isinstance(guarded, GuardedText)
    assert (guarded.guard, guarded.text, guarded.otherwise) == ("water > 3", ("Deep.",), ("Shallow.",))
    assert picture == PictureItem(Sourced("island"))
    tell, dig = one.choices.values()
    assert (tell.full_id, tell.text, tell.locked, tell.guard) == ("one/tell", "Tell him: no.", "Dry.", "water > 2")
    assert tell.do[0] == "water -= 1"
    assert isinstance(tell.do[1], EffectIf)
    assert tell.do[1].do == ("truth = told",)
    assert isinstance(tell.to, First)
    assert tell.to.entries[0].to == Goto(Sourced("two"))
    draw = tell.to.entries[1].to
    assert isinstance(draw, Draw)
    assert [entry.weight for entry in draw.entries] == [2, 1]
    assert isinstance(dig.to, Call)
    assert isinstance(dig.to.target, Deck)
    assert (dig.to.target.tag, dig.to.then) == ("night", "one")


def test_all_problems_of_all_files_come_in_one_pass(folder: Path) -> None:
    story, problems = load(
        folder,
        {
            "story.yaml": STORY.replace("title: Small", "titel: Small").replace("start: 4", "start: 40"),
            "a.yaml": SCENES.replace("locked:", "lokced:")
            .replace("weight: 2", "weight: none")
            .replace("to: one}", "t: one}"),
            "b.yaml": "scenes:\n  Three: {ending: done}\n  four: {text: no, choices: {a: {text: b, once: on}}}\n",
            "c.yaml": 'scenes: "open\n',
            "codex/d.yaml": "entries:\n  e: {title: E, kind: fact, txt: x}\n",
            "pictures/p.yaml": "- island\n",
        },
    )
    assert story is None
    assert {problem.split(":")[0] for problem in problems} == {
        "S102 a.yaml", "S107 a.yaml", "S101 a.yaml", "S103 b.yaml", "S101 b.yaml", "S106 b.yaml", "S014 c.yaml",
        "S101 codex/d.yaml", "S102 codex/d.yaml", "S108 codex/d.yaml", "S027 pictures/p.yaml",
        "S101 story.yaml", "S102 story.yaml", "S115 story.yaml",
    }  # fmt: skip


def test_messages_offer_the_nearest_known_name(folder: Path) -> None:
    folder.mkdir()
    write(
        folder,
        {"story.yaml": STORY, "a.yaml": SCENES.replace("choices:", "choises:").replace("ending: done", "endign: done")},
    )
    _, found = load_model(folder)
    assert [item.hint.split("?")[0] for item in found] == ["Did you mean 'choices'", "Did you mean 'ending'"]
    assert "The keys known here: title, chapter, place" in found[0].hint


def test_what_is_sound_of_a_broken_scene_is_kept(folder: Path) -> None:
    story, problems = load(folder, {"story.yaml": STORY, "a.yaml": SCENES.replace("locked: Dry.", "locked: [Dry.]")})
    assert problems == ["S104 a.yaml:13:9"]
    assert story is not None
    assert story.broken == {"one"}
    assert list(story.scenes["one"].choices) == ["tell", "dig"]
    assert story.scenes["one"].choices["tell"].locked is None


def test_an_unreadable_file_leaves_no_model(folder: Path) -> None:
    story, problems = load(folder, {"story.yaml": STORY, "a.yaml": SCENES, "b.yaml": "scenes: ["})
    assert story is None
    assert problems == ["S015 b.yaml:1:9"]


def test_one_id_in_two_files(folder: Path) -> None:
    story, problems = load(folder, {"story.yaml": STORY, "a.yaml": SCENES, "b.yaml": SCENES})
    assert problems == ["S119 b.yaml:3:3", "S119 b.yaml:17:3"]
    assert story is not None
    assert story.scenes["one"].id.file.path == "a.yaml"


def test_sections_of_story_yaml_may_stand_empty(folder: Path) -> None:
    story, problems = load(folder, {"story.yaml": STORY + "chapters:\nstatus:\ncan:\n", "a.yaml": SCENES})
    assert problems == []
    assert story is not None


def test_free_text_may_be_no_or_yes(folder: Path) -> None:
    story, problems = load(
        folder,
        {
            "story.yaml": STORY,
            "a.yaml": "scenes:\n  one: {title: No, text: yes, to: one}\n  two: {text: off, ending: done}\n",
        },
    )
    assert problems == []
    assert story is not None
    assert story.scenes["one"].text == ("yes",)


@pytest.mark.parametrize("path", ["/etc/hosts.yaml", "../../x.yaml", "facts.txt", "..\\x.yaml", "a/../../../b.yaml"])
def test_a_ledger_elsewhere_is_not_opened(folder: Path, path: str) -> None:
    _, problems = load(folder, {"story.yaml": STORY + f"facts: '{path}'\n", "a.yaml": SCENES})
    assert problems == ["S607 story.yaml:12:8"]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    story, found = load_model(tmp_path / "nowhere")
    assert story is None
    assert [item.code for item in found] == ["S021"]


# ---------------------------------------------------------------- what editors are told


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described_for_editors(kind: str) -> None:
    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for name, inner in part.get("properties", {}).items():
                assert inner is False or inner.get("description"), name
            assert part.get("type") != "null" or kind == "story", "only its sections may be empty"
            assert "default" not in part or part["default"] is not None
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            walk(inner)

    schema = json_schema(kind)
    assert schema["additionalProperties"] is False
    walk(schema)


def test_editors_know_short_and_long_forms() -> None:
    schema = json_schema("scenes")
    to = schema["$defs"]["ChoiceSource"]["properties"]["to"]
    assert [branch.get("type", "mapping") for branch in to["anyOf"]] == [
        "string",
        "array",
        "mapping",
        "mapping",
        "mapping",
    ]


# ---------------------------------------------------------------- nothing crashes

FRAGMENTS = st.sampled_from(
    [
        *[
            "",
            "\n",
            "  ",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            '"',
            "|\n",
            "no",
            "null",
            "999999999",
            "-1",
            "~",
            "scenes:\n",
        ],
        *[
            "if: ",
            "to: ",
            "\x00",
            "\ue000",
            "é",
            "*",
            "&a ",
            "!t ",
            "\t",
            "---\n",
            "{a: b}",
            "[[x]]",
            "text:\n",
            "water",
        ],
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["story.yaml", "deep/er/scenes.yaml", "codex/people.yaml", "pictures/map.yaml"]), st.data())
def test_a_damaged_story_gives_only_diagnostics(name: str, data: st.DataObject) -> None:
    text = str(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 12)))
        text = text[:at] + data.draw(FRAGMENTS) + text[end:]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "story"
        folder.mkdir()
        story, found = load_model(write(folder, {**WHOLE, name: text}))
        assert story is not None or any(item.severity == "error" for item in found)
        for item in found:
            assert item.format().isprintable() or "\n" in item.format()
            assert item.line >= 1
            assert item.column >= 1
            assert "pydantic" not in item.message


KEYS = st.sampled_from(
    [
        *[
            "scenes",
            "one",
            "text",
            "if",
            "else",
            "to",
            "do",
            "choices",
            "draw",
            "deck",
            "call",
            "then",
            "picture",
            "tags",
        ],
        *["range", "one_of", "start", "names", "title", "key"],
    ]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["''", "no", "true", "1", "-3", "a", "A b", "water > 1", "'#'", "[]", "{}"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["variables", "status", "can", "chapters", "endings"]), VALUES, VALUES, VALUES)
def test_any_shape_of_data_gives_only_diagnostics(section: str, one: str, two: str, three: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files: dict[str, str | bytes] = {
            "story.yaml": STORY.split("variables")[0] + f"{section}: {one}\n",
            "a.yaml": f"scenes:\n  one: {two}\n  two:\n    text: {three}\n    choices: {one}\n    to: {two}\n",
            "codex/c.yaml": f"entries: {three}\n",
            "pictures/p.yaml": f"pictures:\n  p: {one}\n  q: {{alt: a, art: b, legend: {two}, variants: {three}}}\n",
            "facts.yaml": one,
        }
        load_model(write(folder, files))


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
@pytest.mark.parametrize("key", ["text", "title", "to", "facts", "do", "picture"])
def test_what_yaml_takes_for_nothing_is_nothing(key: str, nothing: str, tmp_path: Path) -> None:
    """As an editor's YAML has it; in quotation marks it is a text like any other."""
    exits = "" if key == "to" else "    ending: done\n"
    text = f"scenes:\n  one:\n    {key}: {nothing}\n{exits}"
    found = check_story(write(tmp_path, bad({"scenes.yaml": text})))
    assert [(one.code, one.line) for one in found if one.code == "S105"] == [("S105", 3)]


@pytest.mark.parametrize("word", ["true", "false", "null", "'true'", '"null"'])
def test_words_with_a_meaning_of_their_own_are_no_ids(word: str, tmp_path: Path) -> None:
    text = f"scenes:\n  one:\n    text: One.\n    to: {word}\n"
    found = check_story(write(tmp_path, bad({"scenes.yaml": text})))
    assert {one.code for one in found} & {"S103", "S105"}


def test_an_empty_section_of_story_yaml_may_be_written_either_way(tmp_path: Path) -> None:
    for nothing in ("", "~", "null"):
        files = bad({"story.yaml": f"{STORY_FILE}variables: {nothing}\n"})
        assert check_story(write(tmp_path, files)) == []
