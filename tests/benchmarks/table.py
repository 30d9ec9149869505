"""What was measured, as rows: each beside a floor that was measured in the same run, or beside an earlier commit, and
with what is aimed at. All of them are printed as one table.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WHAT, VALUE, RATIO, SPREAD, TARGET = 62, 14, 10, 20, 16
"""The widths of the columns."""


class Target(NamedTuple):
    """What is aimed at: at most or at least so much of the ratio, or, in a unit, of what was measured itself."""

    sign: str
    bound: float
    unit: str = ""

    def met(self, ratio: float | None, measured: float) -> bool | None:
        """Whether it is; None for a ratio that there is not."""
        value = measured if self.unit else ratio
        if value is None:
            return None
        return value <= self.bound if self.sign == "<=" else value >= self.bound

    def __str__(self) -> str:
        return f"{self.sign} {shown(self.bound, self.unit) if self.unit else f'{self.bound:.2f} x'}"


def at_most(bound: float, unit: str = "") -> Target:
    """No more than that: times what stands beside, or in a unit."""
    return Target("<=", bound, unit)


def at_least(bound: float, unit: str = "") -> Target:
    """No less than that: times what stands beside, or in a unit."""
    return Target(">=", bound, unit)


class Row(NamedTuple):
    """One thing that was measured: seconds (`s`), megabytes (`MB`), so many a second (`/s`), or a mere number.

    `beside` is the floor's figure, `floor` says what that is; `target` is for the ratio to it, `against` for the ratio
    to an earlier commit. `what` is the row's name, the only one in its part.
    """

    part: str
    what: str
    ours: float
    unit: str = "s"
    beside: float | None = None
    floor: str = ""
    target: Target | None = None
    against: Target | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to what stands beside; None where nothing does."""
        return self.ours / self.beside if self.beside else None

    @property
    def key(self) -> tuple[str, str]:
        """By which it is known in another run."""
        return self.part, self.what

    def to_json(self) -> str:
        """The row as one line."""
        return json.dumps(self)

    @classmethod
    def from_json(cls, line: str) -> Row:
        """The row that a line tells."""
        row = cls(*json.loads(line))
        target, against = (Target(*each) if each else None for each in (row.target, row.against))
        return row._replace(target=target, against=against)


class Pair(NamedTuple):
    """A row of ours with the same one of another commit: medians of both, the median of the ratios of runs that were
    made one after the other, and the least and the most of them. Without `theirs` the other commit has no such row;
    beside nothing there is no ratio.
    """

    row: Row
    ours: float
    theirs: float | None = None
    ratio: float | None = None
    spread: tuple[float, float] | None = None


def paired(ours: list[list[Row]], theirs: list[list[Row]]) -> Iterator[Pair]:
    """The rows of our runs, in their order, each with those of the other commit's runs; a run for a run."""
    here, there = ([{row.key: row.ours for row in run} for run in runs] for runs in (ours, theirs))
    for row in {row.key: row for run in ours for row in run}.values():
        mine = [run[row.key] for run in here if row.key in run]
        both = [(a[row.key], b[row.key]) for a, b in zip(here, there, strict=True) if row.key in a and row.key in b]
        pair = Pair(row, statistics.median(mine))
        if both:
            pair = pair._replace(theirs=statistics.median(b for _, b in both))
        if ratios := [a / b for a, b in both if b]:
            pair = pair._replace(ratio=statistics.median(ratios), spread=(min(ratios), max(ratios)))
        yield pair


def shown(value: float | None, unit: str) -> str:
    """A figure with its unit; '' for none."""
    if value is None:
        return ""
    if unit == "s":
        return f"{value * 1000:,.1f} ms"
    return f"{value:,.1f} MB" if unit == "MB" else f"{value:,.0f}{' ' if unit else ''}{unit}"


def verdict(target: Target | None, ratio: float | None, measured: float) -> str:
    """Whether a target is met: yes, no, or '' where there is none or nothing to say it by."""
    met = target.met(ratio, measured) if target else None
    return "" if met is None else "yes" if met else "no"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f} x"


def _line(what: str, ours: str, beside: str, ratio: str, target: str, met: str, spread: str | None = None) -> str:
    middle = "" if spread is None else f"{spread:>{SPREAD}}"
    return f"{what:<{WHAT}}{ours:>{VALUE}}{beside:>{VALUE}}{ratio:>{RATIO}}{middle}{target:>{TARGET}}  {met:<4}"


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """The table, line by line as the rows come: a quiet line wherever a part begins or something else stands beside."""
    yield _line("what", "ours", "beside", "ratio", "target", "met").rstrip()
    last: tuple[str, str] | None = None
    for row in rows:
        if (row.part, row.floor) != last:
            last = (row.part, row.floor)
            yield f"{row.part}, beside {row.floor}" if row.floor else row.part
        told = _line(
            f"  {row.what}",
            shown(row.ours, row.unit),
            shown(row.beside, row.unit),
            _times(row.ratio),
            str(row.target or ""),
            verdict(row.target, row.ratio, row.ours),
        )
        yield f"{told} {row.note}".rstrip()


def lines_against(commit: str, pairs: Iterable[Pair]) -> Iterator[str]:
    """The table of pairs with another commit."""
    commit = commit[:12]
    yield _line("what", "ours", commit, "ratio", "target", "met", "spread").rstrip()
    part = ""
    for row, ours, theirs, ratio, spread in pairs:
        if row.part != part:
            part = row.part
            yield part
        if theirs is None:
            yield _line(f"  {row.what}", shown(ours, row.unit), "", "", "", "", f"not in {commit}").rstrip()
            continue
        told = _line(
            f"  {row.what}",
            shown(ours, row.unit),
            shown(theirs, row.unit),
            _times(ratio),
            str(row.against or ""),
            verdict(row.against, ratio, ours),
            f"{spread[0]:.2f} to {spread[1]:.2f}" if spread else "",
        )
        yield told.rstrip()


def apart(*groups: Iterable[Row]) -> Iterator[Row]:
    """The rows of all groups. One that fails takes no other with it; what failed is raised in the end."""
    failed: list[Exception] = []
    for group in groups:
        try:
            yield from group
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("not everything could be measured", failed)
