"""A scene that had `to:` in an earlier edition and runs on now: sessions of before open, hold, and are gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Machine, load
from game.session import Session, transcript, verify
from game.story import load_story

STORY = """\
story: stair
title: The Stair
version: '{version}'
language: en
start: door
endings: {{roof: The roof}}
"""
SCENES = """\
scenes:
  door:
    text: A door.
    choices:
      up: {{text: Go up., to: stair}}
  stair: {{text: Forty steps., {way}: landing}}
  landing: {{text: A landing., {way}: hatch}}
  hatch:
    text: A hatch.
    choices:
      down: {{text: Go down., to: door}}
      out: {{text: Climb out., to: roof}}
  roof: {{text: Air., ending: roof}}
"""
BEFORE = ["door/up", "stair/on", "landing/on", "hatch/down", "door/up", "stair/on"]


def machine(folder: Path, way: str) -> Machine:
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY.format(version="1" if way == "to" else "2"), encoding="utf-8")
    (folder / "scenes.yaml").write_text(SCENES.format(way=way), encoding="utf-8")
    return load(load_story(folder, cache=False).program)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A session of the first edition, at `landing`."""
    session = Session.new(machine(tmp_path / "first", "to"), tmp_path / "sessions", seed=1, language="en")
    for choice in BEFORE:
        session.choose(choice)
    session.close()
    assert session.file is not None
    return session.file


def test_it_holds_and_goes_on(tmp_path: Path, file: Path) -> None:
    now = machine(tmp_path / "second", "run_on")
    found = verify(now, file)
    assert found.holds == found.steps == len(BEFORE)
    session = Session.open(now, file)
    assert session.choices == tuple(BEFORE)
    assert session.page.scene == "hatch"
    assert session.page.text == "Forty steps.\n\nA landing.\n\nA hatch."
    session.choose("out")
    assert session.page.ending == "roof"
    session.close()


@pytest.mark.parametrize("turn", range(len(BEFORE)))
def test_back_and_forward_count_as_they_did(tmp_path: Path, file: Path, turn: int) -> None:
    session = Session.open(machine(tmp_path / "second", "run_on"), file)
    session.rewind(turn)
    assert session.choices == tuple(BEFORE[:turn])
    session.forward(len(BEFORE) - turn)
    assert session.choices == tuple(BEFORE)
    session.close()


def test_what_was_run_through_is_read_once(tmp_path: Path, file: Path) -> None:
    told = transcript(machine(tmp_path / "second", "run_on"), file, "txt")
    assert told.count("Forty steps.") == told.count("A hatch.") == 2
    assert told.count("Go up.") == 2


def test_a_scene_that_never_ran_on_is_no_step(tmp_path: Path, file: Path) -> None:
    session = Session.open(machine(tmp_path / "second", "run_on"), file)
    with pytest.raises(Exception, match="no such choice"):
        session.choose("stair/on")
    session.close()
