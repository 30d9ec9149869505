"""What the newer means of the format save: stories in two forms, counted by one rule and proved to be the same.

A folder here holds `old`, a story as a careful author wrote it before there were results, staying, running on,
interrupts, choice sets, names for conditions and texts, links to choices and several ways in a line; and `new`. A form
that is kept elsewhere is taken from there. The stories that were written for it are the guide's examples too.

Where an answer is longer than the rest of a line, or where a scene only runs on, next to nothing is saved: a choice
with `result` then takes as many lines as the choice and its scene did. So the older stories, which were made to show a
thing each, save little; what saves is many short answers, what can be done in several places, and what is asked after
every choice.
"""

from __future__ import annotations

from pathlib import Path

from game.cli.scaffold import TEMPLATE
from tests.guide.blocks import GUIDE, examples
from tests.guide.workshop import Workshop

HERE = Path(__file__).parent
CASES = HERE.parent / "cases"

WRITTEN = ("wire", "hut", "room")
"""The stories written for it: a conversation, days that come round, the search of a room."""

LINES = {
    "wire": (71, 35),
    "hut": (114, 57),
    "room": (71, 35),
    "night-boat": (54, 54),
    "choice-once": (22, 16),
    "conversation": (22, 19),
    "deck-priority": (33, 33),
    "hall": (32, 32),
}
"""All stories, and how many lines they take in the old form and in the new: the last ones are what `game new` writes,
three cases, and the conversation of the guide."""


def forms(name: str, folder: Path) -> tuple[Path, Path]:
    """The folders of the two forms of a story; `folder` is an empty one in which what the guide shows may be built."""
    old, new = HERE / name / "old", HERE / name / "new"
    if not old.exists():
        return CASES / name, new
    if new.exists():
        return old, new
    if name == "night-boat":
        return old, TEMPLATE
    shown = next(one for one in examples(GUIDE.read_text(encoding="utf-8")) if one.title == "What a choice answers")
    for _ in Workshop(folder).run(shown):
        pass
    return old, folder
