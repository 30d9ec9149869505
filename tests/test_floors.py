"""The house has four floors, and each imports only from floors below it: read in the sources, tried in processes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import game
import game.proof
import game.story

SOURCES = Path(game.__file__).parent
BELOW = ("paths", "printable", "ordinary", "os_reasons", "whole", "lazy")
"""What is beside all floors but the engine: names of folders, files read, written and refused, strings fit to print."""

FLOORS = {
    "printable": set[str](),
    "ordinary": {"os_reasons"},
    "os_reasons": set[str](),
    "reports": {"printable"},
    "engine": {"engine"},
    "story": {"engine", "story", *BELOW, "rule"},
    "session": {"engine", "story", "session", *BELOW, "rule"},
    "translate": {"engine", "story", "translate", *BELOW},
    "proof": {"engine", "story", "session", "proof", *BELOW, "reports", "rule", "wording"},
    "stats": {"engine", "stats"},
    "wording": {"wording", "printable"},
    "paths": set[str](),
    "rule": set[str](),
    "lazy": set[str](),
    "whole": set[str](),
}
"""What each room below the top floor may import of ours."""

WINGS = {
    "system": set[str](),
    "questions": {"system"},
    "explicit": {"questions", "system"},
    "symbolic": {"explicit", "questions", "system"},
    "abstraction": {"symbolic", "explicit", "questions", "system"},
    "report": {"explicit", "questions", "system"},
    "mending": {"report", "symbolic", "explicit", "questions", "system"},
    "endings": {"report", "symbolic", "explicit", "questions", "system"},
}
"""What each wing of the proof may import of the others; the modules beside them may import all of them."""

FACES = {
    *("cli", "tui", "plain", "serve", "actions", "codes", "keymap", "terminal"),
    *("settings", "config_file", "pytest_plugin", "__main__", "__init__"),
}
"""The top floor; it may import everything."""

HEAVY = {
    "game.engine": {"yaml", "pydantic", "textual", "rich", "click", "polib", "json"},
    "game.story": {"textual", "rich", "click", "polib"},
    "game.session": {"textual", "rich", "click", "yaml", "pydantic"},
    "game.wording": {"textual", "rich", "click", "yaml", "polib"},
    "game.settings": {"textual", "rich", "click", "yaml"},
    "game.plain": {"textual", "rich", "click", "yaml", "pydantic"},
    "game.cli.commands": {"textual", "rich", "yaml", "pydantic", "polib", "numpy"},
    "game.serve.server": {"textual", "rich", "click", "yaml", "pydantic", "polib", "numpy"},
    "game.pytest_plugin": {
        "textual",
        "rich",
        "click",
        "yaml",
        "pydantic",
        "polib",
        "numpy",
        "game.story",
        "game.engine",
    },
}
"""What importing a room must not load."""


def _imports(file: Path) -> Iterator[tuple[int, str]]:
    """The modules of ours that a file names in any import, however deep inside a function."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: imports are absolute here"
            module = node.module or ""
            names = [f"game.{alias.name}" for alias in node.names] if module == "game" else [module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "game")


def test_every_room_has_its_floor() -> None:
    rooms = {file.relative_to(SOURCES).parts[0].removesuffix(".py") for file in SOURCES.rglob("*.py")}
    assert rooms <= FLOORS.keys() | FACES | {"shipped"}


@pytest.mark.parametrize("room", FLOORS)
def test_room_imports_only_from_below(room: str) -> None:
    for file in [*(SOURCES / room).rglob("*.py"), *SOURCES.glob(f"{room}.py")]:
        for line, name in _imports(file):
            assert name.split(".")[1] in FLOORS[room] | {"__version__"}, f"{file}:{line} imports {name}"


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_of_the_proof_imports_only_from_below(wing: str) -> None:
    for file in (SOURCES / "proof" / wing).rglob("*.py"):
        for line, name in _imports(file):
            parts = name.split(".")
            assert parts[1] != "proof" or parts[2] in WINGS[wing] | {wing}, f"{file}:{line} imports {name}"


def test_every_folder_of_the_proof_is_a_wing() -> None:
    assert {folder.parent.name for folder in (SOURCES / "proof").glob("*/__init__.py")} == WINGS.keys()


def test_who_is_not_of_the_proof_knows_only_its_public_face() -> None:
    for file in SOURCES.rglob("*.py"):
        if file.is_relative_to(SOURCES / "proof"):
            continue
        for line, name in _imports(file):
            assert not name.startswith("game.proof."), f"{file}:{line} imports {name}"


@pytest.mark.parametrize("package", [game.proof, game.story], ids=lambda package: str(package.__name__))
def test_every_public_name_is_there(package: ModuleType) -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match=r"has no attribute 'nothing'"):
        package.nothing  # noqa: B018 (the look at it is what fails)


def test_only_the_plugin_needs_pytest_and_nothing_needs_the_plugin() -> None:
    """Who plays has no pytest."""
    for file in SOURCES.rglob("*.py"):
        assert "game.pytest_plugin" not in {name for _, name in _imports(file)}, file
        assert ("import pytest" in file.read_text(encoding="utf-8")) == (file.name == "pytest_plugin.py"), file


def _loaded(code: str) -> set[str]:
    """The modules that a fresh process has loaded after running some code."""
    script = f"import sys\n{code}\nprint('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("room", HEAVY)
def test_importing_a_room_loads_nothing_heavy(room: str) -> None:
    assert _loaded(f"import {room}") & HEAVY[room] == set()


CASE = Path(__file__).parent / "cases" / "choice-once"
COMMANDS = {
    "--version": {"textual", "rich", "yaml", "pydantic", "game.story", "game.engine"},
    "--help": {"textual", "rich", "yaml", "pydantic", "game.story", "game.engine"},
    f"check {CASE}": {"textual", "rich", "game.tui", "game.session"},
    f"play {CASE} --plain --no-save": {"textual", "rich", "game.tui"},
    "sessions": {"textual", "rich", "yaml", "pydantic", "game.tui"},
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_only_what_it_needs(command: str) -> None:
    code = f"from game.cli import run\nassert run({command.split()!r}) == 0"
    assert _loaded(code) & COMMANDS[command] == set()
