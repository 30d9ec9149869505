"""A turn costs the same on the five-thousandth page as on the fifth: counted in pages made, never in time."""

from __future__ import annotations

import pytest

from game.engine import Machine
from game.session import Session
from tests.tui.conftest import Open

MOST = 14
"""Pages made for one turn: the new one and the few in view, each with the page before it."""


def long_session(machine: Machine, turns: int) -> Session:
    session = Session.new(machine, None, seed=1, language="en")
    for turn in range(turns):
        session.choose("back" if turn % 2 else "write")
    return session


@pytest.mark.parametrize("turns", [4, 5000])
async def test_pages_made_for_a_turn(
    opened: Open, machine: Machine, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import game.tui.screens.play as play

    made: list[int] = []
    page = play.page

    def counted(*args: object) -> object:
        made.append(1)
        return page(*args)  # type: ignore[arg-type]

    async with opened(session=long_session(machine, turns)) as player:
        monkeypatch.setattr(play, "page", counted)
        for keys in (("2",), ("1",), ("pageup",), ("end",), ("home",), ("end",)):
            made.clear()
            await player.press(*keys)
            assert len(made) <= MOST, keys
        made.clear()
        await player.resize(70, 30)
        assert len(made) <= 2 * MOST
