"""The registry of messages: every code is used, every template fills, every refusal offers a fix."""

from __future__ import annotations

import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

import game.session
from game.session import Notice, SessionError
from game.session.rules import RULES

SOURCES = "\n".join(file.read_text() for file in Path(game.session.__file__).parent.rglob("*.py"))


def fields_of(code: str) -> dict[str, str | int]:
    rule = RULES[code]
    names = {name for text in (rule.template, rule.hint) for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name: f"<{name}>" for name in names}


@pytest.mark.parametrize("code", RULES)
def test_every_message_fills(code: str) -> None:
    notice = Notice(code, **fields_of(code))
    assert "{" not in notice + notice.hint
    assert notice.code == code
    assert notice.template.format(**notice.fields) == notice
    if code.startswith("R0"):
        assert notice.hint, "a refusal offers a fix"


@pytest.mark.parametrize("code", RULES)
def test_every_message_is_used_with_its_fields(code: str) -> None:
    calls = re.findall(rf'(?:SessionError|Notice)\(\s*"{code}"((?:[^()]|\([^()]*\))*)\)', SOURCES)
    assert calls
    for call in calls:
        assert set(re.findall(r"(\w+)=(?!=)", re.sub(r"\([^()]*\)", "", call))) == set(fields_of(code)), call


def test_no_unregistered_code_is_used() -> None:
    assert set(re.findall(r'(?:SessionError|Notice)\(\s*"(R\d+)"', SOURCES)) == set(RULES)


def test_fields_are_fit_to_print_and_notices_nest() -> None:
    inner = Notice("R203", step=1, choice="x" * 500)
    outer = Notice("R104", held=0, of=1, why=inner)
    assert outer.fields["why"] is inner
    assert str(inner) in outer
    error = SessionError("R010", name="\x1b[2J{file}")
    assert error.message == "There is no session \\x1b[2J{file} here."
    assert (error.code, str(error)) == ("R010", error.message)


def test_nothing_is_compiled_to_a_disk_that_may_be_full(tmp_path: Path) -> None:
    """Of a file that does not fit, Python keeps a part, and no later start can read it."""
    told = "from game.session.errors import Notice; print(Notice('R007', file='x'))"
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(
        [sys.executable, "-c", told], check=True, env=env, cwd=Path(__file__).parents[2], capture_output=True
    )
    compiled = {file.name.partition(".")[0] for file in tmp_path.rglob("*.pyc")}
    assert "errors" in compiled
    assert compiled.isdisjoint({"r000", "r100", "r200", "r300"})
