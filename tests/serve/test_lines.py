"""The line of a page: one game a visitor, kept after a drop, taken over, limited in number, ended with its server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

pytest.importorskip("textual_serve", reason="served pages")
pytest.importorskip("fcntl", reason="processes as on Unix")

from aiohttp import WSCloseCode

from game.serve.codes import CloseCode
from game.serve.games import DRIVER, command, environment
from game.serve.messages import MOST_BYTES
from game.serve.visitors import Visitors
from tests.serve.asking import SECONDS, STORY, Ask, closed, drawn, gone

TITLE = "New game"


async def test_a_game_is_kept_for_its_visitor_and_shown_again_whole(ask: Ask) -> None:
    asking = await ask()
    visitor = asking.games.visitors.new()
    first = await asking.line(visitor.cookie)
    await drawn(first, TITLE)
    pid = asking.games.of(visitor).pid  # type: ignore[union-attr]
    await first.send_json(["stdin", "\r"])
    await drawn(first, "On the desk lie a letter")
    await first.close()
    second = await asking.line(visitor.cookie)
    for said in ("\x1b[?1049h", "\x1b[?1003h", "On the desk lie a letter"):  # the other terminal is a fresh one
        await drawn(second, said)
    assert asking.games.of(visitor).pid == pid  # type: ignore[union-attr]


async def test_a_game_without_a_page_ends_after_a_while_and_its_session_goes_on(ask: Ask) -> None:
    asking = await ask(keep=0.05)
    visitor = asking.games.visitors.new()
    first = await asking.line(visitor.cookie)
    await drawn(first, TITLE)
    await first.send_json(["stdin", "\r"])
    await drawn(first, "On the desk lie a letter")
    pid = asking.games.of(visitor).pid  # type: ignore[union-attr]
    await first.close()
    await gone(pid)
    second = await asking.line(visitor.cookie)
    await drawn(second, "On the desk lie a letter")
    assert len(list((visitor.home / "sessions").glob("*.jsonl"))) == 1


async def test_who_left_nothing_leaves_no_home(ask: Ask) -> None:
    asking = await ask(keep=0)
    visitor = asking.games.visitors.new()
    line = await asking.line(visitor.cookie)
    await drawn(line, TITLE)
    assert visitor.home.is_dir()
    await line.send_json(["stdin", "\x11"])
    await closed(line)
    async with asyncio.timeout(SECONDS):
        while visitor.home.exists():
            await asyncio.sleep(0.02)


async def test_a_second_page_of_a_visitor_takes_the_game_over(ask: Ask) -> None:
    asking = await ask()
    visitor = asking.games.visitors.new()
    first = await asking.line(visitor.cookie)
    second = await asking.line(visitor.cookie)
    assert await closed(first) == CloseCode.ELSEWHERE
    await drawn(second, TITLE)
    await second.send_json(["stdin", "\x11"])
    assert await closed(second) == CloseCode.ENDED


@pytest.mark.parametrize(
    ("page", "browser", "chosen", "said"),
    [
        ("fr", "en-US,en;q=0.9", "", "Nouvelle partie"),
        ("en", "fr-FR", "", "New game"),
        ("", "fr-FR", "", "Nouvelle partie"),
        ("fr", "fr-FR", "en", "New game"),
        ("fr\x00../x", "fr", "", "New game"),
    ],
)
async def test_a_game_speaks_the_language_of_its_page(
    ask: Ask, page: str, browser: str, chosen: str, said: str
) -> None:
    """A browser need not name the same languages when a page asks for a line."""
    asking = await ask()
    visitor = asking.games.visitors.new()
    asking.games.visitors.settle(visitor)
    if chosen:
        (visitor.home / "config.yaml").write_text(f"language: {chosen}\n")
    line = await asking.line(visitor.cookie, page, **{"Accept-Language": browser})
    await drawn(line, said)


async def test_one_visitor_too_many(ask: Ask) -> None:
    asking = await ask(most=1)
    first = await asking.line()
    await drawn(first, TITLE)
    assert await closed(await asking.line()) == CloseCode.FULL
    full = await asking.client.get("/", headers={"Accept-Language": "fr"})
    assert (full.status, full.cookies) == (503, {})
    assert "Toutes les places sont prises." in await full.text()


async def test_a_game_that_stops_of_itself_says_so(ask: Ask) -> None:
    asking = await ask()
    visitor = asking.games.visitors.new()
    line = await asking.line(visitor.cookie)
    await drawn(line, TITLE)
    os.kill(asking.games.of(visitor).pid, signal.SIGKILL)  # type: ignore[union-attr]
    assert await closed(line) == CloseCode.STOPPED


async def test_an_unknown_visitor_has_no_game(ask: Ask) -> None:
    asking = await ask()
    assert await closed(await asking.line("0" * 96)) == CloseCode.UNKNOWN
    assert asking.games.has_place(asking.games.visitors.new())


async def test_what_no_page_of_ours_sends_closes_the_line_and_not_the_game(ask: Ask) -> None:
    asking = await ask()
    visitor = asking.games.visitors.new()
    for sent, code in (
        ('["quit"]', CloseCode.REFUSED),
        ('["stdin", 1]', CloseCode.REFUSED),
        (f'["stdin", "{"x" * MOST_BYTES}"]', WSCloseCode.MESSAGE_TOO_BIG),
    ):
        line = await asking.line(visitor.cookie)
        await line.send_str(sent)
        assert await closed(line) == code, sent[:20]
    await drawn(await asking.line(visitor.cookie), TITLE)


async def test_a_file_goes_to_its_own_visitor_once(ask: Ask) -> None:
    asking = await ask()
    visitor, stranger = asking.games.visitors.new(), asking.games.visitors.new()
    line = await asking.line(visitor.cookie)
    await drawn(line, TITLE)
    await line.send_json(["stdin", "\r"])
    await drawn(line, "On the desk lie a letter")
    await line.send_json(["stdin", "x"])
    async with asyncio.timeout(SECONDS):
        while not isinstance(message := (await line.receive()).data, str) or "deliver" not in message:
            pass
    path = "/download/" + message.split('"')[3]
    cookies = [f"seven-canteens-{asking.port}={one.cookie}" for one in (stranger, visitor, visitor)]
    answers = [await asking.client.get(path, headers={"Cookie": cookie}) for cookie in cookies]
    assert [answer.status for answer in answers] == [404, 200, 404]
    assert answers[1].headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''case-choice-once")
    assert "On the desk lie a letter" in await answers[1].text()


def test_a_game_does_not_outlive_a_server_that_was_killed(visitors: Visitors) -> None:
    """All that a game sees of that is the end of its input."""
    changes = environment(visitors.new(), "en")
    assert changes["TEXTUAL_DRIVER"] == DRIVER
    made = {name: value for name, value in {**os.environ, **changes}.items() if value is not None}
    game = subprocess.Popen(command(STORY), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=made)
    assert game.stdin is not None
    assert game.stdout is not None
    with game.stdout as drawing:
        assert drawing.readline() == b"__GANGLION__\n"
        game.stdin.close()
        drawing.read()
    assert game.wait(SECONDS) == 0


@pytest.fixture
def visitors(own_home: object) -> Visitors:
    return Visitors(own_home / "visitors")  # type: ignore[operator]


def test_the_command_is_this_program() -> None:
    assert command(STORY)[:2] == [sys.executable, "-m"]
