"""The shipped story keeps what its plan promises: size, endings, codex, facts, and a whole French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.engine import Program, load
from game.engine.markup import spans
from game.stats.counts import chapter_words
from game.story import check_story, load_story, shipped_story

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.fixture(scope="module")
def program() -> Program:
    return load_story(None).program


def strings(text: object) -> list[str]:
    """Every written string of a compiled text."""
    if isinstance(text, str):
        return [text]
    return [found for part in text if isinstance(part, str | tuple) for found in strings(part)]  # type: ignore[attr-defined]


def french_words(text: str) -> str:
    """A text without what is emphasised: there the story keeps words of other languages, with their own typography."""
    return "".join("…" if span.emphasis else span.text for span in spans(text))


def test_nothing_is_wrong_with_it() -> None:
    found = check_story(shipped_story())
    assert [one.format() for one in found if one.severity != "note"] == []
    assert "S610" in {one.code for one in found}, "every fact that asks for a place has one"


def test_its_size(program: Program) -> None:
    machine = load(program)
    scenes = [machine.scene(index) for index in range(len(program.scenes))]
    assert len(scenes) >= 110
    assert sum(len(scene.choices) for scene in scenes) >= 300
    words = chapter_words(program, "en")
    assert words.total() - words[""] >= 32_000
    assert len(program.endings) == 9
    assert {scene.ending for scene in scenes} - {-1} == set(range(9))


def test_its_codex(program: Program) -> None:
    words = [entry for entry in program.codex if entry.category == "words"]
    assert len(program.codex) - len(words) >= 80
    assert len([entry for entry in words if dict(entry.term).get("kanji")]) >= 60
    assert {entry.kind for entry in program.codex} == {"record", "film", "ours"}
    assert all(entry.facts for entry in program.codex if entry.kind == "record")


def test_a_heavy_scene_can_be_passed_over(program: Program) -> None:
    machine = load(program)
    heavy = [scene for index in range(len(program.scenes)) if (scene := machine.scene(index)).heavy >= 0]
    assert len(heavy) >= 3
    assert all(any(choice.kind == "skip" for choice in scene.choices) for scene in heavy)


def test_all_of_it_is_in_french(program: Program) -> None:
    missing = sorted({program.text_owner[index] for index in program.untranslated["fr"]})
    assert missing == []


FAULTS = {
    "a plain or a wide space before ; ! ?": re.compile(rf"[ {WIDE}][;!?]"),
    "no space before ; ! ?": re.compile(r"[\w»)][;!?](?![\w/])"),
    "no narrow space inside guillemets": re.compile(rf"«[^{NARROW}]|[^{NARROW}]»"),
    "a plain space before a colon": re.compile(r" :(?!\w)"),
    "a straight apostrophe": re.compile(r"\w'\w"),
    "three points": re.compile(r"\.\.\."),
    "English quotation marks": re.compile(r'"'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_french_typography(program: Program, fault: str) -> None:
    drawings = {index for picture in program.pictures for index in (picture.art, *(v[2] for v in picture.variants))}
    texts = [(i, text) for i, text in enumerate(program.texts["fr"]) if i not in program.untranslated["fr"]]
    found = [
        f"{program.text_owner[index]}: …{text[max(0, match.start() - 20) : match.end() + 20]}…"
        for index, compiled in texts
        if index not in drawings
        for text in map(french_words, strings(compiled))
        for match in FAULTS[fault].finditer(text)
    ]
    assert found == []


def test_the_books_are_credited() -> None:
    story = (shipped_story() / "story.yaml").read_text(encoding="utf-8")
    sources = (Path(shipped_story()).parent / "seeds" / "README.md").read_text(encoding="utf-8")
    for author in ("Kakehashi", "Horie", "Kuribayashi", "King", "Toland", "Toll", "Leckie", "Prados"):
        assert author in story
        assert author in sources
