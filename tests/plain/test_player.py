"""The plain player beyond the cases: terminals, saving in trouble, broken stories, names of commands."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from game.cli.stage import plain_wanted
from game.engine import Machine, load
from game.plain import Player, play
from game.plain.verbs import VERBS, nearest, shown_word, verb_of
from game.session import Session
from game.story import load_story

CASES = Path(__file__).parents[1] / "cases"


def machine_of(case: str) -> Machine:
    return load(load_story(CASES / case).program)


def new_session(case: str, folder: Path | None = None) -> Session:
    machine = machine_of(case)
    return Session.new(machine, folder, seed=1, language=machine.program.language)


def heard(case: str, *lines: str, folder: Path | None = None) -> str:
    """What the player prints for the lines, without the greeting."""
    out = io.StringIO()
    player = Player(new_session(case, folder), out)
    player.greet(fresh=True)
    start = len(out.getvalue())
    for line in lines:
        player.hear(line)
    return out.getvalue()[start:]


def test_every_command_is_understood_in_every_language() -> None:
    for verb in VERBS:
        for words in verb.words.values():
            assert {verb_of(word) for word in words} == {verb.id}
            assert {verb_of(word.upper()) for word in words} == {verb.id}
    assert verb_of("etat") == "status"
    assert verb_of("ou") == "where"
    assert verb_of("xyzzy") is None


def test_the_nearest_command_is_offered_in_the_readers_language() -> None:
    assert nearest("quiter", "fr") == "quitter"
    assert nearest("staus", "fr") == "état"
    assert nearest("zzzz", "en") is None
    assert shown_word("back", "fr") == "retour"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_without_standard_error_is_played_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own prompt needs it: `game play --plain 2>&-`."""
    monkeypatch.setattr(sys, "stderr", None)
    out = Terminal()
    play(new_session("endings"), fresh=True, begin=lambda: new_session("endings"), source=Terminal("1\n"), out=out)
    assert out.getvalue().count("> ") >= 2
    assert "\n> 1\n" not in out.getvalue(), "what is typed at a terminal is seen there already"


@pytest.mark.parametrize(
    "typed", ["9" * 4000, "١", "²", "1e3", "-1", "\x00", "\x1b[2J", "🦀", "codex " + "x" * 5000, "back -1"]
)
def test_odd_input_is_answered(typed: str) -> None:
    answer = heard("codex-links", typed)
    assert answer.endswith("\n\n")
    assert len(answer) < 12_000


def test_control_characters_typed_do_not_come_back() -> None:
    assert "\x1b" not in heard("markup", "\x1b[31mred", "codex \x1b]0;x\x07")


def test_where_names_the_file_or_says_there_is_none(tmp_path: Path) -> None:
    assert str(tmp_path) in heard("markup", "where", folder=tmp_path)
    assert "not kept" in heard("markup", "where")


class Hearing:
    """A player at a session, and what it says to each line."""

    def __init__(self, session: Session, interface: str = "") -> None:
        self.out = io.StringIO()
        self.player = Player(session, self.out, interface=interface, begin=lambda: new_session("markup"))

    def says(self, line: str) -> str:
        start = len(self.out.getvalue())
        self.goes_on = self.player.hear(line)
        return " ".join(self.out.getvalue()[start:].split())


TROUBLE = {
    "another file": lambda file: (file.unlink(), file.write_text("another")),
    "somebody else's line": lambda file: file.write_text(file.read_text() + "a note"),
    "no folder": lambda file: (file.unlink(), file.parent.rmdir(), file.parent.write_text("in the way")),
}


@pytest.mark.parametrize("name", TROUBLE)
@pytest.mark.parametrize(("interface", "not_saved"), [("en", "is not being saved in"), ("fr", "n’est pas enregistrée")])
def test_where_and_quitting_tell_the_truth(name: str, interface: str, not_saved: str, tmp_path: Path) -> None:
    session = new_session("choice-once", tmp_path / "sessions")
    assert session.file
    hearing = Hearing(session, interface)
    hearing.says("1")
    assert str(session.file) in hearing.says("where")
    TROUBLE[name](session.file)
    assert not_saved in hearing.says("where")
    for word in ("new", "quit"):
        hearing.player.warned = False
        assert not_saved in hearing.says(word), "told before it is lost"
        assert hearing.goes_on
        assert hearing.player.session is session
    elsewhere = tmp_path / "else where.jsonl"
    assert str(elsewhere) in hearing.says(f"export {elsewhere}")
    assert Session.open(session.machine, elsewhere).turn == 1
    assert "kept" not in hearing.says("q")
    assert not hearing.goes_on


@pytest.mark.parametrize("signs", ["-", "--", "?", "*", '""', "''", "...", "-.", "./-", "!?", ""])
def test_export_makes_no_file_of_signs(signs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for language, told in (("en", "takes the name of a new file"), ("fr", "prend le nom")):
        assert told in Hearing(new_session("choice-once"), language).says(f"export {signs}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a", "-x.jsonl", "硫黄島", "_1_", "(2)"])
def test_export_takes_every_other_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert name in Hearing(new_session("choice-once")).says(f"export {name}")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_export_takes_a_path_as_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    hearing = Hearing(new_session("choice-once"))
    hearing.says("1")
    names = ["two  spaces.jsonl", "夜.jsonl", "~/home.jsonl", "a" * 200 + ".jsonl", "a\u202eb.jsonl"]
    for name in names:
        said = hearing.says(f"export {name}")
        assert said.startswith("Saved in")
        assert said.isprintable()
    assert {file.name for file in tmp_path.iterdir()} == {name.removeprefix("~/") for name in names}
    assert "exists already" in hearing.says("export home.jsonl")
    assert "cannot be written" in hearing.says("export none/x.jsonl")
    assert "takes the name" in hearing.says("export")
    assert "~nobody-of-that-name" in hearing.says("export ~nobody-of-that-name/x.jsonl") or hearing.goes_on
    assert "cannot be written" in hearing.says("export a\0b")


def test_the_end_of_input_tells_what_is_not_saved(tmp_path: Path) -> None:
    out, session = io.StringIO(), new_session("choice-once", tmp_path)
    assert session.file
    TROUBLE["another file"](session.file)
    play(session, fresh=True, begin=lambda: session, source=io.StringIO("1"), out=out)
    assert out.getvalue().count("is not being saved") == 2


def test_new_needs_somebody_to_begin_it() -> None:
    assert "cannot be begun" in heard("markup", "new")


def test_quitting_says_whether_the_session_is_kept(tmp_path: Path) -> None:
    assert "is kept" in heard("markup", "quit", folder=tmp_path)
    assert heard("markup", "q") == "Goodbye. This session was not kept.\n\n"


def test_saving_in_trouble_is_said_once_and_play_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    out = io.StringIO()
    player = Player(new_session("choice-once", blocked), out)
    player.greet(fresh=True)
    player.hear("1")
    assert out.getvalue().count("is not being saved") == 1
    assert "It is from your sister" in out.getvalue()


def test_a_story_without_a_way_on_keeps_the_session(tmp_path: Path) -> None:
    folder = tmp_path / "stuck"
    folder.mkdir()
    (folder / "story.yaml").write_text(
        "story: stuck\ntitle: Stuck\nversion: '1'\nlanguage: en\nstart: a\nvariables: {turns: {range: [0, 2]}}\n"
    )
    (folder / "scenes.yaml").write_text(
        "scenes:\n"
        "  a:\n    text: A.\n    choices:\n"
        "      on: {text: On., do: turns += 1, to: [{if: turns == 2, to: b}]}\n"
        "      b: {text: To b., to: b}\n"
        "  b:\n    text: B.\n    choices:\n"
        "      again: {text: Back., if: turns == 1, to: a}\n"
    )
    machine = load(load_story(folder).program)
    out = io.StringIO()
    player = Player(Session.new(machine, None, seed=1, language="en"), out)
    for line in ("1", "2", "back"):
        player.hear(line)
    assert "The story breaks here (a/on:" in out.getvalue()
    assert "There is no way on from “b”" in out.getvalue()
    assert player.session.turn == 0


def test_end_of_input_closes_the_session(tmp_path: Path) -> None:
    out = io.StringIO()
    session = new_session("choice-once", tmp_path)
    play(session, fresh=True, begin=lambda: session, source=io.StringIO("1"), out=out)
    assert out.getvalue().endswith("> \n")
    assert Session.open(session.machine, session.file or tmp_path).turn == 1


def test_plain_is_wanted_without_a_terminal_or_on_a_dumb_one() -> None:
    assert plain_wanted({"TERM": "xterm"})
    assert plain_wanted({"TERM": "dumb"})


def test_on_a_dumb_terminal_it_starts_by_itself_and_draws_nothing() -> None:
    pytest.importorskip("pty", reason="pseudo-terminals")
    from tests.benchmarks.pty_run import OnTerminal

    command = [sys.executable, "-m", "game", "play", str(CASES / "blocks"), "--no-save"]
    with OnTerminal(command, {**os.environ, "TERM": "dumb"}) as running:
        running.until("Shut the drawer.")
        running.write("1\nquit\n")
        running.until("Goodbye.")
        assert running.ended() == 0
    assert b"\x1b[?1049h" not in running.seen
    assert max(len(line) for line in running.seen.decode().replace("\r", "").split("\n")) <= 72


def test_loaded_dice_are_told_and_told_again_on_request() -> None:
    machine = machine_of("target-draw")
    for draws, times in (((0, 1), 3), ((), 0)):
        session = Session.new(machine, None, seed=1, language=machine.program.language, draws=draws)
        out = io.StringIO()
        player = Player(session, out)
        player.greet(fresh=True)
        for line in ("1", "history", "status"):
            player.hear(line)
        assert out.getvalue().count("Loaded dice: draws fall as this session says") == times


def test_a_number_that_cannot_come_out_is_told_and_another_choice_can_be_made() -> None:
    machine = machine_of("target-draw")
    session = Session.new(machine, None, seed=1, language=machine.program.language, draws=[99])
    out = io.StringIO()
    player = Player(session, out, interface="fr")
    assert player.hear("1")
    assert "dés pipés de cette session donne 99" in " ".join(out.getvalue().split())
    assert session.turn == 0
