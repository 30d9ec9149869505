"""Targets as branches: every place a choice can lead to, the condition for it, and the odds of the draws on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from game.engine import Target
from game.proof.system.effects import Env
from game.proof.system.terms import Term, Terms

Stack = tuple[int, ...]


class Odds(NamedTuple):
    """One draw: the weight of what was drawn, and every part with its weight and the condition for it to be open."""

    weight: int
    parts: tuple[tuple[int, tuple[Term, ...]], ...]


class Branch(NamedTuple):
    """One outcome of a target.

    `scene` is -1 for a fault of the story: then `fault` is 'list' (every condition false), 'draw' (nothing to draw),
    'deck' (run dry) or 'return' (nothing called).
    """

    when: tuple[Term, ...]
    scene: int
    stack: Stack
    odds: tuple[Odds, ...]
    fault: str = ""


class Brancher:
    """Walks a target, once, with the values of slots as functions of the values before the choice."""

    def __init__(self, terms: Terms, env: Env) -> None:
        self.terms = terms
        self.env = env
        self.found: list[Branch] = []

    def walk(self, target: Target, stack: Stack, when: tuple[Term, ...] = (), odds: tuple[Odds, ...] = ()) -> None:
        """Add the outcomes of a target that is reached where `when` holds."""
        when = self.terms.conjunction(when)
        if when == (self.terms.false,):
            return
        match target[0]:
            case "scene":
                self.found.append(Branch(when, target[1], stack, odds))
            case "return" if stack:
                self.found.append(Branch(when, stack[-1], stack[:-1], odds))
            case "return":
                self.found.append(Branch(when, -1, stack, odds, "return"))
            case "first":
                self._first(target[1], stack, when, odds)
            case "draw":
                self._draw(target[2], stack, when, odds)
            case "deck":
                self._deck(target, stack, when, odds)
            case "call":
                self.walk(target[1], (*stack, target[2]), when, odds)
            case _:
                raise ValueError(f"not a target: {target[0]!r}")

    def _holds(self, expr: Any) -> Term:
        return self.terms.true if expr is None else self.terms.of(expr, self.env)

    def _first(self, parts: Sequence[Any], stack: Stack, when: tuple[Term, ...], odds: tuple[Odds, ...]) -> None:
        for expr, part in parts:
            holds = self._holds(expr)
            self.walk(part, stack, (*when, holds), odds)
            when = (*when, self.terms.negation(holds))
        self._fault("list", stack, when, odds)

    def _draw(self, parts: Sequence[Any], stack: Stack, when: tuple[Term, ...], odds: tuple[Odds, ...]) -> None:
        holds = [self._holds(expr) for _, expr, _ in parts]
        scale = tuple((weight, (one,)) for (weight, _, _), one in zip(parts, holds, strict=True))
        for (weight, _, part), one in zip(parts, holds, strict=True):
            self.walk(part, stack, (*when, one), (*odds, Odds(weight, scale)) if len(parts) > 1 else odds)
        self._fault("draw", stack, (*when, *map(self.terms.negation, holds)), odds)

    def _deck(self, target: Target, stack: Stack, when: tuple[Term, ...], odds: tuple[Odds, ...]) -> None:
        """A card comes up where it is open and nothing of a higher rank (priority, then never met) is."""
        f = self.terms
        cards = [(card[0], self._open(card), card[2], card[3], self._unmet(card)) for card in target[2]]
        for scene, opened, priority, weight, unmet in cards:
            rivals = [other for other in cards if other[2] == priority]
            above = [f.negation(other[1]) for other in cards if other[2] > priority]
            above += [
                f.apply("or", unmet, f.negation(f.apply("and", other[1], other[4])))
                for other in rivals
                if other[0] != scene
            ]
            scale = tuple((other[3], (other[1], f.apply("==", other[4], unmet))) for other in rivals)
            own = (*odds, Odds(weight, scale)) if len(rivals) > 1 else odds
            self.walk(("scene", scene), stack, (*when, opened, *above), own)
        rest = (*when, *(f.negation(card[1]) for card in cards))
        if target[3] is None:
            self._fault("deck", stack, rest, odds)
        else:
            self.walk(target[3], stack, rest, odds)

    def _open(self, card: Any) -> Term:
        f = self.terms
        holds = self._holds(card[1])
        if not card[5]:
            return holds
        met = f.of(("var", card[4]), self.env)
        return f.apply("and", holds, f.apply("<", met, f.number(card[5])))

    def _unmet(self, card: Any) -> Term:
        return self.terms.apply("==", self.terms.of(("var", card[4]), self.env), self.terms.number(0))

    def _fault(self, kind: str, stack: Stack, when: tuple[Term, ...], odds: tuple[Odds, ...]) -> None:
        when = self.terms.conjunction(when)
        if when != (self.terms.false,):
            self.found.append(Branch(when, -1, stack, odds, kind))
