"""One visitor's game: a process that speaks Textual's protocol, and that outlives the line to its page for a while."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web
from textual_serve.app_service import AppService

from game.serve.codes import CloseCode
from game.serve.deliveries import Deliveries
from game.serve.messages import SHOW_AGAIN, Focus, Message, Ping, Size, Typed

LAST_WORDS = 5.0
"""The seconds that a game has to end by itself when it is asked to."""
PRELUDE = b"__GANGLION__\n"
"""What Textual's web driver writes before anything else."""
MOST_PRELUDE_LINES = 10


class Game(AppService):
    """A process and at most one line to a page that shows it.

    It is started by `command` in the server's environment with the changes of `environment` (None: taken out).
    `gone` is set when the process has ended and nothing of it is left.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str | None], deliveries: Deliveries) -> None:
        super().__init__(
            command[0], write_bytes=self._show, write_str=self._tell, close=_nothing, download_manager=deliveries
        )
        self._arguments = command
        self._environment = environment
        self._deliveries = deliveries
        self._line: web.WebSocketResponse | None = None
        self._started = asyncio.Event()
        self._closings: set[asyncio.Task[bool]] = set()
        self._begun = False
        self.stopping = False
        self.gone = asyncio.Event()

    @property
    def pid(self) -> int:
        """The process; 0 before there is one."""
        return self._process.pid if self._process else 0

    # -- the process

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        made = {**super()._build_environment(width, height), **self._environment}
        return {name: value for name, value in made.items() if value is not None}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the process itself, without a shell between, out of reach of the Ctrl-C that ends the server."""
        process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def begin(self, line: web.WebSocketResponse, size: Size) -> None:
        """Start, and show on this line. Raises OSError where no process can be started."""
        self._line = line
        try:
            await self.start(*size)
        except OSError:
            self.gone.set()
            raise
        finally:
            self._started.set()

    async def run(self) -> None:
        """Pass on what the process says, until it ends; AppService makes a task of this."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
                await self._pass_on(self._process.stdout)
        finally:
            self.stopping = True
            code = await self._ended(self._process)
            self._deliveries.forget(self)
            line, self._line = self._line, None
            if line is not None:
                self._close(line, CloseCode.ENDED if code == 0 and self._begun else CloseCode.STOPPED)
            self.gone.set()

    async def _pass_on(self, stdout: asyncio.StreamReader) -> None:
        """Read the prelude, then packets: a letter for the kind, four bytes of length, the rest."""
        for _ in range(MOST_PRELUDE_LINES):
            if await stdout.readuntil() == PRELUDE:
                self._begun = True
                break
        kinds = {b"D": self.on_data, b"M": self.on_meta, b"P": self.on_packed}
        while self._begun:
            head = await stdout.readexactly(5)
            payload = await stdout.readexactly(int.from_bytes(head[1:], "big"))
            if head[:1] in kinds:
                await kinds[head[:1]](payload)

    async def _ended(self, process: Process) -> int:
        """The exit code, once the process has ended by itself or was made to."""
        try:
            async with asyncio.timeout(LAST_WORDS):
                return await process.wait()
        except TimeoutError:
            process.kill()
            return await process.wait()

    async def stop(self) -> None:
        """End the process: ask it, and insist."""
        self.stopping = True
        await self._started.wait()
        if not self.gone.is_set():
            await self.send_meta({"type": "quit"})
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await self.gone.wait()
        if not self.gone.is_set() and self._process is not None:
            self._process.kill()
            await self.gone.wait()

    # -- its line

    async def show_on(self, line: web.WebSocketResponse, size: Size) -> None:
        """Show on another line from here on; the one before is told."""
        before, self._line = self._line, line
        if before is not None:
            self._close(before, CloseCode.ELSEWHERE)
        await self._started.wait()
        await self.send_meta({"type": SHOW_AGAIN, "width": size.columns, "height": size.rows})

    async def lose(self, line: web.WebSocketResponse) -> bool:
        """A line has dropped; returns whether the game now has none."""
        if self._line is not line:
            return False
        self._line = None
        await self.blur()
        return True

    async def hear(self, message: Message) -> None:
        """Do what the page asks."""
        match message:
            case Typed(data):
                await self.send_bytes(data)
            case Size(columns, rows):
                await self.set_terminal_size(columns, rows)
            case Focus(gained):
                await (self.focus() if gained else self.blur())
            case Ping(echo):
                if self._line is not None:
                    await self._line.send_json(["pong", echo])

    async def _show(self, data: bytes) -> None:
        if self._line is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self._line.send_bytes(data)

    async def _tell(self, text: str) -> None:
        if self._line is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self._line.send_str(text)

    def _close(self, line: web.WebSocketResponse, why: CloseCode) -> None:
        """Close a line, without waiting for whoever is at its other end."""
        task = asyncio.create_task(line.close(code=why))
        self._closings.add(task)
        task.add_done_callback(self._closings.discard)


async def _nothing(*_: Any) -> None:
    """The end of a game closes its line by itself, with the reason."""
