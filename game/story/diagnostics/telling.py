"""How many problems a person is told: the first of every file, and how many more there are of which kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from game.story.diagnostics.problems import BEYOND, Diagnostic, shown_path
from game.story.diagnostics.rule import Severity

MOST = 100
"""So many problems of a file are told; one slip repeated, or one file of another kind, can make thousands."""
KINDS = 6
"""So many kinds of the rest are named."""
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def told(diagnostics: Iterable[Diagnostic], folder: str = "", most: int = MOST) -> list[str]:
    """The problems as paragraphs of text, sorted by file as they come; past `most` of a file only their number.

    Errors go before warnings, and warnings before notes, where not all are told; those told stay in the order of lines.
    """
    paragraphs: list[str] = []
    for path, group in groupby(diagnostics, key=lambda one: one.path):
        found = list(group)
        first = set(map(id, sorted(found, key=_rank)[:most]))
        paragraphs += [one.format(folder=folder) for one in found if id(one) in first]
        if left := [one for one in found if id(one) not in first]:
            paragraphs.append(_left(path, left, folder))
    return paragraphs


def _rank(one: Diagnostic) -> tuple[bool, int]:
    """What is told first. That not all were counted is told in any case."""
    return one.code != BEYOND, _ORDER[Severity(one.severity)]


def _left(path: str, left: list[Diagnostic], folder: str) -> str:
    """`and 3,900 more of 12 kinds in scenes.yaml: S301 2,000 times, ...`."""
    kinds = Counter(one.code for one in left).most_common()
    named = ", ".join(f"{code} {count:,} time{'s' if count > 1 else ''}" for code, count in kinds[:KINDS])
    rest = ", ..." if len(kinds) > KINDS else ""
    plural = "kinds" if len(kinds) > 1 else "kind"
    return f"and {len(left):,} more of {len(kinds)} {plural} in {shown_path(path, folder)}: {named}{rest}"
