"""What seeds/README.md says of the ledger of facts is so: its entries, fields, numbers and books."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from game.story import check_story
from tests.guide.blocks import GUIDE

SEEDS = GUIDE.parents[1] / "seeds"
README = (SEEDS / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def ledger() -> list[dict[str, Any]]:
    """The entries of the shipped ledger."""
    text = (SEEDS / "facts.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return entries


def test_the_numbers_are_those_of_the_ledger(ledger: list[dict[str, Any]]) -> None:
    letters = {letter: int(count) for letter, count in re.findall(r"^\| `([A-Z])` \| (\d+) \|", README, re.MULTILINE)}
    assert letters == Counter(entry["id"][0] for entry in ledger)
    told = {word: int(count) for word, count in re.findall(r"^- `(\w+)` \((\d+)\):", README, re.MULTILINE)}
    assert told == Counter(entry[field] for entry in ledger for field in ("kind", "confidence"))


def test_the_fields_are_those_of_the_ledger(ledger: list[dict[str, Any]]) -> None:
    section = README.partition("## An entry")[2].partition("###")[0]
    rows = [row for row in section.split("\n") if row.startswith("| `") and not re.match(r"\| `[A-Z]`", row)]
    told = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row) if name != "true"}
    assert told == {key for entry in ledger for key in entry}


def test_the_entry_shown_stands_in_the_ledger(ledger: list[dict[str, Any]]) -> None:
    (shown,) = yaml.safe_load(BLOCKS[1])
    assert shown in ledger


def test_the_books_cited_are_credited(ledger: list[dict[str, Any]]) -> None:
    books = {
        match[1]
        for entry in ledger
        for match in re.finditer(r"[A-Z]\. (?:[A-Z]\. )?\w+, ([^(;]+?) \(", entry["source"])
    }
    assert len(books) > 4
    assert all(f"*{book}*" in README for book in books)


def test_citations_are_checked_as_told(tmp_path: Path) -> None:
    story = tmp_path / "story"
    story.mkdir()
    (tmp_path / "facts.yaml").write_text(
        "- id: S36\n- {id: S37, must_dramatise: true}\n- {id: S38, must_dramatise: true}\n"
    )
    head = "story: s\ntitle: S\nversion: 1\nlanguage: en\nstart: trench\nendings: {end: End}\nfacts: ../facts.yaml\n"
    (story / "story.yaml").write_text(head)
    (story / "scenes.yaml").write_text(BLOCKS[0] + "    ending: end\n")
    assert [(one.code, one.severity) for one in check_story(story)] == [("S602", "warning")]
    (story / "story.yaml").write_text(head + "unfinished: true\n")
    assert [(one.code, one.severity) for one in check_story(story)] == [("S602", "note")]
    (tmp_path / "facts.yaml").write_text("- id: S36\n- id: S36\n")
    assert {one.code for one in check_story(story)} == {"S601", "S604"}
