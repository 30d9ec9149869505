"""Links in a story's folder: those within it are followed, those out of it neither read, nor quoted, nor written to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.cli.report import FORMATS, render
from game.story import StoryProblems, check_story, load_story
from game.story.diagnostics import Diagnostic
from game.story.diagnostics.rule import SCENE_FILE, STORY_FILE
from game.translate import update
from tests.story.po_texts import HEADER
from tests.story.stories import write

SECRET = "hunter2"
OUTSIDE = f"root: x\n\t{SECRET}: [{SECRET}\n- {SECRET}\nmsgid {SECRET}\n" * 30

FILES = ["scenes.yaml", "deep/more.yaml", "codex/people.yaml", "pictures/p.yaml", "story.yaml", "locale/it.po"]
FOLDERS = ["codex", "pictures", "locale", "chapter"]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    write(tmp_path / "elsewhere", {"file": OUTSIDE, "x.yaml": OUTSIDE, "it.po": OUTSIDE})
    return write(tmp_path / "around" / "story", {"story.yaml": STORY_FILE, "scenes.yaml": SCENE_FILE})


def link(place: Path, target: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def loaded(story: Path) -> list[Diagnostic]:
    """The same from loading, which asks the cache."""
    try:
        return load_story(story).diagnostics
    except StoryProblems as problems:
        return problems.diagnostics


def checked(story: Path) -> list[Diagnostic]:
    """What is said of a story, alike with and without the cache, with nothing of the file outside in any format."""
    found = check_story(story)
    assert loaded(story) == loaded(story) == found
    assert not [style for style in FORMATS if SECRET in render(found, style, "story")]
    return found


@pytest.mark.parametrize("hops", [1, 2])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_link_out_is_one_error(story: Path, name: str, hops: int) -> None:
    checked(story)  # the cache knows the story without the link
    target = story.parents[1] / "elsewhere" / "file"
    if hops == 2:
        link(story / ".between", target)
        target = story / ".between"
    link(story / name, target)
    assert [(one.code, str(one.severity), one.path) for one in checked(story)] == [("S033", "error", name)]


@pytest.mark.parametrize("name", FOLDERS)
def test_so_is_a_folder(story: Path, name: str) -> None:
    checked(story)
    link(story / name, story.parents[1] / "elsewhere")
    severity = "warning" if name == "chapter" else "error"
    assert [(one.code, str(one.severity), one.path) for one in checked(story)] == [("S033", severity, name)]


@pytest.mark.parametrize("name", FILES)
def test_links_within_are_followed(story: Path, name: str) -> None:
    sound = {"scenes.yaml": SCENE_FILE, "story.yaml": STORY_FILE, "locale/it.po": HEADER}
    text = sound.get(name, {"c": "entries: {}\n", "p": "pictures: {}\n"}.get(name[0], "scenes: {}\n"))
    write(story, {".kept/file": text})
    link(story / name, story / ".kept" / "file")
    plain = [(one.code, one.path) for one in checked(story)]
    (story / name).unlink()
    write(story, {name: text})
    assert plain == [(one.code, one.path) for one in checked(story)]
    assert "S033" not in dict(plain)


def test_a_link_that_is_turned_is_seen_by_the_cache(story: Path) -> None:
    """To the same bytes: only where they lie is another."""
    outside = story.parents[1] / "elsewhere" / "same.yaml"
    outside.write_text(SCENE_FILE)
    write(story, {".kept": SCENE_FILE})
    link(story / "scenes.yaml", story / ".kept")
    assert checked(story) == []
    link(story / "scenes.yaml", outside)
    assert [one.code for one in checked(story)] == ["S033"]


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        (".ledger.yaml", "S033", "story.yaml"),
        (".inner/x.yaml", "S033", "story.yaml"),
        ("../beside.yaml", "S607", "story.yaml"),
        ("../../elsewhere/x.yaml", "S607", "story.yaml"),
        ("../neighbour.yaml", "", "../neighbour.yaml"),
        ("./.inner/../../neighbour.yaml", "S607", "story.yaml"),
    ],
)
def test_a_ledger_is_read_where_it_may_be_and_never_quoted_from_outside(
    story: Path, facts: str, code: str, path: str
) -> None:
    outside = story.parents[1] / "elsewhere"
    write(story, {"story.yaml": f"{STORY_FILE}facts: {facts}\n"})
    write(story.parent, {"neighbour.yaml": OUTSIDE})
    link(story / ".ledger.yaml", outside / "x.yaml")
    link(story / ".inner", outside)
    link(story.parent / "beside.yaml", outside / "x.yaml")
    found = checked(story)
    assert {one.path for one in found} == {path}
    assert not code or [one.code for one in found] == [code]


@pytest.mark.parametrize("name", ["codex", "pictures", "locale"])
def test_a_file_where_a_folder_belongs_is_an_error(story: Path, name: str) -> None:
    checked(story)
    write(story, {name: "text"})
    assert [(one.code, one.path) for one in checked(story)] == [("S034", name)]


@pytest.mark.parametrize("name", ["locale/it.po", "locale"])
def test_nothing_outside_is_written_to(story: Path, name: str) -> None:
    outside = story.parents[1] / "elsewhere"
    link(story / name, outside / "it.po" if name.endswith(".po") else outside)
    with pytest.raises(StoryProblems) as raised:
        update(story, "it")
    assert [one.code for one in raised.value.diagnostics] == ["S033"]
    assert (outside / "it.po").read_text() == OUTSIDE


@pytest.mark.parametrize("text", ["root:x:0:0\n" * 30, json.dumps(list(range(99)), indent=1), "\n\nA letter.\n" * 9])
def test_a_catalogue_that_is_none_is_told_once(story: Path, text: str) -> None:
    write(story, {"locale/it.po": text})
    assert [one.code for one in checked(story)] == ["S501"]
