"""Every R rule shows how it comes about: its session, or its situation, really is answered by its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from game.engine import Machine, load
from game.session import Notice, Session, SessionError, delete, export, find, import_session, session_bytes, verify
from game.session.lines import MOST_DRAWS
from game.session.log import LARGEST
from game.session.rules import RULES
from game.session.rules.examples import DIGEST, FILE, HEADER, PAY, loaded, played, session
from game.story import load_story
from tests.story.stories import write_example

SHOWN = {code: rule for code, rule in RULES.items() if rule.example}
TOLD = {code: rule for code, rule in RULES.items() if rule.situation}


def _codes(notices: list[Notice]) -> Iterator[str]:
    """The codes of messages, and of the messages inside them."""
    for notice in notices:
        yield notice.code
        yield from _codes([part for part in notice.fields.values() if isinstance(part, Notice)])


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The small story of the examples."""
    folder = tmp_path_factory.mktemp("gate")
    for name, text in played("").items():
        (folder / name).write_text(text)
    return load(load_story(folder, cache=False).program)


def test_the_examples_name_the_digest_of_their_story(gate: Machine) -> None:
    assert gate.program.digest == DIGEST


@pytest.mark.parametrize("code", SHOWN)
def test_its_session_is_answered_by_it(code: str, gate: Machine, tmp_path: Path) -> None:
    file = write_example(tmp_path, RULES[code]) / FILE
    said: list[Notice] = []

    def ask(what: Callable[[], object]) -> None:
        try:
            what()
        except SessionError as error:
            said.append(error.notice)

    def opened() -> None:
        with Session.open(gate, file, read_only=True) as found:
            said.extend(found.notices)

    def verified() -> None:
        verdict = verify(gate, file)
        said.extend([verdict.finding, *verdict.notes])

    ask(opened)
    ask(verified)
    ask(lambda: import_session(file, tmp_path / "imported"))
    assert code in set(_codes(said))


def _open_elsewhere(gate: Machine, file: Path) -> None:
    with Session.open(gate, file), Session.open(gate, file):
        pass


def _export_twice(gate: Machine, file: Path) -> None:
    for _ in range(2):
        export(file, file.with_name("copy.jsonl"))


def _huge(gate: Machine, file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(LARGEST + 1)
    Session.open(gate, file)


def _turn_nine(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        found.rewind(9)


def _unread_entry(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        found.open_entry("lamp")


def _closed(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        pass
    found.choose("leave")


def _not_saved(gate: Machine, file: Path) -> None:
    """The folder of the sessions is a file."""
    with Session.new(gate, file / "sessions", seed=1, language="en") as found:
        found.choose("pay")
        assert found.trouble
        raise _Told(found.trouble)


def _written_into(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        file.write_text(file.read_text() + "a note\n")
        _tell_why(found)


def _replaced(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        file.rename(file.with_name("moved.jsonl"))
        file.write_text("another")
        _tell_why(found)


def _tell_why(found: Session) -> None:
    trouble = found.check_saved()
    assert trouble
    raise _Told(trouble.fields["why"])


def _page_900(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        found.visit(900)


def _not_gone_back(gate: Machine, file: Path) -> None:
    with Session.open(gate, file) as found:
        found.forward()


def _branch_taken_away(gate: Machine, file: Path) -> None:
    """The choice is gone back from, and then closed in the story: paying needs more coins than there are."""
    with Session.open(gate, file) as found:
        found.rewind(0)
    folder = file.with_name("later")
    for name, text in played("").items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text.replace("{text: Pay., ", "{text: Pay., if: coins >= 3, "))
    with Session.open(load(load_story(folder, cache=False).program), file) as found:
        found.forward()


def _play_on_with_nine(gate: Machine, file: Path) -> None:
    with Session.new(gate, None, seed=1, language="en", draws=[9]) as found:
        found.choose("pay")
        found.choose("toss")


def _too_many_draws(gate: Machine, file: Path) -> None:
    file.write_text(session(loaded(str([0] * (MOST_DRAWS + 1)))))
    try:
        Session.open(gate, file)
    except SessionError as error:
        raise _Told(error.notice.fields["why"]) from error


class _Told(Exception):
    """A message that is not raised, but told."""


SITUATIONS: dict[str, Callable[[Machine, Path], object]] = {
    "R002": lambda gate, file: Session.open(gate, file.with_name("none.jsonl")),
    "R005": _huge,
    "R006": lambda gate, file: Session.open(gate, file.parent),
    "R007": _open_elsewhere,
    "R008": _export_twice,
    "R010": lambda gate, file: find(file.parent, "none"),
    "R011": _turn_nine,
    "R012": lambda gate, file: Session.new(gate, None, seed=1, language="ja"),
    "R013": _unread_entry,
    "R014": lambda gate, file: export(file, file.parent / "none" / "copy.jsonl"),
    "R015": _closed,
    "R016": lambda gate, file: delete(file.with_name("none.jsonl")),
    "R017": _not_gone_back,
    "R018": _branch_taken_away,
    "R019": _play_on_with_nine,
    "R020": lambda gate, file: session_bytes(gate, 1, "en", [], draws=[0] * (MOST_DRAWS + 1)),
    "R030": _page_900,
    "R106": _not_saved,
    "R307": _written_into,
    "R308": _replaced,
    "R310": _too_many_draws,
}


def test_every_situation_is_brought_about() -> None:
    assert set(SITUATIONS) == set(TOLD)


@pytest.mark.parametrize("code", TOLD)
def test_its_situation_is_answered_by_it(code: str, gate: Machine, tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text(session(HEADER, PAY))
    said: list[Notice] = []
    with suppress(_Told):
        try:
            SITUATIONS[code](gate, file)
        except SessionError as error:
            said.append(error.notice)
        except _Told as told:
            said.append(told.args[0])
    assert list(_codes(said))[:1] == [code]
