"""A session in play: choose, go back, continue, languages, codex."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine import Machine, NotOffered, WrongPhase, advance, open_choices, start
from game.session import Session, SessionError, read_log
from game.session.lines import Back, Chosen, Opened, Spoken
from game.session.way import Way
from tests.session.conftest import PLAYED
from tests.session.programs import beach, chapters, walk


def test_a_choice_is_in_the_file_before_its_page_is_given(machine: Machine, tmp_path: Path) -> None:
    session = Session.new(machine, tmp_path, seed=3, language="en")
    assert session.file is not None
    session.choose("tell")
    last = json.loads(session.file.read_text().splitlines()[-1])
    assert last["choice"] == "trench/tell"
    assert last["at"] == session.page.scene == "watch"
    session.close()


def test_the_header_says_what_was_played(machine: Machine, played: Path) -> None:
    header = read_log(played).header
    assert (header.story, header.version, header.digest, header.seed, header.language) == (
        "beach",
        "1.0",
        "d1",
        3,
        "en",
    )
    assert header.game
    assert header.created
    assert header.at == "trench"
    assert json.loads(played.read_text().splitlines()[0])["session"] == 1


def test_continuing_stands_where_it_was_left(machine: Machine, played: Path) -> None:
    with Session.open(machine, played) as session:
        assert session.choices == PLAYED
        assert session.page.ending == "home"
        assert session.turn == 5
        assert session.seed == 3
        assert session.notices == []
        assert session.trouble is None


def test_forward_along_the_branch_that_was_left(machine: Machine, played: Path) -> None:
    with Session.open(machine, played) as session:
        session.rewind(1)
    with Session.open(machine, played) as session:
        assert session.ahead == PLAYED[1:]
        assert session.forward().scene == "well"
        session.choose(PLAYED[2])
        assert session.ahead == PLAYED[3:], "what is chosen along the branch is a step along it"
        session.rewind(2)
        assert session.forward(3).ending == "home"
        assert session.choices == PLAYED
        with pytest.raises(SessionError) as refused:
            session.forward()
        assert refused.value.code == "R017"
        session.rewind(2)
        session.choose("back")
        assert session.ahead == (), "another choice leaves the branch for good"
    again = [entry for entry in read_log(played).entries if isinstance(entry, Chosen)]
    assert again[5:] == [*again[1:3], *again[2:5], again[-1]], "a step forward is a choice like any other"


def test_going_back_keeps_the_abandoned_branch(machine: Machine, played: Path) -> None:
    before = played.read_text()
    with Session.open(machine, played) as session:
        assert session.rewind(2).scene == "well"
        session.choose("ask")
        assert session.rewind(2).scene == "well"
        session.choose("back")
        assert session.choices == (*PLAYED[:2], "well/back")
    assert played.read_text().startswith(before)
    assert [entry for entry in read_log(played).entries if isinstance(entry, Back)] == [Back(2), Back(2)]
    with Session.open(machine, played) as again:
        assert again.choices == session.choices
        assert again.state == session.state


def test_going_back_to_where_it_stands_writes_nothing(machine: Machine, played: Path) -> None:
    before = played.read_bytes()
    with Session.open(machine, played) as session:
        session.rewind(5)
        for turn in (-1, 6):
            with pytest.raises(SessionError) as refused:
                session.rewind(turn)
            assert refused.value.code == "R011"
    assert played.read_bytes() == before


def test_steps_are_the_pages_of_the_current_way(machine: Machine) -> None:
    session = Session.new(machine, None, seed=3, language="en")
    states = [session.state]
    for choice in walk(machine, 100):
        session.choose(choice)
        states.append(session.state)
    assert [step.state for step in session.steps] == states
    assert [step.choice_id for step in session.steps] == [*session.choices, ""]
    assert session.steps[40].state == states[40]
    assert session.steps[-1].state == session.state
    assert [step.state for step in session.steps[60:70]] == states[60:70]
    session.rewind(33)
    assert session.state == states[33]
    assert len(session.steps) == 34
    with pytest.raises(IndexError):
        session.steps[34]


def test_a_session_can_be_kept_nowhere(machine: Machine) -> None:
    session = Session.new(machine, None, seed=3, language="fr")
    assert session.file is None
    assert "sable" in session.page.text
    assert session.choose("tell").scene == "watch"
    session.close()


def test_a_refused_choice_changes_nothing(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        assert session.file is not None
        before = session.file.read_bytes()
        for choice in ("shut", "nonsense", "well/fill"):
            with pytest.raises(NotOffered):
                session.choose(choice)
        assert session.file.read_bytes() == before
        assert session.turn == 0


def test_nothing_can_be_chosen_after_the_ending(machine: Machine, played: Path) -> None:
    with Session.open(machine, played) as session, pytest.raises(WrongPhase):
        session.choose("fill")


def test_languages_switch_mid_page_and_are_remembered(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        session.choose("tell")
        assert session.set_language("fr").text.startswith("Il regarde")
        session.set_language("fr")
        session.choose("on")
        with pytest.raises(SessionError) as refused:
            session.set_language("tlh")
        assert refused.value.code == "R012"
    assert session.file is not None
    assert [entry for entry in read_log(session.file).entries if isinstance(entry, Spoken)] == [Spoken("fr")]
    with Session.open(machine, session.file) as again:
        assert again.language == "fr"
        assert [step.language for step in again.steps] == ["en", "fr", "fr"]


def test_the_codex_opens_as_it_is_met_and_read(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        assert session.unlocked == {"island", "nishi"}
        for unknown in ("kuribayashi", "ghost", "no-such"):
            with pytest.raises(SessionError) as refused:
                session.open_entry(unknown)
            assert refused.value.code == "R013"
        assert session.open_entry("nishi").id == "nishi"
        session.open_entry("nishi")
        assert session.unlocked == {"island", "nishi", "kuribayashi"}
        assert session.fresh == {"island", "kuribayashi"}
    assert session.file is not None
    assert read_log(session.file).entries == (Opened("nishi"),)
    with Session.open(machine, session.file) as again:
        assert (again.unlocked, again.opened) == (session.unlocked, session.opened)


def test_going_back_does_not_unread(tmp_path: Path) -> None:
    machine = beach()
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        session.choose("tell")
        session.open_entry("nishi")
        session.rewind(0)
        assert "kuribayashi" in session.unlocked
    assert session.file is not None
    with Session.open(machine, session.file) as again:
        assert again.unlocked == session.unlocked


def test_a_closed_session_takes_nothing_more(machine: Machine, tmp_path: Path) -> None:
    session = Session.new(machine, tmp_path, seed=3, language="en")
    session.close()
    session.close()
    with pytest.raises(SessionError) as refused:
        session.choose("tell")
    assert refused.value.code == "R015"


def test_a_replay_only_reads(machine: Machine, played: Path) -> None:
    before = played.read_bytes()
    with Session.open(machine, played) as playing, Session.open(machine, played, read_only=True) as watching:
        watching.rewind(2)
        watching.choose("fill")
        assert playing.turn == 5
    assert played.read_bytes() == before


def test_a_long_session_is_continued_without_building_its_pages(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from game.session import knowledge
    from game.session.recording import write_session

    file = tmp_path / "long.jsonl"
    write_session(file, machine, 3, "en", walk(machine, 2000))
    built = []
    real = knowledge.page
    monkeypatch.setattr(knowledge, "page", lambda *args: built.append(args) or real(*args))
    with Session.open(machine, file) as session:
        assert session.turn == 2000
    assert len(built) <= 4


def test_hand_written_lines_need_no_checks(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(
        '{"session": 1, "story": "beach", "digest": "d1", "seed": 3, "language": "en"}\n{"choice": "tell"}\n'
    )
    with Session.open(machine, file) as session:
        assert session.choices == ("trench/tell",)
        session.choose("on")
    assert read_log(file).entries[0] == Chosen("tell")


@given(st.lists(st.integers(0, 130), min_size=1, max_size=6))
def test_a_page_of_no_chapter_goes_on_in_the_one_before(lengths: list[int]) -> None:
    """However the way went on and back."""
    machine = chapters()
    way = Way(machine, start(machine, 1), "en")
    for length in lengths:
        if length < len(way) - 1:
            way.cut(length)
        while len(way) - 1 < length:
            way.push(open_choices(machine, way.state)[0], advance(machine, way.state, "on"))
    pages = [machine.scene(step.state.scene).chapter for step in way]
    for turn in range(len(way)):
        opened = [chapter for chapter in pages[:turn] if chapter >= 0]
        assert way.chapter_before(turn) == (opened[-1] if opened else -1)
