"""Catalogues with n and with 4n of something wrong or new: whether time grows in proportion."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.table import Row, at_most
from tests.story.po_texts import HEADER

FULL, TINY = 1000, 5
STORY = "story: small\ntitle: Small\nversion: 1.0.0\nlanguage: en\nstart: one\nendings: {done: Done}\n"


class Case(NamedTuple):
    """What is in a story of size n: the scene's text, and the catalogue's entries."""

    name: str
    scene: Callable[[int], str]
    entries: Callable[[int], str]
    updated: bool = False


def _one(count: int) -> str:
    return "One."


def _paragraphs(count: int) -> str:
    return "\n\n      ".join(f"Paragraph {number} of the new text." for number in range(count))


def _entry(source: str, text: str) -> str:
    return f'msgctxt "one"\nmsgid "{source}"\nmsgstr "{text}"\n\n'


CASES = [
    Case("faults in one translation", _one, lambda n: _entry("One.", "{watr} " * n)),
    Case("escapes and faults in one translation", _one, lambda n: _entry("One.", '\\"{watr}\\" ' * n)),
    Case("one fault a line in one translation", _one, lambda n: _entry("One.", "{watr} ").replace("} ", '} "\n"' * n)),
    Case("translations with a fault", _paragraphs, lambda n: "".join(
        _entry(f"Paragraph {k} of the new text.", "{watr}") for k in range(n)
    )),
    Case("open strings", _one, lambda n: "".join(f'msgid "{k}"\nmsgstr "\n' for k in range(n))),
    Case("escapes that are none", _one, lambda n: "".join(_entry(str(k), "\\q") for k in range(n))),
    Case("entries of one text", _one, lambda n: _entry("One.", "Un.") * n),
    Case("blank translations", _paragraphs, lambda n: "".join(
        _entry(f"Paragraph {k} of the new text.", " ") for k in range(n)
    )),
    Case("updated: texts of one scene reworded", _paragraphs, lambda n: "".join(
        _entry(f"Paragraph {k} of the old text.", f"Alinéa {k}.") for k in range(n)
    ), updated=True),
    Case("updated: translations of one scene left over", _one, lambda n: "".join(
        _entry(f"Paragraph {k} of the old text.", f"Alinéa {k}.") for k in range(n)
    ), updated=True),
]  # fmt: skip


def rows(work: Path, size: int) -> Iterator[Row]:
    """One row a case: the time for 4n, the floor being the time for n."""
    for case in (CASES[0], CASES[-1]):
        _seconds(work / "first", case, 1)  # what is loaded and compiled once is nobody's
    floor = f"a quarter of {4 * size:,} of each (time of processor)"
    for case in CASES:
        few, many = (_seconds(work / f"{count}", case, count) for count in (size, 4 * size))
        yield Row("catalogues", case.name, many, "s", few, floor, at_most(6))


def _seconds(folder: Path, case: Case, count: int) -> float:
    from game.story import check_story
    from game.translate import update

    (folder / "locale").mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    scene = f"scenes:\n  one:\n    text: |\n      {case.scene(count)}\n    ending: done\n"
    (folder / "scenes.yaml").write_text(scene, encoding="utf-8")
    (folder / "locale/fr.po").write_text(HEADER + case.entries(count), encoding="utf-8")
    began = time.process_time()
    if case.updated:
        update(folder, "fr")
    else:
        check_story(folder)
    return time.process_time() - began
