"""Catalogues as they are read: like gettext, by the source's own rules, and at the cost of one language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from game.story import check_story, load_story
from game.story.diagnostics import RULES, Diagnostic
from game.story.reading.characters import is_blank
from game.story.translating.languages import among, guessed, tag
from game.story.translating.po_form import Form
from tests.story.po_texts import ENTRY, HEADER, HEADS, LINES, READ, REFUSED, have_msgfmt, msgfmt, mutated
from tests.story.stories import write, write_example

STORY = "story: small\ntitle: Small\nversion: 1.0.0\nlanguage: en\nstart: one\nendings: {done: Done}\n"
SCENES = """\
scenes:
  one:
    text: One.
    choices:
      go: {text: Go., to: two}
  two:
    text: |
      | a verse
      |  of two
    ending: done
"""
FRENCH = {
    ("story", "Small"): "Petit",
    ("one", "One."): "Un.",
    ("one/go", "Go."): "Aller.",
    ("two", "a verse\\n of two"): "un vers\\n en deux",
    ("ending:done", "Done"): "Fini",
}
READING = {"S002", "S003", "S419", "S501", "S510", "S513", "S514", "S515"}
"""Codes of what is wrong with a file itself, whatever the story says."""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write(tmp_path / "story", {"story.yaml": STORY, "scenes.yaml": SCENES})


def po(**changed: str) -> str:
    """A catalogue that translates everything; a keyword names an owner (with _ for :), and says it otherwise."""
    entries = []
    for (owner, source), text in FRENCH.items():
        said = changed.get(owner.replace(":", "_").replace("/", "_"), text)
        entries.append(f'msgctxt "{owner}"\nmsgid "{source}"\nmsgstr "{said}"\n')
    return HEADER + "\n".join(entries)


def french(story: Path, text: str | bytes) -> list[Diagnostic]:
    """What is said about a French catalogue."""
    write(story, {"locale/fr.po": text.encode() if isinstance(text, str) else text})
    return [one for one in check_story(story) if one.path == "locale/fr.po"]


# ---------------------------------------------------------------- as gettext reads


@pytest.mark.parametrize(("entries", "said"), READ.values(), ids=READ)
def test_what_gettext_reads_is_read(story: Path, entries: str, said: str) -> None:
    found = french(story, HEADER + entries)
    assert {one.code for one in found} <= {"S503", "S507"}
    if have_msgfmt:
        assert msgfmt(story / "locale/fr.po")[0]
    program = load_story(story, cache=False).program
    assert program.texts["fr"][program.text_owner.index("one")] == said


@pytest.mark.parametrize(("entries", "code", "line", "column"), REFUSED.values(), ids=REFUSED)
def test_what_gettext_refuses_is_told_at_its_place(
    story: Path, entries: str, code: str, line: int, column: int
) -> None:
    found = [one for one in french(story, HEADER + entries) if one.code in READING]
    assert (found[0].code, found[0].line, found[0].column) == (code, line + LINES, column)
    if have_msgfmt:
        assert not msgfmt(story / "locale/fr.po")[0]


@pytest.mark.parametrize("header", HEADS.values(), ids=HEADS)
def test_a_header_that_gettext_refuses_is_told(story: Path, header: str) -> None:
    found = french(story, header + po()[len(HEADER) :])
    assert [(one.code, str(one.severity)) for one in found] == [("S513", "warning")]
    assert "fr" in load_story(story).program.texts
    if have_msgfmt:
        assert ("refuse this catalogue" not in found[0].message) == msgfmt(story / "locale/fr.po")[0]


@pytest.mark.parametrize("second", [HEADER, 'msgid ""\nmsgstr "and more\\n"\n', 'msgid ""\nmsgstr ""\n'])
def test_a_second_header_is_told_once(story: Path, second: str) -> None:
    found = french(story, po() + "\n" + second)
    assert [one.code for one in found] == ["S510"]
    assert found[0].message.startswith("the header has an entry already, on line 1")


@pytest.mark.skipif(not have_msgfmt, reason="gettext is not installed")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32))
def test_reader_and_gettext_refuse_the_same(story: Path, seed: int) -> None:
    text = mutated(seed)
    found = french(story, text)
    accepted, said = msgfmt(story / "locale/fr.po")
    refused = {one.code for one in found} & READING
    if not accepted:
        assert refused, said
    if accepted and refused & {"S501", "S510"}:
        # Stricter than gettext in two things: bytes that are no UTF-8, and comments after #|.
        assert all("UTF-8" in one.message or "#|" in one.message for one in found if one.code in refused), found


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.sampled_from('"\\\n#~|,:. msgidtrx[0]c\u00e9'), max_size=60))
@example('msgid "')
@example("#~| \\")
def test_no_text_is_beyond_the_form(text: str) -> None:
    form = Form(text)
    for fault in form.faults:
        line, column = form.place(fault.offset)
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1
    assert all(line.text.count("\n") == 0 for line in form.lines)


# ---------------------------------------------------------------- by the source's own rules


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\u200b", "\u2060", "\u3164 ", "\u2800"])
def test_a_translation_shows_something_where_the_source_does(story: Path, blank: str) -> None:
    found = french(story, po(one_go=blank))
    assert [(one.code, str(one.severity)) for one in found] == [("S511", "error")]
    assert "fr" not in load_story(story).program.texts


@pytest.mark.parametrize("blank", ["\u00a0", "\u200b", "\u3164", "\u2800\u3000"])
def test_nor_may_the_source_be_blank(story: Path, blank: str) -> None:
    write(story, {"scenes.yaml": SCENES.replace("Go.", f'"{blank}"')})
    assert [one.code for one in check_story(story)] == ["S105"]


def test_blank_is_what_cannot_be_seen() -> None:
    assert is_blank("")
    assert is_blank(" \u00ad\u200b\u200d\ufe0f".replace("\ufe0f", ""))
    assert not is_blank(".")
    assert not is_blank("\u0301")


def test_line_breaks_are_folded_as_in_the_source(story: Path) -> None:
    assert french(story, po(one="Un\\n  et\\ndemi.", two="un vers\\nlibre")) == []
    shown = load_story(story).program.texts["fr"]
    assert "Un et demi." in shown
    assert "un vers\nlibre" in shown


FORBIDDEN = [
    "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\u206a", "\ue000", "\ufff9", "\ufdd0", "\ufffe",
    "\uffff", "\U0001fffe", "\U0003ffff", "\U00040000", "\U000d1234", "\U000e0041", "\U000f0000", "\U0010ffff",
]  # fmt: skip


@pytest.mark.parametrize("char", FORBIDDEN, ids=[f"U+{ord(char):04X}" for char in FORBIDDEN])
def test_one_rule_for_the_characters_of_all_texts(story: Path, char: str) -> None:
    escaped = "".join(f"\\x{byte:02x}" for byte in char.encode())
    assert [one.code for one in french(story, po(one=f"U{char}n."))] == ["S003"]
    assert [one.code for one in french(story, po(one=f'U{escaped}" "n.'))] == ["S419"]
    assert [one.code for one in french(story, f"# {char}\n" + po())] == ["S003"]
    (story / "locale/fr.po").unlink()
    write(story, {"scenes.yaml": SCENES.replace("One.", f'"\\U{ord(char):08x}"')})
    assert [one.code for one in check_story(story)] == ["S004"]


# ---------------------------------------------------------------- one language


BAD = {
    code: rule.example["locale/fr.po"]
    for code, rule in RULES.items()
    if rule.file == "locale/fr.po" and rule.severity == "error"
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_catalogue_costs_its_language_and_nothing_else(tmp_path: Path, code: str) -> None:
    story = write_example(tmp_path, RULES[code])
    french = (story / "locale/fr.po").read_bytes()
    (story / "locale/fr.po").unlink()
    write(story, {"locale/es.po": HEADER.replace("fr", "es") + ENTRY})
    without = load_story(story, cache=False).program
    (story / "locale/fr.po").write_bytes(french)
    for loaded in (load_story(story, cache=False), load_story(story), load_story(story)):
        assert loaded.program == without
        assert loaded.left_out == ("locale/fr.po",)
        assert code in {one.code for one in loaded.diagnostics if one.severity == "error"}
    assert set(without.texts) == {"en", "es"}


def test_what_a_bad_catalogue_asks_for_is_not_counted(story: Path) -> None:
    write(story, {"scenes.yaml": SCENES.replace("text: One.", "text: '{One.|Again.}'")})
    before = load_story(story, cache=False).program
    bad = po().replace("One.", "{One.|Again.}").replace("Un.", "{" + "|".join("x" * 40) + "} {watr}")
    assert "S301" in {one.code for one in french(story, bad)}
    assert load_story(story, cache=False).program == before


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("fr", "fr"), ("FR", "fr"), ("pt-br", "pt_BR"), ("zh_Hant", "zh_Hant"), ("zh-hant-tw", "zh_Hant_TW"),
        ("es_419", "es_419"), ("es-419", "es_419"), ("ca@valencia", "ca@valencia"), ("ca-valencia", "ca@valencia"),
        ("sr@latin", "sr@latin"), ("yue", "yue"), ("french", ""), ("f", ""), ("fr_", ""), ("fr (1)", ""), ("", ""),
    ],
)  # fmt: skip
def test_languages(name: str, known: str) -> None:
    assert tag(name) == known
    assert tag(known) == known
    assert among(name, ["en", known]) == known


def test_a_language_is_guessed_from_the_ends_of_a_name() -> None:
    names = ["fr (1)", "fr - Copie", "story-pt_BR", "fr_old", "a fr b", "messages"]
    assert [guessed(name) for name in names] == ["fr", "fr", "pt_BR", "fr", "", ""]


STRAYS = {
    "locale/fr (1).po": "Rename it to locale/fr.po.",
    "locale/fr.PO": "Rename it to locale/fr.po.",
    "locale/FR.po": "Rename it to locale/fr.po.",
    "locale/zh-Hant.po": "Rename it to locale/zh_Hant.po.",
    "locale/fr.po.txt": "Rename it to locale/fr.po.",
    "locale/fr.po~": "Rename it to locale/fr.po.",
    "locale/french.po": "Name it after its language",
    "locale/en.po": "Name it after the language that it is for.",
    "locale/fr/LC_MESSAGES/small.po": "Move it to locale/fr.po.",
    "locale/pt_BR/small.po": "Move it to locale/pt_BR.po.",
    "po/fr.po": "Move it to locale/fr.po.",
    "fr.po": "Move it to locale/fr.po.",
}


@pytest.mark.parametrize(("name", "cure"), STRAYS.items(), ids=STRAYS)
def test_no_stray_is_passed_over_in_silence(story: Path, name: str, cure: str) -> None:
    write(story, {name: "whatever stands in it"})
    found = check_story(story)
    assert [(one.code, str(one.severity), one.path) for one in found] == [("S508", "warning", name)]
    assert cure in found[0].hint
    assert list(load_story(story).program.texts) == ["en"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    {
        "fr.PO": "ends in '.PO'",
        "fr.po.txt": "ends in '.po.txt'",
        "fr.po~": "ends in '.po~'",
        "pt_BR.po (1)": "ends in '.po (1)'",
        "FR.po": "'FR' is not how",
        "FR.PO": "'FR' is not how",
        "french.po": "'french' is not how",
        "fr (1).po": "'fr (1)' is not how",
    }.items(),
)
def test_what_is_wrong_with_a_strays_name_is_true(story: Path, name: str, wrong: str) -> None:
    write(story, {f"locale/{name}": ""})
    assert wrong in check_story(story)[0].message


def test_a_stray_beside_the_one_that_is_read(story: Path) -> None:
    write(story, {"locale/fr.po": po(), "locale/fr (1).po": po(), "locale/fr.po~": po(), "locale/fr.pot": ""})
    found = check_story(story)
    assert [(one.code, one.path) for one in found] == [("S508", "locale/fr (1).po")]
    assert "locale/fr.po is read" in found[0].message


@pytest.mark.parametrize("language", ["es_419", "zh_Hant", "ca@valencia", "pt_BR"])
def test_every_kind_of_language_is_read(story: Path, language: str) -> None:
    write(story, {f"locale/{language}.po": po()})
    assert check_story(story) == []
    assert list(load_story(story).program.texts) == ["en", language]


def test_the_source_language_in_any_spelling_has_no_catalogue(story: Path) -> None:
    write(story, {"story.yaml": STORY.replace("language: en", "language: pt-BR"), "locale/pt_BR.po": po()})
    assert [one.code for one in check_story(story)] == ["S508"]
