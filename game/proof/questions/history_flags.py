"""What the author's own words ask about ways, as hidden flags in the model: then they are questions about states.

`stays: EXPR` sets a flag once a place is left where the expression holds; broken is any later state without it.
`eventually: EXPR` sets a flag once a place is left where the expression holds; broken is an ending without flag and
expression. `can: GOAL from ORIGIN` sets one once a place of the origin is left; it holds where the goal is met with the
flag, or is itself of the origin.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.engine import Expr, Invariant, Program, Slot
from game.engine.state import scenes_in
from game.proof.system.model import Model
from game.proof.system.terms import Term

ABOUT_WAYS = ("eventually", "stays", "can")


def about_ways(program: Program) -> Iterator[tuple[int, Invariant]]:
    """The invariants about ways, with their numbers."""
    for number, invariant in enumerate(program.invariants):
        if invariant.kind in ABOUT_WAYS:
            yield number, invariant


def way_flags(program: Program) -> list[Slot]:
    """A hidden flag for each invariant about ways."""
    return [Slot(f"passed:{number}", "known", 0, 1, 0) for number, _ in about_ways(program)]


def at_scene(expr: Expr, scene: int) -> Expr:
    """An invariant's expression with its questions about the scene answered."""
    if expr[0] == "scene":
        return ("const", int(scene in expr[1]))
    if expr[0] in ("const", "var"):
        return expr
    if expr[0] == "in":
        return ("in", at_scene(expr[1], scene), expr[2])
    return (expr[0], *(at_scene(part, scene) for part in expr[1:]))


class Remembered:
    """The flags in a model, and what they say at a place, the place itself included."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.terms = model.terms
        slots = {slot.name: index for index, slot in enumerate(model.terms.slots)}
        program = model.machine.program
        self.slots = {number: slots[f"passed:{number}"] for number, _ in about_ways(program)}

    def mark(self) -> None:
        """Make the moves set the flags."""
        for number, invariant in about_ways(self.model.machine.program):
            for index, place in enumerate(self.model.places):
                passed = self.passed(number, invariant, index)
                for move in place.moves:
                    if move.target >= 0 and passed is not self.terms.variable(self.slots[number]):
                        move.update[self.slots[number]] = passed

    def passed(self, number: int, invariant: Invariant, place: int) -> Term:
        """Whether what the invariant asks about ways has come, at a place or before it."""
        return self.terms.apply("or", self.flag(number), self.holds(invariant, place))

    def flag(self, number: int) -> Term:
        """Whether it came at a place before."""
        return self.terms.variable(self.slots[number])

    def holds(self, invariant: Invariant, place: int) -> Term:
        """Whether it is there at a place."""
        f, here = self.terms, self.model.places[place]
        scene = here.scene
        if invariant.kind == "can":
            index = self.model.machine.scene_index
            return f.number(int(any(one in invariant.where[2] for one in (scene, *map(index, scenes_in(here.trail))))))
        if invariant.expr is None:
            return f.true
        return f.apply("!=", f.of(at_scene(invariant.expr, scene), {}), f.false)
