"""Shares of endings are sampled with few players, who give up soon: most tests do not look at them."""

from __future__ import annotations

import pytest

from game.proof.endings import sampled_shares


@pytest.fixture(autouse=True)
def few_players(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampled_shares, "WALKERS", 50)
    monkeypatch.setattr(sampled_shares, "LONGEST_WALK", 100)
