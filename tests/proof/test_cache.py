"""Kept proofs that are damaged, of another form, cannot be read or cannot be written: proved again, never believed."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from game.engine import Program
from game.paths import cache_folder
from game.proof.prover import Options, prove
from game.proof.report import cache, fingerprint
from game.proof.report.cache import keep, kept, read_back
from game.proof.report.fingerprint import digest
from game.proof.report.report import FORM, Report
from game.proof.reporting import report_of
from game.story import load_story

CASE = Path(__file__).parents[1] / "cases" / "endings"


@pytest.fixture(scope="module")
def program() -> Program:
    return load_story(CASE, cache=False).program


@pytest.fixture(scope="module")
def report(program: Program) -> Report:
    return prove(program)


@pytest.fixture
def file(tmp_path: Path, report: Report) -> Path:
    keep(tmp_path / "key.json", report)
    return tmp_path / "key.json"


def test_what_is_kept_is_read_back_the_same(file: Path, program: Program, report: Report) -> None:
    found = kept(file, program)
    assert found is not None
    assert found.to_data() == report.to_data()
    assert read_back(found, program).kept
    assert found.to_data() == report.to_data()


def resealed(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], object]:
    """A change of the data that the digest is then made for again."""

    def damage(file: Path) -> None:
        data = json.loads(file.read_bytes())
        del data["sum"]
        change(data)
        file.write_bytes(cache._sealed(json.dumps(data, separators=(",", ":")).encode()))

    return damage


def replaced(old: bytes, new: bytes) -> Callable[[Path], object]:
    def damage(file: Path) -> None:
        before = file.read_bytes()
        assert old in before
        file.write_bytes(before.replace(old, new))

    return damage


def instead(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """Something else where the file was."""

    def damage(file: Path) -> None:
        file.unlink()
        make(file)

    return damage


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "no UTF-8": lambda file: file.write_bytes(b"\xff\xfe" * 50),
    "no object": lambda file: file.write_bytes(b"[1, 2]"),
    "nested": lambda file: file.write_bytes(b"[" * 200_000),
    "digits": lambda file: file.write_bytes(b'{"sum": %s}' % (b"9" * 9000)),
    "an answer turned": replaced(b'"length":1', b'"length":7'),
    "a witness that goes round": replaced(b'"nodes":[[-1,', b'"nodes":[[ 1,'),
    "another form": resealed(lambda data: data.update(form=FORM - 1)),
    "a later form": resealed(lambda data: data.update(form=FORM + 1)),
    "no form": resealed(lambda data: data.pop("form")),
    "no digest": lambda file: file.write_bytes(json.dumps({"form": FORM}).encode()),
    "another version": resealed(lambda data: data.update(by="0.0.1")),
    "another story": resealed(lambda data: data.update(story="other")),
    "a key that is not known": resealed(lambda data: data.update(colour="blue")),
    "a key that is missing": resealed(lambda data: data.pop("answers")),
    "a finding of no rule": resealed(
        lambda data: data["findings"].append({"code": "P999", "about": "x", "fields": {}})
    ),
    "a folder": instead(Path.mkdir),
    "a pipe": instead(os.mkfifo),
    "a link to itself": instead(lambda file: file.symlink_to(file)),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_damaged_is_nothing_that_was_kept(name: str, file: Path, program: Program) -> None:
    DAMAGE[name](file)
    assert kept(file, program) is None


def test_no_single_byte_can_change(file: Path, program: Program) -> None:
    whole, chance = file.read_bytes(), Random(5)
    for at in chance.sample(range(len(whole)), 200):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(7)]) + whole[at + 1 :])
        assert kept(file, program) is None, at


def test_what_is_too_large_is_not_read(file: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", file.stat().st_size - 1)
    assert kept(file, program) is None


def test_what_is_too_large_is_not_kept(tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 1000)
    keep(tmp_path / "key.json", report)
    assert list(tmp_path.iterdir()) == []


def test_another_version_proves_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    here = digest(program, 1, {})
    monkeypatch.setattr(fingerprint, "__version__", "0.0.1")
    assert digest(program, 1, {}) != here


@pytest.mark.parametrize("name", [name for name in DAMAGE if name != "a folder"])
def test_a_damaged_proof_is_made_again_and_kept(name: str, program: Program) -> None:
    options = Options()
    first = report_of(program, options)
    (file,) = (cache_folder() / "proofs").iterdir()
    DAMAGE[name](file)
    again = report_of(program, options)
    assert not again.kept
    assert again.answers == first.answers
    assert report_of(program, options).kept or name == "a link to itself"


def test_where_nothing_can_be_written_the_proof_is_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EROFS, "read only")

    monkeypatch.setattr(cache, "write_whole", full)
    for _ in range(2):
        told = report_of(program, Options())
        assert told.proved
        assert not told.kept
