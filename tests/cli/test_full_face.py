"""The way into the full face: the real command on a real pseudo-terminal, from the first page to leaving."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="pseudo-terminals")

from game.cli import run
from game.paths import sessions_folder
from tests.benchmarks.pty_run import OnTerminal

CASES = Path(__file__).parents[1] / "cases"
GAME = [sys.executable, "-m", "game"]


def environment() -> dict[str, str]:
    return {**os.environ, "TERM": "xterm-256color"}


def test_without_a_word_the_title_comes_first() -> None:
    with OnTerminal([*GAME, "play", str(CASES / "choice-once"), "--language", "fr"], environment()) as running:
        running.until("Nouvelle partie")


def test_a_new_game_is_left_quietly_and_gone_on_with_and_the_title_can_be_asked_for() -> None:
    story = str(CASES / "choice-once")
    with OnTerminal([*GAME, "play", story, "--new"], environment()) as running:
        running.until("On the desk lie a letter")
        running.key("1")
        running.until("It is from your sister")
        running.write("\x11")
        assert running.ended() == 0
    (file,) = sessions_folder().iterdir()
    assert "desk/letter" in file.read_text()
    with OnTerminal([*GAME, "play", story], environment()) as running:
        running.until("It is from your sister")
    with OnTerminal([*GAME, "play", story, "--title"], environment()) as running:
        running.until("Continue")


def test_a_session_is_continued_and_watched() -> None:
    run(["play", str(CASES / "choice-once"), "--plain"])
    (file,) = sessions_folder().iterdir()
    with OnTerminal([*GAME, "play", str(CASES / "choice-once"), "--session", str(file)], environment()) as running:
        running.until("On the desk lie a letter")
    with OnTerminal([*GAME, "replay", str(file), "--story", str(CASES / "choice-once")], environment()) as running:
        running.until("On the desk lie a letter")


def test_a_broken_story_says_so_without_opening_a_screen(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text("story: [")
    with OnTerminal([*GAME, "play", str(tmp_path)], environment()) as running:
        running.until("story.yaml:1:")
        assert running.ended() == 1
        assert b"\x1b[?1049h" not in running.seen


def test_a_proof_is_looked_at_and_its_file_opened(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf \'edited %s at %s\\n\' "$2" "$1"\n')
    editor.chmod(0o700)
    story = str(CASES.parent / "faults" / "missing-divert")
    with OnTerminal([*GAME, "prove", story, "--view"], {**environment(), "VISUAL": str(editor)}) as running:
        running.until("can never be reached")
        running.key("e")
        running.until(f"edited {story}/scenes.yaml at +6")
        running.write("q")
        assert running.ended() == 1
