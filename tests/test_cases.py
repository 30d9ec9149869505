"""The data-driven cases: small stories in `tests/cases/`, each with what is typed and what is read.

A case is a folder with a story (`story.yaml` and scene files), `input.txt` (a line for each thing typed) and
`expected.txt` (the whole transcript of the plain player). Adding one needs no Python: write the story and the input,
run `python -m tests.test_cases NAME` to write `expected.txt`, and read it. Each is played straight through, and once
more with the session closed and opened again after every input; both must give the same transcript.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pytest

from game.engine import Machine, load
from game.plain import Player
from game.session import Session, verify
from game.story import check_story, load_story

CASES = Path(__file__).parent / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir() if (folder / "story.yaml").exists())
SEED = 1


def play(machine: Machine, typed: list[str], sessions: Path, *, reopen: bool) -> tuple[str, list[Path]]:
    """The transcript of one playing, and the session files it left; `reopen` saves and loads between all turns."""
    out = io.StringIO()
    files: list[Path] = []

    def begin() -> Session:
        session = Session.new(machine, sessions, seed=SEED, language=machine.program.language)
        assert session.file is not None
        files.append(session.file)
        return session

    player = Player(begin(), out, begin=begin)
    player.greet(fresh=True)
    for line in typed:
        out.write(f"> {line}\n\n")
        if not player.hear(line):
            break
        if reopen:
            player.session.close()
            player.session = Session.open(machine, files[-1])
            assert player.session.notices == []
    player.session.close()
    return out.getvalue().rstrip("\n") + "\n", files


def played(name: str, sessions: Path, *, reopen: bool = False) -> str:
    """The transcript of a case; every session that it leaves must verify as identical."""
    machine = load(load_story(CASES / name, cache=False).program)
    typed = (CASES / name / "input.txt").read_text(encoding="utf-8").splitlines()
    transcript, files = play(machine, typed, sessions, reopen=reopen)
    assert all(verify(machine, file).identical for file in files)
    return transcript


@pytest.mark.parametrize("name", NAMES)
def test_case_straight(name: str, tmp_path: Path) -> None:
    assert played(name, tmp_path) == (CASES / name / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_case_saved_and_loaded_between_all_turns(name: str, tmp_path: Path) -> None:
    assert played(name, tmp_path, reopen=True) == (CASES / name / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_case_checks_clean(name: str) -> None:
    assert [one.format() for one in check_story(CASES / name) if one.severity != "note"] == []


def main(names: list[str]) -> None:
    """Write the expected transcripts of the named cases (all of them without names)."""
    for name in names or NAMES:
        with tempfile.TemporaryDirectory() as folder:
            (CASES / name / "expected.txt").write_text(played(name, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
