"""A shell that has read what `game completions` prints completes commands, options and values."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["pr"], ["prove"]),
        (["play", "--pl"], ["--plain"]),
        (["completions", ""], ["bash", "zsh", "fish"]),
        (["nothing", "x"], []),
    ],
)
def test_bash_completes(words: list[str], found: list[str], tmp_path: Path) -> None:
    command = tmp_path / "game"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m game "$@"\n')
    command.chmod(0o755)
    typed = " ".join(f"'{word}'" for word in words)
    script = f"""
        eval "$(game completions bash)"
        [[ $(complete -p game) == *_game_completion* ]] || exit 3
        COMP_WORDS=(game {typed}) COMP_CWORD={len(words)}
        _game_completion game
        echo "${{COMPREPLY[@]}}"
    """
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == found
