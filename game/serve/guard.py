"""What every request must have, the served Host and no foreign Origin, and what every answer tells the browser.

A page elsewhere can make a browser send requests here, and a name elsewhere can be pointed at this machine (DNS
rebinding); the first shows in Origin, the second in Host.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # xterm makes its style sheets in the page
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(names: Iterable[str]) -> Middleware:
    """A middleware that refuses with 421 a Host that is not served, with 403 a foreign Origin.

    Served are the address that was connected to, `localhost` where that is a loopback address, and `names`, each with
    the port that was connected to unless it has a port of its own.
    """
    wanted = [name.lower() for name in names]

    @web.middleware
    async def checked(request: web.Request, handler: Handler) -> web.StreamResponse:
        hosts = request.headers.getall("Host", [])
        if len(hosts) != 1 or hosts[0].lower() not in served_hosts(address_of(request), wanted):
            raise web.HTTPMisdirectedRequest(text="This Host is not served here.\n", headers=HEADERS)
        host = hosts[0].lower()
        origins = {origin.lower() for origin in request.headers.getall("Origin", [])}
        if not origins <= {f"http://{host}", f"https://{host}"}:
            raise web.HTTPForbidden(text="Another page may not ask this.\n", headers=HEADERS)
        return await handler(request)

    return checked


async def with_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer that is about to go out (a signal handler of the application)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def served_hosts(address: tuple[str, int], names: Iterable[str]) -> set[str]:
    """The values of Host, in lower case, that are right for a connection to this address and port."""
    ip = ip_address(address[0].partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    port = address[1]
    own = {"localhost", "127.0.0.1", "[::1]"} if ip.is_loopback else set()
    own.add(f"[{ip}]" if ip.version == 6 else str(ip))
    found = {f"{name}:{port}" for name in own} | {name if _has_port(name) else f"{name}:{port}" for name in names}
    if port == 80:
        found |= own | set(names)
    return found


def _has_port(name: str) -> bool:
    return name.rpartition(":")[2].isdecimal() and not name.endswith("]")


def address_of(request: web.Request) -> tuple[str, int]:
    """The address and port of this machine that a request came to."""
    transport = request.transport
    found = transport.get_extra_info("sockname") if transport is not None else None
    return (str(found[0]), int(found[1])) if found else ("127.0.0.1", 0)
