"""The README keeps its word: its Python runs, its settings load, its commands exist, its picture is small text."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml

from game import settings
from game.actions import BY_ID
from game.cli.commands import game

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_python_of_the_readme_plays(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = blocks("python")
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == ["Two doors.", "A broom cupboard."]


def test_embedding_takes_about_ten_lines() -> None:
    (block,) = blocks("python")
    assert len([line for line in block.splitlines() if line.strip()]) <= 11


def test_settings_of_the_readme_load(tmp_path: Path) -> None:
    (block,) = blocks("yaml")
    file = tmp_path / "config.yaml"
    file.write_text(block)
    found = settings.load(file)
    assert found.notices == ()
    assert set(yaml.safe_load(block)) == {"theme", "language", "text_width", "keys"}
    assert set(found.keys) <= set(BY_ID)


def test_commands_of_the_readme_exist() -> None:
    named = set(re.findall(r"(?:^|`|\| )game ([a-z]+)", "\n".join([*blocks("sh"), README]), re.MULTILINE))
    assert named
    assert named <= set(game.list_commands(click.Context(game)))


def test_the_two_commands_are_one_line_each() -> None:
    first, second = blocks("sh")[:2]
    assert first.count("\n") == second.count("\n") == 1
    assert first.startswith("python3 -m venv")
    assert second.rstrip().endswith("pytest -n 3")


def test_the_checks_run_the_readmes_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().splitlines()[-1].endswith("-m pytest -n 3")


def test_the_picture_is_text_and_small() -> None:
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        data = (ROOT / name).read_bytes()
        assert len(data) < 300_000
        assert data.lstrip().startswith(b"<svg")


def test_files_that_the_table_of_changes_names_exist() -> None:
    """`tests/README.md` says what to touch: the changes, and every path of it is there."""
    rows = [line for line in (ROOT / "tests" / "README.md").read_text("utf-8").splitlines() if line.startswith("| a")]
    named = [re.findall(r"`([^`]*/[^`]*)`", row) for row in rows]
    assert len(rows) == 10
    assert all(len(paths) > 2 for paths in named)
    assert [path for paths in named for path in paths if not (ROOT / path).exists()] == []


def test_files_that_the_readme_points_to_exist() -> None:
    for name in re.findall(r"(?<!!)\[[^\]]*\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / name).exists(), name
