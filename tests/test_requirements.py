"""What is imported is declared, and what is declared is imported: read in the sources and in pyproject.toml."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]

OPTIONAL = {
    "serve": "browser",
    "proof/cluster.py": "dask",
    "pytest_plugin.py": "test",
}
"""The rooms and modules that need an extra, and which: who has them imported has it."""

TOOLS = {"ruff", "mypy", "types-pyyaml", "types-polib"}
"""What checks the sources, and is imported nowhere."""


def plain(name: str) -> str:
    """The name of a distribution as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> dict[str, str]:
    """What is required without extras and with some: the name, and the whole line."""
    lines = chain(PROJECT["dependencies"], *(EXTRAS[extra] for extra in extras))
    return {plain(re.split(r"[^\w.-]", line, maxsplit=1)[0]): line for line in lines}


known_distributions = cache(packages_distributions)
"""Which distributions each name to import comes from; asking takes a look at all that are installed."""


@cache
def names_imported(file: Path) -> set[str]:
    """The packages that a file imports, however deep inside a function."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.add(str(node.module).split(".")[0])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
    return names


def imported(files: Iterable[Path]) -> set[str]:
    """The distributions of others that some files import."""
    names = set[str]().union(*map(names_imported, files))
    known = known_distributions()
    others = names - sys.stdlib_module_names - {"game", "tests"}
    return {plain(known.get(name, [name])[0]) for name in others}


def sources(extra: str | None) -> list[Path]:
    """The modules that need an extra; those that need none."""
    files = {file: file.relative_to(ROOT / "game").as_posix() for file in (ROOT / "game").rglob("*.py")}
    needs = {
        file: next((OPTIONAL[room] for room in OPTIONAL if name.startswith(room)), None) for file, name in files.items()
    }
    return [file for file in files if needs[file] == extra]


@pytest.mark.parametrize("extra", [None, *sorted(set(OPTIONAL.values()))])
def test_what_the_package_imports_is_declared(extra: str | None) -> None:
    found = imported(sources(extra))
    assert found
    assert found <= declared(*([extra] if extra else [])).keys()


def test_what_is_declared_for_the_package_is_imported() -> None:
    for extra in (None, *(EXTRAS.keys() - {"test"})):
        own = declared(extra).keys() - declared().keys() if extra else declared().keys()
        assert own <= imported(sources(extra)), extra


def test_what_the_tests_import_is_declared_and_nothing_else() -> None:
    found = imported((ROOT / "tests").rglob("*.py"))
    own = declared("test").keys() - declared().keys()
    assert found <= declared("test").keys()
    assert own <= found | imported(sources("browser")) | {*TOOLS, "pytest-xdist"}


def test_every_bound_says_the_lowest_release() -> None:
    """`.ci/run` installs it: without one there is nothing to try."""
    for name, line in declared(*EXTRAS).items():
        assert re.match(rf"{name}>=\d+(\.\d+)*([,;]|$)", line, re.IGNORECASE), line


def test_an_extra_asks_for_what_the_tests_try() -> None:
    tried = declared("test")
    for extra in EXTRAS:
        assert all(tried[name] == line for name, line in declared(extra).items())
