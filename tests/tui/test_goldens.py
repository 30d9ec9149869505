"""The main screens as plain text, to be read in a diff.

`GOLDENS=write pytest tests/tui/test_goldens.py` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.session import Session
from tests.tui.conftest import Open
from tests.tui.looking import Player
from tests.tui.proofs import proof_of

FOLDER = Path(__file__).parent / "goldens"
SIZES = [(120, 36), (80, 24), (60, 20)]
SCREENS: dict[str, tuple[str, ...]] = {
    "title": (),
    "about": ("enter",),
    "first-page": ("enter", "enter"),
    "first-page-read-on": ("enter", "enter", "space"),
    "second-page": ("enter", "enter", "2"),
    "second-page-french": ("enter", "enter", "2", "l"),
    "ending": ("enter", "enter", "2", "2"),
    "history": ("enter", "enter", "2", "1", "1", "h"),
    "state": ("enter", "enter", "s"),
    "codex": ("enter", "enter", "c"),
    "entry": ("enter", "enter", "tab", "enter"),
    "help": ("enter", "enter", "question_mark"),
    "help-french": ("l", "question_mark"),
}
PROOFS: dict[str, tuple[str, ...]] = {
    "proof": ("tui/flawed",),
    "proof-endings": ("tui/flawed", "G"),
    "proof-clean": ("cases/endings",),
    "finding": ("tui/flawed", "down", "down", "enter"),
    "finding-without-a-way": ("tui/flawed", "down", "enter"),
    "finding-watched": ("tui/flawed", "down", "down", "down", "enter", "w", "end"),
}
"""For each screen of a proof: the folder of the story, and the keys."""


def compare(player: Player, name: str) -> None:
    """The screen must be as it is kept."""
    width, height = player.app.size
    file = FOLDER / f"{name}-{width}x{height}.txt"
    seen = player.text()
    assert len(player.rows()) == height
    if os.environ.get("GOLDENS") == "write":
        file.write_text(seen, encoding="utf-8")
    assert seen == file.read_text(encoding="utf-8")


MOVED = ("first-page-read-on",)
"""What is in view hangs on the size in which the keys were pressed: opened in each size anew."""


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in MOVED])
async def test_screen(opened: Open, name: str) -> None:
    """In the size in which it was opened, and in those to which that is changed."""
    async with opened(begin=False, size=SIZES[0]) as player:
        await player.press(*SCREENS[name])
        for size in SIZES:
            await player.resize(*size)
            compare(player, name)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", MOVED)
async def test_screen_that_was_moved(opened: Open, name: str, size: tuple[int, int]) -> None:
    async with opened(begin=False, size=size) as player:
        await player.press(*SCREENS[name])
        compare(player, name)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_replay(opened: Open, size: tuple[int, int]) -> None:
    from tests.tui.demo import machine

    session = Session.new(machine(), None, seed=1, language="en")
    session.choose("write")
    session.choose("back")
    async with opened(watch=session, size=size) as player:
        await player.press("right")
        compare(player, "replay")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PROOFS)
async def test_proof(opened: Open, name: str, size: tuple[int, int]) -> None:
    folder, *keys = PROOFS[name]
    machine, proven = proof_of(folder)
    async with opened(story=machine, proven=proven, size=size) as player:
        await player.press(*keys)
        compare(player, name)


def test_no_golden_is_left_over() -> None:
    named = {f"{name}-{w}x{h}.txt" for name in (*SCREENS, "replay", *PROOFS) for w, h in SIZES}
    assert {file.name for file in FOLDER.iterdir()} == named
