"""A home of one's own for each test, and the face of the demo story in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Event

from game.engine import Machine
from game.session import Session
from game.settings import Settings
from game.terminal import strikes
from game.tui.app import Face
from game.tui.author.proven import Proven
from game.tui.play_context import PlayContext
from tests.tui.demo import machine as demo_machine
from tests.tui.looking import Player, idle, later

Open = Callable[..., AbstractAsyncContextManager[Player]]


@pytest.fixture(scope="session", autouse=True)
def rules_parsed_once() -> Iterator[None]:
    """The same style sheet with the same variables gives the same rules: Textual parses it anew for each app, which is
    a quarter of the work of its start.
    """
    known: dict[tuple[object, ...], list[RuleSet]] = {}
    there = Stylesheet._parse_rules

    def parse(sheet: Stylesheet, css: str, **about: object) -> list[RuleSet]:
        key = (css, *about.items(), *sheet._variables.items())
        if key not in known:
            known[key] = there(sheet, css, **about)  # type: ignore[arg-type]
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and sessions of this test alone, a terminal with all colours."""
    monkeypatch.setenv("SEVEN_CANTEENS_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    strikes.cache_clear()
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def machine() -> Machine:
    """The demo story."""
    return demo_machine()


@pytest.fixture
def opened(home: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Open:
    """`async with opened(size=..., begin=..., session=..., watch=...) as player`; no fault may have been met.

    A second passes from key to key unless a `clock` of the test's own says otherwise.
    """

    @asynccontextmanager
    async def open_face(
        *,
        size: tuple[int, int] = (120, 36),
        begin: bool = True,
        story: Machine | None = None,
        session: Session | None = None,
        watch: Session | None = None,
        proven: Proven | None = None,
        settings: Settings | None = None,
        interface: str = "",
        faults: int = 0,
        notices: tuple[str, ...] = (),
        clock: Callable[[Event], float] | None = None,
    ) -> AsyncIterator[Player]:
        own = settings or Settings()
        folder = home / "sessions"
        context = PlayContext(story or machine, own, session=session, seed=1, interface=interface, folder=folder)
        begins = begin and watch is None and session is None
        unhurried = count()
        app = Face(
            context,
            begin=begins,
            watch=watch,
            proven=proven,
            notices=notices,
            clock=clock or (lambda event: float(next(unhurried))),
        )
        for module in ("textual.app", "textual.pilot"):
            monkeypatch.setattr(f"{module}.wait_for_idle", partial(idle, app))
        monkeypatch.setattr(Compositor, "render_update", later)
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot)
            await player.settle()
            if begin and player.screen_name == "reading":
                await player.press("enter")
            yield player
            await player.settle()
        context.leave()
        assert len(app.faults) == faults, app.faults

    return open_face
