"""Hostile names of files, folders and settings, through every command and every format of its report."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

import game
from game import paths
from game.cli import run
from game.cli.commands import game as commands
from game.paths import HOME_VARIABLE, sessions_folder
from tests.foreign.hostile import NAMES, steering

ROOT = Path(game.__file__).parents[1]
SMALL = ROOT / "tests" / "cases" / "choice-once"
STORY = "story: small\ntitle: Small\nversion: '1'\nlanguage: en\nstart: one\nendings:\n  done: {title: Done}\n"
SCENES = "scenes:\n  one:\n    text: One.\n    choices:\n      go:\n        text: Go.\n        to: two\n"
END = "scenes:\n  two: {text: Two., ending: done}\n"
UNMET = '  three: {text: "::error::Three.", ending: done}\n'
BROKEN = "scenes:\n  four:\n    text: |\n      ::warning::Four [x](codex:none).\n    to: nowhere\n"

WRITING = {
    "print",
    *("click.confirm", "click.prompt", "click.echo", "click.secho"),
    *("sys.stdout.write", "sys.stderr.write", "sys.stdout.buffer.write"),
}
"""What nobody but `talk` calls in the commands."""

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; returns what it said on stdout and stderr. Nothing is a fault of the program."""

    def call(*arguments: str | Path, typed: str = "") -> tuple[str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert run([str(argument) for argument in arguments]) in (0, 1, 2, 3)
        said = capsys.readouterr()
        return said.out, said.err

    return call


def named(folder: Path, name: str) -> Path:
    """A path with a hostile name, or a skip where the system takes no such name."""
    path = folder / name
    try:
        path.mkdir()
        path.rmdir()
    except OSError as error:
        pytest.skip(f"no such file name here: {error}")
    return path


def write_story(folder: Path, *more: tuple[str, str]) -> Path:
    """A small story, with more files."""
    for name, text in (("story.yaml", STORY), ("scenes.yaml", SCENES), *more):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def calls(story: Path, broken: Path, session: Path, other: Path) -> Iterator[tuple[str | Path, ...]]:
    """Every command with every name that it takes from outside; `other` is a name that nothing has."""
    for style in ("text", "json", "github"):
        yield "check", story, "--format", style
        yield "check", broken, "--format", style
    for style in ("text", "json", "sarif", "github"):
        yield "prove", story, "--format", style
        yield "prove", broken, "--format", style
    yield "prove", story, "--policy", session
    yield "prove", story, "--policy", other
    yield "prove", story, "--witness", other.name
    yield "play", story, "--plain"
    yield "play", broken, "--plain"
    yield "play", other
    yield "play", story, "--plain", "--session", session
    yield "play", story, "--plain", "--session", other
    yield "play", story, "--plain", "--language", other.name
    yield "replay", session, "--story", story, "--verify"
    yield "replay", session, "--story", story, "--transcript", "md"
    yield "replay", session, "--story", story, "--plain"
    yield "replay", session, "--verify"
    yield "replay", other, "--story", story
    yield ("sessions",)
    yield "sessions", "export", session.stem, other
    yield "sessions", "export", session.stem, other
    yield "sessions", "export", other.name, other
    yield "sessions", "import", other
    yield "sessions", "import", story / "scenes.yaml"
    yield "sessions", "delete", session.stem
    yield "sessions", "delete", other.name
    yield "new", other.with_name(other.name + "2")
    yield "new", story
    yield "translate", story, "fr"
    yield "translate", story, other.name
    yield "translate", broken, "fr"
    yield "stats", story
    yield "stats", broken
    yield "explain", other.name
    yield "explain-page", story, "two"
    yield "explain-page", story, other.name
    yield "explain-page", broken, "one"
    yield "explain-page", other, "one"
    yield "explain-page", story, "two", "--session", session
    yield "explain-page", story, "two", "--session", other
    yield "schema", other.name
    yield "completions", other.name
    yield "serve", other
    yield "completions", "bash"
    yield (other.name,)


@pytest.mark.parametrize("kind", NAMES)
def test_no_name_steers_what_a_command_prints(kind: str, told: Run, tmp_path: Path) -> None:
    name = NAMES[kind]
    story = write_story(named(tmp_path, name), (f"{name}.yaml", END + UNMET))
    broken = write_story(named(tmp_path / "other", name) if (tmp_path / "other").mkdir() is None else tmp_path)
    for inside in (f"{name}/{name}.yaml", f"locale/{name}.po", f"{name}.yml", f"codex/{name}.yaml"):
        write_story(broken, (inside, BROKEN))
    told("play", story, "--plain", "--new", typed="1\n")
    session = next(sessions_folder().iterdir())
    session = session.rename(session.with_name(f"{name}.jsonl"))
    for arguments in calls(story, broken, session, tmp_path / f"{name}none"):
        out, err = told(*arguments, typed="n\nq\n")
        whole = f"{out}\n{err}"
        if "github" in arguments:
            whole = "\n".join(_without_command(line) for line in whole.split("\n"))
        if arguments[0] != "completions":
            assert steering(whole) == [], arguments


def _without_command(line: str) -> str:
    """A line of the GitHub format without the command that it is meant to be."""
    return re.sub(r"^::(error|warning|notice) (file|title)=", "", line)


def test_every_command_has_a_call_in_the_table(tmp_path: Path) -> None:
    table = {tuple(map(str, call[:2])) for call in calls(tmp_path, tmp_path, tmp_path, tmp_path)}
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        if isinstance(command, click.Group):
            assert all((name, inner) in table for inner in command.commands), name
        assert any(call[0] == name for call in table), name


@pytest.mark.parametrize("kind", NAMES)
def test_no_setting_steers(kind: str, told: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = named(tmp_path, NAMES[kind])
    home.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    for variable in ("LANG", "LC_ALL", "TERM", "EDITOR", "VISUAL", "SHELL"):
        monkeypatch.setenv(variable, NAMES[kind])
    value = json.dumps(NAMES[kind].encode("utf-8", "replace").decode())
    for text in (
        f"{value}: 1\n",
        f"theme: {value}\nlanguage: {value}\n",
        f"keys: {{{value}: {value}, help: {value}}}\n",
    ):
        (home / "config.yaml").write_text(text)
        for arguments in (("play", SMALL, "--plain"), ("sessions",), ("sessions", "delete", "x"), ("explain", "X")):
            assert steering("\n".join(told(*arguments, typed="where\nq\n"))) == [], arguments
    (home / "config.yaml").unlink()
    (home / "sessions").rename(home / "away")
    (home / "sessions").write_text("")
    assert steering("\n".join(told("play", SMALL, "--plain", typed="1\nwhere\nq\n"))) == []


@pytest.mark.parametrize("kind", NAMES)
def test_the_words_of_exceptions_do_not_steer(kind: str, told: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (
        RuntimeError(NAMES[kind]),
        OSError(5, NAMES[kind], NAMES[kind]),
        PermissionError(NAMES[kind]),
        click.UsageError(NAMES[kind]),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(paths, "sessions_folder", _raising(error))
            assert run(["sessions"]) in (1, 2, 70)
    out, err = told("explain", "S001")
    assert steering(f"{out}\n{err}") == []
    report = paths.data_folder() / "fault.txt"
    assert steering(report.read_text(encoding="utf-8")) == []


def _raising(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("kind", NAMES)
def test_reports_for_machines_name_the_real_file(
    kind: str, told: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON gives each path as it is, and SARIF as a relative URI that percent-encodes it."""
    name = NAMES[kind]
    story = write_story(named(tmp_path, name), (f"{name}.yaml", END + UNMET))
    records = json.loads(told("check", story, "--format", "json")[0])
    assert f"{story}/{name}.yaml" in {record["path"] for record in records}
    findings = json.loads(told("prove", story, "--format", "json")[0])["findings"]
    assert f"{story}/{name}.yaml" in {finding["file"] for finding in findings}
    for here, expected in ((tmp_path, f"{name}/{name}.yaml"), (Path("/"), None)):
        monkeypatch.chdir(here)
        results = json.loads(told("prove", story, "--format", "sarif")[0])["runs"][0]["results"]
        uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~%-][A-Za-z0-9/._~%-]*", uri)
        relative = expected or str(story.relative_to("/") / f"{name}.yaml")
        assert os.fsencode(unquote(uri, errors="surrogateescape")) == os.fsencode(relative)


def test_only_one_module_of_the_commands_writes() -> None:
    """So that what it cleans is everything: the others go through `talk`, `out` and `data`."""
    for file in (Path(game.__file__).parent / "cli").glob("*.py"):
        if file.name == "talk.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"), (
                    file
                )


@pytest.mark.parametrize(
    ("encoding", "style"), [("ascii", "text"), ("cp1252", "text"), ("ascii", "json"), ("latin-1", "github")]
)
def test_a_check_ends_well_in_any_encoding(encoding: str, style: str, tmp_path: Path) -> None:
    """File names that are not UTF-8, words that the encoding lacks: signs are replaced, nothing fails."""
    story = write_story(named(tmp_path, NAMES["not UTF-8"]), ("scenes.yaml", SCENES.replace("Go.", "去 → é")))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "game", "check", os.fsencode(story), "--format", style],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
    )
    assert done.returncode == 1, done.stderr
    assert b"S201" in done.stdout
    assert done.stdout.decode(encoding if style == "text" else "utf-8")
