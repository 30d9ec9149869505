"""The game in a real headless Chromium, served by the real command."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest

pytest.importorskip("textual_serve", reason="served pages")
pytest.importorskip("playwright", reason="the browser's driver (pip install playwright)")

from playwright.sync_api import Browser, sync_playwright

from tests.serve.browser import Served, Tab, until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-3d-apis")
"""As root its sandbox cannot be had; and what a graphics card would draw, a machine without one draws slowly."""
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (apt-get install chromium)")

CASES = Path(__file__).parents[1] / "cases"
STORY = CASES / "choice-once"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as driver:
        shown = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield shown
        shown.close()


class Visit(Protocol):
    """Opens a page."""

    def __call__(self, beside: Tab | None = None, locale: str = "en") -> Tab:
        """A tab of a visitor who was never there, or another one `beside` a visitor's."""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Tabs of a thousand pixels by 640, closed at the end."""
    contexts = []

    def begin(beside: Tab | None = None, locale: str = "en") -> Tab:
        if beside is not None:
            return Tab(beside.page.context.new_page())
        contexts.append(browser.new_context(viewport={"width": 1000, "height": 640}, locale=locale))
        return Tab(contexts[-1].new_page())

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all who do not mind each other."""
    with Served(tmp_path_factory.mktemp("served"), STORY, "--visitors", "20") as server:
        yield server


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_page_shows_the_game_and_asks_nobody_else(served: Served, visit: Visit) -> None:
    tab = visit().open(served.url).sees("New game").sees("T H R E E")
    assert tab.page.title() == "Three Letters"
    assert {urlsplit(url).netloc for url in tab.asked} == {f"localhost:{served.port}"}
    assert tab.page.evaluate("() => [...document.fonts].filter((face) => face.status === 'loaded').length") == 2
    box = tab.page.locator(".xterm-screen").bounding_box()
    cells = tab.page.evaluate("() => [window.xtermSeen.cols, window.xtermSeen.rows]")
    assert box["width"] > 1000 - 2 * box["width"] / cells[0]
    assert box["height"] > 640 - 2 * box["height"] / cells[1]
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert tab.page.evaluate(ground) == "rgb(22, 24, 26)"
    tab.press("t").sees("Paper")
    until(lambda: tab.page.evaluate(ground) == "rgb(245, 241, 231)", lambda: "the ground of the theme")
    assert tab.errors == []


def test_choices_by_click_and_by_key_and_a_new_size(served: Served, visit: Visit) -> None:
    tab = visit().open(served.url).click_on("New game").click_on("Read the letter.")
    tab.sees("It is from your sister").press("1").sees("Pay the bill.")
    rule = max(len(row) for row in tab.rows)
    tab.page.set_viewport_size({"width": 620, "height": 420})
    until(lambda: 40 < max(len(row) for row in tab.rows) < rule - 20, lambda: "the narrow page")
    tab.press("Enter").sees("The bill is paid.")
    assert tab.errors == []


def test_a_reload_finds_the_game_and_a_second_tab_takes_it(served: Served, visit: Visit) -> None:
    tab = visit().open(served.url).sees("New game")
    before = len([line for line in served.said if "begins" in line])
    tab.press("Enter").sees("On the desk").press("1").sees("It is from your sister")
    tab.page.reload()
    tab.sees("It is from your sister").press("1").sees("Pay the bill.")
    other = visit(beside=tab).open(served.url).sees("Pay the bill.")
    tab.told("The game is open in another tab.")
    other.press("Control+q").told("The game is closed.").go_on().sees("Pay the bill.")
    assert len([line for line in served.said if "begins" in line]) == before + 1


def test_files_come_to_the_browser(served: Served, visit: Visit) -> None:
    tab = visit().open(served.url).sees("New game").press("Enter").sees("On the desk").press("1").sees("your sister")
    name, text = tab.saves("x")
    assert name.endswith(".md")
    assert "On the desk lie a letter and a bill." in text
    assert "**→ Read the letter.**" in text
    name, lines = tab.saves("e")
    kept = next(file for file in served.sessions if file.name == name)
    assert lines == kept.read_text(encoding="utf-8")
    assert json.loads(lines.splitlines()[1])
    assert tab.errors == []


def test_visitors_do_not_see_each_other_and_one_is_too_many(tmp_path: Path, visit: Visit) -> None:
    with Served(tmp_path, CASES / "french", "--visitors", "2") as server:
        one = visit().open(server.url).sees("New game").press("Enter").sees("The tea has stood")
        other = visit(locale="fr-FR").open(server.url).sees("Nouvelle partie")
        assert other.page.title() == "Le thé"
        assert not any("Continue" in row or "Sessions" in row for row in other.rows)
        visit().open(server.url).told("All places are taken.")
        visit(locale="fr-FR").open(server.url).told("Toutes les places sont prises.")
        other.press("Control+q").told("La partie est fermée.")
        late = visit().open(server.url).sees("New game")
        assert not any("Continue" in row for row in late.rows)
        one.press("Escape").sees("Continue")
        assert len(server.sessions) == 1


def test_a_closed_tab_ends_its_game_and_a_lost_server_is_found_again(tmp_path: Path, visit: Visit) -> None:
    with Served(tmp_path, STORY, "--keep", "0.1") as server:
        tab = visit().open(server.url).sees("New game").press("Enter").sees("On the desk")
        process = server.games()
        assert is_running(process)
        port, context = server.port, tab.page.context
        tab.page.close()
        server.heard(rf"the game is over \(process {process}\)")
        assert not is_running(process)
        again = Tab(context.new_page()).open(server.url).sees("On the desk")
        process = server.games(2)
        server.end(signal.SIGKILL)
        again.told("The line has dropped.")
        until(lambda: not is_running(process), lambda: "the game of a lost server")
    with Served(tmp_path, STORY, port=port):
        again.sees("On the desk")
