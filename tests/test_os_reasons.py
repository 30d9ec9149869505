"""Why the system refused something is told in the player's language, by every face, from one table."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import game
from game import settings
from game.cli import guard
from game.ordinary import NotOrdinary, TooLarge
from game.os_reasons import OURS, WORDS, Reason, os_reason
from game.session import SessionError
from game.session.library.store import delete
from game.session.log import read_bytes
from game.session.writer import Writer
from game.story.diagnostics import Problems
from game.story.reading import reader
from game.story.reading.reader import read_file
from game.story.translating import catalogue
from game.story.translating.catalogue import read_po
from game.tui.author import editor, source
from game.wording import words

FRENCH = words("fr")


def _raising(error: OSError) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def _session_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("game.session.log.os.open", _raising(error))
    with pytest.raises(SessionError) as refused:
        read_bytes(Path("x.jsonl"))
    return FRENCH.told(refused.value.notice)


def _deletion_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("game.session.library.store.os.open", _raising(error))
    with pytest.raises(SessionError) as refused:
        delete(Path("x.jsonl"))
    return FRENCH.told(refused.value.notice)


def _trouble_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("game.session.writer.os.open", _raising(error))
    writer = Writer(Path("x.jsonl"), None, None)
    writer.append(b"{}\n")
    assert writer.trouble
    return FRENCH.told(writer.trouble)


def _settings_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setattr(settings, "read_ordinary", _raising(error))
    return settings.load(Path("config.yaml")).notices[0]


def _command_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    said: list[str] = []
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setattr(guard, "_words", lambda: FRENCH)
    monkeypatch.setattr(guard, "problem", said.append)
    guard._system_problem(error)
    return said[0]


def _source_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(source, "read_ordinary", _raising(error))
    return " ".join(run.text for line in source.quoted(Path("x"), 1, 300, FRENCH) for run in line)


def _editor_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(editor.subprocess, "run", _raising(error))
    return FRENCH("{editor} could not be opened ({why}).", editor="ed", why=editor.run(["ed"]))


FACES = (
    _session_told,
    _deletion_told,
    _trouble_told,
    _settings_told,
    _command_told,
    _source_told,
    _editor_told,
)


@pytest.mark.parametrize("told", FACES, ids=lambda told: told.__name__.strip("_"))
@pytest.mark.parametrize("number", sorted(WORDS.keys() - {errno.ENOENT}), ids=lambda number: errno.errorcode[number])
def test_french_holds_no_english_of_the_system(
    number: int, told: Callable[[OSError, pytest.MonkeyPatch], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = OSError(number, "what the system says, in a language of its own", "x")
    assert FRENCH(WORDS[number]) in told(error, monkeypatch)


@pytest.mark.parametrize(("read", "module"), [(read_file, reader), (read_po, catalogue)])
@pytest.mark.parametrize("number", sorted(WORDS), ids=lambda number: errno.errorcode[number])
def test_a_diagnostic_of_a_story_has_the_words_of_the_table(
    number: int, read: Callable[..., object], module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = OSError(number, "what the system says, in a language of its own", "x")
    monkeypatch.setattr(module, "read_ordinary", _raising(error))
    problems = Problems()
    read(Path("x"), "x", problems)
    assert WORDS[number] in problems.found[0].message


@pytest.mark.parametrize("number", WORDS, ids=lambda number: errno.errorcode[number])
def test_the_table_says_what_the_system_says(number: int) -> None:
    reason = os_reason(OSError(number, os.strerror(number)))
    assert reason == WORDS[number]
    assert reason == os.strerror(number) or sys.platform != "linux"
    assert FRENCH.told(reason) != reason
    assert isinstance(reason, Reason)


def test_what_is_not_in_the_table_stays_as_it_was_said() -> None:
    unknown = {
        OSError(errno.EXDEV, "Invalid {cross}-device link"): "Invalid {cross}-device link",
        socket.gaierror(errno.ENOENT, "Name not known"): "Name not known",
        OSError("only words"): "only words",
        OSError(): "OSError",
    }
    for error, words_of_it in unknown.items():
        assert FRENCH.told(os_reason(error)) == words_of_it
        assert FRENCH("{why}", why=os_reason(error)) == words_of_it


def test_our_own_reasons_are_told_like_the_systems() -> None:
    for error in (NotOrdinary(Path("x")), TooLarge(Path("x")), ValueError("embedded null byte")):
        reason = os_reason(error)
        assert reason in OURS.values()
        assert FRENCH.told(reason) == FRENCH(reason) != reason


def test_no_other_module_asks_the_system_for_its_words() -> None:
    root = Path(game.__file__).parent
    asking = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "error.strerror" in file.read_text(encoding="utf-8")
    }
    assert asking == {"os_reasons.py"}
