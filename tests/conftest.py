"""What every test stands on: a home of its own, an English system, and no colour codes from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep sessions, settings and cache of this test out of the real ones; returns the folder that stands for all."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SEVEN_CANTEENS_HOME", str(home))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "SEVEN_CANTEENS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return home
