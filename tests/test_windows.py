"""What Windows lacks is done without: where the modules of POSIX cannot be imported, everything but a screen works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WITHOUT = """
import sys

for name in ("resource", "fcntl", "termios", "tty", "pty", "pwd", "grp", "readline"):
    sys.modules[name] = None
from game.cli import run
from game.tui import leaving

assert leaving._attributes() is None
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check tests/cases/endings", "No problems"),
        ("prove tests/cases/endings --memory 900 --time 60", "all proved"),
        ("prove tests/tui/flawed --jobs 2 --memory 900", "proved, 9 findings"),
        ("play tests/cases/endings --plain --seed 1", "A broom cupboard"),
        ("sessions", "No sessions"),
    ],
)
def test_a_command_works_without_the_modules_of_posix(command: str, said: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-c", WITHOUT, *command.split()]
    done = subprocess.run(line, cwd=ROOT, env=env, input="1\n", capture_output=True, text=True, check=False)
    assert said in done.stdout + done.stderr, done.stderr
    assert "went wrong" not in done.stderr


def test_a_session_is_kept_and_verified_without_locks(own_home: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command in ("play tests/cases/endings --plain --seed 1", "replay FILE --story tests/cases/endings --verify"):
        file = next(own_home.rglob("*.jsonl"), Path("none"))
        line = [sys.executable, "-c", WITHOUT, *command.replace("FILE", str(file)).split()]
        done = subprocess.run(line, cwd=ROOT, env=env, input="1\n", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
