"""`game stats`: how much there is of a story, by chapter and language."""

from __future__ import annotations

from collections import Counter
from typing import Any

from game.engine import Machine, Program, Scene
from game.engine.markup import plain
from game.engine.program import SHARED


def words_in(text: Any) -> int:
    """Words of a compiled text; of alternatives, all are counted, since somebody wrote them all."""
    if isinstance(text, str):
        return len(plain(text).split())
    return sum(words_in(part) for part in _strings(text))


def _strings(piece: Any) -> list[str]:
    """The written strings of a piece of text."""
    if isinstance(piece, str):
        return [piece]
    match piece[0] if isinstance(piece, tuple) and piece else None:
        case "num" | "expr" | "word" | "said" | "list":
            return []
        case "if":
            return [*_pieces(piece[2]), *_pieces(piece[3])]
        case "seq":
            return [string for item in piece[3] for string in _pieces(item)]
    return [string for part in piece for string in _strings(part)]


def _pieces(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else [string for part in text for string in _strings(part)]


def chapter_words(program: Program, language: str) -> Counter[str]:
    """Words by chapter id in one language; what belongs to no scene is under ''. Untranslated texts do not count.

    A text that has a name is counted once by itself, and again in each line that shows it.
    """
    machine = Machine(program)
    chapters = [chapter.id for chapter in program.chapters]
    missing = set(program.untranslated.get(language, ())) | _not_prose(machine)
    # These two are made by joining paragraphs that are texts of their own.
    missing |= {program.about, program.credits}
    counts: Counter[str] = Counter()
    known: set[tuple[str, tuple[str, ...]]] = set()
    for index, text in enumerate(program.texts[language]):
        owner = program.text_owner[index]
        once = (owner, tuple(_pieces(text)))
        if index in missing or once in known:
            continue
        if owner.startswith(SHARED):
            known.add(once)
        scene = owner.split("/")[0]
        chapter = machine.scene(program.index[scene]).chapter if scene in program.index else -1
        counts[chapters[chapter] if chapter >= 0 else ""] += words_in(text)
    return counts


def _not_prose(machine: Machine) -> set[int]:
    """The texts that nobody wrote as prose: drawings, and reasons that the compiler made from conditions."""
    found = set()
    for picture in machine.pictures.values():
        found |= {picture.art, *(art for _, _, art in picture.variants)}
    for index in range(len(machine.program.scenes)):
        for choice in machine.scene(index).choices:
            found |= {text for holds, text in choice.reasons if holds is not None}
    return found


def table(program: Program) -> str:
    """The counts as lines of tab-separated values, a chapter each, then totals."""
    machine = Machine(program)
    languages = list(program.texts)
    words = {language: chapter_words(program, language) for language in languages}
    scenes = [machine.scene(index) for index in range(len(program.scenes))]

    def choices_of(some: list[Scene]) -> int:
        return sum(choice.kind == "choice" for scene in some for choice in scene.choices)

    rows = [["chapter", "scenes", "choices", *(f"words ({language})" for language in languages)]]
    for position, chapter in enumerate(program.chapters):
        here = [scene for scene in scenes if scene.chapter == position]
        rows.append(
            [chapter.id, str(len(here)), str(choices_of(here)), *(str(words[one][chapter.id]) for one in languages)]
        )
    rows.append(["other", "", "", *(str(words[one][""]) for one in languages)])
    total = [str(len(scenes)), str(choices_of(scenes))]
    rows.append(["total", *total, *(str(words[one].total()) for one in languages)])
    extras = [("endings", len(program.endings)), ("codex", len(program.codex)), ("pictures", len(program.pictures))]
    return "\n".join("\t".join(row) for row in [*rows, *([name, str(count)] for name, count in extras)])
