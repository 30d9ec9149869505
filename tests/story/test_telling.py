"""How many problems of a file are told: errors first, in the order of lines, and the rest counted."""

from __future__ import annotations

from game.story.diagnostics import Diagnostic, Severity
from game.story.diagnostics.telling import told


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
