"""What every request must have: each route, found by enumeration, refuses a foreign Host and a foreign Origin."""

from __future__ import annotations

import pytest

pytest.importorskip("textual_serve", reason="served pages")


from yarl import URL

from game.serve.guard import HEADERS, served_hosts
from tests.serve.asking import Ask, Asking

FOREIGN_HOSTS = ("evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "")
FOREIGN_ORIGINS = ("http://evil.example", "null", "http://127.0.0.1", "http://localhost:{port}", "file://", "x{origin}")


def paths(asking: Asking) -> list[str]:
    """One address for each route of the application, and one that is none."""
    found = {"/no-such-route"}
    for resource in asking.client.app.router.resources():
        info = resource.get_info()
        if "path" in info:
            found.add(info["path"])
        elif "formatter" in info:
            found.add(info["formatter"].format(key="0" * 32))
        else:
            found.add(info["prefix"] + "/page.js")
    return sorted(found)


async def test_a_foreign_host_is_refused_everywhere(ask: Ask) -> None:
    asking = await ask()
    assert len(paths(asking)) == 6
    for path in paths(asking):
        for host in FOREIGN_HOSTS:
            answer = await asking.client.get(path, headers={"Host": host.format(port=asking.port)})
            assert answer.status in (400, 421), (path, host)
            assert "Three Letters" not in await answer.text()


async def test_what_is_not_for_browsers_is_not_served(ask: Ask) -> None:
    asking = await ask()
    for path in ("/page/__init__.py", "/page/play.html", "/page/../play.html", "/page/%2e%2e/__init__.py", "/page/"):
        assert (await asking.client.get(URL(path, encoded=True))).status in (403, 404), path
    assert (await asking.client.get("/page/page.css")).status == 200


async def test_a_foreign_origin_is_refused_everywhere(ask: Ask) -> None:
    asking = await ask()
    for path in paths(asking):
        for origin in FOREIGN_ORIGINS:
            sent = {"Origin": origin.format(port=asking.port, origin=asking.origin)}
            answer = await asking.client.get(path, headers=sent)
            assert answer.status == 403, (path, sent)
    assert asking.games.has_place(asking.games.visitors.new())


async def test_the_served_host_and_its_origin_are_let_through(ask: Ask) -> None:
    asking = await ask(names=("house.example", "proxy.example:8443"))
    for host in (f"127.0.0.1:{asking.port}", f"LOCALHOST:{asking.port}", f"house.example:{asking.port}"):
        for sent in ({}, {"Origin": f"http://{host}"}):
            assert (await asking.client.get("/", headers={"Host": host, **sent})).status == 200, (host, sent)
    sent = {"Host": "proxy.example:8443", "Origin": "https://proxy.example:8443"}
    assert (await asking.client.get("/", headers=sent)).status == 200


async def test_every_answer_carries_the_policy(ask: Ask) -> None:
    asking = await ask()
    answers = [await asking.client.get(path) for path in paths(asking)]
    answers += [await asking.client.get("/", headers={"Host": "evil.example"}), await asking.client.post("/")]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.url


async def test_the_cookie_is_kept_from_scripts_and_other_sites(ask: Ask) -> None:
    asking = await ask()
    cookie = (await asking.client.get("/")).cookies[f"seven-canteens-{asking.port}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    visitor = asking.games.visitors.known(cookie.value)
    assert visitor is not None
    again = await asking.client.get("/", headers={"Cookie": f"{cookie.key}={cookie.value}"})
    assert again.cookies[cookie.key].value == cookie.value
    other = await asking.client.get("/", headers={"Cookie": f"{cookie.key}=../../{cookie.value}"})
    assert other.cookies[cookie.key].value != cookie.value
    assert not visitor.home.exists()


@pytest.mark.parametrize(
    ("address", "names", "served"),
    [
        (("127.0.0.1", 8000), (), {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}),
        (("::1", 8000), (), {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}),
        (("192.168.7.5", 8000), (), {"192.168.7.5:8000"}),
        (("::ffff:192.168.7.5", 8000), (), {"192.168.7.5:8000"}),
        (("fe80::1%eth0", 8000), (), {"[fe80::1]:8000"}),
        (("192.168.7.5", 80), ("house",), {"192.168.7.5", "192.168.7.5:80", "house", "house:80"}),
        (("192.168.7.5", 8000), ("house", "front:443"), {"192.168.7.5:8000", "house:8000", "front:443"}),
        (("192.168.7.5", 8000), ("[fd00::7]",), {"192.168.7.5:8000", "[fd00::7]:8000"}),
    ],
)
def test_the_hosts_that_are_served(address: tuple[str, int], names: tuple[str, ...], served: set[str]) -> None:
    assert served_hosts(address, names) == served
