"""The house has four floors, and each imports only from floors below it: read in the sources, tried in processes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import game
import game.proof
import game.session
import game.story

SOURCES = Path(game.__file__).parent
BELOW = ("paths", "printable", "ordinary", "os_reasons", "whole", "lazy", "graphs", "wrapping")
"""What is beside all floors but the engine: names of folders, files read, written and refused, strings fit to print,
circles of graphs, lines."""

FLOORS = {
    "printable": set[str](),
    "ordinary": {"os_reasons"},
    "os_reasons": set[str](),
    "reports": {"printable"},
    "engine": {"engine"},
    "story": {"engine", "story", *BELOW, "rule"},
    "session": {"engine", "story", "session", *BELOW, "rule"},
    "arrivals": {"arrivals", "engine", "wording"},
    "translate": {"engine", "story", "translate", *BELOW},
    "proof": {"engine", "story", "session", "proof", *BELOW, "arrivals", "reports", "rule", "wording"},
    "stats": {"engine", "stats", "story", "wording"},
    "wording": {"wording", "printable"},
    "paths": set[str](),
    "rule": set[str](),
    "lazy": set[str](),
    "graphs": set[str](),
    "whole": set[str](),
    "wrapping": {"engine"},
}
"""What each room below the top floor may import of ours."""

WINGS = {
    "story": {
        "places": set[str](),
        "diagnostics": {"places"},
        "reading": {"diagnostics", "places"},
        "expressions": {"diagnostics"},
        "prose": {"expressions", "diagnostics", "places"},
        "schema": {"reading", "diagnostics", "places"},
        "translating": {"prose", "reading", "diagnostics", "places"},
        "compiling": {"translating", "schema", "prose", "expressions", "reading", "diagnostics", "places"},
        "advising": {"compiling", "expressions", "reading", "diagnostics", "places"},
    },
    "proof": {
        "system": set[str](),
        "questions": {"system"},
        "explicit": {"questions", "system"},
        "symbolic": {"explicit", "questions", "system"},
        "abstraction": {"symbolic", "explicit", "questions", "system"},
        "report": {"explicit", "questions", "system"},
        "mending": {"report", "symbolic", "explicit", "questions", "system"},
        "endings": {"report", "symbolic", "explicit", "questions", "system"},
    },
    "tui": {
        "play_context": set[str](),
        "tones": set[str](),
        "page": {"play_context"},
        "themes": {"page", "tones"},
        "widgets": {"page", "themes", "play_context"},
        "base_screen": {"widgets", "play_context"},
        "view_screens": {"base_screen", "widgets", "page", "play_context"},
        "handing": set[str](),
        "screens": {"handing", "view_screens", "base_screen", "widgets", "themes", "page", "play_context"},
        "author": {"screens", "view_screens", "widgets", "page", "play_context"},
    },
}
"""What each wing of an area may import of the others; a module that wings stand on has a row of its own.

The other modules beside the wings may import all of them, and no wing imports any of those.
"""

FACES = {
    "cli": {"codes", "plain", "serve", "settings", "terminal", "tui"},
    "tui": {"actions", "settings", "terminal"},
    "plain": set[str](),
    "serve": {"settings", "tui"},
    "actions": set[str](),
    "codes": set[str](),
    "keymap": {"actions"},
    "terminal": set[str](),
    "settings": {"actions", "config_file", "keymap"},
    "config_file": set[str](),
    "pytest_plugin": {"cli"},
    "__main__": {"cli"},
    "__init__": set[str](),
}
"""The top floor, and what each room of it may import of the others; it may import everything below."""

WITHOUT_CIRCLES = ("tui", "story", "session", "translate", "stats", "arrivals", "wording", "serve")
"""Areas in which no module imports one that imports it, be it by way of others, in a function or for types alone."""

MOST_MODULES = 15
"""So many modules a folder holds at most."""

LARGE = {".": 18, "engine": 21, "session": 21, "story/compiling": 16}
"""Folders that may hold more, and how many."""

WORLD = {
    *("time", "datetime", "random", "secrets", "uuid", "os", "io", "pathlib", "tempfile", "shutil", "sys", "signal"),
    *("subprocess", "socket", "select", "threading", "multiprocessing", "concurrent", "asyncio", "resource"),
}
"""Clock, chance, files and processes."""

WORLDLY = {
    "proof/explicit/plays.py": {"random"},
    "proof/mending/patch.py": {"pathlib"},
    "proof/report/cache.py": {"os", "pathlib"},
    "proof/report/formats.py": {"pathlib"},
    "proof/report/public.py": {"pathlib"},
    "proof/report/text.py": {"pathlib"},
}
"""What of it the engine and the wings of the proof know: plays by a seed, and files where reports and mends end up."""

HEAVY = {
    "game.engine": {"babel", "yaml", "pydantic", "textual", "rich", "click", "polib", "json"},
    "game.story": {"textual", "rich", "click", "polib"},
    "game.session": {"textual", "rich", "click", "yaml", "pydantic"},
    "game.wording": {"textual", "rich", "click", "yaml", "polib"},
    "game.settings": {"textual", "rich", "click", "yaml"},
    "game.plain": {"textual", "rich", "click", "yaml", "pydantic"},
    "game.cli.commands": {"babel", "textual", "rich", "yaml", "pydantic", "polib", "numpy"},
    "game.tui.screens.play": {
        "babel",
        "yaml",
        "pydantic",
        "polib",
        "game.keymap",
        "game.session.library.listing",
        "game.session.rules",
        "game.session.verifying",
        "game.tui.handing",
    },
    "game.serve.server": {"babel", "textual", "rich", "click", "yaml", "pydantic", "polib", "numpy"},
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


MODULES = {".".join(("game", *file.relative_to(SOURCES).with_suffix("").parts)): file for file in SOURCES.rglob("*.py")}
MODULES = {name.removesuffix(".__init__"): file for name, file in MODULES.items()}


@cache
def _imports(file: Path) -> list[tuple[int, str]]:
    """The modules that a file names in any import, however deep inside a function."""
    found = list[tuple[int, str]]()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: imports are absolute here"
            module = node.module or ""
            within = (f"{module}.{alias.name}" for alias in node.names)
            names = [name if name in MODULES else module for name in within]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found += ((node.lineno, name) for name in names)
    return found


def _ours(file: Path, area: str = "") -> Iterator[tuple[int, list[str]]]:
    """The modules of ours, or of one area, that a file imports: their names' parts below the area."""
    above = ["game", area] if area else ["game"]
    for line, name in _imports(file):
        parts = name.split(".")
        if parts[: len(above)] == above and len(parts) > 1:
            yield line, parts[len(above) :]


def test_every_room_has_its_floor() -> None:
    rooms = {file.relative_to(SOURCES).parts[0].removesuffix(".py") for file in SOURCES.rglob("*.py")}
    assert rooms == FLOORS.keys() | FACES.keys()


@pytest.mark.parametrize("room", [*FLOORS, *FACES])
def test_room_imports_only_from_below(room: str) -> None:
    allowed = FLOORS[room] if room in FLOORS else {room, *FACES[room], *FLOORS}
    for file in [*(SOURCES / room).rglob("*.py"), *SOURCES.glob(f"{room}.py")]:
        for line, (first, *_) in _ours(file):
            assert first in allowed, f"{file}:{line} imports {first}"


@pytest.mark.parametrize(("area", "wing"), [(area, wing) for area, wings in WINGS.items() for wing in wings])
def test_a_wing_imports_only_from_below(area: str, wing: str) -> None:
    for file in [*(SOURCES / area / wing).rglob("*.py"), *(SOURCES / area).glob(f"{wing}.py")]:
        for line, (first, *_) in _ours(file, area):
            assert first in WINGS[area][wing] | {wing}, f"{file}:{line} imports {first}"


@pytest.mark.parametrize("area", WINGS)
def test_no_wing_reaches_up(area: str) -> None:
    """The table has no circle, so that wings stand above one another; and whatever it names is there."""
    TopologicalSorter(WINGS[area]).prepare()
    folders = {folder.parent.name for folder in (SOURCES / area).glob("*/__init__.py")}
    modules = {file.stem for file in (SOURCES / area).glob("*.py")}
    assert folders <= WINGS[area].keys() <= folders | modules


@pytest.mark.parametrize("area", WITHOUT_CIRCLES)
def test_no_module_imports_itself_by_way_of_others(area: str) -> None:
    own = {name: file for name, file in MODULES.items() if name.split(".")[1:2] == [area]}
    TopologicalSorter({name: {to for _, to in _imports(file)} & own.keys() for name, file in own.items()}).prepare()


def test_no_folder_holds_more_modules_than_one_can_look_through() -> None:
    held = Counter(file.relative_to(SOURCES).parent.as_posix() for file in SOURCES.rglob("*.py"))
    held.subtract(file.relative_to(SOURCES).parent.as_posix() for file in SOURCES.rglob("__init__.py"))
    assert {folder: count for folder, count in held.items() if count > MOST_MODULES} == LARGE


def test_engine_and_wings_of_the_proof_know_nothing_of_the_world() -> None:
    """Else a state would not follow from the state before, or one proof differ from the next."""
    files = [*(SOURCES / "engine").rglob("*.py"), *(SOURCES / "proof").glob("*/**/*.py")]
    known = {file: {name.split(".")[0] for _, name in _imports(file)} & WORLD for file in files}
    assert {file.relative_to(SOURCES).as_posix(): names for file, names in known.items() if names} == WORLDLY
    for file in (SOURCES / "engine").rglob("*.py"):
        calls = (node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
        assert not {"open", "print", "input"} & {each.id for each in calls if isinstance(each, ast.Name)}, file


def test_who_is_not_of_the_proof_knows_only_its_public_face() -> None:
    for file in SOURCES.rglob("*.py"):
        if file.is_relative_to(SOURCES / "proof"):
            continue
        for line, name in _imports(file):
            assert not name.startswith("game.proof."), f"{file}:{line} imports {name}"


@pytest.mark.parametrize("package", [game.proof, game.session, game.story], ids=lambda package: str(package.__name__))
def test_every_public_name_is_what_a_checker_of_types_takes_it_for(package: ModuleType) -> None:
    tree = ast.parse(Path(str(package.__file__)).read_text(encoding="utf-8"))
    told = {
        alias.name: str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{package.__name__}.")
        for alias in node.names
    }
    assert told.keys() == set(package.__all__)
    for name, module in told.items():
        within = f"{module}.{name}"
        real = import_module(within) if within in MODULES else getattr(import_module(module), name)
        assert getattr(package, name) is real, name
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
    f"explain-page {CASE} desk": {"textual", "rich", "numpy", "game.tui", "game.session"},
    f"play {CASE} --plain --no-save": {"textual", "rich", "game.tui"},
    "sessions": {"textual", "rich", "yaml", "pydantic", "game.tui"},
}


def test_rules_of_plurals_and_lists_are_loaded_to_compile_them_and_never_to_play(tmp_path: Path) -> None:
    """A story without plurals and sets does without them, and so does one whose program is kept."""
    for name, loaded in (
        ("inline-values", False),
        *(("plurals", True), ("plurals", False)),
        *(("sets", True), ("sets", False)),
    ):
        code = (
            f"import os\nfrom pathlib import Path\nos.environ['SEVEN_CANTEENS_HOME'] = {str(tmp_path)!r}\n"
            "from game.engine import load, page, start\nfrom game.story import load_story\n"
            f"machine = load(load_story(Path({str(CASE.parent / name)!r})).program)\n"
            "for language in machine.languages: page(machine, start(machine), language)"
        )
        assert ("babel" in _loaded(code)) is loaded


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_only_what_it_needs(command: str) -> None:
    code = f"from game.cli import run\nassert run({command.split()!r}) == 0"
    assert _loaded(code) & COMMANDS[command] == set()
