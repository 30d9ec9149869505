"""All ways in words: their list, going to one of them, bookmarks."""

from __future__ import annotations

import io
from pathlib import Path

from game.plain import Player
from tests.plain.test_player import heard, new_session


def test_all_ways_are_listed_in_words() -> None:
    said = heard("staying", "1", "back", "2", "bookmark the door", "ways")
    assert "    1. The first page (1 page; Behind the house)\n" in said
    assert "    2.   left here: Look along the shelf. (1 page; Behind the house)\n" in said
    assert "3. Ask how often. (1 page; Behind the house; you are here; bookmark: the door)" in " ".join(said.split())
    assert not set("│├○●◆") & set(said)


def test_a_number_goes_there_and_nothing_is_lost(tmp_path: Path) -> None:
    session = new_session("staying", tmp_path)
    player = Player(session, io.StringIO())
    for line in ("1", "back", "2", "ways 2"):
        player.hear(line)
    assert [choice.rpartition("/")[2] for choice in session.choices] == ["shelf"]
    assert len(session.tree) == 3
    player.hear("ways 3")
    assert [choice.rpartition("/")[2] for choice in session.choices] == ["count"]


def test_what_is_no_number_of_a_way_is_answered() -> None:
    for typed in ("ways 0", "ways 4", "ways x", "ways ²", "ways 99999999999999999999"):
        assert "takes a number from 1 to 1" in heard("staying", typed)


def test_a_bookmark_is_taken_off_where_it_is() -> None:
    said = heard("staying", "bookmark", "unmark", "unmark", "ways")
    assert "The bookmark is taken off." in said
    assert "There is no bookmark here." in said
    assert "bookmark" not in said.split("There is no bookmark here.")[1]


def test_it_is_said_in_french() -> None:
    assert "La première page (1 page\u202f; " in heard("french", "langue français", "chemins")
