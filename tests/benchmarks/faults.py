"""Checking stories with many faults: for every code that can be reported often, n faults beside four times as many.

The table comes out of the registry, so that a new rule is measured without being named here. What grows with the
number of faults gives a ratio of about 4; what grows with its square gives 16.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from game.cli.report import FORMATS, render
from game.story.check import check_story
from game.story.diagnostics import RULES, Diagnostic, Rule
from tests.benchmarks.faulty import Growth, growths
from tests.benchmarks.shapes import SHAPES
from tests.benchmarks.table import Row, apart, at_most
from tests.story.stories import write, write_example

TIMES = 4
TARGET = at_most(6)


class Size(NamedTuple):
    """So many faults beside four times as many, how often each is timed (the least counts), for which codes and
    other shapes."""

    faults: int
    times: int
    codes: Collection[str]
    shapes: Collection[str]


FULL = Size(200, 3, RULES, SHAPES)
TINY = Size(4, 1, ("S201", "S404"), ("files", "escapes"))


def rows(work: Path, size: Size) -> Iterator[Row]:
    """For each code and each way in which its example grows, for each other shape and each format of a report, the time
    for four times as many faults beside that for so many.
    """
    return apart(_rules(work, size), *(_shape(work, name, size) for name in size.shapes), _formats(work, size))


def _row(what: str, size: Size, fewer: float, more: float) -> Row:
    floor = f"a quarter of the {TIMES * size.faults} of one kind (time of processor)"
    return Row("faults", what, more, "s", max(fewer, 1e-6), floor, TARGET)


def _rules(work: Path, size: Size) -> Iterator[Row]:
    once = []
    for rule in (RULES[code] for code in size.codes):
        # Another wrong name every time is worse, but in some examples that name is what is right.
        names = dict.fromkeys((wrong_name(work, rule), ""))
        grown = ([row for way in growths(rule, name) for row in _grown(work, rule, way, size)] for name in names)
        found = next(filter(None, grown), [])
        once += [] if found else [rule.code]
        yield from found
    yield Row("faults", "codes reported once only", len(once), "", note=", ".join(once))


def wrong_name(work: Path, rule: Rule) -> str:
    """The name that a rule's example has wrong, where its faulty line holds it, '' for none."""
    if rule.repeat > 1 or rule.file not in rule.example:
        return ""
    folder = work / f"example-{rule.code}"
    folder.mkdir()
    found = re.search(r"'([a-z]\w*)'", check_story(write_example(folder, rule))[0].message)
    line = rule.example[rule.file].splitlines()[rule.line - 1]
    return found[1] if found and re.search(rf"\b{found[1]}\b", line) else ""


def _grown(work: Path, rule: Rule, growth: Growth, size: Size) -> Iterator[Row]:
    """The row of a rule and a growth; none where the code is not reported for each fault."""
    fewer, found = checked(work, growth, size.faults, size.times)
    if sum(one.code == rule.code for one in found) >= size.faults:
        more, _ = checked(work, growth, TIMES * size.faults, size.times)
        yield _row(f"{rule.code} {growth.name}", size, fewer, more)


def _shape(work: Path, name: str, size: Size) -> Iterator[Row]:
    growth = Growth(name, SHAPES[name])
    fewer, more = (checked(work, growth, faults, size.times)[0] for faults in (size.faults, TIMES * size.faults))
    yield _row(name, size, fewer, more)


def checked(work: Path, growth: Growth, faults: int, times: int) -> tuple[float, list[Diagnostic]]:
    """The least processor time of checking a story with so many faults, and what was found."""
    folder = work / f"{len(list(work.iterdir()))}" / "story"
    write(folder, dict(growth.files(faults)))
    spent = []
    for _ in range(times):
        started = time.process_time()
        found = check_story(folder)
        spent.append(time.process_time() - started)
    return min(spent), found


def _formats(work: Path, size: Size) -> Iterator[Row]:
    """Reports of many faults on one line of a file: each quotes its line."""
    growth = next(each for each in growths(RULES["S407"]) if each.name == "in one one-line text")
    for style in FORMATS:
        spent = []
        for faults in (size.faults, TIMES * size.faults):
            _, found = checked(work, growth, faults, 1)
            started = time.process_time()
            render(found, style)
            spent.append(time.process_time() - started)
        yield _row(f"{style} report of faults on one line", size, *spent)
