"""The door of the command line when the things that it explains errors with fail themselves."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game import paths, settings, wording
from game.cli import run

STORY = str(Path(__file__).parents[1] / "cases" / "choice-once")
COMMANDS = ("sessions", "play {} --plain", "check {}", "explain R001", "replay none.jsonl --story {}")


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


class Full(io.StringIO):
    """A stream on a disk without room."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


WHAT_FAILS = {
    "settings": (settings, "load"),
    "the system's language": (settings, "system_language"),
    "the catalogue": (wording, "_catalogue"),
    "the folder of the data": (paths, "data_folder"),
    "the file of the settings": (settings, "config_file"),
}


@pytest.mark.parametrize("what", WHAT_FAILS)
@pytest.mark.parametrize("error", [RuntimeError("no home"), OSError(5, "Input/output error"), KeyError("x")], ids=repr)
@pytest.mark.parametrize(
    "command", ["sessions", "play {} --plain", "check {}", "explain R001", "replay none.jsonl --story {}"]
)
def test_an_error_is_explained_without_what_failed(
    what: str, error: Exception, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setattr(*WHAT_FAILS[what], failing(error))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    code = run(command.format(STORY).split())
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert code in (0, 1, 70)
    assert code == 0 or said.err.strip()


@pytest.mark.parametrize("streams", [("stdout",), ("stderr",), ("stdout", "stderr")])
@pytest.mark.parametrize(
    "command", ["sessions", "check {}", "explain R001", "explain X", "stats none", "play {} --plain"]
)
def test_streams_that_take_nothing_end_no_command_in_a_traceback(
    streams: tuple[str, ...], command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    for name in streams:
        monkeypatch.setattr(sys, name, Full())
    assert run(command.format(STORY).split()) in (0, 1, 2, 70)
    assert "Traceback" not in capfd.readouterr().err
