"""What the proof reads of a story, as a digest: prose can change without changing it, and then nothing need be proved
again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from game import __version__
from game.engine import Choice, Entry, Picture, Program, Scene, Status, Text
from game.engine.markup import links
from game.engine.program import junctions
from game.proof.report.report import FORM


def digest(program: Program, bound: int, policy: Mapping[str, float]) -> str:
    """A key for the proof of a program with these options, by this version: another may know more, or better."""
    texts = program.texts[program.language]
    read = (
        FORM,
        __version__,
        bound,
        sorted(policy.items()),
        program.id,
        program.start,
        [(slot[:6], slot[8:]) for slot in program.slots],
        [_scene(Scene(*raw)) for raw in junctions(program)],
        [(ending.id, ending.blocks) for ending in program.endings],
        list(map(_entry, program.codex)),
        list(map(_picture, program.pictures)),
        list(map(_status, program.status)),
        [invariant[:4] for invariant in program.invariants],
        [(owner, _text(text)) for owner, text in zip(program.text_owner, texts, strict=True)],
    )
    return hashlib.sha256(repr(read).encode()).hexdigest()[:32]


def _scene(scene: Scene) -> tuple[Any, ...]:
    # Which words a player is asked for decides nothing.
    choices = [Choice(*choice)._replace(facts=(), ask=-1) for choice in scene.choices]
    return (
        scene.id,
        scene.picture,
        scene.visits,
        scene.cycle,
        scene.do,
        scene.blocks,
        choices,
        scene.ending,
        scene.run_on,
        scene.shows,
    )


def _entry(entry: Entry) -> tuple[Any, ...]:
    return (entry.id, entry.blocks, entry.stages, entry.open)


def _picture(picture: Picture) -> tuple[Any, ...]:
    return (picture.id, [holds for holds, _, _ in picture.variants])


def _status(line: Status) -> tuple[Any, ...]:
    return (line.kind, line.guard, line.value if line.kind in ("text", "picture") else None)


def _text(text: Text) -> Any:
    """A text without its words: what varies in it, and which entries it links to."""
    if isinstance(text, str):
        return (bool(text), links(text))
    found: list[Any] = []
    for piece in text:
        if isinstance(piece, str):
            found.append(links(piece))
        elif piece[0] == "if":
            found.append(("if", piece[1], _text(piece[2]), _text(piece[3])))
        elif piece[0] == "seq":
            found.append((*piece[:3], [_text(item) for item in piece[3]]))
    return found


def as_json(data: Mapping[str, Any]) -> str:
    """JSON on one line, in ASCII: names of files may hold what UTF-8 does not."""
    return json.dumps(data, separators=(",", ":"))
