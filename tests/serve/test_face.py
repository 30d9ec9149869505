"""Which face a command takes: the full one on a terminal and in a browser, lines everywhere else."""

from __future__ import annotations

import sys
from typing import NamedTuple

import pytest

from game.cli.stage import plain_wanted

WEB = "textual.drivers.web_driver:WebDriver"


class Case(NamedTuple):
    """Standard input and output, whether they are terminals, and what of the environment counts."""

    stdin: bool | None
    stdout: bool | None
    environment: dict[str, str]
    plain: bool


class Stream:
    """A standard stream that is, or is not, a terminal."""

    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    "case",
    [
        Case(True, True, {}, False),
        Case(True, True, {"TERM": "xterm"}, False),
        Case(True, True, {"TERM": "dumb"}, True),
        Case(False, True, {"TERM": "xterm"}, True),
        Case(True, False, {"TERM": "xterm"}, True),
        Case(None, True, {"TERM": "xterm"}, True),
        Case(True, None, {"TERM": "xterm"}, True),
        Case(False, False, {"TEXTUAL_DRIVER": WEB}, False),
        Case(False, False, {"TEXTUAL_DRIVER": WEB, "TERM": "dumb"}, False),
        Case(None, None, {"TEXTUAL_DRIVER": WEB}, False),
        Case(False, False, {"TEXTUAL_DRIVER": "game.serve.driver:BrowserDriver"}, False),
        Case(False, False, {"TEXTUAL_DRIVER": "textual.drivers.headless_driver:HeadlessDriver"}, True),
        Case(False, False, {"TEXTUAL_DRIVER": "textual.drivers.web_driver:Size"}, True),
        Case(False, False, {"TEXTUAL_DRIVER": "textual.drivers.web_driver"}, True),
        Case(False, False, {"TEXTUAL_DRIVER": "no.such.module:WebDriver"}, True),
        Case(False, False, {"TEXTUAL_DRIVER": ""}, True),
        Case(True, True, {"TEXTUAL_DRIVER": "no.such.module:WebDriver", "TERM": "xterm"}, False),
    ],
    ids=str,
)
def test_the_face_that_is_taken(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, terminal in (("stdin", case.stdin), ("stdout", case.stdout)):
        monkeypatch.setattr(sys, name, None if terminal is None else Stream(terminal))
    monkeypatch.setattr(sys, "__stderr__", Stream(True))
    assert plain_wanted(case.environment) is case.plain


@pytest.mark.parametrize("drawn", [Stream(False), None], ids=["a file", "closed"])
def test_where_nothing_can_be_drawn_it_is_lines(drawn: Stream | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual draws on standard error: `game play 2>log` must not play on a screen that nobody sees."""
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Stream(True))
    monkeypatch.setattr(sys, "__stderr__", drawn)
    assert plain_wanted({"TERM": "xterm"})
