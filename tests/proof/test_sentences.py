"""A finding is a code and fields: put into words where it is shown, in either language, its plurals right; what
machines read is the same in every language."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.report.formats import FORMATS, render
from game.proof.report.report import (
    UNBOUNDED,
    Closing,
    EndingFacts,
    Finding,
    OpenQuestion,
    Report,
    RoundFacts,
    Wide,
    Widest,
)
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


def everything_told() -> Report:
    """A report in which everything is that can be told."""
    findings = [Finding(code, "0", _fields(code, 2), "", "scenes.yaml", 3, 5) for code in RULES]
    rounds = [RoundFacts(name, 2, 2, 4, 0.5, False, tuple("abcdefgh"), ()) for name in ROUNDS]
    report = Report("small", "1", "", 9, findings=findings, rounds=rounds)
    asked = [Finding("P021", "", {}), Finding("P031", "1", {"name": "lit"})]
    report.left = [
        OpenQuestion(one, Reason(limit, 9)) for one, limit in zip(asked, (Limit.BOUND, Limit.SIZE), strict=True)
    ]
    report.answers = [
        Answer("scene:hut", "hut", Standing.MET, 3, 0, shortest=False),
        Answer("scene:attic", "attic", Standing.NEVER),
        Answer("scene:shed", "shed", Standing.OPEN, reason=Reason(Limit.BOUND, 9)),
    ]
    report.endings = [
        EndingFacts("out", Standing.MET, 3, None, UNBOUNDED, None, 0.5, 0, 7, 2, (Closing("hut/go"),)),
        EndingFacts("far", Standing.MET, None, 8, None, 9, 0.25, 1000, None, None),
        EndingFacts("lost", Standing.OPEN),
        EndingFacts("gone", Standing.NEVER, share=0.0, before=0, after=9),
    ]
    report.widest = Widest("hut", "1.2e+04", 2, (Wide("oil", 300), Wide("lit", 2)))
    report.kept = True
    return report


def test_a_report_is_told_wholly_in_french() -> None:
    english, french = tell(everything_told()).splitlines(), tell(everything_told(), say=FRENCH).splitlines()
    assert len(english) == len(french)
    same = [one for one, other in zip(english, french, strict=True) if one == other and one]
    assert same == []
    reports = [replace(everything_told(), stopped=Reason(limit, 9)) for limit in Limit]
    for report in (replace(everything_told(), left=[], answers=[]), *reports, everything_told()):
        assert verdict(report, ENGLISH) != verdict(report, FRENCH)
    assert all(ENGLISH(text) != FRENCH(text) for text in PROGRESS.values())


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "text"])
def test_machines_read_the_same_in_every_language(style: str) -> None:
    assert render(everything_told(), style, say=FRENCH) == render(everything_told(), style)
    if style == "json":
        data = json.loads(render(everything_told(), style))
        assert [one["message"] for one in data["open"] if one["code"]] == [
            "whether an ending can always still be reached",
            "can happen although it never should: lit",
        ]
        assert data["advice"][0].startswith("scene “hut” alone has 1.2e+04 combinations")
        assert [one["fields"] for one in data["findings"]] == [dict(one.fields) for one in everything_told().findings]
        assert {"code", "about", "message", "hint", "notes", "file", "line", "column"} <= set(data["findings"][0])
        assert data["work"]["stages"][0]["about"] == "the way through the story"


def test_a_report_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    report = everything_told()
    again = Report.from_data(json.loads(json.dumps(report.to_data())))
    again.kept = True
    assert again == report
