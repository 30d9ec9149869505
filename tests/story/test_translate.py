"""Catalogues brought up to date: story order, nothing lost, and a file that gettext's own tools accept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest

from game.story import StoryProblems, check_story
from game.translate import update
from tests.story.stories import write

STORY = "story: small\ntitle: Small\nversion: 1.0.0\nlanguage: en\nstart: one\nendings: {done: Done}\n"
SCENES = """\
scenes:
  one:
    text: |
      The boat is late. There is *oil* for an hour.

      | a verse
      |   of "two" lines
    choices: {go: {text: Wait an hour., to: two}}
  two: {text: A light., ending: done}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write(tmp_path, {"story.yaml": STORY, "scenes.yaml": SCENES})


def entries(story: Path) -> dict[tuple[str, str], polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(story / "locale/fr.po"))}


def translate_all(story: Path) -> None:
    catalogue = polib.pofile(str(story / "locale/fr.po"))
    for entry in catalogue:
        entry.msgstr = f"fr {entry.msgid}"
    catalogue.save()


def reword(story: Path, before: str, after: str) -> None:
    file = story / "scenes.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def gettext_accepts(story: Path) -> None:
    if shutil.which("msgfmt"):
        command = ["msgfmt", "--check", "-o", str(story / "out.mo"), str(story / "locale/fr.po")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_new_catalogue_follows_the_story(story: Path) -> None:
    done = update(story, "fr")
    assert (done.texts, done.missing, done.fuzzy, done.obsolete) == (6, 6, 0, 0)
    assert list(entries(story)) == [
        ("story", "Small"),
        ("one", "The boat is late. There is *oil* for an hour."),
        ("one", 'a verse\n  of "two" lines'),
        ("one/go", "Wait an hour."),
        ("two", "A light."),
        ("ending:done", "Done"),
    ]
    assert entries(story)[("one", 'a verse\n  of "two" lines')].occurrences == [("scenes.yaml", "6")]
    gettext_accepts(story)


def test_a_translated_catalogue_checks_clean_and_stays(story: Path) -> None:
    update(story, "fr")
    translate_all(story)
    gettext_accepts(story)
    assert [one.format() for one in check_story(story)] == []
    before = (story / "locale/fr.po").read_bytes()
    assert update(story, "fr").missing == 0
    assert (story / "locale/fr.po").read_bytes() == before


def test_a_reworded_text_keeps_its_translation_as_fuzzy(story: Path) -> None:
    update(story, "fr")
    translate_all(story)
    reword(story, "There is *oil* for an hour.", "There is *oil* for two hours.")
    assert {one.code for one in check_story(story)} == {"S503", "S507"}
    done = update(story, "fr")
    assert (done.missing, done.fuzzy, done.obsolete) == (0, 1, 0)
    entry = entries(story)[("one", "The boat is late. There is *oil* for two hours.")]
    assert entry.fuzzy
    assert entry.msgstr == "fr The boat is late. There is *oil* for an hour."
    assert entry.previous_msgid == "The boat is late. There is *oil* for an hour."
    assert update(story, "fr").fuzzy == 1
    assert entries(story)[("one", entry.msgid)].previous_msgid == entry.previous_msgid
    gettext_accepts(story)


def test_a_scene_under_a_new_id_keeps_its_translations_as_fuzzy(story: Path) -> None:
    update(story, "fr")
    translate_all(story)
    reword(story, "to: two}", "to: light}")
    reword(story, "  two: {text", "  light: {text")
    update(story, "fr")
    entry = entries(story)[("light", "A light.")]
    assert (entry.fuzzy, entry.msgstr, entry.previous_msgctxt) == (True, "fr A light.", "two")


def test_what_is_gone_is_obsolete_and_comes_back(story: Path) -> None:
    update(story, "fr")
    translate_all(story)
    verse = '      | a verse\n      |   of "two" lines\n'
    reword(story, verse, "")
    assert update(story, "fr").obsolete == 1
    gettext_accepts(story)
    reword(story, "    choices:", f"{verse}    choices:")
    done = update(story, "fr")
    assert (done.missing, done.fuzzy, done.obsolete) == (0, 0, 0)


def test_comments_and_header_are_kept(story: Path) -> None:
    update(story, "fr")
    catalogue = polib.pofile(str(story / "locale/fr.po"))
    catalogue.metadata["Last-Translator"] = "Sae"
    catalogue.metadata["X-Editor"] = "a pencil"
    catalogue[1].tcomment = "tu, pas vous"
    catalogue.save()
    update(story, "fr")
    after = polib.pofile(str(story / "locale/fr.po"))
    assert (after.metadata["Last-Translator"], after.metadata["X-Editor"]) == ("Sae", "a pencil")
    assert after[1].tcomment == "tu, pas vous"


def test_a_catalogue_that_cannot_be_read_is_left_alone(story: Path) -> None:
    broken = 'msgid ""\nmsgstr ""\n\nmsgid "a"\nno line of gettext\n'
    write(story, {"locale/fr.po": broken})
    with pytest.raises(StoryProblems) as caught:
        update(story, "fr")
    assert [one.code for one in caught.value.diagnostics] == ["S501"]
    assert (story / "locale/fr.po").read_text(encoding="utf-8") == broken


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"\x00" * 50, b'msgid "', b'msgstr[0] "x"\n', b'#~| "', b"#, \nmsgid"]
)
def test_no_catalogue_crashes(story: Path, content: bytes) -> None:
    write(story, {"locale/fr.po": content})
    assert {one.code for one in check_story(story)} <= {"S501", "S503"}
