"""What a player types is a session's: kept in its log, taken along wherever that goes, and nothing follows from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from game.engine import Machine, advance, load, page, start, state_digest, status, typed_by_name
from game.session import Session, export, import_session, session_bytes, transcript, verify
from game.session.lines import LONGEST_WORD, Chosen, Damaged, decode_entry, holds_words
from game.story import load_story
from tests.generated import TYPED
from tests.story.stories import SMALL, write

HEAD = (
    SMALL
    + """\
variables:
  name: {text: 12, start: Anna}
  ship: {text: 8, start: the Ida}
  water: {range: [0, 9], start: 5}
status: [{word: name}]
"""
)
SCENES = """\
scenes:
  one:
    text: "{name} has {water}{water > 4: , {name:upper} says}."
    choices:
      tell: {text: 'Tell.', ask: name, prompt: 'And you are?', do: water -= 1, result: 'So {name:title}.', to: one}
      stay: {text: 'Not {name}.', ask: name, result: '{name}, then.', do: water += 1}
      board: {text: 'Board, {name}.', ask: ship, to: two}
      go: {text: Go., to: two}
  two:
    text: "{name} on {ship}."
    choices:
      back: {text: Back., to: one}
      end: {text: End., to: three}
  three: {text: 'Good night, {name}.', ending: done}
"""
PO = """\
msgid ""
msgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"

msgctxt "variable:name"
msgid "Anna"
msgstr "Anne"

msgctxt "one"
msgid "{name} has {water}{water > 4: , {name:upper} says}."
msgstr "Il en reste {water} à {name:title}."
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("story")
    (folder / "locale").mkdir()
    story = write(folder, {"story.yaml": HEAD, "scenes.yaml": SCENES, "locale/fr.po": PO})
    return load(load_story(story, cache=False).program)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def begun(machine: Machine, folder: Path) -> Session:
    return Session.new(machine, folder, seed=1, language="en")


def test_a_choice_that_asks_says_so_and_takes_what_is_said(machine: Machine) -> None:
    state = start(machine)
    options = {option.id: option for option in page(machine, state).options}
    assert (options["one/tell"].ask, options["one/tell"].prompt) == ("name", "And you are?")
    assert (options["one/go"].ask, options["one/go"].prompt) == ("", "")
    told = advance(machine, state, "tell", "  zoe\n d ")
    assert typed_by_name(machine, told) == {"name": "zoe d", "ship": ""}
    assert page(machine, told).text == "So Zoe D.\n\nzoe d has 4."
    assert page(machine, advance(machine, told, "board", "Tern")).text == "zoe d on Tern."
    assert page(machine, advance(machine, told, "go", "never asked")).text == "zoe d on the Ida."
    assert status(machine, told)[0].text == "zoe d"


def test_what_is_not_said_is_the_start_in_the_language_of_the_page(machine: Machine) -> None:
    state = advance(machine, start(machine), "tell", "zoe")
    for said in (None, "", "  ", "\u200b\u3164"):
        asked = advance(machine, state, "tell", said)
        assert typed_by_name(machine, asked)["name"] == ""
        assert page(machine, asked).text.endswith("Anna has 3.")
        assert page(machine, asked, "fr").text.endswith("Il en reste 3 à Anne.")


@pytest.mark.parametrize("said", TYPED)
def test_nothing_follows_from_what_is_said(machine: Machine, said: str) -> None:
    state = start(machine)
    other = advance(machine, state, "tell", said)
    plain = advance(machine, state, "tell")
    assert other._replace(typed=plain.typed) == plain
    assert state_digest(machine, other) == state_digest(machine, plain)
    shown, without = page(machine, other), page(machine, plain)
    assert [option.id for option in shown.options] == [option.id for option in without.options]
    assert (shown.unlocks, shown.head) == (without.unlocks, without.head)
    assert "\x1b" not in shown.text
    assert page(machine, plain) == without, "what one typed is on no page of another"


def test_pages_that_are_kept_are_told_apart_by_what_was_said(machine: Machine) -> None:
    """Also where the words of a page, or its options, are known already from another form of it."""
    for said in ("Bea", "Cleo", "Bea", "", "Cleo"):
        state = advance(machine, start(machine), "stay", said)
        name = said or "Anna"
        assert page(machine, state).text == f"{name}, then."
        again = advance(machine, state, "tell", said)
        assert page(machine, again).text == f"So {name}.\n\n{name} has 5, {name.upper()} says."
        assert [option.caption for option in page(machine, again).options][1:3] == [f"Not {name}.", f"Board, {name}."]


def test_the_log_says_what_was_said_and_nothing_where_nothing_was(machine: Machine, tmp_path: Path) -> None:
    with begun(machine, tmp_path) as session:
        assert session.file
        session.choose("tell", " Zoé ")
        session.choose("tell", "  ")
        session.choose("go", "not asked")
        assert [line.get("said") for line in lines(session.file)] == [None, "Zoé", None, None]
        assert "need" not in session.file.read_text(encoding="utf-8"), "who passes over it goes the same way"
        assert holds_words(session.content())
        assert [step.said for step in session.steps] == ["Zoé", "", "", ""]
    with begun(machine, tmp_path / "other") as silent:
        silent.choose("tell")
        assert not silent.holds_words


def test_going_back_and_forward_and_opening_again_carry_it(machine: Machine, tmp_path: Path) -> None:
    with begun(machine, tmp_path) as session:
        file = session.file
        assert file
        session.choose("tell", "Bea")
        session.choose("board", "Tern")
        states = [step.state for step in session.steps]
        session.rewind(0)
        assert [typed_by_name(machine, state)["name"] for state in session.states_ahead()] == ["", "Bea"]
        session.forward(2)
        assert [step.state for step in session.steps] == states
        session.rewind(0)
        session.choose("tell", "Bee")
        assert session.ahead == ("one/board",), "other words are the same way"
        assert session.forward().text == "Bee on Tern."
    with Session.open(machine, file) as again:
        assert again.page.text == "Bee on Tern."
        assert again.notices == []
        again.rewind(1)
    with Session.open(machine, file) as third:
        assert third.forward().text == "Bee on Tern."
    assert verify(machine, file).identical


def test_far_along_the_way_too(machine: Machine, tmp_path: Path) -> None:
    """States between those that are kept are made again, with the words."""
    names = [f"n{number}" for number in range(80)]
    with begun(machine, tmp_path) as session:
        for name in names:
            session.choose("tell", name)
        assert [step.state.typed[0] for step in session.steps] == ["", *names]
        session.rewind(41)
        assert session.page.text.startswith("So N40.")
        assert session.forward(39).text.startswith("So N79.")


def test_copies_carry_it(machine: Machine, tmp_path: Path) -> None:
    with begun(machine, tmp_path) as session:
        session.choose("tell", "Bea")
        assert session.file
        file = session.file
    for copy in (export(file, tmp_path / "copy.jsonl"), import_session(file, tmp_path / "in")):
        with Session.open(machine, copy) as again:
            assert again.page.text.startswith("So Bea.")


def test_a_transcript_tells_it_and_it_is_no_markup(machine: Machine, tmp_path: Path) -> None:
    with begun(machine, tmp_path) as session:
        session.choose("tell", "*b* <i> # [")
        session.choose("tell")
        assert session.file
        file = session.file
    assert r"**→ Tell. (\*b\* \<i\> # \[)**" in transcript(machine, file, "md")
    told = transcript(machine, file, "txt")
    assert "> Tell. (*b* <i> # [)" in told
    assert "> Tell.\n" in told


@pytest.mark.parametrize("said", ["é" * 24, "\U0001f600" * 12, "\u0967" * 24])
def test_what_is_kept_is_short_enough_to_be_read_back(machine: Machine, said: str, tmp_path: Path) -> None:
    data = session_bytes(machine, 1, "en", ["tell"], said={0: said + "\u0301\u0302" * 30})
    entry = decode_entry(data.splitlines()[1], 2, "s")
    assert isinstance(entry, Chosen)
    assert 0 < len(entry.said) <= LONGEST_WORD


@pytest.mark.parametrize("said", [1, None, ["Anna"], {"a": 1}, True, "x" * 5000])
def test_a_line_that_says_what_nobody_can_type_is_damaged(said: object) -> None:
    line = json.dumps({"choice": "one/tell", "said": said}).encode()
    assert decode_entry(line, 2, "s") == Damaged(2)


@pytest.mark.parametrize("said", [one for one in TYPED if len(one) < 200])
def test_a_log_from_a_stranger_is_cleaned(machine: Machine, said: str, tmp_path: Path) -> None:
    """What stands in a file is held to what a field is held to; a choice that asks for nothing takes no words."""
    header = session_bytes(machine, 1, "en", [])
    file = tmp_path / "s.jsonl"
    told = [{"choice": "one/tell", "said": said}, {"choice": "one/go", "said": said}]
    file.write_bytes(header + b"".join(json.dumps(one).encode() + b"\n" for one in told))
    with Session.open(machine, file, read_only=True) as session:
        assert session.turn == 2
        assert session.state == advance(machine, advance(machine, start(machine, 1), "tell", said), "go")
    assert verify(machine, file).identical


def test_a_log_of_before_a_choice_asked_has_the_start(machine: Machine, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    scenes = (
        SCENES.replace("ask: name, prompt: 'And you are?', ", "").replace("ask: name, ", "").replace("ask: ship, ", "")
    )
    story = write(earlier, {"story.yaml": HEAD, "scenes.yaml": scenes})
    before = load(load_story(story, cache=False).program)
    assert before.program.digest == machine.program.digest, "it is the same play"
    file = tmp_path / "s.jsonl"
    file.write_bytes(session_bytes(before, 1, "en", ["tell", "board"]))
    assert verify(machine, file).identical
    with Session.open(machine, file) as session:
        assert session.page.text == "Anna on the Ida."
