"""Why a choice is closed: the sub-condition that fails, said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.engine.program import Expr
from game.story.expressions.scope import Scope
from game.story.prose.texts import Lookup

Phrase = tuple[object, ...]
"""('least' | 'most' | 'exactly' | 'not', label, number) | ('is' | 'other', label, (names)) | ('yes' | 'no', label)
| ('either', phrases) | ('not-yet',) | ('no-longer',) | ('not-now',); labels and names are text numbers."""

_ENGLISH = {
    "least": "{label}: at least {number} needed",
    "most": "{label}: no more than {number}",
    "exactly": "{label}: exactly {number} needed",
    "not": "{label}: anything but {number}",
    "is": "{label}: only if “{names}”",
    "other": "{label}: not if “{names}”",
    "yes": "Needed: {label}",
    "no": "Not with: {label}",
    "not-yet": "Not yet",
    "no-longer": "No longer",
    "not-now": "Not now",
    "either": "; or ",
    "names": "” or “",
}
_FRENCH = {
    "least": "{label}\u202f: il faut au moins {number}",
    "most": "{label}\u202f: pas plus de {number}",
    "exactly": "{label}\u202f: il faut exactement {number}",
    "not": "{label}\u202f: tout sauf {number}",
    "is": "{label}\u202f: seulement si «\u202f{names}\u202f»",
    "other": "{label}\u202f: pas si «\u202f{names}\u202f»",
    "yes": "Il faut\u202f: {label}",
    "no": "Pas avec\u202f: {label}",
    "not-yet": "Pas encore",
    "no-longer": "Plus maintenant",
    "not-now": "Pas maintenant",
    "either": "\u202f; ou ",
    "names": "\u202f» ou «\u202f",
}
TEMPLATES = {"en": _ENGLISH, "fr": _FRENCH}
"""The wording of each language; another language reads the English."""

NOT_NOW: Phrase = ("not-now",)


class Reasons:
    """Makes phrases out of guards. `label` and `names` give a variable's text numbers, by slot."""

    def __init__(self, scope: Scope, label: Callable[[int], int], names: Callable[[int], Sequence[int]]) -> None:
        self.scope = scope
        self.label = label
        self.names = names

    def phrase(self, expr: Expr) -> Phrase:
        """The phrase for a sub-condition that does not hold."""
        match expr:
            case ("or", *parts):
                phrases = tuple(dict.fromkeys(self.phrase(part) for part in parts))
                return NOT_NOW if NOT_NOW in phrases else phrases[0] if len(phrases) == 1 else ("either", phrases)
            case ("var", slot) if self._shown(slot):
                return ("yes", self.label(slot))
            case ("not", ("var", slot)) if self._shown(slot):
                return ("no", self.label(slot))
            case ("in", ("var", slot), members):
                return self._members("is", slot, members)
            case ("not", ("in", ("var", slot), members)):
                return self._members("other", slot, members)
            case (op, ("var", slot), ("const", number)) if op != "in":
                return self._compared(str(op), slot, int(number))
        return NOT_NOW

    def _shown(self, slot: int) -> bool:
        return slot < len(self.scope.variables) and not self.scope.variables[slot].hidden

    def _members(self, kind: str, slot: int, members: tuple[int, ...]) -> Phrase:
        if not self._shown(slot) or self.scope.variables[slot].kind != "enum":
            return NOT_NOW
        names = self.names(slot)
        return (kind, self.label(slot), tuple(names[member] for member in members))

    def _compared(self, op: str, slot: int, number: int) -> Phrase:
        if slot >= len(self.scope.variables):
            wants_more = op in (">=", ">") or (op == "==" and number > 0)
            return ("not-yet",) if wants_more else ("no-longer",)
        if not self._shown(slot):
            return NOT_NOW
        if self.scope.variables[slot].kind == "enum":
            return self._members("is" if op == "==" else "other", slot, (number,))
        kinds = {">=": ("least", 0), ">": ("least", 1), "<=": ("most", 0), "<": ("most", -1), "==": ("exactly", 0)}
        kind, shift = kinds.get(op, ("not", 0))
        return (kind, self.label(slot), number + shift)


def say(phrase: Phrase, text: Lookup, language: str) -> str:
    """A phrase as a sentence of a language."""
    return _clause(phrase, text, TEMPLATES.get(language.partition("_")[0], _ENGLISH)) + "."


def _clause(phrase: Phrase, text: Lookup, templates: dict[str, str]) -> str:
    kind = str(phrase[0])
    if kind == "either":
        clauses = [_clause(part, text, templates) for part in phrase[1]]  # type: ignore[attr-defined]
        return templates["either"].join([clauses[0], *(clause for clause in clauses[1:])])
    if len(phrase) == 1:
        return templates[kind]
    label = str(text(phrase[1]))  # type: ignore[arg-type]
    if kind in ("is", "other"):
        names = templates["names"].join(str(text(number)) for number in phrase[2])  # type: ignore[attr-defined]
        return templates[kind].format(label=label, names=names)
    return templates[kind].format(label=label, number=phrase[2] if len(phrase) > 2 else "")
