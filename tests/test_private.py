"""What is kept for a person is for that person alone, whatever the system's habits: every writer, by name."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import game
from game import paths, settings
from game.cli.guard import _keep_report
from game.engine import load
from game.proof.prover import prove
from game.proof.report.cache import keep
from game.session import Session, export, import_session, list_sessions, write_session
from game.story import cache, load_story
from game.translate import update
from game.whole import make_folder, write_whole

SOURCES = Path(game.__file__).parent
CASE = Path(__file__).parent / "cases" / "choice-once"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs modes of files")


@pytest.fixture(autouse=True)
def open_hearted() -> Iterator[None]:
    """A system that would let everybody read and write everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def play(home: Path) -> Path:
    machine = load(load_story(CASE).program)
    with Session.new(machine, paths.sessions_folder(), seed=1, language="en") as session:
        session.choose(session.page.open_options[0].id)
    assert session.file
    list_sessions(paths.sessions_folder(), machine)
    return session.file


def _unkept(home: Path) -> None:
    with Session.new(load(load_story(CASE).program), None, seed=1, language="en") as session:
        session.export(home / "unkept.jsonl")


WRITERS: dict[str, Callable[[Path], object]] = {
    "a session, an index of sessions, a compiled story": play,
    "an exported session": lambda home: export(play(home), home / "copy.jsonl"),
    "a session saved elsewhere": _unkept,
    "an imported session": lambda home: import_session(play(home), home / "deep" / "in"),
    "a witness": lambda home: write_session(home / "w", load(load_story(CASE).program), 1, "en", []),
    "a witness again": lambda home: write_session(
        home / "w", load(load_story(CASE).program), 1, "en", [], replace=True
    ),
    "settings": lambda home: settings.save(settings.Settings(theme="paper")),
    "settings set aside": lambda home: (_broken(), settings.save(settings.Settings(theme="paper"))),
    "a report of a fault": lambda home: _keep_report(ValueError("a fault")),
    "a kept proof": lambda home: keep(paths.cache_folder() / "proofs" / "key.json", prove(load_story(CASE).program)),
    "a compiled story": lambda home: cache.store(CASE, "digest", load_story(CASE).program, (), []),
    "a file over one for all": lambda home: (home.joinpath("f").write_text("x"), write_whole(home / "f", b"y")),
}


def _broken() -> None:
    write_whole(paths.config_file(), b"{")


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_kept_is_for_its_owner_alone(name: str, own_home: Path) -> None:
    WRITERS[name](own_home)
    made = list(own_home.rglob("*"))
    assert any(file.is_file() for file in made)
    for file in made:
        mode = stat.S_IMODE(file.stat().st_mode)
        assert mode == (0o700 if file.is_dir() else 0o600), file


def test_an_authors_files_are_for_whom_they_were(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", b"", shared=True)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o666
    (tmp_path / "new").chmod(0o640)
    write_whole(tmp_path / "new", b"text", shared=True)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    write_whole(tmp_path / "deep" / "er" / "new", b"", shared=True)
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o777


def test_a_folder_of_others_stays_as_it_is(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "a").chmod(0o755)
    make_folder(tmp_path / "a" / "b" / "c")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755
    (tmp_path / "file").touch()
    for folder in ("file", "file/deeper"):
        with pytest.raises(NotADirectoryError):
            make_folder(tmp_path / folder)


SHARED = {
    "whole.py": "where the two kinds are told apart",
    "tui/author/base.py": "a file in a temporary folder, which is private",
}
"""Where files are made otherwise than through `write_whole`, `private` or with a mode of their own."""


def test_no_other_place_makes_files() -> None:
    """Found in the sources: whoever writes files or makes folders by other means is in the table, with a reason."""
    makers = {"write_text", "write_bytes", "mkdir", "touch", "mkstemp", "makedirs"}
    found = set()
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in makers:
                found.add(file.relative_to(SOURCES).as_posix())
        made = [line for line in file.read_text(encoding="utf-8").splitlines() if "O_CREAT" in line]
        assert all("0o600" in line for line in made), file
    assert found == SHARED.keys()


def test_a_catalogue_is_an_authors(tmp_path: Path) -> None:
    for name in ("story.yaml", "scenes.yaml"):
        (tmp_path / name).write_text((CASE / name).read_text())
    assert stat.S_IMODE(update(tmp_path, "fr").file.stat().st_mode) == 0o666
