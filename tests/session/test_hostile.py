"""Files that are no sessions, or were made to harm: each gets a code and a fix, and is left untouched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine import Machine
from game.printable import printable
from game.session import Session, SessionError, delete, import_session, list_sessions, read_log, transcript
from game.session import verify as verify_session
from game.session.lines import LONGEST_LINE, Chosen
from game.session.log import LARGEST, parse_log
from tests.session.programs import beach

GOOD = b'{"session": 1, "story": "beach", "digest": "d1", "seed": 3, "language": "en"}\n'

BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "R001"),
    "only a line break": (b"\n", "R001"),
    "random bytes": (bytes(range(256)) * 40, "R001"),
    "zeros": (bytes(5000), "R001"),
    "another text": (b"Dear Hana,\nit is hot.\n", "R001"),
    "a list": (b"[1, 2, 3]\n", "R001"),
    "a number": (b"12\n", "R001"),
    "another object": (b'{"name": "value"}\n', "R001"),
    "not UTF-8": (b'{"session": 1, "story": "\xff"}\n', "R001"),
    "UTF-16": ('{"session": 1}\n'.encode("utf-16"), "R001"),
    "nesting": (b'{"session": ' + b"[" * 8000 + b"]" * 8000 + b"}\n", "R001"),
    "objects in objects": (b'{"session": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}\n", "R001"),
    "a huge line": (b'{"session": 1, "story": "' + b"a" * 10_000_000 + b'"}\n', "R001"),
    "a huge number": (b'{"session": ' + b"9" * 10_000 + b"}\n", "R001"),
    "format as text": (GOOD.replace(b"1,", b'"1",'), "R001"),
    "format as truth": (GOOD.replace(b"1,", b"true,"), "R001"),
    "format nought": (GOOD.replace(b"1,", b"0,"), "R001"),
    "a later format": (b'{"session": 3, "whatever": []}\n', "R003"),
    "no seed": (GOOD.replace(b'"seed"', b'"seat"'), "R001"),
    "a seed of truth": (GOOD.replace(b"3,", b"true,"), "R001"),
    "an endless seed": (GOOD.replace(b"3,", b"9" * 30 + b","), "R001"),
    "no story": (GOOD.replace(b'"story"', b'"tale"'), "R001"),
    "a story of numbers": (GOOD.replace(b'"beach"', b"7"), "R001"),
    "a very long story": (GOOD.replace(b'"beach"', b'"' + b"x" * 400 + b'"'), "R001"),
    "nothing but damage": (GOOD + b"?\n" * 1000, "R001"),
    "only blank lines": (b"\n \r\n\t\n" * 500_000, "R001"),
    "a later format in a header of ours": (GOOD.replace(b"1,", b'1, "need": 3,'), "R003"),
    "another story": (GOOD.replace(b"beach", b"desert"), "R004"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_session_is_refused_and_left_alone(name: str, machine: Machine, tmp_path: Path) -> None:
    data, code = BAD[name]
    file = tmp_path / "strange.jsonl"
    file.write_bytes(data)
    for use in (Session.open, verify_session, transcript):
        with pytest.raises(SessionError) as refused:
            use(machine, file)
        assert refused.value.code == code
        assert refused.value.hint
        assert "strange.jsonl" in refused.value.message
    assert file.read_bytes() == data
    listed = list_sessions(tmp_path, machine)
    assert len(listed) == bool(data), "an empty file is none of anybody's sessions"
    assert not listed or (listed[0].problem is None) == (code == "R004")


def test_a_huge_sparse_file_is_not_read(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "sparse.jsonl"
    with file.open("wb") as stream:
        stream.write(GOOD)
        stream.truncate(2 * 2**30)
    with pytest.raises(SessionError) as refused:
        Session.open(machine, file)
    assert refused.value.code == "R005"
    assert "more than 64 MB" in refused.value.message
    assert file.stat().st_size == 2 * 2**30 > LARGEST


def test_what_is_no_file_is_refused(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    cases = {"folder.jsonl": "R006", "missing.jsonl": "R002", "nul\0.jsonl": "R002"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jsonl")
        (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
        (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
        cases |= {"pipe.jsonl": "R006", "zero.jsonl": "R006", "loop.jsonl": "R002"}
    for name, code in cases.items():
        for read_only in (True, False):
            with pytest.raises(SessionError) as refused:
                Session.open(machine, tmp_path / name, read_only=read_only)
            assert refused.value.code == code, name
    assert all(item.problem for item in list_sessions(tmp_path, machine))


def test_a_stranger_cannot_steer_the_terminal(machine: Machine, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\u202e\ud800\n" + "A\u0301" * 200
    file = tmp_path / "evil.jsonl"
    header = {
        "session": 1,
        "story": "beach",
        "version": evil[:250],
        "digest": evil[:50],
        "seed": 3,
        "language": evil[:50],
    }
    lines = [
        header,
        {"choice": evil[:100], "at": evil[:100], "check": evil[:10]},
        {"entry": evil[:9]},
        {"language": evil[:9]},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    said = [verify_session(machine, file).text, transcript(machine, file), transcript(machine, file, "txt")]
    with Session.open(machine, file, read_only=True) as session:
        said += session.notices
        assert session.language == "en"
    said += [str(part) for item in list_sessions(tmp_path, machine) for part in item[1:]]
    header["story"] = evil[:50]
    file.write_text(json.dumps(header))
    with pytest.raises(SessionError) as refused:
        Session.open(machine, file)
    said += [refused.value.message, refused.value.hint]
    for words in said:
        assert all(char.isprintable() or char in "\n" for char in words.replace("\u00a0", " ")), words


def test_a_hostile_story_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    for story in ("../../etc/passwd", "/absolute", "..", "con\0", "", " ", "🏝", "A" * 200):
        file = tmp_path / "in.jsonl"
        header = {"session": 1, "story": story or " ", "digest": "d", "seed": 1, "language": "en"}
        file.write_text(json.dumps(header) + "\n")
        arrived = import_session(file, tmp_path / "sessions")
        assert arrived.parent == tmp_path / "sessions"
        assert arrived.name.isascii()
        assert len(arrived.name) < 100


def test_printable_leaves_ordinary_writing_alone() -> None:
    for words in ("plain", "Ça coûte 3 €", "栗林忠道", "a\u202fb\u00a0c", "naïve — «\u202foui\u202f»"):
        assert printable(words) == words
    assert printable("a\x1b[31mb") == "a\\x1b[31mb"
    assert printable("\u202e\u200b\ue000\ud800\n") == "\\u202e\\u200b\\ue000\\ud800\\n"
    assert printable("x" * 300) == "x" * 119 + "…"


def test_a_damaged_line_in_the_middle_loses_nothing_before_it(machine: Machine, played: Path) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    lines[3] = b"\x00\xff" * 20 + b"\n"
    played.write_bytes(b"".join(lines))
    with Session.open(machine, played) as session:
        assert session.choices == ("trench/tell", "watch/on")
        assert [notice.code for notice in session.notices] == ["R104"]
        assert "line 4" in session.notices[0]
        session.choose("ask")
    assert played.read_bytes().startswith(b"".join(lines))
    with Session.open(machine, played) as again:
        assert again.choices == ("trench/tell", "watch/on", "well/ask")
        assert again.notices == []
    assert verify_session(machine, played).identical


def test_lines_too_long_or_of_unknown_kinds_are_damaged() -> None:
    odd = [
        b'{"choice": ""}',
        b'{"choice": 3}',
        b'{"back": -1}',
        b'{"back": true}',
        b'{"choice": "a", "need": "2"}',
        b'{"unheard": 1, "need": -1}',
        b'{"unheard": 1, "need": true}',
        b"[]",
        b"null",
    ]
    odd += [b'{"choice": "' + b"x" * size + b'"}' for size in (301, LONGEST_LINE)]
    odd += [b'{"choice": "a", "at": []}', b'{"edition": "x", "version": 2}', b'{"language": {}}', b'{"entry": null}']
    log = parse_log(GOOD + b"\n".join(odd) + b"\n", "odd")
    assert [entry.line for entry in log.entries if hasattr(entry, "line")] == list(range(2, 2 + len(odd)))


def test_editors_of_other_systems_do_no_harm(machine: Machine, played: Path) -> None:
    played.write_bytes(b"\xef\xbb\xbf" + played.read_bytes().replace(b"\n", b"\r\n").rstrip())
    with Session.open(machine, played) as session:
        assert session.turn == 5
        session.rewind(1)
    with Session.open(machine, played) as again:
        assert again.turn == 1


MACHINE = beach()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("choice", "back", "language", "entry", "edition", "at", "check", "session")
VALUES = JSON | st.sampled_from(["trench/tell", "tell", "watch/on", "fr", "nishi", "well", 0, 1, 2])
EVENT = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=3).map(lambda event: json.dumps(event).encode())


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(EVENT | st.binary(max_size=30), max_size=12), headed=st.booleans(), torn=st.binary(max_size=8))
def test_no_bytes_at_all_make_it_raise_anything_else(
    lines: list[bytes], headed: bool, torn: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    file = folder / "fuzz.jsonl"
    data = (GOOD if headed else b"") + b"\n".join(lines) + torn
    file.write_bytes(data)
    try:
        with Session.open(MACHINE, file) as session:
            assert session.page.text
        verify_session(MACHINE, file)
        transcript(MACHINE, file)
    except SessionError:
        assert not headed
    list_sessions(folder, MACHINE)
    assert file.read_bytes() == data
    delete(file)


def test_reading_a_log_needs_no_machine(played: Path) -> None:
    log = read_log(played)
    assert next(entry.choice for entry in log.way() if isinstance(entry, Chosen)) == "trench/tell"
