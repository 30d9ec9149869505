"""The digest of what a story does: equal as long as nothing changes that can change play, however it is worded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from game.engine.program import Choice, Program, Scene, Slot, junctions


def play_digest(program: Program) -> str:
    """16 hex digits over variables, graph, guards, effects and ids; prose, order and file layout do not count.

    Slots and scenes are written by name. Counters follow from what asks for them, and are left out.
    """
    writer = _Writer(program)
    lines = [f"story {program.id} {writer.scene_names[program.start] if program.scenes else ''}"]
    lines += [writer.slot(slot) for slot in program.slots if slot.kind in ("bool", "int", "enum", "member")]
    lines += sorted(writer.scene(Scene(*raw)) for raw in program.scenes)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


class _Writer:
    """Writes compiled tuples with names in the place of positions; equal expressions are written once."""

    def __init__(self, program: Program) -> None:
        self.slot_names = [slot.name for slot in program.slots]
        self.scene_names = [raw[0] for raw in junctions(program)]
        self.endings = [ending.id for ending in program.endings]
        self._known: dict[int, str] = {}

    def slot(self, slot: Slot) -> str:
        cap = self.tuple_of(slot.cap)
        return f"{slot.name} {slot.kind} {slot.low} {slot.high} {slot.start} {slot.names} {cap}"

    def scene(self, scene: Scene) -> str:
        ending = self.endings[scene.ending] if scene.ending >= 0 else ""
        choices = " ".join(self.choice(Choice(*raw)) for raw in scene.choices)
        run_on = f" {self.target(scene.run_on)}" if scene.run_on else ""
        return f"{scene.id} {self.many(scene.do)} {ending} {choices}{run_on}"

    def choice(self, choice: Choice) -> str:
        flags = f"{choice.secret:d}{choice.once:d}{choice.fallback:d}"
        return f"{choice.id} {self.tuple_of(choice.guard)} {flags} {self.many(choice.do)} {self.target(choice.target)}"

    def many(self, parts: Iterable[Any]) -> str:
        return "[" + " ".join(map(self.tuple_of, parts)) + "]"

    def target(self, target: Any) -> str:
        """A target, or any nest of targets, guards and numbers inside one."""
        if target is None:
            return "-"
        match target:
            case ("scene", scene):
                return str(self.scene_names[scene])
            case ("stay" | "return" as word,):
                return str(word)
            case ("first", parts):
                return "first(" + " ".join(f"{self.tuple_of(g)}:{self.target(t)}" for g, t in parts) + ")"
            case ("draw", place, parts):
                each = " ".join(f"{w} {self.tuple_of(g)}:{self.target(t)}" for w, g, t in parts)
                return f"draw({place} {each})"
            case ("deck", place, cards, otherwise):
                return f"deck({place} {' '.join(sorted(map(self.storylet, cards)))} {self.target(otherwise)})"
            case ("call", called, then):
                return f"call({self.target(called)} {self.scene_names[then]})"
            case ("leave", part):
                return f"leave({self.target(part)})"
        raise ValueError(f"not a target: {target[0]!r}")

    def storylet(self, card: tuple[Any, ...]) -> str:
        scene, guard, priority, weight, _, most = card
        return f"{self.scene_names[scene]} {self.tuple_of(guard)} {priority} {weight} {most}"

    def tuple_of(self, part: Any) -> str:
        """An expression or an op."""
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = self._written(part)
        return known

    def _written(self, part: Any) -> str:
        if part is None:
            return "-"
        op = part[0]
        if op == "var":
            return str(self.slot_names[part[1]])
        if op == "const":
            return str(part[1])
        if op in ("set", "add", "cap"):
            return f"({op} {self.slot_names[part[1]]} {self.tuple_of(part[2])})"
        if op == "roll":
            return f"(roll {part[2]} {self.tuple_of(part[3])})"
        if op == "rolled":
            return f"(rolled {part[1]})"
        if op == "if":
            return f"(if {self.tuple_of(part[1])} {self.many(part[2])} {self.many(part[3])})"
        if op == "in":
            return f"(in {self.tuple_of(part[1])} {part[2]})"
        return f"({op} {' '.join(map(self.tuple_of, part[1:]))})"
