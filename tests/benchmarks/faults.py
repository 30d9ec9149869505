"""Checking stories with many faults: for every code that can be reported often, n faults beside four times as many.

The table comes out of the registry, so that a new rule is measured without being named here. What grows with the
number of faults gives a ratio of about 4; what grows with its square gives 16.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from game.cli.report import FORMATS, render
from game.story.check import check_story
from game.story.diagnostics import RULES, Diagnostic, Rule
from tests.benchmarks.faulty import Growth, growths
from tests.benchmarks.shapes import SHAPES
from tests.story.stories import write, write_example

TIMES = 4
BUDGET = "<= 6 x"


class Size(NamedTuple):
    """So many faults beside four times as many, how often each is timed (the least counts), for which codes and
    other shapes."""

    faults: int
    times: int
    codes: Collection[str]
    shapes: Collection[str]


FULL = Size(200, 2, RULES, SHAPES)
TINY = Size(4, 1, ("S201", "S404"), ("files", "escapes"))


def measure(work: Path, size: Size) -> None:
    """Print, for each code and each way in which its example grows, both times and their ratio."""
    print(f"\nFaults: {size.faults} beside {TIMES * size.faults} of one kind (processor time)")
    print(f"{'':<44}{'n':>10}{f'{TIMES} n':>12}{'ratio':>10}   budget", flush=True)
    once = []
    for rule in (RULES[code] for code in size.codes):
        # Another wrong name every time is worse, but in some examples that name is what is right.
        names = dict.fromkeys((wrong_name(work, rule), ""))
        found = (sum(_row(work, rule, growth, size) for growth in growths(rule, name)) for name in names)
        once += [] if any(found) else [rule.code]
    print(f"reported once only: {', '.join(once)}", flush=True)
    for name in size.shapes:
        _print(name, *(checked(work, Growth(name, SHAPES[name]), n, size.times)[0] for n in _sizes(size)))
    _formats(work, size)


def _sizes(size: Size) -> tuple[int, int]:
    return size.faults, TIMES * size.faults


def wrong_name(work: Path, rule: Rule) -> str:
    """The name that a rule's example has wrong, where its faulty line holds it, '' for none."""
    if rule.repeat > 1 or rule.file not in rule.example:
        return ""
    folder = work / f"example-{rule.code}"
    folder.mkdir()
    found = re.search(r"'([a-z]\w*)'", check_story(write_example(folder, rule))[0].message)
    line = rule.example[rule.file].splitlines()[rule.line - 1]
    return found[1] if found and re.search(rf"\b{found[1]}\b", line) else ""


def _row(work: Path, rule: Rule, growth: Growth, size: Size) -> bool:
    """One line of the table; false where the code is not reported for each fault."""
    fewer, found = checked(work, growth, size.faults, size.times)
    if sum(one.code == rule.code for one in found) < size.faults:
        return False
    more, _ = checked(work, growth, TIMES * size.faults, size.times)
    _print(f"{rule.code} {growth.name}", fewer, more)
    return True


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


def _formats(work: Path, size: Size) -> None:
    """Reports of many faults on one line of a file: each quotes its line."""
    growth = next(each for each in growths(RULES["S407"]) if each.name == "in one one-line text")
    for style in FORMATS:
        spent = []
        for faults in _sizes(size):
            _, found = checked(work, growth, faults, 1)
            started = time.process_time()
            render(found, style)
            spent.append(time.process_time() - started)
        _print(f"{style} report of faults on one line", *spent)


def _print(what: str, fewer: float, more: float) -> None:
    ratio = more / max(fewer, 1e-6)
    print(f"{what:<44}{fewer * 1000:7.1f} ms{more * 1000:9.1f} ms{ratio:8.1f} x   {BUDGET}", flush=True)
