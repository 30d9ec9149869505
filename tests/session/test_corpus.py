"""The frozen corpus: everything that an edition wrote, `tests/sessions/format-N/`, opens with today's code for ever."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from game import settings
from game.engine import Machine, load, page, start
from game.engine.step import advance
from game.proof.prover import BOUND, Options, prove
from game.proof.report.cache import kept
from game.proof.report.report import FORM
from game.session import Session, export, import_session, transcript, verify
from game.story import load_story
from game.translate import update

CORPUS = Path(__file__).parents[1] / "sessions"
FORMATS = sorted(CORPUS.glob("format-*"))


def every(pattern: str) -> list[Any]:
    """The files of all formats that fit a pattern, named by their place in the corpus."""
    return [
        pytest.param(file, id=file.relative_to(CORPUS).as_posix())
        for folder in FORMATS
        for file in sorted(folder.glob(pattern))
    ]


def facts(file: Path) -> dict[str, Any]:
    """What the edition that wrote a file said of it."""
    found: dict[str, Any] = json.loads(file.with_name(file.stem + ".facts.json").read_text(encoding="utf-8"))
    return found


@cache
def story(folder: Path) -> Machine:
    return load(load_story(folder, cache=False).program)


def machine_for(session: Path) -> Machine:
    return story(session.parents[2] / "stories" / session.parent.name)


def test_every_format_has_files_of_every_kind() -> None:
    assert [folder.name for folder in FORMATS] == [f"format-{number}" for number in range(1, len(FORMATS) + 1)]
    for folder in FORMATS:
        for kind in ("sessions/*/*.jsonl", "stories/*/locale/*.po", "settings/*.yaml", "reports/kept/*.json"):
            assert list(folder.glob(kind)), kind
        assert (folder / "README.md").is_file()


@pytest.mark.parametrize("file", every("sessions/*/*.jsonl"))
def test_a_kept_session_stands_where_it_stood_and_reads_as_it_read(file: Path) -> None:
    machine, then = machine_for(file), facts(file)
    with Session.open(machine, file, read_only=True) as session:
        now: dict[str, Any] = {
            "turn": session.turn,
            "choices": list(session.choices),
            "language": session.language,
            "scene": session.page.scene,
            "ending": session.page.ending,
            "unlocked": sorted(session.unlocked),
            "opened": sorted(session.opened),
        }
    verdict = verify(machine, file)
    now |= {"identical": verdict.identical, "steps": verdict.steps, "holds": verdict.holds}
    now["finding"] = verdict.finding.code
    assert now == then
    assert transcript(machine, file, "txt") == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", every("sessions/*/*.jsonl"))
def test_a_kept_session_is_gone_on_with_exported_and_imported(file: Path, tmp_path: Path) -> None:
    machine, before = machine_for(file), file.read_bytes()
    own = Path(shutil.copyfile(file, tmp_path / file.name))
    with Session.open(machine, own) as session:
        way = session.choices
        if session.page.open_options:
            session.choose(session.page.open_options[0].id)
            session.rewind(len(way))
    assert own.read_bytes().startswith(before[: before.rfind(b"\n") + 1])
    for other in (export(own, tmp_path / "copy.jsonl"), import_session(own, tmp_path / "elsewhere")):
        with Session.open(machine, other, read_only=True) as again:
            assert again.choices == way


@pytest.mark.parametrize("file", every("settings/*.yaml"))
def test_kept_settings_mean_what_they_meant(file: Path) -> None:
    own = settings.load(file)
    assert {name: getattr(own, name) for name in facts(file)} == facts(file)
    assert own.notices == () or not file.stat().st_size


@pytest.mark.parametrize("folder", every("stories/*/"))
def test_a_kept_catalogue_says_what_it_said_and_an_update_loses_nothing(folder: Path, tmp_path: Path) -> None:
    def read(machine: Machine) -> dict[str, dict[str, Any]]:
        after = advance(machine, start(machine, 1), "light")
        title = machine.program.title
        return {
            language: {
                "title": machine.words(title, language),
                "page": page(machine, after, language).text,
                "untranslated": len(machine.program.untranslated.get(language, ())),
            }
            for language in machine.languages
        }

    assert read(story(folder)) == facts(folder)
    own = shutil.copytree(folder, tmp_path / "story")
    update(own, "fr")
    assert read(story(own)) == facts(folder)


@pytest.mark.parametrize("file", every("reports/kept/*.json"))
def test_a_kept_report_is_read_back_or_made_again_the_same(file: Path) -> None:
    then = json.loads(file.read_text(encoding="utf-8"))
    name = next(
        report.parent.name
        for report in file.parents[1].glob("*/prove.json")
        if json.loads(report.read_text(encoding="utf-8"))["version"] == then["version"]
    )
    program = story(file.parents[2] / "stories" / name).program
    report = kept(file, program)
    assert (report is None) == (then["form"] != FORM)
    assert (report or prove(program, Options(BOUND))).proved == (then["verdict"] == "proved")
