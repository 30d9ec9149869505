"""The one cleaning: nothing that steers comes through, and nothing else is changed."""

from __future__ import annotations

import io
import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.cli import talk
from game.printable import printable, printable_in_place, printable_lines
from game.reports import json_text, workflow_command
from tests.foreign.hostile import STEERING, steering


@pytest.mark.parametrize("kind", STEERING)
def test_everything_that_steers_is_written_out(kind: str) -> None:
    text = STEERING[kind]
    assert steering(printable_lines(printable(text))) == []
    assert steering(printable_lines(text)) == []
    assert steering(printable_lines(printable_in_place(text))) == []
    assert steering(workflow_command("error", text, file=text)[len("::error") :]) == []
    assert steering(json_text([text, {text: text}])) == []
    assert json.loads(json_text([text, {text: text}])) == [text, {text: text}]


@given(st.text())
def test_any_text_is_made_fit_and_what_is_fit_stays(text: str) -> None:
    shown = printable_lines(text)
    assert steering(shown) == []
    assert printable_lines(shown) == shown
    assert len(printable_in_place(text)) == len(text)
    assert json.loads(json_text(text)) == text
    if steering(text) == []:
        assert shown == text


def test_letters_and_spaces_of_every_script_stay() -> None:
    text = "Kōji «\u202foui\u202f» 硫黄島\u3000e\u0301 \u05e9\u05dc — 2\u00a0000"
    assert printable(text) == printable_lines(text) == text
    assert unicodedata.name("\u202f") in "NARROW NO-BREAK SPACE"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "ascii", "utf-16"])
@pytest.mark.parametrize("kind", STEERING)
def test_every_stream_takes_every_text(kind: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, say in (("stdout", talk.out), ("stderr", talk.talk), ("stdout", talk.data)):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding=encoding, newline="\n"))
        say(f"« {STEERING[kind]} » → 硫黄島")
        shown = raw.getvalue().decode("utf-8" if say is talk.data else encoding)
        assert "b" in shown or "«" in shown or "?" in shown
        assert say is talk.data or steering(shown) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("So \u2068דוד\u00a0לוי\u2069, he", "So \u2068דוד\u00a0לוי\u2069, he"),
        ("\u2068a\u2069\t\u2068b\u2069\nc", "\u2068a\u2069\t\u2068b\u2069\nc"),
        ("open \u2068a", "open \\u2068a"),
        ("shut a\u2069", "shut a\\u2069"),
        ("\u2068a\nb\u2069", "\\u2068a\nb\\u2069"),
        ("\u2068a\u2068b\u2069", "\\u2068a\u2068b\u2069"),
        ("\u2068a\u202eb\u2069", "\\u2068a\\u202eb\\u2069"),
        ("\u2068\x1b[2J\u2069", "\u2068\\x1b[2J\u2069"),
        ("\u2067a\u2069", "\\u2067a\\u2069"),
    ],
)
def test_an_isolate_that_is_closed_turns_nothing_around_it_and_stays(text: str, printed: str) -> None:
    """In a text of lines only: a value within a sentence of ours is never one."""
    assert printable_lines(text) == printed
    assert "\u2068" not in printable(text)
