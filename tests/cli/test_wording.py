"""Every string of the interface has its French: found in the sources by `ast`, compared with the catalogue."""

from __future__ import annotations

import ast
import re
import shutil
import string
import subprocess
from pathlib import Path

import polib
import pytest

import game
from game.os_reasons import OURS, WORDS
from game.proof.report.rules import RULES as PROOF
from game.proof.report.sentences import PROGRESS, ROUNDS, WHY
from game.proof.report.text import KINDS
from game.session.rules import RULES as SESSION
from game.wording import LANGUAGES, language_named, system_language, words

SOURCES = Path(game.__file__).parent
CATALOGUE = SOURCES / "wording" / "fr.po"
SINGLE = {"words", "say", "phrase"}


def _literals(node: ast.expr) -> list[str]:
    """The strings an argument can be: a literal, or either side of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def wanted() -> tuple[set[str], set[tuple[str, str]]]:
    """All strings, and all pairs of singular and plural, that the sources ask a translator for."""
    single = {part for rule in SESSION.values() for part in (rule.template, rule.hint) if part} | set(KINDS.values())
    single |= {part for rule in PROOF.values() for part in (rule.title, rule.template, rule.hint, rule.whole) if part}
    single |= set(PROGRESS.values()) | set(WHY.values()) | set(WORDS.values()) | set(OURS.values())
    plural: set[tuple[str, str]] = set()
    for one, many in [*ROUNDS.values(), *(note for rule in PROOF.values() for note in rule.notes.values())]:
        plural |= {(one, many)} if many else set()
        single |= set() if many else {one}
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if _name(node.func) in SINGLE:
                assert not isinstance(node.args[0], ast.JoinedStr), (
                    f"{file}:{node.lineno}: an f-string has no translation"
                )
                single.update(text for text in _literals(node.args[0]) if text and text not in LANGUAGES)
            elif _name(node.func) == "n" and len(node.args) == 3 and _literals(node.args[0]):
                plural.add((_literals(node.args[0])[0], _literals(node.args[1])[0]))
    return single, plural


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), encoding="utf-8")


def test_catalogue_has_exactly_the_strings_that_are_used(catalogue: polib.POFile) -> None:
    single, plural = wanted()
    has_single = {entry.msgid for entry in catalogue if not entry.msgid_plural and not entry.obsolete}
    has_plural = {(entry.msgid, entry.msgid_plural) for entry in catalogue if entry.msgid_plural}
    assert sorted(single - has_single) == [], "missing from fr.po"
    assert sorted(has_single - single) == [], "in fr.po, used nowhere"
    assert has_plural == plural


def test_everything_is_translated_and_nothing_twice(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()] == []
    ids = [entry.msgid for entry in catalogue]
    assert len(ids) == len(set(ids))


def test_placeholders_are_kept(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        for form in forms:
            assert fields(form) == fields(entry.msgid_plural or entry.msgid), entry.msgid


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_gettext_accepts_it(tmp_path: Path) -> None:
    command = ["msgfmt", "--check", "-o", str(tmp_path / "fr.mo"), str(CATALOGUE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_typography_is_french(catalogue: polib.POFile) -> None:
    """U+202F before ; ! ? and inside guillemets, U+00A0 before a colon, ’ for the apostrophe."""
    for entry in catalogue:
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        for form in forms:
            bare = _without_fields(form)
            assert "'" not in bare, form
            assert '"' not in bare.replace('"$(', ""), form
            for at, char in enumerate(bare):
                before, after = bare[at - 1 : at], bare[at + 1 : at + 2]
                if (char in "!»" and before) or (char in ";?" and before.isalnum()):
                    assert before == "\u202f", form
                if char == "«":
                    assert after == "\u202f", form
                if char == ":" and before.isalnum():
                    raise AssertionError(form)
                if char == ":" and before == " ":
                    raise AssertionError(form)


def _without_fields(text: str) -> str:
    """The text with an `x` for each placeholder, and without addresses and lines of YAML."""
    text = re.sub(r"http://\S+", "x", text)
    text = re.sub("(?<=«\u202f)[a-z]+: (?:[a-z]+|{[a-z]+})(?=\u202f»)", "x", text)
    return "".join(part + ("x" if name is not None else "") for part, name, _, _ in string.Formatter().parse(text))


def test_translator_formats_falls_back_and_counts() -> None:
    say = words("fr_CA.UTF-8")
    assert say.language == "fr"
    assert say("a string nobody wrote, {n}", n=3) == "a string nobody wrote, 3"
    assert words("de").language == "en"
    one, many = "{n} entry is not known yet.", "{n} entries are not known yet."
    assert words("en").n(one, many, 0) == "0 entries are not known yet."
    assert say.n(one, many, 0) == say.n(one, many, 1).replace("1", "0")
    assert say.n(one, many, 2) != say.n(one, many, 1).replace("1", "2")


def test_language_names_and_the_systems_choice() -> None:
    assert language_named("Français") == language_named("french") == "fr"
    assert language_named("klingon") is None
    assert system_language({"LC_ALL": "", "LC_MESSAGES": "fr_BE.UTF-8", "LANG": "en_GB"}) == "fr"
    assert system_language({"LANG": "C"}) == "en"
    assert system_language({}) == "en"
