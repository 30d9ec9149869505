"""Blank lines say nothing, and lines of later editions are kept and passed over, wherever in a file they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.engine import Machine
from game.session import Session, SessionError, export, import_session, list_sessions, read_log, transcript, verify
from game.session.lines import FORMAT, Damaged, Unknown, decode_entry, encode
from tests.session.conftest import PLAYED

BLANK = {"\\n": b"\n", "CRLF": b"\r\n", "spaces": b"  \t \n", "many": b"\n\r\n" * 200, "form feed": b"\f\n"}
LATER = {
    "a name": b'{"name": "the night on the wire"}\n',
    "a bookmark with what it needs": b'{"bookmark": 2, "need": 1, "words": ["a", {"b": null}]}\n',
    "other scripts": '{"note": "夜 \u009b\u202e é"}\n'.encode(),
    "CRLF": b'{"note": 1.5}\r\n',
    "an empty object": b"{}\n",
    "only a need that we meet": b'{"need": 1}\n',
    "almost too long": b'{"note": "' + "é".encode() * 8000 + b'"}\n',
}
NO_NEED = ("0", "true", "-1", '"x"', "null", "1.0", "[2]")
"""What no session format is."""


def test_blank_lines_change_nothing_anywhere(machine: Machine, played: Path) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    before = read_log(played)
    told = transcript(machine, played)
    for blank in BLANK.values():
        for place in range(len(lines) + 1):
            played.write_bytes(b"".join([*lines[:place], blank, *lines[place:]]))
            assert read_log(played).entries == before.entries
            assert read_log(played).header == before.header
    assert verify(machine, played).identical
    assert transcript(machine, played) == told
    assert list_sessions(played.parent)[0].problem is None


@pytest.mark.parametrize("name", LATER)
def test_what_a_later_edition_adds_is_kept_and_passed_over(
    name: str, machine: Machine, played: Path, tmp_path: Path
) -> None:
    lines, line = played.read_bytes().splitlines(keepends=True), LATER[name]
    for place in range(1, len(lines) + 1):
        played.write_bytes(b"".join([*lines[:place], line, *lines[place:]]))
        assert verify(machine, played).identical
        with Session.open(machine, played) as session:
            assert session.choices == PLAYED
            assert session.notices == []
            session.rewind(2)
        assert line.strip() in played.read_bytes()
    arrived = import_session(played, tmp_path / "elsewhere")
    assert len(line) > 2**13 or arrived.read_bytes().isascii()
    assert verify(machine, arrived).identical
    assert json.loads(line) in [json.loads(other) for other in arrived.read_text().splitlines()]
    assert line.strip() in export(played, tmp_path / "copy.jsonl").read_bytes()


@pytest.mark.parametrize("known", [{"bookmark": 1}, {"choice": "well/drink", "at": "well"}, {"language": "fr"}])
def test_what_needs_a_later_edition_stops_the_way(
    known: dict[str, object], machine: Machine, played: Path, tmp_path: Path
) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    later = json.dumps(known | {"need": 7}).encode() + b"\n"
    played.write_bytes(b"".join([*lines[:3], later, *lines[3:]]))
    verdict = verify(machine, played)
    assert (verdict.holds, verdict.steps, verdict.finding.code) == (2, len(PLAYED), "R003")
    assert verdict.finding.fields == {"file": played.name, "format": 7, "known": FORMAT}
    assert str(verdict.notes[0]) == f"The session holds up to choice 2 of {len(PLAYED)}."
    with Session.open(machine, played) as session:
        assert session.choices == PLAYED[:2]
        assert [notice.code for notice in session.notices] == ["R104"]
        assert session.notices[0].fields["why"].code == "R003"  # type: ignore[union-attr]
        session.choose("ask")
    assert later in played.read_bytes(), "kept for the edition that understands it"
    with Session.open(machine, played) as again:
        assert again.choices == (*PLAYED[:2], "well/ask")


@pytest.mark.parametrize("place", range(1, len(PLAYED) + 2))
def test_a_line_that_needs_a_later_edition_is_no_choice(
    place: int, machine: Machine, played: Path, tmp_path: Path
) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    later = '{"need": 9, "x": "é"}\n'.encode()
    played.write_bytes(b"".join([*lines[:place], later, *lines[place:]]))
    arrived = import_session(played, tmp_path / "elsewhere")
    for file in (played, arrived):
        verdict = verify(machine, file)
        assert (verdict.identical, verdict.holds, verdict.steps) == (False, place - 1, len(PLAYED))
        with Session.open(machine, file, read_only=True) as session:
            fields = session.notices[0].fields
            assert (fields["held"], fields["of"]) == (place - 1, len(PLAYED))
    assert json.loads(later) in [json.loads(line) for line in arrived.read_bytes().splitlines()]
    with Session.open(machine, arrived) as session:
        session.rewind(max(0, session.turn - 1))
        session.choose(PLAYED[session.turn])
    with Session.open(machine, arrived) as again:
        assert again.choices == PLAYED[: max(1, place - 1)]
        assert again.notices == [], "what was gone back from stops nothing"


@pytest.mark.parametrize("known", ["", '"bookmark": 2, ', '"choice": "trench/tell", '])
@pytest.mark.parametrize("need", NO_NEED)
def test_a_need_that_is_no_format_is_damage(need: str, known: str, played: Path, tmp_path: Path) -> None:
    line = f'{{{known}"need": {need}}}'.encode()
    assert decode_entry(line, 2, "file") == Damaged(2)
    played.write_bytes(played.read_bytes() + line + b"\n")
    with pytest.raises(SessionError) as refused:
        import_session(played, tmp_path / "elsewhere")
    assert refused.value.code == "R009"


@pytest.mark.parametrize("need", NO_NEED)
def test_nor_is_such_a_need_taken_from_a_header(need: str, played: Path) -> None:
    played.write_bytes(played.read_bytes().replace(b"{", f'{{"need": {need}, '.encode(), 1))
    with pytest.raises(SessionError) as refused:
        read_log(played)
    assert refused.value.code == "R001"


def test_lines_of_later_editions_are_written_as_they_were_read() -> None:
    for line in LATER.values():
        entry = decode_entry(line, 2, "file")
        assert isinstance(entry, Unknown)
        assert json.loads(encode(entry)) == json.loads(line)
        assert decode_entry(encode(entry), 2, "file") == entry
    with pytest.raises(ValueError, match="never written"):
        encode(Damaged(2))
