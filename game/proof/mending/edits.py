"""A story changed in memory as its mend would change it, so that the mend can be proved before it is told."""

from __future__ import annotations

from typing import Any

from game.engine import Choice, Expr, Program, Scene, Target
from game.proof.mending.lost import GuardSpot
from game.story.expressions.terms import join

BACK = "back"
"""The short id of a choice that a mend adds, as far as it is free."""


def named(program: Program, spot: GuardSpot) -> str:
    """What stands at a spot, by its id: a choice, or a scene that is dealt."""
    scene = Scene(*program.scenes[spot.scene])
    return scene.id if spot.choice < 0 else Choice(*scene.choices[spot.choice]).id


def guarded(program: Program, spot: GuardSpot, expr: Expr) -> Program:
    """The story with one more condition on a choice, or on a scene wherever it is dealt."""
    if spot.choice < 0:
        scenes = tuple(_dealing(Scene(*raw), spot.scene, expr) for raw in program.scenes)
        put_off = tuple((name, _dealt(target, spot.scene, expr)) for name, target in program.continuations)
        return program._replace(scenes=scenes, continuations=put_off)
    choices = _choices(program, spot.scene)
    old = choices[spot.choice]
    choices[spot.choice] = old._replace(
        guard=_with(old.guard, expr), reasons=old.reasons and (*old.reasons, (expr, -1))
    )
    return _with_choices(program, spot.scene, choices)


def _dealing(own: Scene, scene: int, expr: Expr) -> tuple[Any, ...]:
    """A scene whose targets have one more condition on a scene wherever it is dealt."""
    choices = [Choice(*raw) for raw in own.choices]
    changed: Any = tuple(tuple(one._replace(target=_dealt(one.target, scene, expr))) for one in choices)
    return tuple(own._replace(choices=changed, run_on=own.run_on and _dealt(own.run_on, scene, expr)))


def _dealt(target: Target, scene: int, expr: Expr) -> Target:
    """A target with one more condition on a scene wherever it is dealt."""
    match target:
        case ("deck", place, cards, rest):
            own = tuple(
                (one, _with(when, expr), *more) if one == scene else (one, when, *more) for one, when, *more in cards
            )
            return ("deck", place, own, rest and _dealt(rest, scene, expr))
        case ("call", inner, then):
            return ("call", _dealt(inner, scene, expr), then)
        case ("leave", inner):
            return ("leave", _dealt(inner, scene, expr))
        case ("first" | "draw", *place, parts):
            return (target[0], *place, tuple((*part[:-1], _dealt(part[-1], scene, expr)) for part in parts))
    return target


def _with(guard: Expr | None, expr: Expr) -> Expr:
    return expr if guard is None else join("and", [guard, expr])


def extended(program: Program, scene: int, target: int) -> Program:
    """The story with one more choice in a scene, always open, that leads to another."""
    choices = _choices(program, scene)
    name = f"{Scene(*program.scenes[scene]).id}/{free_name(program, scene)}"
    added = Choice(name, -1, None, (), False, False, False, -1, -1, (), ("scene", target))
    return _with_choices(program, scene, [*choices, added])


def free_name(program: Program, scene: int) -> str:
    """A short id for a new choice of a scene."""
    taken = {choice.id.rpartition("/")[2] for choice in _choices(program, scene)}
    number, name = 1, BACK
    while name in taken:
        number += 1
        name = f"{BACK}-{number}"
    return name


def takes_choices(program: Program, scene: int) -> bool:
    """Whether a choice can be written beside those that a scene has."""
    return any(choice.kind in ("choice", "fallback") for choice in _choices(program, scene))


def _choices(program: Program, scene: int) -> list[Choice]:
    return [Choice(*one) for one in Scene(*program.scenes[scene]).choices]


def _with_choices(program: Program, number: int, choices: list[Choice]) -> Program:
    scene = Scene(*program.scenes[number])._replace(choices=tuple(tuple(one) for one in choices))  # type: ignore[misc]
    scenes = (*program.scenes[:number], tuple(scene), *program.scenes[number + 1 :])
    return program._replace(scenes=scenes)
