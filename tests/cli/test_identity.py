"""Names that are made: two stories never share an id by accident, and no id is a constant."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.cli.scaffold import create, story_id
from game.session.naming import session_name
from game.story import check_story
from game.story.schema.values import ID

NAMES = (
    "夜",
    "Ночь",
    "ночь 2",
    "夜 2",
    "हिन्दी",
    "København",
    "straße",
    "été",
    "1984",
    "!!!",
    "?!",
    "🏝",
    "a b: #c",
    "No",
)


def letters(name: str) -> str:
    """What tells names apart: their letters and digits, without accents, case or what stands between."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold())
    return "".join(char for char in bare if not unicodedata.combining(char) and char.isalnum())


def test_every_name_gives_an_id_of_its_own() -> None:
    assert len({story_id(Path(name)) for name in NAMES}) == len(NAMES)
    assert story_id(Path("my-story")) == story_id(Path("My Story")) == "my-story"


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_one_id_means_one_name(one: str, other: str) -> None:
    one, other = (name.replace("/", "").replace("\0", "").strip(".") or "x" for name in (one, other))
    first, second = story_id(Path(one)), story_id(Path(other))
    assert ID.fullmatch(first)
    assert first != second or letters(one) == letters(other)


@pytest.mark.parametrize("name", NAMES)
def test_a_new_story_of_any_name_is_sound(name: str, tmp_path: Path) -> None:
    create(tmp_path / name)
    assert check_story(tmp_path / name) == []


def test_names_of_session_files_tell_stories_apart() -> None:
    def stem(story: str) -> str:
        return session_name(story).rsplit("-", 3)[0]

    stories = ["beach", "Beach", "ночь", "夜", "..", "", "a" * 80, "a" * 81, "\ud800"]
    assert len({stem(story) for story in stories}) == len(stories)
    assert stem("beach") == "beach"
    assert all(session_name(story).isascii() and len(session_name(story)) < 100 for story in stories)
