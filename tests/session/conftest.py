"""What the tests of sessions share: a machine, and a session that was played a little."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Machine
from game.session import Session
from tests.session.programs import beach

PLAYED = ("trench/tell", "watch/on", "well/drink", "well/fill", "well/home")
"""With seed 3 these lead from the first page of the beach to its ending."""


@pytest.fixture(scope="session")
def machine() -> Machine:
    return beach()


@pytest.fixture
def played(machine: Machine, tmp_path: Path) -> Path:
    """The log of a session played to the ending."""
    with Session.new(machine, tmp_path / "sessions", seed=3, language="en") as session:
        for choice in PLAYED:
            session.choose(choice)
    assert session.file is not None
    return session.file
