"""The tree of ways: how it is drawn, whatever was read and left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine import Machine
from game.session import Session, SessionError, read_log
from game.session.lines import Bookmark, Unknown
from game.session.tree import Branch, Tree
from tests.session.conftest import PLAYED


def grown(*steps: str | int) -> Tree:
    """A tree out of choices taken, and of numbers of choices gone back to."""
    tree = Tree()
    for step in steps:
        if isinstance(step, int):
            tree.back(step)
        else:
            tree.choose(step)
    return tree


def drawn(tree: Tree, stops: set[int] | None = None) -> list[str]:
    """Its branches: where each begins, with a dash where it left another one, and how many pages it has."""
    rows = []
    for one in tree.branches(stops or ()):
        sign = "-" if one.begins else " "
        rows.append(f"{'  ' * one.depth}{sign}{tree.choice_to(one.first) or '.'} {one.pages}")
    return rows


WAYS: dict[str, tuple[tuple[str | int, ...], list[str]]] = {
    "nothing was chosen": ((), [" . 1"]),
    "one way": (("a", "b", "c"), [" . 4"]),
    "gone back, and not on": (("a", "b", "c", 1), [" . 2", " b 2"]),
    "gone back and on again": (("a", "b", "c", 1, "b", "c"), [" . 4"]),
    "a branch that was left": (("a", "b", 1, "c", "d"), [" . 2", "  -b 1", " c 2"]),
    "back on the older branch": (("a", "b", 1, "c", "d", 1, "b"), [" . 2", "  -c 2", " b 1"]),
    "three from one page": (("a", 0, "b", 0, "c"), [" . 1", "  -a 1", "  -b 1", " c 1"]),
    "a fork on a branch": (
        ("a", "b", "c", 2, "d", 0, "e"),
        [" . 1", "  -a 2", "    -c 1", "   d 1", " e 1"],
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_it_is_drawn(name: str) -> None:
    steps, rows = WAYS[name]
    assert drawn(grown(*steps)) == rows


def test_a_run_of_pages_ends_where_somebody_is_to_be_shown_something() -> None:
    assert drawn(grown("a", "b", "c"), {1, 3}) == [" . 2", " b 2"]


@given(st.lists(st.one_of(st.sampled_from("abc"), st.integers(0, 8))))
def test_every_page_stands_in_it_once(steps: list[str | int]) -> None:
    tree = grown(*steps)
    found: list[int] = []
    for one in tree.branches(()):
        way = tree.way_to(one.last)
        run = way[way.index(one.first) :]
        assert len(run) == one.pages
        assert one.depth == 0 or not set(run) & set(tree.way)
        found += run
    assert sorted(found) == list(tree)
    assert tree.branches({tree.here})[-1].depth == 0
    assert tree.here in {one.last for one in tree.branches({tree.here})}


def test_a_deep_tree_is_walked_without_depth() -> None:
    steps: list[str | int] = []
    for _ in range(3000):
        steps += ["a", "b", len(steps) // 3, "c"]
    tree = grown(*steps)
    assert sum(isinstance(one, Branch) and one.begins for one in tree.branches(())) > 0


def test_bookmarks_are_kept(machine: Machine, played: Path) -> None:
    with Session.open(machine, played) as session:
        session.bookmark("  the \n well ", 3)
        session.bookmark("x" * 500)
        session.visit(2)
        session.bookmark()
        session.bookmark("gone", 0)
        session.remove_bookmark(0)
    with Session.open(machine, played) as session:
        assert session.bookmarks == {3: "the well", 5: "x" * 200, 2: ""}
        assert session.choices == PLAYED[:2]
        assert session.ahead == PLAYED[2:]
        with pytest.raises(SessionError):
            session.bookmark("nowhere", 6)


@pytest.mark.parametrize("line", ['{"bookmark": -1, "note": ""}', '{"bookmark": true, "note": "x"}', '{"bookmark": 1}'])
def test_a_bookmark_of_another_shape_is_passed_over(line: str, machine: Machine, played: Path) -> None:
    with played.open("a") as stream:
        stream.write(line + "\n")
    assert isinstance(read_log(played).entries[-1], Unknown)
    with Session.open(machine, played) as session:
        assert (session.bookmarks, session.choices) == ({}, PLAYED)


def test_a_bookmark_of_a_page_that_never_was_says_nothing(machine: Machine, played: Path) -> None:
    with played.open("a") as stream:
        stream.write('{"bookmark": 99, "note": "nowhere"}\n')
    assert read_log(played).entries[-1] == Bookmark(99, "nowhere")
    with Session.open(machine, played) as session:
        assert session.bookmarks == {}
