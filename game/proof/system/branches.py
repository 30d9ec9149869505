"""Targets as branches: every place a choice can lead to, the condition for it, and the odds of the draws on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from game.engine import Storylet, Target
from game.engine.targets import STAY
from game.proof.system.effects import Env
from game.proof.system.terms import Term, Terms

Stack = tuple[int, ...]

FAULT = -2
"""In the place of a scene: the story has no way on."""


class Odds(NamedTuple):
    """One draw: the weight of what was drawn, and every part with its weight and the condition for it to be open. Rolls
    are a draw with one part, of the weight of all.
    """

    weight: int
    parts: tuple[tuple[int, tuple[Term, ...]], ...]


class Branch(NamedTuple):
    """One outcome of a target.

    `scene` is STAY where one stays, and FAULT for a fault of the story: then `fault` is 'list' (every condition false),
    'draw' (nothing to draw), 'deck' (run dry) or 'return' (nothing called).
    """

    when: tuple[Term, ...]
    scene: int
    stack: Stack
    odds: tuple[Odds, ...]
    fault: str = ""


class _Card(NamedTuple):
    """A storylet, when it is open, and when it was never met."""

    storylet: Storylet
    open: Term
    unmet: Term


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
        match target:
            case ("scene", scene):
                self.found.append(Branch(when, scene, stack, odds))
            case ("stay",):
                self.found.append(Branch(when, STAY, stack, odds))
            case ("return",) if stack:
                self.found.append(Branch(when, stack[-1], stack[:-1], odds))
            case ("return",):
                self.found.append(Branch(when, FAULT, stack, odds, "return"))
            case ("first", parts):
                self._first(parts, stack, when, odds)
            case ("draw", _, parts):
                self._draw(parts, stack, when, odds)
            case ("deck", _, cards, otherwise):
                self._deck([Storylet(*card) for card in cards], otherwise, stack, when, odds)
            case ("call", called, then):
                self.walk(called, (*stack, then), when, odds)
            case ("leave", part):
                self.walk(part, (), when, odds)
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

    def _deck(
        self,
        storylets: Sequence[Storylet],
        otherwise: Target | None,
        stack: Stack,
        when: tuple[Term, ...],
        odds: tuple[Odds, ...],
    ) -> None:
        """A card comes up where it is open and nothing of a higher rank (priority, then never met) is."""
        f = self.terms
        cards = [_Card(one, self._open(one), self._unmet(one)) for one in storylets]
        for card in cards:
            priority = card.storylet.priority
            rivals = [other for other in cards if other.storylet.priority == priority]
            above = [f.negation(other.open) for other in cards if other.storylet.priority > priority]
            above += [
                f.apply("or", card.unmet, f.negation(f.apply("and", other.open, other.unmet)))
                for other in rivals
                if other.storylet.scene != card.storylet.scene
            ]
            scale = tuple(
                (other.storylet.weight, (other.open, f.apply("==", other.unmet, card.unmet))) for other in rivals
            )
            own = (*odds, Odds(card.storylet.weight, scale)) if len(rivals) > 1 else odds
            self.walk(("scene", card.storylet.scene), stack, (*when, card.open, *above), own)
        rest = (*when, *(f.negation(card.open) for card in cards))
        if otherwise is None:
            self._fault("deck", stack, rest, odds)
        else:
            self.walk(otherwise, stack, rest, odds)

    def _open(self, card: Storylet) -> Term:
        f = self.terms
        holds = self._holds(card.guard)
        if not card.most:
            return holds
        met = f.of(("var", card.visits), self.env)
        return f.apply("and", holds, f.apply("<", met, f.number(card.most)))

    def _unmet(self, card: Storylet) -> Term:
        return self.terms.apply("==", self.terms.of(("var", card.visits), self.env), self.terms.number(0))

    def _fault(self, kind: str, stack: Stack, when: tuple[Term, ...], odds: tuple[Odds, ...]) -> None:
        when = self.terms.conjunction(when)
        if when != (self.terms.false,):
            self.found.append(Branch(when, FAULT, stack, odds, kind))
