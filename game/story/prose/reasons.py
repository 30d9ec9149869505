"""Why a choice is closed: the sub-condition that fails, said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.engine.program import Expr
from game.story.expressions.scope import Scope
from game.story.prose.texts import Lookup

Phrase = tuple[object, ...]
"""('least' | 'most' | 'exactly' | 'not', label, number) | ('is' | 'other' | 'has' | 'lacks', label, (names))
| ('yes' | 'no', label)
| ('either', phrases) | ('not-yet',) | ('no-longer',) | ('not-now',); labels and names are text numbers."""

_ENGLISH = {
    "least": "{label}: at least {number} needed",
    "most": "{label}: no more than {number}",
    "exactly": "{label}: exactly {number} needed",
    "not": "{label}: anything but {number}",
    "is": "{label}: only if “{names}”",
    "other": "{label}: not if “{names}”",
    "has": "{label}: “{names}” needed",
    "lacks": "{label}: not with “{names}”",
    "yes": "Needed: {label}",
    "no": "Not with: {label}",
    "not-yet": "Not yet",
    "no-longer": "No longer",
    "not-now": "Not now",
    "nothing": "nothing",
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
    "has": "{label}\u202f: il faut «\u202f{names}\u202f»",
    "lacks": "{label}\u202f: pas avec «\u202f{names}\u202f»",
    "yes": "Il faut\u202f: {label}",
    "no": "Pas avec\u202f: {label}",
    "not-yet": "Pas encore",
    "no-longer": "Plus maintenant",
    "not-now": "Pas maintenant",
    "nothing": "rien",
    "either": "\u202f; ou ",
    "names": "\u202f» ou «\u202f",
}
TEMPLATES = {"en": _ENGLISH, "fr": _FRENCH}
"""The wording of each language; another language reads the English."""

NOT_NOW: Phrase = ("not-now",)


class Reasons:
    """Makes phrases out of guards. `label` and `names` give a variable's text numbers, by slot, and a set's by that of
    its first member."""

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
                return self._member("has", slot) or ("yes", self.label(slot))
            case ("not", ("var", slot)) if self._shown(slot):
                return self._member("lacks", slot) or ("no", self.label(slot))
            case ("in", ("var", slot), members):
                return self._members("is", slot, members)
            case ("not", ("in", ("var", slot), members)):
                return self._members("other", slot, members)
            case (op, ("var", slot) | ("count", ("var", slot), *_), ("const", number)) if op != "in":
                return self._compared(str(op), slot, int(number))
        return NOT_NOW

    def _shown(self, slot: int) -> bool:
        return slot < len(self.scope.variables) and not self.scope.variables[slot].hidden

    def _members(self, kind: str, slot: int, members: tuple[int, ...]) -> Phrase:
        if not self._shown(slot) or self.scope.variables[slot].kind != "enum":
            return NOT_NOW
        names = self.names(slot)
        return (kind, self.label(slot), tuple(names[member] for member in members))

    def _member(self, kind: str, slot: int) -> Phrase | None:
        """What is said of a member of a set; None for what is none."""
        members = self.scope.sets.get(self.scope.variables[slot].of)
        return members and (kind, self.label(slot), (self.names(members.first)[slot - members.first],))

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


def nothing(language: str) -> str:
    """What is said of a set in which nothing is."""
    return _templates(language)["nothing"]


def _templates(language: str) -> dict[str, str]:
    return TEMPLATES.get(language.partition("_")[0], _ENGLISH)


def say(phrase: Phrase, text: Lookup, language: str) -> str:
    """A phrase as a sentence of a language."""
    return _clause(phrase, text, _templates(language)) + "."


def _clause(phrase: Phrase, text: Lookup, templates: dict[str, str]) -> str:
    kind = str(phrase[0])
    if kind == "either":
        clauses = [_clause(part, text, templates) for part in phrase[1]]  # type: ignore[attr-defined]
        return templates["either"].join([clauses[0], *(clause for clause in clauses[1:])])
    if len(phrase) == 1:
        return templates[kind]
    label = str(text(phrase[1]))  # type: ignore[arg-type]
    if kind in ("is", "other", "has", "lacks"):
        names = templates["names"].join(str(text(number)) for number in phrase[2])  # type: ignore[attr-defined]
        return templates[kind].format(label=label, names=names)
    return templates[kind].format(label=label, number=phrase[2] if len(phrase) > 2 else "")
