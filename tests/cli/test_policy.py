"""Policies that name nothing, nest, or are no JSON: each is told with its file, line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest

from game.cli import run
from game.cli.policy import LARGEST_POLICY, MOST_TOLD, read_policy
from game.engine import Program
from game.os_reasons import Refused
from game.story import load_story

STORY = Path(__file__).parents[1] / "cases" / "choice-once"


@pytest.fixture(scope="module")
def program() -> Program:
    return load_story(STORY, cache=False).program


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy.json"


FIRST, SECOND = "desk/letter", "desk/bill"

GOOD: dict[str, tuple[str, dict[str, float]]] = {
    "empty": ("{}", {}),
    "spaces": (' \n{ "desk/letter" :\t3 }\r\n', {FIRST: 3}),
    "byte order mark": ('\ufeff{"desk/letter": 0.5, "desk/bill": 1e3}', {FIRST: 0.5, SECOND: 1000}),
    "escapes": ('{"desk\\u002f\\u006cetter": 0}', {FIRST: 0}),
    "400 digits": ('{"desk/letter": 0.' + "3" * 400 + "}", {FIRST: 1 / 3}),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_policy_is_read(name: str, program: Program, file: Path) -> None:
    text, expected = GOOD[name]
    file.write_text(text, encoding="utf-8", newline="")
    assert read_policy(file, program) == pytest.approx(expected)


BAD: dict[str, tuple[str | bytes, int, int, str]] = {
    "nothing": ("", 1, 1, "“{” belongs here"),
    "a list": ("[1]", 1, 1, "“{” belongs here"),
    "no UTF-8": (b'{\n"a\xff": 1}', 2, 3, "this is no UTF-8"),
    "cut off": ('{"desk/letter"', 1, len(FIRST) + 4, "“:” belongs here"),
    "no comma": ('{"desk/letter": 1\n "desk/bill": 2}', 2, 2, "“}” belongs here"),
    "a comma too many": ('{"desk/letter": 1,\n}', 2, 1, '“"” belongs here'),
    "more follows": ("{}\n{}", 2, 1, "the object has ended"),
    "a text without an end": ('{\n"desk/letter: 1}', 2, 1, "this text is not closed"),
    "a bad escape": ('{"\\q": 1}', 1, 3, "this text is not closed, or holds what JSON does not allow"),
    "a text": ('{"desk/letter":\n "3"}', 2, 2, "a weight is a number from 0 to 1e+12"),
    "a truth": ('{"desk/letter": true}', 1, len(FIRST) + 6, "a weight is a number"),
    "no number": ('{"desk/letter": NaN}', 1, len(FIRST) + 6, "a weight is a number"),
    "below nothing": ('{"desk/letter": -1}', 1, len(FIRST) + 6, "a weight is a number"),
    "400 digits": ('{"desk/letter": ' + "9" * 400 + "}", 1, len(FIRST) + 6, "a weight is a number"),
    "5000 digits": ('{"desk/letter": ' + "9" * 5000 + "}", 1, len(FIRST) + 6, "a weight is a number"),
    "nested": ('{"desk/letter": ' + "[" * 100_000 + "}", 1, len(FIRST) + 6, "a weight is a number"),
    "nested from the start": ("[" * 100_000, 1, 1, "“{” belongs here"),
    "a name that nothing has": (
        '{"desk/letter": 1,\n "nobody/tell": 2}',
        2,
        2,
        "the story has no choice “nobody/tell”",
    ),
    "a misspelt name": ('{"desk/letterx": 1}', 1, 2, f"no choice “{FIRST}x”; it has “{FIRST}”"),
    "a name as long as the file": ('{"' + "long" * 100_000 + '": 1}', 1, 2, "the story has no choice “longlong"),
    "a name twice": ('{"desk/letter": 1,\n"desk/letter": 2}', 2, 1, f"“{FIRST}” has a weight already"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_policy_is_told_with_its_place(name: str, program: Program, file: Path) -> None:
    content, line, column, told = BAD[name]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(click.UsageError) as caught:
        read_policy(file, program)
    first, last = caught.value.message.splitlines()
    assert first.startswith(f"{file}:{line}:{column}: ")
    assert told in first
    assert len(first) < len(str(file)) + 200
    assert "trench/tell" in last


def test_all_names_that_nothing_has_are_told_up_to_a_number(program: Program, file: Path) -> None:
    names = ",\n".join(f'"n{number}/on": 1' for number in range(MOST_TOLD + 3000))
    file.write_text(f"{{{names}}}")
    with pytest.raises(click.UsageError) as caught:
        read_policy(file, program)
    lines = caught.value.message.splitlines()
    assert [line.split(":")[1] for line in lines[:MOST_TOLD]] == [str(number + 1) for number in range(MOST_TOLD)]
    assert lines[MOST_TOLD] == "and 3000 more"


def test_a_policy_without_end_is_not_read(program: Program, file: Path) -> None:
    file.write_bytes(b" " * (LARGEST_POLICY + 1))
    with pytest.raises(Refused):
        read_policy(file, program)


def test_the_command_speaks_the_persons_language(
    file: Path, capsys: pytest.CaptureFixture[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    file.write_text('{"nobody/tell": 1}')
    assert run(["prove", str(STORY), "--policy", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{file}:1:2: l’histoire n’a pas de choix" in err
    assert "Traceback" not in err
