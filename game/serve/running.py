"""Run the server on its addresses until somebody ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import web

from game.os_reasons import OURS, Reason, os_reason

LAST_SECONDS = 1.0
"""What open requests are given when the server ends."""
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class CannotListen(Exception):
    """An address that cannot be listened on, for its `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Teller(logging.Handler):
    """Gives the lines of a log to `tell`."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one line, with its traceback if it has one."""
        self._tell(self.format(record))


def run(app: web.Application, host: str, port: int, ready: Callable[[int], None], tell: Callable[[str], None]) -> None:
    """Serve on every address that `host` has, all with one port (0: a free one), until SIGINT, SIGTERM or SIGHUP.

    `ready` is told the port once it listens, `tell` what happens after. Raises CannotListen.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[Teller(tell)])
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(app, host, port, ready))


async def _serve(app: web.Application, host: str, port: int, ready: Callable[[int], None]) -> None:
    sockets = listen(host, port)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_SECONDS)
    await runner.setup()
    try:
        for bound in sockets:
            await web.SockSite(runner, bound).start()
        over = asyncio.Event()
        _when_ended(over.set)
        ready(sockets[0].getsockname()[1])
        await over.wait()
    finally:
        await runner.cleanup()


def _when_ended(call: Callable[[], None]) -> None:
    """Have the signals that end a server end it in order; where there are none such, KeyboardInterrupt does."""
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        with contextlib.suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), call)


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to every address of a host, those that this machine does not have left out. Raises CannotListen."""
    bound: list[socket.socket] = []
    trouble: str = Reason(OURS["address"])
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise CannotListen(os_reason(error)) from None
    for family, kind, protocol, _, address in found:
        try:
            bound.append(_bind(family, kind, protocol, (address[0], port, *address[2:])))
        except OSError as error:
            trouble = os_reason(error)
        else:
            port = bound[-1].getsockname()[1]
    if not bound:
        raise CannotListen(trouble)
    return bound


def _bind(family: int, kind: int, protocol: int, address: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
        made.listen()
    except OSError:
        made.close()
        raise
    return made


def is_loopback(host: str) -> bool:
    """Whether all addresses of a host can only be reached from this machine."""
    found = _addresses(host)
    return bool(found) and all(address.is_loopback for address in found)


def is_unspecified(host: str) -> bool:
    """Whether a host stands for all addresses of this machine, as 0.0.0.0 does."""
    return any(address.is_unspecified for address in _addresses(host))


def _addresses(host: str) -> list[IPv4Address | IPv6Address]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [ip_address(str(item[4][0]).partition("%")[0]) for item in found]
