"""What asks a server inside the test; without textual-serve there is none, and the tests that want one are skipped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest_asyncio

if TYPE_CHECKING:
    from tests.serve.asking import Ask, Asking


@pytest_asyncio.fixture
async def ask(own_home: Path) -> AsyncIterator[Ask]:
    """`await ask(most=..., keep=..., names=...)`: a server that is closed, with all its games, at the end."""
    from tests.serve.asking import begin

    begun: list[Asking] = []

    async def asked(*, most: int = 3, keep: float = 30, names: tuple[str, ...] = ()) -> Asking:
        begun.append(await begin(own_home, most, keep, names))
        return begun[-1]

    yield asked
    for asking in begun:
        await asking.client.close()
