"""Who plays: a cookie is good only if this server gave it, and only then does it name a folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("textual_serve", reason="served pages")

from game.serve.page import language_accepted
from game.serve.visitors import Visitor, Visitors


@pytest.fixture(scope="module")
def visitors(tmp_path_factory: pytest.TempPathFactory) -> Visitors:
    return Visitors(tmp_path_factory.mktemp("served") / "visitors")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_cookie_names_one_home_also_after_a_new_start(visitors: Visitors) -> None:
    one, other = visitors.new(), visitors.new()
    assert one.home != other.home
    assert not one.home.exists()
    again = Visitors(visitors.folder)
    assert [again.known(one.cookie), again.known(other.cookie)] == [one, other]


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_homes_and_the_secret_are_private(visitors: Visitors) -> None:
    visitor = visitors.new()
    before = os.umask(0)
    try:
        visitors.settle(visitor)
    finally:
        os.umask(before)
    assert (mode(visitors.folder), mode(visitor.home), mode(visitors.folder / "secret")) == (0o700, 0o700, 0o600)


@settings(deadline=None)
@given(st.text(max_size=200) | st.from_regex(r"[0-9a-f]{32}([0-9a-f]{64})?", fullmatch=True))
def test_no_other_cookie_is_known(visitors: Visitors, cookie: str) -> None:
    assert visitors.known(cookie) is None


@settings(deadline=None)
@given(st.integers(0, 95), st.sampled_from("0123456789abcdef"))
def test_a_changed_cookie_is_unknown(visitors: Visitors, at: int, sign: str) -> None:
    visitor = visitors.new()
    changed = visitor.cookie[:at] + sign + visitor.cookie[at + 1 :]
    assert visitors.known(changed) in (None, visitor if changed == visitor.cookie else None)


def test_a_cookie_of_another_server_is_unknown(visitors: Visitors, tmp_path: Path) -> None:
    assert Visitors(tmp_path / "visitors").known(visitors.new().cookie) is None


@pytest.mark.parametrize("content", [b"", b"half of it"])
def test_a_secret_that_was_never_written_whole_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    cookie = Visitors(tmp_path).new().cookie
    assert isinstance(Visitors(tmp_path).known(cookie), Visitor)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de, fr;q=0.5", "fr"),
        ("de, ja;q=0.5", "en"),
        ("fr;q=0, en;q=0.1", "en"),
        ("fr;q=nonsense, en;q=0.1", "en"),
        ("FR", "fr"),
    ],
)
def test_the_browsers_language(header: str, language: str) -> None:
    assert language_accepted(header) == language


@settings(deadline=None)
@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert language_accepted(header) in ("en", "fr")
