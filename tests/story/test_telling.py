"""How many problems of a file are told: errors first, in the order of lines, and the rest counted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from game.cli import run
from game.story.diagnostics import BEYOND, RULES, Diagnostic, Problems, Severity
from game.story.diagnostics.problems import MOST
from game.story.diagnostics.telling import told
from game.story.places.marks import Mark
from tests.story.stories import write_example


def some(code: str, severity: Severity, lines: range, path: str = "a.yaml") -> list[Diagnostic]:
    return [Diagnostic(code, severity, path, line, 1, "Wrong.") for line in lines]


def test_errors_go_before_warnings_where_not_all_are_told() -> None:
    found = sorted(
        [*some("S701", Severity.WARNING, range(1, 11)), *some("S301", Severity.ERROR, range(20, 23))],
        key=lambda one: one.line,
    )
    assert told(found, "story", most=4) == [
        "story/a.yaml:1:1: S701 warning: Wrong.",
        *(f"story/a.yaml:{line}:1: S301 error: Wrong." for line in (20, 21, 22)),
        "and 9 more of 1 kind in story/a.yaml: S701 9 times",
    ]


def test_each_file_has_its_own_hundred_and_few_kinds_are_named() -> None:
    kinds = [one for code in range(9) for one in some(f"S30{code}", Severity.ERROR, range(code + 1))]
    shown = told([*kinds, *some("S701", Severity.NOTE, range(2), "b.yaml")], most=3)
    assert len(shown) == 3 + 1 + 2
    assert shown[3].startswith("and 42 more of 7 kinds in a.yaml: S308 9 times, S307 8 times,")
    assert shown[3].endswith(", ...")


def collected(severity: Severity, lines: range, path: str = "a.yaml", before: Problems | None = None) -> Problems:
    problems = before or Problems()
    for line in lines:
        problems.add("S033", Mark(path, line, 1), severity=severity)
    return problems


def counts(problems: Problems) -> dict[tuple[str, Severity, bool], int]:
    return dict(Counter((one.path, one.severity, one.code == BEYOND) for one in problems.sorted()))


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("more", [-1, 0, 1, 2, MOST])
def test_past_so_many_of_a_file_one_tells_that_there_are_more(severity: Severity, more: int) -> None:
    problems = collected(severity, range(1, MOST + more + 1))
    expected = {("a.yaml", severity, False): MOST + min(more, 0)}
    if more > 0:
        expected["a.yaml", severity, True] = 1
    assert counts(problems) == expected
    again = Problems()
    again.extend(problems.sorted())
    assert again.sorted() == problems.sorted()
    assert counts(collected(severity, range(3 * MOST, 3 * MOST + 9), before=again)) == {
        ("a.yaml", severity, False): MOST,
        ("a.yaml", severity, True): 1,
    }


def test_equal_problems_fill_nothing() -> None:
    problems = collected(Severity.NOTE, range(1, 10))
    for _ in range(MOST):
        collected(Severity.NOTE, range(5, 6), before=problems)
    assert counts(problems) == {("a.yaml", Severity.NOTE, False): 9}


def test_other_files_and_errors_after_very_many_warnings_are_heard() -> None:
    problems = collected(Severity.WARNING, range(1, 2 * MOST))
    assert problems.errors == 0
    collected(Severity.ERROR, range(7, 8), before=problems)
    assert problems.errors == 1
    assert problems.broken("a.yaml")
    collected(Severity.WARNING, range(7, 9), "b.yaml", before=problems)
    assert counts(problems)["b.yaml", Severity.WARNING, False] == 2


def test_the_command_says_how_many_are_listed_and_that_there_are_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = write_example(tmp_path, RULES[BEYOND])
    assert run(["check", str(story)]) == 1
    done = capsys.readouterr()
    assert f"scenes.yaml:1:1: {BEYOND} error: the file has more than 5,000 errors; the others are" in done.out
    assert "and 4,901 more of 1 kind in " in done.out
    assert done.err.startswith("more than 5,000 errors.")
    run(["check", str(story), "--format", "json"])
    assert len(json.loads(capsys.readouterr().out)) == MOST + 1
