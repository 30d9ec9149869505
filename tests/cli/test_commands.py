"""The command line: what each command prints where, its exit codes, and that no way in ends in a traceback."""

from __future__ import annotations

import io
import json
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from game.cli import run
from game.cli.commands import game as group
from game.paths import sessions_folder
from game.session.log import LARGEST

CASES = Path(__file__).parents[1] / "cases"
STORY = str(CASES / "choice-once")
BAD = "story: bad\ntitle: Bad\nversion: '1'\nlanguage: en\nstart: nowhere\n"


class Result:
    """What a command said and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Game = Callable[..., Result]


@pytest.fixture
def game(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Game:
    """Run a command in this process, with something typed; never a traceback."""

    def call(*arguments: str | Path, typed: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Result(code, out, err)

    return call


@pytest.fixture
def bad_story(tmp_path: Path) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "story.yaml").write_text(BAD)
    (folder / "scenes.yaml").write_text(
        "scenes:\n  here:\n    text: Here.\n    to: ther\n  there: {text: There., to: here}\n"
    )
    return folder


def test_version_and_help(game: Game) -> None:
    assert game("--version").out.startswith("seven-canteens 0.")
    shown = game("--help").out
    for command in (
        "play",
        "sessions",
        "replay",
        "check",
        "new",
        "explain",
        "explain-page",
        "schema",
        "translate",
        "stats",
        "serve",
    ):
        assert f"\n  {command} " in shown


def test_misspelt_commands_and_options_are_usage_errors(game: Game) -> None:
    wrong = game("chek")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Did you mean “check”?" in wrong.err
    assert game("play", "--sed", "1").code == 2
    assert game("play", "/no/such/folder").code == 2
    assert game("play", STORY, "--session", "x", "--new").code == 2
    assert game("replay", "x", "--verify", "--transcript", "md").code == 2
    assert game("play", STORY, "--plain", "--language", "tlh").code == 2


def test_plain_play_from_a_pipe_gives_the_same_bytes(game: Game) -> None:
    arguments = ("play", STORY, "--plain", "--seed", "1", "--no-save")
    first, second = game(*arguments, typed="1\n1\n3\n"), game(*arguments, typed="1\n1\n3\n")
    assert first.out == second.out
    assert first.code == 0
    assert first.err == ""
    assert not sessions_folder().exists()


def test_play_goes_on_with_the_last_session(game: Game) -> None:
    game("play", STORY, typed="1\nquit\n")
    again = game("play", STORY, typed="history\n").out
    assert "Continuing after 1 choice." in again
    assert "1. Read the letter." in again
    assert "Continuing" not in game("play", STORY, "--new").out
    assert len(list(sessions_folder().iterdir())) == 2


def test_plain_options_alone_play(game: Game) -> None:
    """`game --plain ...` is `game play --plain ...`."""
    assert game("--plain", "--no-save", "--new", typed="quit\n").code == 0


def test_language_option_settings_and_system(game: Game, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = CASES / "french"
    assert "Le thé" in game("play", story, "--no-save", "--language", "fr").out
    assert "Le thé" in game("play", story, "--no-save", "--language", "français").out
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")
    assert "Le thé" in game("play", story, "--no-save").out
    (own_home / "config.yaml").write_text("language: en\n")
    assert "The Tea" in game("play", story, "--no-save").out


def test_bad_settings_are_said_and_played_over(game: Game, own_home: Path) -> None:
    (own_home / "config.yaml").write_text("theme: [")
    played = game("play", STORY, "--no-save")
    assert played.code == 0
    assert "cannot be used (line 1" in played.err


def test_a_broken_story_names_its_problems_and_ends(game: Game, bad_story: Path) -> None:
    played = game("play", bad_story, "--plain")
    assert (played.code, played.out) == (1, "")
    assert f"{bad_story}/scenes.yaml:4:9: S" in played.err


def test_check_text_json_github(game: Game, bad_story: Path) -> None:
    text = game("check", bad_story)
    assert text.code == 1
    assert f"{bad_story}/scenes.yaml:4:9:" in text.out
    assert "Did you mean 'there'?" in text.out
    assert "2 errors" in text.err
    records = json.loads(game("check", bad_story, "--format", "json").out)
    assert {(record["path"], record["line"]) for record in records} >= {(f"{bad_story}/scenes.yaml", 4)}
    assert {"code", "severity", "column", "message", "hint", "quote"} <= set(records[0])
    assert (
        f"::error file={bad_story}/scenes.yaml,line=4,col=9,title=S"
        in game("check", bad_story, "--format", "github").out
    )


@pytest.mark.parametrize("name", ["two words", "it's", "-dash", "plain", "a;b", "$HOME"])
def test_what_new_prints_can_be_pasted(game: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The shell takes the printed line apart into the command and this very folder."""
    monkeypatch.chdir(tmp_path)
    said = game("new", "--", name).err.splitlines()
    play, check = (shlex.split(line.partition(": ")[2]) for line in said)
    assert (play[:2], check[:2]) == (["game", "play"], ["game", "check"])
    assert Path(play[2]).resolve() == Path(check[2]).resolve() == tmp_path / name
    assert game(*check[1:]).err == "No problems.\n"


def test_a_file_with_thousands_of_problems_is_told_briefly(game: Game, tmp_path: Path) -> None:
    """People are told the first hundred and the number of the rest, errors first; programs get all of them."""
    scenes = "".join(f"  s{number}: {{text: One., to: nowhere}}\n" for number in range(300))
    (tmp_path / "story.yaml").write_text(BAD.replace("nowhere", "s0"))
    (tmp_path / "many.yml").write_text("scenes: {}\n")
    (tmp_path / "scenes.yaml").write_text("scenes:\n  Bad: {text: One., to: s0}\n" + scenes)
    told = game("check", tmp_path)
    assert told.code == 1
    assert told.out.count(" error: ") == 100
    assert f"\nand 201 more of 1 kind in {tmp_path}/scenes.yaml: S201 201 times\n" in told.out
    assert "301 errors, 1 warning" in told.err
    assert len(json.loads(game("check", tmp_path, "--format", "json").out)) == 302
    assert game("check", tmp_path, "--format", "github").out.count("::error ") == 301


def test_check_clean(game: Game) -> None:
    clean = game("check", STORY)
    assert (clean.code, clean.out, clean.err) == (0, "", "No problems.\n")
    assert json.loads(game("check", STORY, "--format", "json").out) == []
    assert game("check", STORY, "--format", "xml").code == 2


def test_check_of_an_empty_folder(game: Game, tmp_path: Path) -> None:
    assert game("check", tmp_path).code == 1


def test_explain(game: Game) -> None:
    assert game("explain", "s021").out.startswith("S021 error")
    assert game("explain", "S9999").code == 2


def test_schema(game: Game) -> None:
    for kind in ("scene", "story", "codex", "pictures"):
        assert "properties" in json.loads(game("schema", kind).out)
    assert game("schema").out == game("schema", "scene").out


def test_new_story_plays_and_checks_clean(game: Game, tmp_path: Path) -> None:
    folder = tmp_path / "Été à Nice 2"
    assert game("new", folder).code == 0
    assert game("check", folder).out == ""
    played = game("play", folder, "--no-save", typed="1\n1\n").out
    assert played.startswith("Été À Nice 2\n")
    assert "Ending: Alone" in played
    assert "Ending: Ashore" in game("play", folder, "--no-save", typed="1\n2\n1\n").out
    assert game("new", folder).code == 1
    assert "not empty" in game("new", folder).err


def test_translate_makes_updates_and_never_loses(game: Game, tmp_path: Path) -> None:
    folder = tmp_path / "story"
    game("new", folder)
    assert "26 to translate" in game("translate", folder, "de").err
    catalogue = folder / "locale" / "de.po"
    text = catalogue.read_text()
    text = text.replace('msgid "Wait an hour."\nmsgstr ""', 'msgid "Wait an hour."\nmsgstr "Eine Stunde warten."')
    catalogue.write_text(text)
    assert "25 to translate, 0 to look at again" in game("translate", folder, "de").err
    scenes = folder / "night.yaml"
    scenes.write_text(scenes.read_text().replace("Wait an hour.", "Wait another hour."))
    assert "25 to translate, 1 to look at again" in game("translate", folder, "de").err
    assert '#| msgid "Wait an hour."' in catalogue.read_text()
    sound = catalogue.read_text()
    catalogue.write_text(sound.replace('msgid "Story"\nmsgstr ""', 'msgid "Story"\nmsgstr "{mine}"'))
    said = game("translate", folder, "de").err
    assert "0 refused" not in said
    assert "24 to translate, 2 to look at again" in said
    assert "1 of those to look at again is refused: “game check " in said
    catalogue.write_text(sound)
    scenes.write_text(scenes.read_text().replace("Wait another hour.", "Sleep."))
    assert "1 obsolete" in game("translate", folder, "de").err
    assert '#~ msgstr "Eine Stunde warten."' in catalogue.read_text()
    assert game("check", folder).code == 0
    assert game("translate", folder, "french").code == 2
    refused = game("translate", folder, "EN")
    assert refused.code == 2
    assert "written in “en”" in refused.err
    assert not (folder / "locale" / "en.po").exists()


def test_explain_page_tells_all_ways_and_those_of_a_session(game: Game, tmp_path: Path) -> None:
    story, file = CASES / "interrupts", tmp_path / "way.jsonl"
    told = game("explain-page", story, "pumps")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"pumps ({story}/storm.yaml:18:3)\n- rule 2 of what interrupts (story.yaml:12), if ")
    game("play", story, "--seed", "1", typed=f"1\n1\n1\nexport {file}\n")
    came = game("explain-page", story, "asleep", "--session", file)
    assert (came.code, came.out) == (
        0,
        "page 4: deck/watch → rule 1 of what interrupts (story.yaml:17) → asleep\n",
    )
    assert game("explain-page", story, "deck", "--session", file).out.startswith(
        "page 1: the first\npage 2: deck/watch"
    )
    never = game("explain-page", story, "port", "--session", file)
    assert (never.code, never.out) == (1, "port did not come up in this session.\n")


def test_explain_page_refuses_what_is_not_there(game: Game, bad_story: Path, tmp_path: Path) -> None:
    story = CASES / "interrupts"
    wrong = game("explain-page", story, "asleap")
    assert (wrong.code, wrong.out) == (2, "")
    assert "No scene “asleap”. Did you mean “asleep”?" in wrong.err
    assert game("explain-page", story).code == 2
    assert game("explain-page", bad_story, "here").code == 1
    assert game("explain-page", story, "deck", "--session", tmp_path / "none.jsonl").code == 1


def test_a_bad_catalogue_is_told_and_the_story_played(game: Game, tmp_path: Path) -> None:
    folder = tmp_path / "story"
    game("new", folder)
    catalogue = folder / "locale" / "fr.po"
    text = catalogue.read_text(encoding="utf-8")
    broken = text.replace('msgstr "Attendre une heure."', 'msgstr "Attendre une heure.')
    assert broken != text
    catalogue.write_text(broken, encoding="utf-8")
    checked = game("check", folder)
    assert checked.code == 1
    assert "S501 error" in checked.out
    for language in ((), ("--language", "fr"), ("--language", "fr")):
        played = game("play", folder, "--no-save", *language, typed="1\n1\n1\n")
        assert played.code == 0
        assert "locale/fr.po" in played.err
        assert "Far out, a light." in played.out
    refused = game("translate", folder, "fr")
    assert refused.code == 1
    assert "Nothing was written." in refused.err
    assert catalogue.read_text(encoding="utf-8") == broken
    assert game("translate", folder, "pt-br").code == 0
    assert (folder / "locale" / "pt_BR.po").exists()
    assert "Far out" in game("play", folder, "--no-save", "--language", "PT-br", typed="1\nlanguage pt-br\n").out


def test_stats(game: Game) -> None:
    rows = [line.split("\t") for line in game("stats", CASES / "french").out.splitlines()]
    assert rows[0] == ["chapter", "scenes", "choices", "words (en)", "words (fr)"]
    assert ["endings", "1"] in rows
    walks = {row[0]: row[1:] for row in rows[rows.index(["playthrough", "words", "minutes", "choices"]) + 1 :]}
    shortest, longest = int(walks["shortest"][0]), int(walks["longest"][0])
    assert 0 < shortest <= int(walks["median"][0]) <= longest


def test_sessions_list_export_import_delete(game: Game, tmp_path: Path) -> None:
    assert "No sessions yet" in game("sessions").err
    game("play", STORY, typed="1\n1\n")
    listed = game("sessions").out
    name, story, _, _, turns = listed.rstrip("\n").split("\t")
    assert (story, turns) == ("case-choice-once", "2")
    copy = tmp_path / "copy.jsonl"
    assert game("sessions", "export", name, copy).code == 0
    assert game("sessions", "export", name, copy).code == 1
    assert len(game("sessions", "import", copy).out.split()) == 1
    assert len(game("sessions").out.splitlines()) == 2
    assert game("sessions", "delete", name, typed="n\n").code == 1
    assert len(game("sessions").out.splitlines()) == 2
    assert game("sessions", "delete", name, typed="y\n").code == 0
    assert game("sessions", "delete", game("sessions").out.split("\t")[0], "--yes").code == 0
    assert game("sessions").out == ""
    assert "no session nothing" in game("sessions", "delete", "nothing", "--yes").err


def test_a_session_goes_through_pipes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    run(["play", STORY, "--new", "--plain"])
    (file,) = sessions_folder().iterdir()
    capfdbinary.readouterr()
    assert run(["sessions", "export", file.stem, "-"]) == 0
    written = capfdbinary.readouterr().out
    assert written == file.read_bytes()
    assert list(tmp_path.iterdir()) == [], "no file is called -"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written)))
    assert run(["sessions", "import", "-"]) == 0
    name = capfdbinary.readouterr().out.decode().strip()
    assert (sessions_folder() / f"{name}.jsonl").read_bytes() == written
    for stream, words in (
        (None, b"stdin is not a session"),
        (io.TextIOWrapper(io.BytesIO(b"{}")), b"stdin is not a session"),
        (io.TextIOWrapper(io.BytesIO(b" " * (LARGEST + 1))), b"stdin is too large"),
    ):
        monkeypatch.setattr(sys, "stdin", stream)
        assert run(["sessions", "import", "-"]) == 1
        assert words in capfdbinary.readouterr().err


def test_replay_verifies_and_transcribes(game: Game, tmp_path: Path) -> None:
    game("play", STORY, typed="1\n1\n")
    (file,) = sessions_folder().iterdir()
    same = game("replay", file, "--story", STORY, "--verify")
    assert same.code == 0
    assert same.out.startswith("Identical: 2 choices")
    assert "Read the letter" in game("replay", file, "--story", STORY, "--transcript", "md").out
    assert "It is from your sister" in game("replay", file, "--story", STORY).out
    other = game("replay", file, "--story", CASES / "markup", "--verify")
    assert (other.code, other.out) == (1, "")
    assert "another story" in other.err
    bent = tmp_path / "bent.jsonl"
    bent.write_text(file.read_text().replace("desk/letter", "desk/bill"))
    differs = game("replay", bent, "--story", STORY, "--verify")
    assert differs.code == 1
    assert "Choice 1" in differs.out


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff random", b"[]\n", b'{"session": 99, "story": "x"}\n', b"{" * 10000]
)
def test_files_that_are_no_sessions_get_a_message(game: Game, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_bytes(content)
    for arguments in (
        ("replay", file, "--story", STORY),
        ("play", STORY, "--session", file),
        ("sessions", "import", file),
    ):
        failed = game(*arguments)
        assert (failed.code, failed.out) == (1, "")
        assert failed.err
    assert file.read_bytes() == content


def test_no_such_session_file(game: Game, tmp_path: Path) -> None:
    assert game("play", STORY, "--session", tmp_path / "none.jsonl").code == 1


def test_an_unforeseen_fault_is_calm_and_kept(game: Game, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr("game.cli.stage.prepare", broken)
    failed = game("play", STORY)
    assert failed.code == 70
    assert "Something went wrong inside the game (ZeroDivisionError: by hand)" in failed.err
    assert "Traceback" in (own_home / "fault.txt").read_text()


def test_serve_without_its_package(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.cli.serve.find_spec", lambda name: None)
    failed = game("serve")
    assert failed.code == 1
    assert "seven-canteens[browser]" in failed.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(game: Game, shell: str) -> None:
    assert "_GAME_COMPLETE" in game("completions", shell).out


def test_completion_of_commands(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_GAME_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "game re")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert "replay" in game().out


# -- whole processes ---------------------------------------------------------------------------------------------------


def process(command: str) -> subprocess.CompletedProcess[str]:
    """A shell line in which `game` is this package run as a module."""
    line = f'set -o pipefail; game() {{ {sys.executable} -m game "$@"; }}; {command}'
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    done = process(
        f"game schema | head -1; game play {STORY} --no-save | head -1; yes 1 | game play {STORY} --no-save | head -2"
    )
    assert done.stderr == ""


def test_closed_streams_end_it_quietly() -> None:
    done = process(f"game play {STORY} --no-save <&-; echo $?; game play {STORY} --no-save >&- </dev/null; echo $?")
    assert done.stderr == ""
    assert done.stdout.splitlines()[-2:] == ["0", "0"]


def test_a_full_device_is_said_without_a_traceback() -> None:
    done = process("game schema >/dev/full; echo $?")
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr
    assert done.stdout == "1\n"


def test_interrupting_is_quiet() -> None:
    command = [sys.executable, "-m", "game", "play", STORY, "--no-save"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as game:
        assert game.stdout is not None
        for line in game.stdout:
            if "1. " in line:
                break
        game.send_signal(signal.SIGINT)
        _, told = game.communicate(timeout=60)
    assert told.strip() == ""
    assert game.returncode == 130


def test_prove_tells_and_its_view_needs_a_terminal(game: Game) -> None:
    told = game("prove", STORY)
    assert (told.code, told.err) == (0, "")
    assert "No findings." in told.out
    again = game("prove", STORY, "--view")
    assert again.code == 0
    assert again.out.replace(", read back: nothing the proof reads has changed", "") == told.out
    assert game("prove", STORY, "--view", "--format", "json").code == 2
    assert game("prove", STORY, "--view", "--witness", "ending:out").code == 2


def test_mends_are_printed_as_a_patch_and_not_applied(game: Game) -> None:
    trap = Path(__file__).parents[1] / "faults" / "called-deck-loop"
    before = (trap / "scenes.yaml").read_bytes()
    told = game("prove", trap, "--mend")
    assert told.code == 1
    assert told.out.startswith("--- a/scenes.yaml\n+++ b/scenes.yaml\n@@ ")
    assert "+      watch: {text: Keep watch., if: lamp, to: {call: watch, then: post}}\n" in told.out
    assert "patch -p1" in told.err
    assert (trap / "scenes.yaml").read_bytes() == before
    assert "    mend: `if: lamp` at post/watch\n" in game("prove", trap).out
    nothing = game("prove", STORY, "--mend")
    assert (nothing.code, nothing.out) == (0, "")
    for other in (["--view"], ["--format", "json"], ["--witness", "ending:out"]):
        assert game("prove", trap, "--mend", *other).code == 2


@pytest.mark.parametrize("command", ["check", "prove"])
def test_every_format_holds_the_errors_of_a_story(command: str, game: Game, bad_story: Path) -> None:
    """What reads the output of a step gets its format, whatever is wrong; people get the words."""
    told = json.loads(game("check", bad_story, "--format", "json").out)
    codes = [one["code"] for one in told]
    assert codes

    found = {style: game(command, bad_story, "--format", style) for style in ("json", "sarif", "github")}
    assert {one.code for one in found.values()} == {1}
    assert all(one.err for one in found.values())

    data = json.loads(found["json"].out)
    if command == "prove":
        assert data.pop("version") == 1
        assert data.pop("proved") is False
        assert data.pop("verdict") == "not proved: the story has errors"
        (data,) = data.values()
    assert data == told
    (run,) = json.loads(found["sarif"].out)["runs"]
    assert run["tool"]["driver"]["name"] == f"game {command}"
    assert [one["ruleId"] for one in run["results"]] == codes
    assert {one["id"] for one in run["tool"]["driver"]["rules"]} == set(codes)
    assert [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in run["results"]] == [
        one["line"] for one in told
    ]
    lines = found["github"].out.splitlines()
    assert [line.partition("title=")[2].partition("::")[0] for line in lines] == codes
    assert all(line.startswith("::error file=") for line in lines)


def test_every_choice_of_format_is_tested() -> None:
    """A command that has --format is one of those of the test above."""
    with_format = {
        name: set(option.type.choices)
        for name in group.list_commands(click.Context(group))
        if (command := group.get_command(click.Context(group), name)) is not None
        for option in command.params
        if "--format" in option.opts and isinstance(option.type, click.Choice)
    }
    styles = {"text", "json", "sarif", "github"}
    assert with_format == {"check": styles, "prove": styles}


def test_a_witness_of_a_story_with_errors_is_none(game: Game, bad_story: Path) -> None:
    for style in ("text", "json", "sarif", "github"):
        found = game("prove", bad_story, "--witness", "ending:out", "--format", style)
        assert (found.code, found.out) == (1, "")
        assert "scenes.yaml" in found.err


def test_prove_speaks_the_persons_language_and_machines_theirs(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = game("prove", STORY, "--format", "json").out
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "Aucun constat." in game("prove", STORY).out
    assert game("prove", STORY, "--format", "json").out.replace('"kept": true', '"kept": false') == machine


def test_a_witness_is_a_session_that_verifies(game: Game, tmp_path: Path) -> None:
    story = str(CASES / "endings")
    found = game("prove", story, "--witness", "ending:sea")
    assert found.code == 0
    file = tmp_path / "sea.jsonl"
    file.write_text(found.out, encoding="utf-8")
    assert game("replay", file, "--story", story, "--verify").code == 0
    assert game("prove", story, "--witness", "ending:moon").code == 2
