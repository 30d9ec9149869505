"""What translators are told with a text: the authors' notes on what it belongs to, as comments of its entry."""

from __future__ import annotations

from collections.abc import Iterator

from game.story.places.source import Sourced
from game.story.prose.texts import Unit
from game.story.reading.model import Story

BEGINS = "note: "
"""A note begins so in a catalogue. What stands before it in an entry's comments is somebody else's, and is kept."""


class Notes:
    """The notes of a story, each to be put with the texts of its owner; a file's own with the first of its texts."""

    def __init__(self, story: Story) -> None:
        self._of = {owner: str(note).strip() for owner, note in _owned(story) if note}
        self._files = {path: str(note).strip() for path, note in story.notes.items()}

    def comment(self, unit: Unit, kept: str = "") -> str:
        """The comment for a text; `kept` is the one that its entry had. Ask once for each text, in order."""
        notes = [self._files.pop(unit.mark.file, ""), self._of.get(unit.owner, "")]
        foreign = f"\n{kept}".partition(f"\n{BEGINS}")[0].strip("\n")
        return "\n".join([*([foreign] if foreign else []), *(BEGINS + note for note in notes if note)])


def _owned(story: Story) -> Iterator[tuple[str, Sourced | None]]:
    """Every owner of texts that may have a note, by the name that catalogues give it."""
    for scene in story.scenes.values():
        yield str(scene.id), scene.note
        yield from ((choice.owner, choice.note) for choice in scene.choices.values())
    for kind, things in (
        ("codex", story.entries),
        ("picture", story.pictures),
        ("variable", story.variables),
        ("variable", story.typed),
    ):
        yield from ((f"{kind}:{name}", thing.note) for name, thing in things.items())
