"""A server of a small story inside the test, asked by a client that is no browser; its games are real processes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import ClientWebSocketResponse, DummyCookieJar, WSMsgType
from aiohttp.test_utils import TestClient, TestServer

from game.engine import load
from game.serve.games import Games
from game.serve.server import Server
from game.serve.visitors import Visitors
from game.story import load_story

STORY = Path(__file__).parents[1] / "cases" / "choice-once"
SECONDS = 30
"""How long a game is waited for; a slow machine is no fault."""


class Asking:
    """A server and who asks it."""

    def __init__(self, games: Games, client: TestClient) -> None:  # type: ignore[type-arg]
        self.games = games
        self.client = client

    @property
    def port(self) -> int:
        assert self.client.port is not None
        return self.client.port

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def line(self, cookie: str = "", language: str = "", **headers: str) -> ClientWebSocketResponse:
        """A line of a visitor, a new one by default, from a page in a language."""
        cookie = cookie or self.games.visitors.new().cookie
        sent = {"Cookie": f"seven-canteens-{self.port}={cookie}", **headers}
        asked = {"width": "90", "height": "30", "language": language}
        return await self.client.ws_connect(f"/ws?{urlencode(asked)}", headers=sent)


async def begin(home: Path, most: int, keep: float, names: tuple[str, ...]) -> Asking:
    """A server whose visitors live under a home."""
    games = Games(Visitors(home / "visitors"), STORY, most=most, keep=keep)
    app = Server(load(load_story(STORY).program), games, names).application()
    client = TestClient(TestServer(app), cookie_jar=DummyCookieJar())
    await client.start_server()
    return Asking(games, client)


Ask = Callable[..., Awaitable[Asking]]


async def drawn(line: ClientWebSocketResponse, words: str) -> bytes:
    """What a game has drawn on a line, up to and with these words."""
    seen = b""
    while words.encode() not in seen:
        message = await line.receive(SECONDS)
        assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), message
        if message.type is WSMsgType.BINARY:
            seen += message.data
    return seen


async def closed(line: ClientWebSocketResponse) -> int | None:
    """The code that a line is closed with."""
    while not line.closed:
        await line.receive(SECONDS)
    return line.close_code


async def gone(pid: int) -> None:
    """Until a process has ended and nothing of it is left. Raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while True:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.02)
