"""The compiled cache: the same program from it as without it, and no harm from any state of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import game
from game.engine import load
from game.story import cache, load_story
from tests.story.stories import write

GAME = Path(game.__file__).parent
CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/story.yaml"))
SCENES = "scenes:\n  one: {text: One., facts: [F1], ending: done}\n  two: {text: Two., ending: done}\n"
STORY = """\
story: small
title: Small
version: 1.0.0
language: en
start: one
facts: ../facts.yaml
endings: {done: Done}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    write(tmp_path, {"facts.yaml": "- {id: F1}\n- {id: F2, must_dramatise: true}\n"})
    return write(tmp_path / "story", {"story.yaml": STORY, "scenes.yaml": SCENES})


def entry(story: Path) -> Path:
    return cache.place(cache.content_digest(story))


@pytest.mark.parametrize("folder", CASES, ids=[path.name for path in CASES])
def test_every_construct_survives(folder: Path) -> None:
    fresh = load_story(folder, cache=False)
    load_story(folder)
    assert entry(folder).exists()
    kept = load_story(folder)
    assert kept.program == fresh.program
    kinds, made = ({name: type(part) for name, part in one.program._asdict().items()} for one in (kept, fresh))
    for name in ("marks", "texts"):
        assert issubclass(kinds.pop(name), Mapping)
        assert made.pop(name) is dict
    assert kinds == made
    assert kept.diagnostics == fresh.diagnostics


def test_warnings_are_kept_too(story: Path) -> None:
    fresh = load_story(story)
    kept = load_story(story)
    assert [one.code for one in kept.diagnostics] == ["S602", "S701"]
    assert kept.diagnostics == fresh.diagnostics
    assert kept.diagnostics[1].format() == fresh.diagnostics[1].format()


def test_a_change_of_any_file_is_seen(story: Path) -> None:
    load_story(story)
    scenes = story / "scenes.yaml"
    about = scenes.stat()
    scenes.write_text(SCENES.replace("One.", "Une."), encoding="utf-8")
    os.utime(scenes, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert "Une." in load_story(story).program.texts["en"]
    (story.parent / "facts.yaml").write_text("- {id: F1}\n", encoding="utf-8")
    assert [one.code for one in load_story(story).diagnostics] == ["S701"]
    write(story, {"locale/fr.po": 'msgid ""\nmsgstr ""\n'})
    assert "fr" in load_story(story).program.texts


def test_a_change_of_any_module_that_makes_stories_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for area in ("story", "engine"):
        shutil.copytree(GAME / area, tmp_path / area, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "story" / "cache.py"))
    seen = {cache.content_digest(tmp_path)}
    modules = list(tmp_path.rglob("*.py"))
    assert tmp_path / "story" / "schema" / "scenes.py" in modules
    for module in modules:
        module.write_text(module.read_text("utf-8") + "\n", "utf-8")
        seen.add(cache.content_digest(tmp_path))
    assert len(seen) == len(modules) + 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_entry_is_made_again(story: Path, data: st.DataObject) -> None:
    fresh = load_story(story).program
    file = entry(story)
    content = bytearray(file.read_bytes())
    cut = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[cut] ^= data.draw(st.integers(1, 255))
    else:
        del content[cut:]
    file.write_bytes(content)
    assert load_story(story).program == fresh
    assert load_story(story).program == fresh


def test_no_place_for_a_cache_is_no_trouble(story: Path, own_home: Path) -> None:
    (own_home / "cache").write_text("a file where a folder should be", encoding="utf-8")
    assert load_story(story).program == load_story(story).program


def test_old_entries_are_forgotten(story: Path) -> None:
    for number in range(cache.KEPT + 3):
        (story / "scenes.yaml").write_text(f"{SCENES}# {number}\n", encoding="utf-8")
        load_story(story)
    kept = list(entry(story).parent.iterdir())
    assert len(kept) == cache.KEPT
    assert entry(story) in kept


def test_a_warm_start_reads_no_yaml(story: Path) -> None:
    load_story(story)
    script = (
        "import sys; from pathlib import Path; from game.story import load_story\n"
        f"load_story(Path({str(story)!r}))\n"
        "print(sorted({'yaml', 'pydantic', 'polib', 'game.story.check'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_language_that_nobody_reads_is_not_unpacked(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = 'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    write(story, {"locale/fr.po": f'{catalogue}\nmsgctxt "one"\nmsgid "One."\nmsgstr "Une fois."\n'})
    load_story(story)
    machine = load(load_story(story).program)
    unpacked: list[bytes] = []
    loads = cache.marshal.loads
    monkeypatch.setattr(cache.marshal, "loads", lambda data: unpacked.append(data) or loads(data))
    where = machine.program.text_owner.index("one")
    assert (machine.text(where, "en"), [b"Une fois." in data for data in unpacked]) == ("One.", [False])
    assert (machine.text(where, "fr"), [b"Une fois." in data for data in unpacked]) == ("Une fois.", [False, True])
