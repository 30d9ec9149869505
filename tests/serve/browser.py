"""A real server for a real browser: the command in a process of its own, and what a person sees and does in a page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

SECONDS = 60.0
"""How long anything is waited for; a slow machine is no fault."""

HOOK = """
Object.defineProperty(Object.prototype, "terminal", {
  configurable: true,
  get() { return undefined; },
  set(value) {
    Object.defineProperty(this, "terminal", { value, writable: true, configurable: true, enumerable: true });
    if (value && value.buffer && value.onData) window.xtermSeen = value;
  },
});
"""
"""Run in a page before its scripts: the page's xterm is in a variable of theirs, and becomes `window.xtermSeen`."""

SCREEN = """() => {
  const terminal = window.xtermSeen;
  if (!terminal) return [];
  const line = (_, y) => terminal.buffer.active.getLine(y)?.translateToString(true, 0, terminal.cols).trimEnd() ?? "";
  return Array.from({ length: terminal.rows }, line);
}"""
"""The rows in view. Lines of xterm's buffer keep, beyond its width, what stood there before it was made narrower."""


def until(holds: Callable[[], Any], what: Callable[[], str]) -> Any:
    """The first true value of `holds`. Raises TimeoutError, with what is missing then."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.05)
    raise TimeoutError(what())


class Served:
    """`game serve` with a story and options, and what it says; use as a context manager."""

    def __init__(self, home: Path, story: Path, *options: str, port: int = 0) -> None:
        self.home = home
        self.said: list[str] = []
        self._command = [sys.executable, "-m", "game", "serve", str(story), "--port", str(port), *options]

    def __enter__(self) -> Served:
        environment = {**os.environ, "SEVEN_CANTEENS_HOME": str(self.home)}
        self.process = subprocess.Popen(self._command, stderr=subprocess.PIPE, text=True, env=environment)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.port = int(self.heard(r"Open http://localhost:(\d+) ")[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(signal.SIGTERM)

    def end(self, how: signal.Signals) -> int:
        """End it and give its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(iter(self.process.stderr.readline, ""))

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    def heard(self, pattern: str, times: int = 1) -> re.Match[str]:
        """What it says, as soon as it has said it so many times."""

        def last() -> re.Match[str] | None:
            found = [match for line in list(self.said) if (match := re.search(pattern, line))]
            return found[times - 1] if len(found) >= times else None

        found: re.Match[str] = until(last, lambda: f"{pattern} in {self.said}")
        return found

    def games(self, times: int = 1) -> int:
        """The process of the game that was begun as the so-manyeth."""
        return int(self.heard(r"a game begins \(process (\d+)\)", times)[1])

    @property
    def sessions(self) -> list[Path]:
        """All sessions of all visitors."""
        return sorted(self.home.glob("visitors/*/sessions/*.jsonl"))


class Tab:
    """A page of a browser with the game in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(SECONDS * 1000)
        page.add_init_script(HOOK)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, url: str) -> Tab:
        self.page.goto(url)
        return self

    @property
    def rows(self) -> list[str]:
        """What stands in the terminal, from xterm's own buffer."""
        rows: list[str] = self.page.evaluate(SCREEN)
        return rows

    def sees(self, words: str) -> Tab:
        """Wait until words stand in the terminal."""
        until(lambda: any(words in row for row in self.rows), lambda: f"{words!r} in {self.rows}")
        return self

    def press(self, *keys: str) -> Tab:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def click_on(self, words: str) -> Tab:
        """Click in the middle of words where they stand."""
        self.sees(words)
        y, row = next((y, row) for y, row in enumerate(self.rows) if words in row)
        size = self.page.evaluate("() => [window.xtermSeen.cols, window.xtermSeen.rows]")
        box = self.page.locator(".xterm-screen").bounding_box()
        at = row.index(words) + len(words) // 2
        self.page.mouse.click(
            box["x"] + (at + 0.5) * box["width"] / size[0], box["y"] + (y + 0.5) * box["height"] / size[1]
        )
        return self

    def saves(self, key: str) -> tuple[str, str]:
        """Press a key and take the file that comes: its name and text."""
        with self.page.expect_download() as coming:
            self.press(key)
        file = coming.value
        return file.suggested_filename, Path(file.path()).read_text(encoding="utf-8")

    def told(self, heading: str) -> Tab:
        """Wait for a card with this heading."""
        self.page.get_by_role("heading", name=heading).wait_for()
        return self

    def go_on(self) -> Tab:
        """Take the card's way on."""
        self.page.locator(".button:visible").click()
        return self
