"""A finding is a code and fields: put into words where it is shown, in either language, its plurals right; what
machines read is the same in every language."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from game.proof.report.formats import FORMATS, render
from game.proof.report.report import Finding, Report, RoundFacts, Wide, Widest
from game.proof.report.rules import RULES
from game.proof.report.sentences import PROGRESS, ROUNDS, about, advice, hint, message, notes, verdict
from game.proof.report.text import tell
from game.wording import words

ENGLISH, FRENCH = words("en"), words("fr")
COUNTS = ("n", "lost", "size")


def _fields(code: str, count: int) -> dict[str, str | int]:
    """Every field that a finding of this code can have."""
    rule = RULES[code]
    templates = [rule.template, rule.hint, *(part for pair in rule.notes.values() for part in pair)]
    names = {name for template in templates for _, name, _, _ in Formatter().parse(template) if name}
    return {name: count if name in COUNTS else f"<{name}>" for name in (names | set(rule.notes)) - {"n"}}


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("code", RULES)
def test_every_sentence_fills_in_both_languages(code: str, count: int) -> None:
    finding = Finding(code, "x", _fields(code, count))
    told = [[message(finding, say), hint(finding, say), *notes(finding, say)] for say in (ENGLISH, FRENCH)]
    for english, french in zip(*told, strict=True):
        assert english != french
        assert not set("{}") & set(english + french)


def test_one_is_one() -> None:
    for code, name, one, many in (
        ("P020", "lost", "1 state leads only there", "2 states lead only there"),
        ("P021", "size", "the trap has 1 state", "the trap has 2 states"),
    ):
        assert list(notes(Finding(code, "x", {"name": "x", name: 1}), ENGLISH)) == [one]
        assert list(notes(Finding(code, "x", {"name": "x", name: 2}), ENGLISH)) == [many]
    assert about(RoundFacts("further", 1, 1, 1, 0.0, True, (), ()), ENGLISH) == "1 further question"
    assert next(advice(Widest("x", "5", 1, ()), ENGLISH)).endswith("combinations of 1 variable")


def _report() -> Report:
    """A report in which everything is that can be told."""
    findings = [Finding(code, "0", _fields(code, 2), "", "scenes.yaml", 3, 5) for code in RULES]
    rounds = [RoundFacts(name, 2, 2, 4, 0.5, False, tuple("abcdefgh"), ()) for name in ROUNDS]
    report = Report("small", "1", "", "not proved: bound = 9", 9, findings=findings, rounds=rounds)
    report.left = [Finding("P021", "", {}), Finding("P031", "1", {"name": "lit"})]
    report.widest = Widest("hut", "1.2e+04", 2, (Wide("oil", 300), Wide("lit", 2)))
    report.kept = True
    return report


def test_a_report_is_told_wholly_in_french() -> None:
    english, french = tell(_report()).splitlines(), tell(_report(), say=FRENCH).splitlines()
    assert len(english) == len(french)
    same = [one for one, other in zip(english, french, strict=True) if one == other and one]
    assert same == []
    for report in (replace(_report(), verdict="proved"), replace(_report(), interrupted=True), _report()):
        assert verdict(report, ENGLISH) != verdict(report, FRENCH)
    assert all(ENGLISH(text) != FRENCH(text) for text in PROGRESS.values())


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "text"])
def test_machines_read_the_same_in_every_language(style: str) -> None:
    assert render(_report(), style, say=FRENCH) == render(_report(), style)
    if style == "json":
        data = json.loads(render(_report(), style))
        assert data["left"] == [
            "whether an ending can always still be reached",
            "can happen although it never should: lit",
        ]
        assert data["advice"][0].startswith("scene “hut” alone has 1.2e+04 combinations")
        assert [one["fields"] for one in data["findings"]] == [dict(one.fields) for one in _report().findings]
        assert {"code", "about", "message", "hint", "note", "file", "line", "column"} <= set(data["findings"][0])
        assert data["rounds"][0]["about"] == "the way through the story"


def test_a_report_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    report = _report()
    again = Report.from_data(json.loads(json.dumps(report.to_data())))
    again.kept = True
    assert again == report
