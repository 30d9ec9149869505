"""Words that a player types: what is kept of them whatever they are, and how they stand in a text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.markup import FIRST, LAST
from game.engine.typed import FORMS, LONGEST, MOST_MARKS, cells, cleaned, fitting, shown

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Anna", "Anna"),
        ("  Anna   Maria ", "Anna Maria"),
        ("Anna\nMaria\r\n\tIda", "Anna Maria Ida"),
        ("", ""),
        ("   \u00a0\u3000\u2003 ", ""),
        ("\u200b\u2060\ufeff\u00ad", ""),
        ("\u115f\u1160\u2800\u3164\uffa0\u034f", ""),
        ("e\u0301a", "éa"),
        ("a" + "\u0323\u0302\u0301" * 400, "\u1ead\u0323\u0323"),
        ("\u0301\u0302Anna", "Anna"),
        ("Anna \u0301b", "Anna b"),
        ("\u202egnp\u202c", "gnp"),
        ("\u2066a\u2069\u2068b\u2069\u200fc\u061cd", "abcd"),
        ("\x1b[31mred\x07\x9b2J", "[31mred2J"),
        ("\x00\ue000\ue006codex\ue007\U000f0000", "codex"),
        ("\ud800x\udfff", "x"),
        ("\ufdd0\uffff\U000e0041\U000e0100", ""),
        ("x" * 10_240, "x" * 24),
        ("李" * 30, "李" * 12),
        (" " * LONGEST + "late", ""),
        (FAMILY, "\U0001f468\U0001f469\U0001f467"),
        ("{water}*[x](codex:y)\\|~~", "{water}*[x](codex:y)\\|~~"),
        ("\U0001f600\ufe0f", "\U0001f600"),
        ("नमस्ते", "नमस्ते"),
        ("ไม้", "ไม้"),
    ],
)
def test_what_is_kept(said: str, kept: str) -> None:
    assert cleaned(said, 24) == kept


@given(st.text(max_size=200), st.integers(1, 24))
def test_whatever_is_typed_is_kept_within_its_bounds(said: str, most: int) -> None:
    kept = cleaned(said, most)
    assert cells(kept) <= most
    assert cleaned(kept, most) == kept == unicodedata.normalize("NFC", kept)
    assert kept == " ".join(kept.split(" ")).strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in kept)
    assert not any(FIRST <= char <= LAST for char in kept)
    marks = "".join("m" if unicodedata.category(char)[0] == "M" else " " if char == " " else "x" for char in kept)
    assert "m" * (MOST_MARKS + 1) not in marks
    assert not marks.startswith("m")
    assert " m" not in marks


@given(st.text(max_size=60), st.integers(1, 24))
def test_what_is_still_being_typed_is_the_same_but_for_a_blank(said: str, most: int) -> None:
    typing = fitting(said, most)
    assert typing.rstrip() == cleaned(said, most)
    assert typing[len(typing.rstrip()) :] in ("", " ")
    assert fitting(typing, most) == typing


@pytest.mark.parametrize(
    "said", ["a" + "\u0301" * 200_000, "\u0315\u0300" * 100_000, "\n" * 200_000, "\u202e" * 200_000]
)
def test_floods_take_no_time(said: str) -> None:
    before = time.process_time()
    assert cells(cleaned(said, 24)) <= 24
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("words", "form", "printed"),
    [
        ("anna McKay", "", "anna McKay"),
        ("anna McKay", "upper", "ANNA MCKAY"),
        ("anna McKay", "title", "Anna McKay"),
        ("jean-luc o'neill", "title", "Jean-Luc O'neill"),
        ("ǆungla", "title", "ǅungla"),
        ("дима", "title", "Дима"),
        ("דוד לוי", "", "\u2068דוד\u00a0לוי\u2069"),
        ("Ali علي", "upper", "\u2068ALI\u00a0علي\u2069"),
        ("李小龍", "upper", "李小龍"),
    ],
)
def test_how_words_are_printed(words: str, form: str, printed: str) -> None:
    assert shown(words, form) == printed


@given(st.text(max_size=60), st.sampled_from(("", *FORMS)))
def test_an_isolate_is_closed_and_in_it_no_line_breaks(said: str, form: str) -> None:
    printed = shown(cleaned(said, 24), form)
    turns = printed.startswith("\u2068")
    assert printed.count("\u2068") == printed.count("\u2069") == turns == printed.endswith("\u2069")
    assert "\u2068" not in printed or " " not in printed
