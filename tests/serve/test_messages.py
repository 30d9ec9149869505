"""What a page may say: every message is understood or refused, and what is understood is bounded."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("textual_serve", reason="served pages")

from game.serve.messages import (
    MOST_COLUMNS,
    MOST_ECHO,
    MOST_ROWS,
    MOST_TYPED,
    Focus,
    Message,
    Ping,
    Refused,
    Size,
    Typed,
    read_message,
    size_asked,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(("stdin", "resize", "ping", "focus", "blur"))
CELLS = st.dictionaries(st.sampled_from(("width", "height", "depth")), JSON | st.integers(-5, 5000))
NEAR = st.tuples(WORDS) | st.tuples(WORDS, JSON) | st.tuples(WORDS, CELLS) | st.tuples(WORDS, JSON, JSON)


def is_bounded(message: Message) -> bool:
    match message:
        case Typed(data):
            return len(data) <= 4 * MOST_TYPED
        case Size(columns, rows):
            return 1 <= columns <= MOST_COLUMNS and 1 <= rows <= MOST_ROWS
        case Ping(echo):
            return len(echo) <= MOST_ECHO
        case Focus(gained):
            return gained in (True, False)


@settings(deadline=None)
@given(st.text() | JSON.map(json.dumps) | NEAR.map(json.dumps))
def test_any_text_is_a_bounded_message_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert is_bounded(read_message(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["stdin", "1"]', Typed(b"1")),
        ('["stdin", "\\u00e9\\u001b[A"]', Typed("é\x1b[A".encode())),
        ('["resize", {"width": 90, "height": 30}]', Size(90, 30)),
        ('["resize", {"width": 100000, "height": 100000}]', Size(MOST_COLUMNS, MOST_ROWS)),
        ('["ping", "1700000000000"]', Ping("1700000000000")),
        ('["focus"]', Focus(True)),
        ('["blur"]', Focus(False)),
    ],
)
def test_what_the_page_says(text: str, message: Message) -> None:
    assert read_message(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"stdin"',
        '["stdin"]',
        '["stdin", 1]',
        '["stdin", "1", "2"]',
        '["stdin", "\\ud800"]',
        json.dumps(["stdin", "x" * (MOST_TYPED + 1)]),
        json.dumps(["ping", "x" * (MOST_ECHO + 1)]),
        '["resize", {"width": 80}]',
        '["resize", {"width": true, "height": 24}]',
        '["resize", {"width": "80", "height": "24"}]',
        '["resize", {"width": 0, "height": 24}]',
        '["resize", {"width": 80, "height": -1}]',
        '["resize", {"width": 80.5, "height": 24}]',
        '["quit"]',
        "[" * 60_000,
    ],
    ids=lambda text: text[:40],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_message(text)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(("width", "height")), st.text() | st.integers().map(str)))
def test_any_size_in_an_address_is_bounded(query: dict[str, str]) -> None:
    assert is_bounded(size_asked(query))


def test_the_size_in_an_address() -> None:
    assert size_asked({"width": "133", "height": "40"}) == Size(133, 40)
    assert size_asked({"width": "\u0663", "height": ""}) == Size(80, 24)
