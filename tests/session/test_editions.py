"""Sessions meet an edited story: what verify says, where play stands, and how it goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.session import Session, SessionError, read_log, transcript, verify
from game.session.lines import Back, Chosen, Edition
from tests.session.conftest import PLAYED
from tests.session.programs import Edit, beach

EDITS = {
    "same": (Edit(), "R211", -1, 5),
    "prose": (Edit(digest="d2"), "R211", -1, 5),
    "gone": (Edit(digest="d2", without_tell=True), "R201", 1, 0),
    "closed": (Edit(digest="d2", tell_closed=True), "R202", 1, 0),
    "elsewhere": (Edit(digest="d2", tell_leads=2), "R204", 1, 0),
    "ends": (Edit(digest="d2", watch_leads=3), "R204", 2, 1),
    "state": (Edit(digest="d2", thirst=-2), "R207", 1, 5),
    "variable": (Edit(digest="d2", extra_variable=True), "R208", 0, 5),
    "secret": (Edit(digest="d2", fill_secret=True), "R203", 4, 3),
    "faulty": (Edit(digest="d2", watch_leads=-1), "R206", 2, 1),
}


@pytest.mark.parametrize("name", EDITS)
def test_verify_names_the_first_difference_and_why(name: str, played: Path) -> None:
    edit, code, step, holds = EDITS[name]
    before = played.read_bytes()
    verdict = verify(beach(edit), played)
    assert (verdict.finding.code, verdict.step, verdict.holds) == (code, step, holds)
    assert verdict.identical == (code == "R211")
    assert verdict.steps == 5
    assert len(verdict.digest) == 8
    stopped = code not in ("R211", "R207", "R208")
    assert [note.code for note in verdict.notes] == ["R216"] * stopped + ["R212" if edit.digest == "d1" else "R213"]
    assert str(verdict.finding) in verdict.text
    assert played.read_bytes() == before


def test_the_words_of_a_verdict_help(played: Path) -> None:
    def words(edit: Edit) -> str:
        return verify(beach(edit), played).text

    assert "Your throat is dry." in words(Edit(tell_closed=True))
    assert "leads to well now, and led to watch" in words(Edit(tell_leads=2))
    assert "water 6 → 4" in words(Edit(thirst=-2))
    assert "cannot be named" in words(Edit(thirst=-2))
    assert "1.0 (d1) then, 1.1 (d2) now" in words(Edit(digest="d2", version="1.1"))


def test_a_later_difference_of_the_state_hides_no_earlier_one(played: Path) -> None:
    lines = [json.loads(line) for line in played.read_text().splitlines()]
    lines[3]["check"] = "00000000"
    del lines[2]["check"], lines[4]["at"]
    played.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    verdict = verify(beach(), played)
    assert (verdict.finding.code, verdict.step, verdict.holds) == ("R207", 3, 5)
    assert verdict.notes[-1].fields == {"count": 1}


@pytest.mark.parametrize("name", [name for name, edit in EDITS.items() if edit[3] < 5])
def test_play_goes_on_from_where_the_record_stops(name: str, played: Path) -> None:
    edit, code, _, holds = EDITS[name]
    machine, before = beach(edit), played.read_bytes()
    with Session.open(machine, played) as session:
        assert session.turn == holds
        assert session.choices == PLAYED[:holds]
        assert [notice.code for notice in session.notices] == ["R104"]
        assert session.notices[0].fields["held"] == holds
        assert session.notices[0].fields["why"].code == code  # type: ignore[union-attr]
        assert session.notices[0].hint
    assert played.read_bytes() == before
    if code == "R206":
        return
    with Session.open(machine, played) as session:
        session.choose(session.page.open_options[-1].id)
        after = session.choices
    assert played.read_bytes().startswith(before)
    added = read_log(played).entries[5:]
    assert added[:2] == (Edition("d2", "1.0"), Back(holds))
    assert isinstance(added[2], Chosen)
    with Session.open(machine, played) as again:
        assert again.choices == after
        assert again.notices == []
    assert verify(machine, played).identical


def test_an_edition_that_holds_is_told_once(played: Path) -> None:
    machine = beach(Edit(digest="d2", version="1.1"))
    with Session.open(machine, played) as session:
        assert [notice.code for notice in session.notices] == ["R103"]
        session.rewind(3)
        session.choose("drink")
    with Session.open(machine, played) as again:
        assert again.notices == []
    assert read_log(played).edition == Edition("d2", "1.1")


def test_an_edition_that_counts_otherwise_is_told_so(played: Path) -> None:
    with Session.open(beach(Edit(digest="d2", version="1.1", thirst=-2)), played) as session:
        (notice,) = session.notices
        assert (notice.code, notice.fields) == ("R108", {"then": "1.0", "now": "1.1"})
        assert "the state differs" in notice
        assert session.turn == 5
        session.rewind(0)
    with Session.open(beach(Edit(digest="d2", thirst=-2)), played, read_only=True) as again:
        assert [notice.code for notice in again.notices] == ["R103"], "before the effect nothing differs"


def test_a_state_that_differs_in_the_same_edition_is_told(played: Path) -> None:
    with Session.open(beach(Edit(thirst=-2)), played) as session:
        assert [notice.code for notice in session.notices] == ["R107"]
        assert session.turn == 5


def test_going_back_before_the_break_needs_no_mending(played: Path) -> None:
    machine = beach(Edit(digest="d2", fill_secret=True))
    with Session.open(machine, played) as session:
        assert session.turn == 3
        session.rewind(1)
    with Session.open(machine, played) as again:
        assert again.turn == 1
        assert [notice.code for notice in again.notices] == ["R103"]


def test_what_does_not_hold_any_more_is_ahead(played: Path) -> None:
    with Session.open(beach(Edit(digest="d2", tell_closed=True)), played) as session:
        assert session.ahead == PLAYED
        with pytest.raises(SessionError, match="Your throat is dry") as refused:
            session.forward()
        assert refused.value.code == "R018"
        assert (session.turn, session.ahead) == (0, PLAYED)
    machine = beach(Edit(digest="d3", tell_leads=2))
    with Session.open(machine, played) as session:
        assert session.forward().scene == "well", "it leads elsewhere, and is followed there"
        assert session.ahead == PLAYED[1:]
        with pytest.raises(SessionError, match="has no such choice"):
            session.forward(2)
    with Session.open(machine, played) as again:
        assert (again.choices, again.ahead) == (PLAYED[:1], PLAYED[1:])


def test_nobody_goes_forward_beyond_a_damaged_line(played: Path) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    played.write_bytes(b"".join([*lines[:3], b"?\n", *lines[4:]]))
    with Session.open(beach(), played) as session:
        assert (session.turn, session.ahead) == (2, ())
        session.rewind(1)
        assert session.ahead == PLAYED[1:2]


def test_a_language_the_edition_lost_falls_back(played: Path) -> None:
    with played.open("a") as stream:
        stream.write('{"language": "ja"}\n')
    with Session.open(beach(), played) as session:
        assert session.language == "en"
        assert [notice.code for notice in session.notices] == ["R105"]


def test_the_transcript_says_where_it_stops(played: Path) -> None:
    text = transcript(beach(Edit(digest="d2", tell_leads=2)), played, "txt")
    assert "it leads to well now, and led to" in " ".join(text.split())
    assert "cups left" not in text


def test_another_start_is_named(played: Path) -> None:
    played.write_text(played.read_text().replace('"at": "trench"', '"at": "cave"', 1))
    verdict = verify(beach(), played)
    assert (verdict.finding.code, verdict.step) == ("R210", 0)
