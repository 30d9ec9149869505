"""Terminals that cannot do everything: other encodings than UTF-8, no line through words, no screen to draw on."""

from __future__ import annotations

import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from game.cli import stage
from game.engine.markup import STRUCK_OFF, STRUCK_ON
from game.terminal import can_strike, strikes
from game.tui.page.charset import readable, stand_in
from game.tui.page.prose import runs, safe, simple
from tests.tui.conftest import Open
from tests.tui.demo import em, machine, struck

CASE = str(Path(__file__).parents[1] / "cases" / "choice-once")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_what_an_encoding_lacks_is_written_in_as_many_cells(text: str) -> None:
    shown = safe(text)
    for encoding in ("ascii", "latin-1", "cp1252", "koi8-r"):
        stream = TextIOWrapper(BytesIO(), encoding=encoding, errors="backslashreplace", write_through=True)
        with readable(stream):
            stream.write(shown)
        written = stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
        assert "\\u" not in written or "\\u" in shown
        assert cell_len(written) == sum(cell_len(char) for char in shown)
        assert stream.errors == "backslashreplace", "and afterwards all is as before"


@pytest.mark.parametrize(("char", "like"), [("─", "-"), ("│", "|"), ("›", ">"), ("é", "e"), ("水", "??"), ("…", ".")])
def test_signs_look_like_what_they_stand_for(char: str, like: str) -> None:
    assert stand_in(char) == like


def _unicode(term: str, **more: str) -> dict[str, str]:
    """The environment without all that tells an encoding."""
    told = ("LC_", "LANG", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONCOERCECLOCALE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(told)}
    return {**kept, "TERM": term, **more}


pty = pytest.importorskip("pty", reason="pseudo-terminals")

ENCODINGS = [
    ({"LC_ALL": "C"}, "utf-8", "│"),  # Python takes UTF-8 for a C locale
    ({"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, "ascii", ">"),
    ({"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}, "latin-1", ">"),
]


@pytest.mark.parametrize(("environment", "encoding", "sign"), ENCODINGS, ids=lambda value: str(value)[:30])
def test_the_screen_can_be_read_in_any_locale(environment: dict[str, str], encoding: str, sign: str) -> None:
    from tests.benchmarks.pty_run import OnTerminal

    command = [sys.executable, "-m", "game", "play", CASE, "--new", "--no-save"]
    with OnTerminal(command, _unicode("xterm-256color", **environment)) as running:
        running.until("On the desk lie a letter")
        running.quiet()
        seen = running.seen.decode(encoding)
    assert "\\u2" not in seen
    assert ("─" if encoding == "utf-8" else "----------") in seen
    assert encoding == "utf-8" or "─" not in seen


def test_without_a_screen_to_draw_on_it_is_played_line_by_line(tmp_path: Path) -> None:
    """`game play 2>log`: input and output are the terminal's, but what Textual draws on is not."""
    import subprocess

    ours, theirs = pty.openpty()
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "game", "play", CASE, "--new", "--no-save"]
        running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=log, env=_unicode("xterm"))
        os.close(theirs)
        os.write(ours, b"1\nquit\n")
        seen = b""
        while running.poll() is None or seen.count(b"\n") == 0:
            try:
                seen += os.read(ours, 4096)
            except OSError:
                break
        running.wait()
    os.close(ours)
    assert b"On the desk lie a letter" in seen
    assert b"\x1b[?1049h" not in seen + (tmp_path / "log").read_bytes()


class _Stream:
    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("missing", [None, "stdin", "stdout", "screen"])
def test_the_full_face_wants_all_its_streams(missing: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(sys, "stdin", _Stream(missing != "stdin"))
    monkeypatch.setattr(sys, "stdout", _Stream(missing != "stdout"))
    monkeypatch.setattr(stage, "screen", lambda: _Stream(missing != "screen"))
    assert stage.plain_wanted({"TERM": "xterm"}) == (missing is not None)


def test_textual_draws_on_the_stream_that_is_asked() -> None:
    from textual.app import App

    from game.terminal import screen

    driver = App().get_driver_class()
    source = Path(sys.modules[driver.__module__].__file__ or "").read_text(encoding="utf-8")
    name = "__stdout__" if screen() is sys.__stdout__ else "__stderr__"
    assert f"self._file = sys.{name}" in source


# -- words that are struck out


@pytest.mark.parametrize(
    ("term", "can"),
    [("xterm-256color", True), ("tmux-256color", True), ("linux", False), ("vt220", False), ("linux-16color", False)],
)
def test_which_terminals_strike_out(term: str, can: bool) -> None:
    assert can_strike({"TERM": term}) == can


def test_struck_words_say_so_where_no_line_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "it will " + STRUCK_ON + "be " + em("wholly") + " suspended" + STRUCK_OFF + " cease"
    assert "".join(run.text for run in runs(text)) == "it will be wholly suspended cease"
    monkeypatch.setenv("TERM", "linux")
    strikes.cache_clear()
    assert "".join(run.text for run in runs(text)) == "it will ~~be wholly suspended~~ cease"
    assert simple("a " + struck("clean") + " ring") == "a ~~clean~~ ring"
    assert simple(text) == "it will ~~be wholly suspended~~ cease"


async def test_struck_words_on_the_console(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    strikes.cache_clear()
    async with opened(story=machine()) as player:
        assert player.sees("~~clean~~")
