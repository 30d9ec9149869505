"""Whatever a disk refuses, no store answers with another error than the one it promises, and none leaves half a file.

Each store is used once to count how often it asks the system for something that can fail; then once more for each of
these times, with that one refused, and once with all refused from there on.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from game import settings
from game.cli import guard, run
from game.engine import Machine, load
from game.paths import HOME_VARIABLE, cache_folder, sessions_folder
from game.proof.prover import Options
from game.proof.report import cache as proof_cache
from game.proof.reporting import report_of
from game.session import Session, SessionError, delete, export, import_session, latest, list_sessions, write_session
from game.settings import Settings
from game.story import StoryProblems, cache, load_story
from game.story.load import Loaded
from game.translate import update

CASES = Path(__file__).parent / "cases"
BY_PATH = ("open", "mkdir", "replace", "rename", "unlink", "remove", "stat", "listdir", "scandir", "chmod", "utime")
BY_NUMBER = ("write", "fsync", "ftruncate", "fstat", "lseek", "close")
"""What Python's `os` is asked for: with a path, or with the number of an open file."""


class Refused(OSError):
    """What the disk of this test says."""


@dataclass
class Disk:
    """A disk that refuses some of what it is asked for below a folder: the `at`th thing, or all from there on."""

    folder: Path
    at: int = -1
    on: bool = False
    asked: list[str] = field(default_factory=list)

    def ask(self, what: str) -> None:
        number = len(self.asked)
        self.asked.append(what)
        if number == self.at or (self.on and 0 <= self.at < number):
            raise Refused(errno.EROFS, "Read-only file system")

    def holds(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(str(self.folder))

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Put the disk between Python and the system."""
        with pytest.MonkeyPatch.context() as patch:
            for name in BY_PATH:
                patch.setattr(os, name, self._by_path(name, getattr(os, name)))
            for name in BY_NUMBER:
                patch.setattr(os, name, self._by_number(name, getattr(os, name)))
            opened = self._opener(io.open)
            patch.setattr(io, "open", opened)
            patch.setattr(builtins, "open", opened)
            yield

    def _by_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *rest: Any, **named: Any) -> Any:
            if self.holds(path):
                self.ask(name)
            return real(path, *rest, **named)

        return call

    def _by_number(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(fd: int, *rest: Any) -> Any:
            if name == "close":  # as the system does it: it complains of what came before, and closes all the same
                real(fd)
            self.ask(name)
            return None if name == "close" else real(fd, *rest)

        return call

    def _opener(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if not self.holds(file):
                return real(file, mode, *rest, **named)
            self.ask(f"open {mode}")
            stream = real(file, mode, *rest, **named)
            if "r" not in mode:
                stream = Stream(stream, self)
            return stream

        return opened


class Stream:
    """A file that is written to, with a disk in between."""

    def __init__(self, stream: Any, disk: Disk) -> None:
        self._stream = stream
        self._disk = disk

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *about: object) -> None:
        self._stream.close()

    def write(self, data: Any) -> Any:
        half = data[: len(data) // 2]
        self._stream.write(half)
        self._disk.ask("write to a file")
        return self._stream.write(data[len(half) :])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@dataclass
class Place:
    """What the stores have to work with: a home in which each of them has been used before."""

    root: Path
    story: Path
    loaded: Loaded
    machine: Machine
    file: Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    root = tmp_path / "root"
    monkeypatch.setenv(HOME_VARIABLE, str(root / "home"))
    story = root / "story"
    story.mkdir(parents=True)
    for name in ("story.yaml", "scenes.yaml"):
        (story / name).write_bytes((CASES / "choice-once" / name).read_bytes())
    loaded = load_story(story)
    machine = load(loaded.program)
    report_of(loaded.program, Options())
    settings.save(Settings(theme="paper"))
    update(story, "fr")
    with Session.new(machine, sessions_folder(), seed=1, language="en") as session:
        session.choose(session.page.open_options[0].id)
    assert session.file is not None
    write_session(root / "home" / "played.jsonl", machine, 1, "en", ())
    return Place(root, story, loaded, machine, session.file)


def play(place: Place) -> None:
    """A session from its beginning to its end, once refused and once more."""
    with Session.new(place.machine, sessions_folder(), seed=2, language="en") as session:
        session.choose(session.page.open_options[0].id)
        session.rewind(0)


def go_on(place: Place) -> None:
    with Session.open(place.machine, place.file) as session:
        if session.page.open_options:
            session.choose(session.page.open_options[0].id)


def write_settings(place: Place) -> None:
    settings.save(Settings(theme="contrast", language="fr"))


def break_settings(place: Place) -> None:
    (place.root / "home" / "config.yaml").write_text("theme: [")


def change_a_scene(place: Place) -> None:
    scenes = place.story / "scenes.yaml"
    scenes.write_text(scenes.read_text(encoding="utf-8").replace("text: ", "text: So ", 1), encoding="utf-8")


def keep_story(place: Place) -> None:
    digest = "0" * 64
    assert cache.store(place.story, digest, place.loaded.program, (), []) in (True, False)
    found = cache.fetch(place.story, digest)
    assert found is None or found.program() == place.loaded.program


def keep_proof(place: Place) -> None:
    for fresh in (True, False):
        assert report_of(place.loaded.program, Options(), fresh=fresh).proved


def forget(place: Place) -> None:
    shutil.rmtree(cache_folder())


def crowd(place: Place) -> None:
    """Caches in which old things must make room for new ones."""
    for folder, ending in (("stories", cache.ENDING), ("proofs", ".json")):
        for number in range(2):
            (cache_folder() / folder / f"{number}{ending}").write_text("")
            os.utime(cache_folder() / folder / f"{number}{ending}", (number, number))


def keep_both(place: Place) -> None:
    keep_story(place)
    keep_proof(place)


class Store(NamedTuple):
    """How a store is used, what it may raise when the disk refuses something, and what is done to it before."""

    use: Callable[[Place], object]
    raises: tuple[type[Exception], ...] = ()
    before: Callable[[Place], object] = lambda place: None


STORES = {
    "compiled stories": (keep_story, ()),
    "proofs": (keep_proof, ()),
    "caches that are not there": (keep_both, (), forget),
    "full caches": (keep_both, (), crowd),
    "settings, read": (lambda place: settings.load(), ()),
    "settings, written": (write_settings, (OSError,)),
    "settings, broken before": (write_settings, (OSError,), break_settings),
    "a fault": (lambda place: guard._keep_report(ValueError("x")), ()),
    "a session": (play, ()),
    "a session, gone on with": (go_on, (SessionError,)),
    "sessions, listed": (lambda place: list_sessions(sessions_folder(), place.machine), (SessionError,)),
    "the last session": (lambda place: latest(sessions_folder(), place.machine.program.id), (SessionError,)),
    "a session, exported": (lambda place: export(place.file, place.root / "out.jsonl"), (SessionError,)),
    "a session, imported": (lambda place: import_session(place.file, sessions_folder()), (SessionError,)),
    "a session, deleted": (lambda place: delete(place.file), (SessionError,)),
    "a session, written": (
        lambda place: write_session(place.root / "new.jsonl", place.machine, 1, "en", ()),
        (SessionError,),
    ),
    "a session, written over": (
        lambda place: write_session(place.root / "home" / "played.jsonl", place.machine, 2, "en", (), replace=True),
        (SessionError,),
    ),
    "a catalogue": (lambda place: update(place.story, "fr"), (OSError, StoryProblems), change_a_scene),
}


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("on", [False, True], ids=["once", "from then on"])
def test_nothing_but_what_is_promised(store: str, on: bool, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    use, promised, prepare = Store(*STORES[store])
    monkeypatch.setattr(cache, "KEPT", 2)
    monkeypatch.setattr(proof_cache, "MOST", 2)
    prepare(place)
    before = _contents(place.root)
    quiet = Disk(place.root)
    with quiet.in_use():
        use(place)
    after = _contents(place.root)
    assert quiet.asked
    for at in range(len(quiet.asked)):
        _restore(place.root, before)
        disk = Disk(place.root, at, on)
        try:
            with disk.in_use():
                use(place)
        except promised:
            pass
        except Refused as error:
            raise AssertionError(f"{disk.asked[at]} was refused, and that came out") from error
        found = _contents(place.root)
        for file in REPLACED:
            assert found.get(file) in (before.get(file), after.get(file)), f"{file}, where {disk.asked[at]} was refused"
        if not on:
            assert not [file for file in found if file.endswith(".part")], disk.asked[at]


REPLACED = ("home/config.yaml", "story/locale/fr.po", "home/played.jsonl")
"""Files that are written over: what was there before, or what should be there, and nothing in between."""


def _contents(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def _restore(root: Path, contents: dict[str, bytes]) -> None:
    """Make a folder what it was; the times of files are not kept."""
    shutil.rmtree(root)
    for name, data in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


COMMANDS = {
    "check": ["check", "{story}"],
    "prove": ["prove", "{story}"],
    "play": ["play", "{story}", "--plain", "--seed", "1"],
    "sessions": ["sessions"],
    "replay": ["replay", "{session}", "--story", "{story}", "--verify"],
    "stats": ["stats", "{story}"],
    "translate": ["translate", "{story}", "fr"],
}
HOMES = {"a device as home": ("HOME", os.devnull), "a file in the way": (HOME_VARIABLE, str(Path(__file__) / "home"))}


@pytest.fixture(params=HOMES)
def no_home(request: pytest.FixtureRequest, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept."""
    for name in (HOME_VARIABLE, "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(*HOMES[request.param])


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize("command", COMMANDS)
def test_commands_where_nothing_can_be_kept(
    command: str, place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    code = run([word.format(story=place.story, session=place.file) for word in COMMANDS[command]])
    out, err = capsys.readouterr()
    assert code == 0, out + err
    assert "Traceback" not in out + err


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize("no_home", ["a device as home"], indirect=True)
def test_stories_as_tests_where_nothing_can_be_kept(place: Place) -> None:
    plugin = ["-p", "game.pytest_plugin", "-p", "no:seven_canteens", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugin, f"--story={place.story}"]
    done = subprocess.run(
        command, cwd=place.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
