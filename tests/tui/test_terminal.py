"""The terminal itself: given back when the system ends the game, left and taken again on Ctrl-Z, gone altogether."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="pseudo-terminals")

from game.engine import load
from game.paths import sessions_folder
from game.session import Session, is_played
from game.story import load_story
from tests.benchmarks.pty_run import OnTerminal

STORY = Path(__file__).parents[1] / "cases" / "choice-once"
GAME = [sys.executable, "-m", "game", "play", str(STORY), "--new"]
SHELL = [sys.executable, "-m", "tests.tui.shell"]
MODES = {"2004": "l", "1000": "l", "1003": "l", "1006": "l", "1015": "l", "1049": "l", "25": "h", "1004": "l", "7": "h"}
"""What a terminal is when it is given back: paste, mouse, alternate screen, cursor, focus, line wrap."""


def modes(written: bytes) -> dict[str, str]:
    """How the private modes stand after all that was written."""
    return {mode.decode(): how.decode() for mode, how in re.findall(rb"\x1b\[\?(\d+)([hl])", written)}


def is_given_back(written: bytes) -> bool:
    """Whether all that was written leaves the terminal as it was; the keyboard's protocol is pushed and popped."""
    keyboards = written.count(b"\x1b[>") == written.count(b"\x1b[<u")
    return keyboards and modes(written).items() >= MODES.items()


def on_terminal(*before: str, control: bool = True) -> OnTerminal:
    """A new game on a terminal of its own."""
    return OnTerminal([*before, *GAME], {**os.environ, "TERM": "xterm-256color"}, control=control)


def play_one_choice(running: OnTerminal) -> None:
    running.until("On the desk lie a letter")
    assert not is_given_back(running.written)
    running.key("1")
    running.until("It is from your sister")


def assert_nothing_is_lost() -> None:
    (file,) = sessions_folder().glob("*.jsonl")
    assert not is_played(file)
    with Session.open(load(load_story(STORY).program), file) as session:
        assert session.choices == ("desk/letter",)
        assert session.notices == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_the_game_gives_the_terminal_back(name: str) -> None:
    number = getattr(signal, name)
    with on_terminal() as running:
        play_one_choice(running)
        for stop in (signal.SIGSTOP, signal.SIGCONT):
            running.signal(stop)  # a stop from outside, which gives nothing back, is no reason to take it twice
            running.quiet()
        running.signal(number)
        assert running.ended() == 128 + number
        assert is_given_back(running.written)
        assert running.attributes() == running.attributes_before
        assert b"Traceback" not in running.written
    assert_nothing_is_lost()


HANGS = """\
import sys, time
import game.tui.leaving
from game.cli import run
from game.tui.app import Face
game.tui.leaving.GRACE = 0.2
Face.action_theme = lambda self: time.sleep(60)
sys.exit(run(sys.argv[1:]))
"""


def test_a_face_that_hangs_gives_the_terminal_back_all_the_same() -> None:
    hanging = [sys.executable, "-c", HANGS, *GAME[3:]]
    with OnTerminal(hanging, {**os.environ, "TERM": "xterm-256color"}, control=True) as running:
        play_one_choice(running)
        running.write("t")
        running.quiet()
        running.signal(signal.SIGTERM)
        assert running.ended() == 128 + signal.SIGTERM
        assert is_given_back(running.written)
        assert running.attributes() == running.attributes_before
    assert_nothing_is_lost()


@pytest.mark.parametrize("control", [True, False], ids=["hung up", "only gone"])
def test_the_game_ends_with_its_terminal(control: bool) -> None:
    with on_terminal(control=control) as running:
        play_one_choice(running)
        if control:
            running.key("\x1a")
            running.until("There is no shell here that could bring the game back")
        running.hang_up()
        assert running.ended() == 128 + signal.SIGHUP
    assert_nothing_is_lost()


def test_ctrl_z_goes_to_the_shell_and_fg_comes_back_to_the_whole_page() -> None:
    with on_terminal(*SHELL) as running:
        running.until("On the desk lie a letter")
        for _ in range(2):
            running.key("\x0c")
            running.until("On the desk lie a letter")
            running.write("\x1a")
            running.until("stopped True True")
            assert is_given_back(running.written)
            running.seen = b""
            running.write("\n")
            running.until("On the desk lie a letter")
            assert not is_given_back(running.written)
        running.key("1")
        running.until("It is from your sister")
        running.write("\x11")
        running.until("ended 0")
    assert_nothing_is_lost()
