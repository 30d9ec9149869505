"""Catalogues brought up to date: story order, nothing lost, and a file that gettext's own tools accept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.story import StoryProblems, check_story, load_story, schema
from game.story.diagnostics import RULES
from game.story.translating.po_form import Form
from game.translate import OwnLanguage, update
from tests.story.po_texts import ENTRY, HEADER, HEADS, REFUSED, mutated
from tests.story.stories import write, write_example

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


@pytest.mark.parametrize("code", ["S502", "S504", "S505", "S506", "S511", "S515"])
def test_what_the_checker_refuses_is_not_done(tmp_path: Path, code: str) -> None:
    """Every rule that a translation can break: it is to be looked at again, or to be written where it shows nothing."""
    folder = write_example(tmp_path, RULES[code])
    done = update(folder, "fr")
    blank = code == "S511"
    assert (done.missing, done.fuzzy, done.refused) == (int(blank), 0, int(not blank))
    assert code in {one.code for one in check_story(folder)}


@pytest.mark.parametrize(
    ("said", "missing", "fuzzy", "refused"),
    [
        ("\u00a0", 1, 0, 0),
        (" ", 1, 0, 0),
        ("\\nAttendre", 0, 0, 1),
        ("{water}", 0, 0, 1),
        ("Attendre {", 0, 0, 1),
        ("[Attendre](codex:none)", 0, 0, 1),
        ("Attendre.", 0, 0, 0),
        ("#, fuzzy", 0, 1, 0),
        ("", 1, 0, 0),
    ],
)
def test_each_text_is_counted_once_as_what_it_is(
    story: Path, said: str, missing: int, fuzzy: int, refused: int
) -> None:
    update(story, "fr")
    translate_all(story)
    file = story / "locale" / "fr.po"
    text, flag = ("{", "#, fuzzy\n") if said.startswith("#") else (said, "")
    entry = 'msgctxt "one/go"\nmsgid "Wait an hour."\nmsgstr "'
    head, _, rest = file.read_text().partition(entry)
    file.write_text(head + flag + entry + text + rest[rest.index('"') :])
    done = update(story, "fr")
    assert (done.missing, done.fuzzy, done.refused) == (missing, fuzzy, refused)
    assert done.doubtful == fuzzy + refused


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


READING = {"S002", "S003", "S419", "S501", "S503", "S507", "S513"}


@pytest.mark.parametrize(("entries", "code", "line", "column"), REFUSED.values(), ids=REFUSED)
def test_a_catalogue_that_cannot_be_read_in_full_is_left_alone(
    story: Path, entries: str, code: str, line: int, column: int
) -> None:
    write(story, {"locale/fr.po": HEADER + entries})
    if code not in ("S501", "S510"):
        update(story, "fr")
        return
    with pytest.raises(StoryProblems) as caught:
        update(story, "fr")
    assert {one.code for one in caught.value.diagnostics} == {code}
    assert [one.name for one in (story / "locale").iterdir()] == ["fr.po"]
    assert (story / "locale/fr.po").read_text(encoding="utf-8") == HEADER + entries


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"\x00" * 50, b'msgid "', b'msgstr[0] "x"\n', b'#~| "', b"#, \nmsgid"]
)
def test_no_catalogue_crashes(story: Path, content: bytes) -> None:
    write(story, {"locale/fr.po": content})
    assert {one.code for one in check_story(story)} <= READING


def kept(text: str) -> list[tuple[str, ...]]:
    """What translators have written into a catalogue, entry by entry, wherever it stands."""
    found = polib.pofile(Form(text).for_polib(), klass=polib.POFile)
    work = [
        (entry.msgstr, entry.msgid_plural, *entry.msgstr_plural.values(), *sorted(set(entry.flags) - {"fuzzy", ""}))
        for entry in found
        if entry.msgstr or any(entry.msgstr_plural.values())
    ]
    said = (line.lstrip("# ").rstrip() for line in text.split("\n") if line.startswith(("# ", "##")))
    return sorted(work) + sorted((words,) for words in said if words.strip())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32))
def test_an_update_loses_nothing_or_is_refused(story: Path, seed: int) -> None:
    text = mutated(seed)
    file = story / "locale/fr.po"
    write(story, {"locale/fr.po": text})
    try:
        update(story, "fr")
    except StoryProblems:
        assert file.read_bytes() == text.encode()
        return
    after = file.read_text(encoding="utf-8")
    missing = [work for work in kept(text) if work not in kept(after)]
    assert missing == [], after
    update(story, "fr")
    assert file.read_text(encoding="utf-8") == after


def test_entries_that_stories_have_no_use_for_are_kept(story: Path) -> None:
    plural = (
        'msgctxt "one/go"\nmsgid "Wait an hour."\nmsgid_plural "Wait {n} hours."\n'
        'msgstr[0] "Attendre une heure."\nmsgstr[1] "Attendre {n} heures."\n'
    )
    last = "\n# the end\n"
    others = '\nmsgctxt ""\nmsgid ""\nmsgstr "nobody"\n\n#, no-wrap\nmsgid "Load"\nmsgstr "Charger"\n'
    gone = '\n#~| msgid "old"\n#~ msgid "x"\n#~ msgstr "y"\n'
    write(story, {"locale/fr.po": HEADER + plural + others + gone + last})
    assert {one.code for one in check_story(story)} == {"S512", "S503", "S507"}
    done = update(story, "fr")
    text = (story / "locale/fr.po").read_text(encoding="utf-8")
    assert (done.missing, done.obsolete) == (6, 3)
    assert plural in text
    assert '#, no-wrap\n#~ msgid "Load"\n#~ msgstr "Charger"\n' in text
    assert '#~| msgid "old"\n#~ msgid "x"\n' in text
    assert '#~ msgid ""\n#~ msgstr "nobody"\n' in text
    assert text.endswith(last)
    gettext_accepts(story)


def test_a_bad_header_is_mended(story: Path) -> None:
    for name, header in HEADS.items():
        write(story, {"locale/fr.po": header + ENTRY})
        update(story, "fr")
        assert "S513" not in {one.code for one in check_story(story)}, name
        gettext_accepts(story)
        (story / "locale/fr.po").unlink()


def test_the_storys_own_language_is_refused(story: Path) -> None:
    with pytest.raises(OwnLanguage):
        update(story, "en")
    assert not (story / "locale").exists()


def test_a_file_keeps_its_rights_and_a_link_its_place(story: Path) -> None:
    real = story / ".kept.po"
    real.write_text(HEADER, encoding="utf-8")
    real.chmod(0o640)
    (story / "locale").mkdir()
    (story / "locale/fr.po").symlink_to(real)
    update(story, "fr")
    assert (story / "locale/fr.po").is_symlink()
    assert 'msgid "Wait an hour."' in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


# ---------------------------------------------------------------- a file's own place

PLACED = """place: The shore
date: "1944"
scenes:
  one: {text: A., to: two}
  two: {text: B., to: three}
  three: {text: C., place: The cave, ending: done}
"""


def old_entries(*places: tuple[str, str, str]) -> str:
    """A catalogue as the first edition wrote it: the place of a file under each of its scenes."""
    return HEADER + "\n".join(
        f'{comment}msgctxt "{scene}"\nmsgid "The shore"\nmsgstr "{said}"\n' for comment, scene, said in places
    )


def test_a_place_of_a_whole_file_is_one_entry(story: Path) -> None:
    write(story, {"scenes.yaml": PLACED})
    update(story, "fr")
    owners = [owner for owner, text in entries(story) if text in ("The shore", "1944", "The cave")]
    assert owners == ["file:place", "file:date", "three"]


def test_catalogues_that_have_it_under_each_scene_are_good_still(story: Path) -> None:
    write(story, {"scenes.yaml": PLACED, "locale/fr.po": old_entries(("", "one", "La rive"), ("", "two", "La rive"))})
    found = check_story(story)
    assert [one.code for one in found] == ["S503"]
    assert "7 of 8" in found[0].message
    assert "La rive" in load_story(story, cache=False).program.texts["fr"]
    done = update(story, "fr")
    assert (done.texts, done.missing, done.fuzzy, done.obsolete) == (8, 7, 0, 0)
    assert entries(story)["file:place", "The shore"].msgstr == "La rive"


def test_nothing_of_them_is_lost(story: Path) -> None:
    old = old_entries(("#, fuzzy\n", "one", "La côte"), ("# tu\n", "two", "La rive"), ("# vous\n", "three", ""))
    write(story, {"scenes.yaml": PLACED.replace("C., place: The cave", "C."), "locale/fr.po": old})
    done = update(story, "fr")
    assert (done.fuzzy, done.obsolete) == (0, 1)
    one = entries(story)["file:place", "The shore"]
    assert (one.msgstr, one.tcomment) == ("La rive", "tu\n\nvous")
    assert entries(story)["one", "The shore"].msgstr == "La côte"
    gettext_accepts(story)


def test_its_own_entry_is_kept_before_those(story: Path) -> None:
    own = '\n# ici\n#, fuzzy\nmsgctxt "file:place"\nmsgid "The shore"\nmsgstr "Le rivage"\n'
    write(story, {"scenes.yaml": PLACED, "locale/fr.po": old_entries(("", "one", "La rive")) + own})
    assert (update(story, "fr").fuzzy, update(story, "fr").obsolete) == (1, 1)
    assert entries(story)["file:place", "The shore"].msgstr == "Le rivage"


def test_a_text_of_a_scene_that_says_the_same_keeps_its_own(story: Path) -> None:
    scenes = PLACED.replace("text: A.", "text: The shore")
    write(story, {"scenes.yaml": scenes, "locale/fr.po": old_entries(("", "one", "La rive"))})
    assert (update(story, "fr").missing, update(story, "fr").obsolete) == (6, 0)
    found = entries(story)
    assert [found[owner, "The shore"].msgstr for owner in ("file:place", "one")] == ["La rive", "La rive"]


def test_the_place_of_a_scene_that_was_renamed_is_found(story: Path) -> None:
    scenes = PLACED.replace("one: {text", "first: {formerly: [one], text")
    write(story, {"story.yaml": STORY.replace("start: one", "start: first"), "scenes.yaml": scenes})
    write(story, {"locale/fr.po": old_entries(("", "one", "La rive"))})
    assert "La rive" in load_story(story, cache=False).program.texts["fr"]
    assert (update(story, "fr").missing, update(story, "fr").obsolete) == (7, 0)


# ---------------------------------------------------------------- notes

NOTED = {
    "story.yaml": STORY + "note: Told in the present.\nvariables:\n"
    "  oil: {range: [0, 5], label: Oil, note: In cans.}\ncategories: {things: Things}\n",
    "scenes.yaml": """\
note: |
  All of it at night.

  It never rains.
scenes:
  one:
    note: She lies.
    text: The boat is late. {oil} cans.
    do: oil += 1
    choices: {go: {text: Wait an hour., note: An hour is long., to: two}}
  two: {text: A light., picture: lamp, ending: done}
""",
    "codex/things.yaml": "note: Dry.\ncategory: things\nkind: ours\nentries:\n"
    "  lamp: {title: Lamp, open: true, note: Not a lantern., text: It burns.}\n",
    "pictures/lamp.yaml": "note: Ink.\npictures:\n  lamp: {alt: A lamp., note: Brass., art: '.'}\n",
}
SAID = {
    ("story", "Small"): "note: Told in the present.",
    ("one", "The boat is late. {oil} cans."): "note: All of it at night.\nIt never rains.\nnote: She lies.",
    ("one/go", "Wait an hour."): "note: An hour is long.",
    ("two", "A light."): "",
    ("codex:lamp", "Lamp"): "note: Dry.\nnote: Not a lantern.",
    ("codex:lamp", "It burns."): "note: Not a lantern.",
    ("picture:lamp", "A lamp."): "note: Ink.\nnote: Brass.",
    ("picture:lamp", "."): "note: Brass.",
    ("variable:oil", "Oil"): "note: In cans.",
}


def test_notes_of_authors_reach_the_translator(story: Path) -> None:
    write(story, dict(NOTED))
    update(story, "fr")
    comments = {key: entry.comment for key, entry in entries(story).items()}
    assert {key: comments[key] for key in SAID} == SAID
    assert {key for key, comment in comments.items() if comment} == {key for key, comment in SAID.items() if comment}
    gettext_accepts(story)
    before = (story / "locale/fr.po").read_bytes()
    update(story, "fr")
    assert (story / "locale/fr.po").read_bytes() == before


def test_every_kind_of_note_of_the_schema_is_tried(story: Path) -> None:
    """A `note` that the schema allows, and no case above has, would be forgotten."""
    written = "\n".join(NOTED.values())
    places = sum(text.count('"A comment for the authors."') for text in schema_sources())
    assert written.count("note:") == places


def schema_sources() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in Path(schema.__file__).parent.glob("*.py")]


def test_a_note_that_changes_is_changed_and_foreign_comments_stay(story: Path) -> None:
    write(story, dict(NOTED))
    update(story, "fr")
    file = story / "locale/fr.po"
    file.write_text(
        file.read_text(encoding="utf-8").replace("#. note: She lies.", "#. seen\n#. note: She lies."), "utf-8"
    )
    text = file.read_text(encoding="utf-8").replace("#. note: An hour", "#. heard\n#. note: An hour")
    file.write_text(text, encoding="utf-8")
    reword(story, "An hour is long.", "An hour is short.")
    update(story, "fr")
    assert entries(story)["one/go", "Wait an hour."].comment == "heard\nnote: An hour is short."
