"""Conditions that have a name: the same program as if they were written out, and each fault of one told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.engine import Program
from game.story.check import check_story, examine
from game.story.expressions import checker, conditions
from tests.story.stories import SMALL, write

HEAD = (
    SMALL
    + """\
variables:
  water: {range: [0, 9], start: 4}
  truth: {one_of: [none, told]}
  alive: true
"""
)
SCENES = """\
scenes:
  one:
    text:
      - "{READY: Now.|Later.} {truth}"
      - {if: not READY, text: Wait.}
    choices:
      go: {text: Go., if: READY and water < 9, do: [alive = READY, {if: READY, do: truth = told}], to: two}
      on: {text: On., do: [water += 1, alive = false], to: [{if: water > 5 or READY, to: two}, {to: one}]}
  two:
    text: Two.
    choices:
      end: {text: End., if: LATE == READY, to: last}
      back: {text: Back., to: one}
  last: {text: Last., ending: done}
"""
READY, LATE = "alive and (water >= 3 or seen(two))", "visits(one) > 2 and not (alive and (water >= 3 or seen(two)))"


def compiled(folder: Path, story: str, scenes: str) -> Program:
    folder.mkdir()
    examined = examine(write(folder, {"story.yaml": story, "scenes.yaml": scenes}))
    assert [one.format() for one in examined.diagnostics] == []
    assert examined.program is not None
    return examined.program


def test_a_name_is_what_it_stands_for(tmp_path: Path) -> None:
    named = (
        HEAD + f"conditions:\n  late: visits(one) > 2 and not ready\n  ready: {READY}\nnever: late and scene == last\n"
    )
    short = compiled(tmp_path / "short", named, SCENES.replace("READY", "ready").replace("LATE", "late"))
    written = HEAD + f"never: ({LATE}) and scene == last\n"
    long = compiled(tmp_path / "long", written, SCENES.replace("READY", f"({READY})").replace("LATE", f"({LATE})"))
    said = [one._replace(source="", line=0, column=0) for one in short.invariants]
    assert said == [one._replace(source="", line=0, column=0) for one in long.invariants]
    assert short._replace(marks={}, invariants=()) == long._replace(marks={}, invariants=())


def found(folder: Path, more: str, guard: str = "ready") -> list[tuple[str, int, int]]:
    """Codes and places of what is wrong with a story with these further lines, which begin at line 11."""
    scene = f"scenes:\n  one:\n    text: '{{water}} {{truth}} {{alive: yes|no}} {{{guard}: a|b}}'\n    ending: done\n"
    write(folder, {"story.yaml": HEAD, "scenes.yaml": scene})
    write(folder, {"story.yaml": HEAD + more})
    return [(one.code, one.line, one.column) for one in check_story(folder) if one.code != "S704"]


BAD = [
    ("conditions: {}\n", [("S301", 3, 45)]),
    ("conditions:\n", [("S301", 3, 45)]),
    ("conditions: ready\n", [("S104", 11, 13)]),
    ("conditions: [ready]\n", [("S104", 11, 1)]),
    ("conditions:\n  ready:\n", [("S105", 12, 3)]),
    ("conditions:\n  ready: ~\n", [("S120", 12, 10)]),
    ("conditions:\n  ready: ''\n", [("S105", 12, 3)]),
    ("conditions:\n  ready: [alive]\n", [("S104", 12, 3)]),
    ("conditions:\n  ready: {if: alive}\n", [("S104", 12, 3)]),
    ("conditions:\n  ready: yes\n", [("S120", 12, 10)]),
    ("conditions:\n  ready: alive\n  ready: alive\n", [("S010", 13, 3)]),
    ("conditions:\n  ready: alive\n  Ready: alive\n", [("S111", 13, 3)]),
    ("conditions:\n  ready: alive\n  seen: alive\n", [("S111", 13, 3)]),
    ("conditions:\n  ready: alive\n  water: alive\n", [("S331", 13, 3)]),
    ("conditions:\n  ready: alive\n  told: alive\n", [("S331", 13, 3)]),
    ("conditions:\n  ready: wter > 3\n", [("S301", 12, 10)]),
    ("conditions:\n  ready: water > 12\n", [("S304", 12, 10)]),
    ("conditions:\n  ready: water\n", [("S311", 12, 10)]),
    ("conditions:\n  ready: visits(one)\n", [("S311", 12, 10)]),
    ("conditions:\n  ready: seen(here)\n", [("S201", 12, 15)]),
    ("conditions:\n  ready: scene == one\n", [("S315", 12, 10)]),
    ("conditions:\n  ready: alive and\n", [("S308", 12, 19)]),
    ("conditions:\n  ready: not ready\n", [("S332", 12, 3)]),
    ("conditions:\n  ready: a\n  a: alive or b\n  b: a and c\n  c: a\n", [("S332", 13, 3)]),
    ("conditions:\n  ready: alive\n  a: b\n  b: alive\n", [("S721", 13, 3), ("S721", 14, 3)]),
    ("conditions:\n  ready: alive\n  a: wter > 3\n", [("S301", 13, 6)]),
    ("conditions:\n  ready: " + "(" * 31 + "alive" + ")" * 31 + "\n", [("S310", 12, 40)]),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), BAD, ids=[more.strip().replace("\n", " ")[:60] for more, _ in BAD])
def test_what_is_wrong_with_a_condition_is_told_once_and_in_its_place(
    more: str, expected: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    assert found(tmp_path, more) == expected


def test_a_condition_cannot_be_set_printed_or_compared_with_a_word(tmp_path: Path) -> None:
    scene = "scenes:\n  one:\n    text: '{ready} {truth} {water} {ready == 1: a} {truth == ready: b} {rady: c}'\n"
    scene += "    do: [ready = true, alive = ready, ready += 1]\n    ending: done\n"
    write(tmp_path, {"story.yaml": HEAD + "conditions: {ready: alive}\n", "scenes.yaml": scene})
    told = [(one.code, one.column, one.hint) for one in check_story(tmp_path)]
    assert told == [
        ("S301", 13, "It is a condition: write {ready: words|other words}."),
        ("S303", 37, "A boolean is written alone, `alive` or `not alive`; a number is compared with a number."),
        ("S303", 62, "A boolean is written alone, `alive` or `not alive`; a number is compared with a number."),
        ("S301", 73, "Did you mean 'ready'? Declare it under variables: in story.yaml."),
        ("S301", 10, "It is a condition: it follows from the variables that it names, and these can be set."),
        ("S301", 39, "It is a condition: it follows from the variables that it names, and these can be set."),
    ]


def doubling(count: int) -> str:
    """Each twice as large as the one before: written out, all of them would fill no memory there is."""
    return "".join(
        f"  c{n + 1}: (c{n} or water == {n % 8}) and (c{n} or water != {n % 8} or alive)\n" for n in range(count)
    )


def test_conditions_that_would_grow_without_end_are_refused_where_they_do(tmp_path: Path) -> None:
    told = found(tmp_path, "conditions:\n  c0: truth == told\n" + doubling(60), "c60")
    assert [code for code, _, _ in told] == ["S310"]
    assert 6 < told[0][1] - 12 < 10
    assert conditions.MAX_PARTS == 1000


def test_a_long_row_of_names_is_followed_without_end(tmp_path: Path) -> None:
    row = "".join(f"  c{n}: c{n + 1}\n" for n in range(5000))
    assert found(tmp_path, f"conditions:\n{row}  c5000: alive\n", "c0") == []
    deep = "".join(f"  c{n}: (c{n + 1} == alive)\n" for n in range(5000))
    told = found(tmp_path, f"conditions:\n{deep}  c5000: water > 3\n", "c0")
    assert [code for code, _, _ in told] == ["S310"]
    ring = found(tmp_path, f"conditions:\n{row}  c5000: not c0\n", "c0")
    assert [code for code, _, _ in ring] == ["S332"]


def test_a_story_writes_out_so_much_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "MAX_STORY", 10)
    scene = "scenes:\n  one:\n    text:\n" + "".join(f"      - '{{a and water > {n}: x}}'\n" for n in range(6))
    story = HEAD + "conditions: {a: alive or water > 3}\n"
    told = check_story(write(tmp_path, {"story.yaml": story, "scenes.yaml": scene + "    ending: done\n"}))
    assert [(one.code, one.line) for one in told] == [("S310", 6), ("S310", 7), ("S310", 8), ("S310", 9)]


def test_what_only_an_unused_condition_asks_for_is_not_counted(tmp_path: Path) -> None:
    scene = "scenes:\n  one: {text: '{water} {truth} {alive: a|b}', ending: done}\n"
    plain = examine(write(tmp_path, {"story.yaml": HEAD, "scenes.yaml": scene})).program
    unused = HEAD + "conditions: {a: visits(one) > 7, b: a}\n"
    with_it: Any = examine(write(tmp_path, {"story.yaml": unused})).program
    assert with_it == plain
