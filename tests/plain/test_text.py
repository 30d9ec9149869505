"""Plain text from marked-up text: emphasis, wrapping by cells, verbatim lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.markup import EM_OFF, EM_ON, STRONG_OFF, STRONG_ON, STRUCK_OFF, STRUCK_ON, link
from game.plain.text import styled, verbatim
from game.wording import words
from game.wrapping import cells, wrap

SAY = words("en")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("", ""),
        ("as it is", "as it is"),
        (f"{EM_ON}slow{EM_OFF}ly", "*slow*ly"),
        (f"{EM_ON}a {STRONG_ON}b{STRONG_OFF} c{EM_OFF}", "*a **b** c*"),
        (f"{STRUCK_ON}no{STRUCK_OFF} yes", "[struck out: no] yes"),
        (f"{EM_ON}a{link('pak', 'Pak')}b{EM_OFF}", "*aPakb*"),
        (f"{EM_ON}never closed", "*never closed*"),
        (f"{EM_ON}a{STRONG_ON}b{EM_OFF}c{STRONG_OFF}", "*a**b*****c**"),
    ],
)
def test_styles(marked: str, expected: str) -> None:
    assert styled(marked, SAY) == expected


def test_struck_out_is_said_in_the_readers_language() -> None:
    assert styled(f"{STRUCK_ON}non{STRUCK_OFF}", words("fr")) == "[biffé\u00a0: non]"


def test_cells_count_wide_and_combining_characters() -> None:
    assert cells("ab") == 2
    assert cells("栗林") == 4
    assert cells("e\u0301") == 1


def test_wrapping_counts_cells_and_hangs() -> None:
    assert wrap("栗林 忠道 中将", 9) == "栗林 忠道\n中将"
    assert wrap("one two three", 9, "  1. ") == "  1. one\n     two\n     three"
    assert wrap("a\nb", 9) == "a\nb"
    assert wrap("", 9) == ""


def test_no_break_spaces_hold() -> None:
    assert wrap("il dit\u202f: «\u202fnon\u202f»", 12) == "il dit\u202f:\n«\u202fnon\u202f»"


def test_verbatim_keeps_inner_spaces_and_drops_trailing_ones() -> None:
    assert verbatim("a   b \n\n  c", "    ") == "    a   b\n\n      c"


@given(st.text(alphabet="ab é栗-\n", max_size=200), st.integers(4, 40))
def test_wrapping_loses_no_word_and_keeps_the_width(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert wrapped.split() == text.split()
    assert all(cells(line) <= width or " " not in line for line in wrapped.split("\n"))
