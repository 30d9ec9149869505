"""The server: a page, its line, files to take away; who asks is looked at first (`guard`), who plays has a cookie."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from aiohttp import WSMsgType, web

from game import settings
from game.engine import Machine
from game.engine.markup import plain
from game.serve.codes import CloseCode
from game.serve.game import Game
from game.serve.games import Full, Games
from game.serve.guard import address_of, guard, with_headers
from game.serve.messages import MOST_BYTES, Refused, read_message, size_asked
from game.serve.page import AGAIN_SECONDS, STATIC, full_page, language_accepted, page
from game.serve.visitors import Visitor

log = logging.getLogger(__name__)

HEARTBEAT = 15.0
"""The seconds after which a line that is silent is tried."""
COOKIE_SECONDS = 400 * 24 * 3600
"""How long a browser keeps its cookie; none keeps it longer."""


class Place(NamedTuple):
    """Whom a request comes from, and how to speak to them."""

    visitor: Visitor
    is_new: bool
    language: str
    theme: str


class Server:
    """Serves one story to the visitors of `games`, under the addresses it is reached by and under `names`."""

    def __init__(self, machine: Machine, games: Games, names: Iterable[str] = ()) -> None:
        self.machine = machine
        self.games = games
        self.names = tuple(names)

    def application(self) -> web.Application:
        """The application that aiohttp runs; on its clean-up all games end."""
        app = web.Application(middlewares=[guard(self.names)])
        app.router.add_get("/", self.index)
        app.router.add_get("/ws", self.line)
        app.router.add_get("/download/{key}", self.download)
        app.router.add_static("/static", Path(str(files("textual_serve"))) / "static")
        app.router.add_static("/page", STATIC)
        app.on_response_prepare.append(with_headers)
        app.on_shutdown.append(self._end)
        return app

    async def _end(self, app: web.Application) -> None:
        await self.games.close()

    # -- who asks

    def _place(self, request: web.Request, wanted: str = "") -> Place:
        """The visitor of a request, a new one where it brings no cookie of ours, with their language and theme.

        What they chose in the game goes before what is `wanted`, and that before what their browser prefers.
        """
        visitors = self.games.visitors
        visitor = visitors.known(request.cookies.get(_cookie_name(request), ""))
        own = settings.load(visitor.home / "config.yaml") if visitor else settings.Settings()
        language = own.language or language_accepted(wanted or request.headers.get("Accept-Language", ""))
        return Place(visitor or visitors.new(), visitor is None, language, own.theme)

    def _title(self, language: str) -> str:
        story = language if language in self.machine.languages else self.machine.program.language
        return plain(self.machine.words(self.machine.program.title, story))

    # -- what is answered

    async def index(self, request: web.Request) -> web.Response:
        """The page, or with 503 the one that says that all places are taken."""
        visitor, _, language, theme = self._place(request)
        if not self.games.has_place(visitor):
            text = full_page(language, self._title(language), theme)
            return _html(text, status=503, headers={"Retry-After": str(AGAIN_SECONDS)})
        response = _html(page(language, self._title(language), theme))
        response.set_cookie(
            _cookie_name(request), visitor.cookie, max_age=COOKIE_SECONDS, httponly=True, samesite="Strict"
        )
        return response

    async def line(self, request: web.Request) -> web.WebSocketResponse:
        """The line between a page and its game."""
        line = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MOST_BYTES)
        await line.prepare(request)
        place = self._place(request, request.query.get("language", ""))
        if place.is_new:
            await line.close(code=CloseCode.UNKNOWN)
            return line
        try:
            game = await self.games.join(place.visitor, line, size_asked(request.query), place.language)
        except Full:
            await line.close(code=CloseCode.FULL)
            return line
        except OSError as error:
            log.error("%s: no game can be started (%s)", place.visitor.name, error)
            await line.close(code=CloseCode.STOPPED)
            return line
        try:
            await _listen(line, game)
        finally:
            await self.games.leave(place.visitor, game, line)
        return line

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that the visitor's own game hands over; once."""
        game = self.games.of(self._place(request).visitor)
        key = request.match_info["key"]
        found = self.games.deliveries.claim(key, game) if game else None
        if found is None:
            raise web.HTTPNotFound(text="There is no such file here.\n")
        response = web.StreamResponse(
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file_name, safe='')}",
                "Cache-Control": "no-store",
            }
        )
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            async for chunk in self.games.deliveries.download(key):
                await response.write(chunk)
            await response.write_eof()
        return response


async def _listen(line: web.WebSocketResponse, game: Game) -> None:
    """Hear what a page says until its line is closed."""
    async for frame in line:
        if frame.type is not WSMsgType.TEXT:
            continue
        try:
            message = read_message(frame.data)
        except Refused as refused:
            log.info("a message was refused: %s", refused)
            await line.close(code=CloseCode.REFUSED)
            return
        await game.hear(message)


def _html(text: str, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        text=text,
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language", **(headers or {})},
    )


def _cookie_name(request: web.Request) -> str:
    """A name of this server's own: browsers keep cookies by host, whatever the port."""
    return f"seven-canteens-{address_of(request)[1]}"
