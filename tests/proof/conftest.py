"""Shares of endings are sampled with few players, who give up soon: most tests do not look at them."""

from __future__ import annotations

import pytest

from game.proof.endings import sampled_shares

FEW_PLAYERS = {"WALKERS": 50, "LONGEST_WALK": 100}


@pytest.fixture(autouse=True)
def few_players(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in FEW_PLAYERS.items():
        monkeypatch.setattr(sampled_shares, name, number)
