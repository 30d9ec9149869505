"""Effects: `trust += 1`, `truth = told`, `bag += lamp`, guarded lists; each compiled to ops that keep every cap."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from game.engine.program import Expr, Op
from game.engine.questions import slots_of
from game.story.diagnostics import listed, nearest
from game.story.expressions import rolls, terms
from game.story.expressions.foreign_effects import misspelt, nothing_set
from game.story.expressions.memberships import unknown_member
from game.story.expressions.parse import parse, typed
from game.story.expressions.scope import NONE, Fault, Members, Scope, Variable
from game.story.expressions.terms import KINDS, UNKNOWN, Term
from game.story.expressions.typer import Die

Effected = tuple[tuple[Op, ...], tuple[Fault, ...]]

NOWHERE = 0
"""The place of a die as long as it is not known whose effect it is."""

_EFFECT = re.compile(r"\s*([A-Za-z_]\w*)\s*(?:\[\s*([^\]]*?)\s*\]\s*)?(\+=|-=|=(?!=))\s*")
_DERIVED = "It is a condition: it follows from the variables that it names, and these can be set."
_MENTIONED = re.compile(r"\s*([A-Za-z_]\w*)")


class Caps:
    """The `cap` ops that must follow a change of a slot, in an order that settles all of them.

    They are put in a row only for slots that something changes: of a chain of caps, each by the one before, all rows
    together are as long as the chain squared.
    """

    def __init__(self, caps: Mapping[int, Expr], readers: Mapping[int, set[int]], resting: Mapping[int, int]) -> None:
        self.of: dict[int, Op] = {slot: ("cap", slot, expr) for slot, expr in caps.items()}
        self._readers = readers
        self._resting = resting

    def after(self, *slots: int) -> list[Op]:
        """The ops after a change of some slots."""
        affected = {each for slot in slots for each in _reached(slot, self._readers) | ({slot} & self.of.keys())}
        return [self.of[each] for each in sorted(affected, key=lambda each: (self._resting[each], each))]


def effect(source: str, scope: Scope, caps: Caps, here: str = "") -> Effected:
    """Compile one effect text to its op and the caps that follow it, once for each distinct text; faults come back."""
    key = f"{source} in {here}" if here and "here" in source else source
    known = scope.effects.get(key)
    if known is None:
        known = scope.effects[key] = _effect(source, scope, caps, here)
    return known


def _effect(source: str, scope: Scope, caps: Caps, here: str) -> Effected:
    ops, faults = _understood(source, scope, caps, here)
    if faults and (fault := rolls.cut_off(source)):
        return ops, (fault,)
    if faults and (fault := misspelt(source, scope, lambda text: _readable(text, scope))):
        faults = (fault,)
    return ops, faults


def _understood(source: str, scope: Scope, caps: Caps, here: str) -> Effected:
    match = _EFFECT.match(source)
    if match is None:
        return (), (_unreadable(source, scope),)
    name, index, sign = match[1], match[2], match[3]
    if name in scope.sets:
        ops, faults = _of_set(match, source[match.end() :], scope, here)
        return (*ops, *caps.after(*(op[1] for op in ops))), faults
    slot = scope.numbers.get(name)
    if slot is None and name in scope.typed:
        return (), (Fault("S352", match.start(1), {"name": name}),)
    if slot is not None and index is not None:
        kind = KINDS[scope.variables[slot].kind]
        return (), (Fault("S349", match.start(1), {"name": name, "kind": kind}),)
    if slot is None:
        instead = _DERIVED if name in scope.conditions else ""
        if owner := scope.set_with(name):
            instead = f"It is a member of {owner}: write {owner} += {name} or {owner} -= {name}."
        details = {
            "name": name,
            "near": "" if instead else nearest(name, {**scope.numbers, **scope.sets}),
            "fix": instead or "Declare it under variables: in story.yaml.",
        }
        return (), (Fault("S301", match.start(1), details),)
    scope.written.add(slot)
    op, faults = _assignment(slot, sign, source[match.end() :], scope, here)
    faults = tuple(fault._replace(offset=fault.offset + match.end()) for fault in faults)
    return ((op, *caps.after(slot)) if op else ()), faults


def _readable(source: str, scope: Scope) -> bool:
    """Whether a text has the form of an effect on a variable of the story, with something to set it to."""
    match = _EFFECT.match(source)
    if match is not None and match[1] in scope.sets:
        return not _of_set(match, source[match.end() :], scope, "")[1]
    return match is not None and match[1] in scope.numbers and parse(source[match.end() :])[0] is not None


def _unreadable(source: str, scope: Scope) -> Fault:
    named = _MENTIONED.match(source)
    if named and (named[1] in scope.numbers or named[1] in scope.sets):
        return Fault("S320", 0, {"what": "nothing is set", "fix": nothing_set(named[1], scope)})
    return Fault("S320", 0, {"what": "it is not of the form name = value", "fix": "For example: water -= 2."})


def _of_set(match: re.Match[str], right: str, scope: Scope, here: str) -> Effected:
    """`bag += lamp`, `bag -= lamp`, `bag = none`, `bag[lamp] = lit`: a value for some members."""
    members, index, sign = scope.sets[match[1]], match[2], match[3]
    word = (right if index is None else index).strip().strip("\"'")
    slot, start = members.slot(word), match.end() if index is None else match.start(2)
    if index is None and sign == "=":
        if word != NONE:
            return (), (Fault("S346", start, {"name": members.name, **_set_instead(members, word, "=")}),)
        scope.written.update(members.slots)
        return tuple(scope.intern(("set", each, terms.FALSE)) for each in members.slots), ()
    if slot is None:
        if not word or set(word) & set("[]{}(),"):
            return (), (Fault("S346", start, {"name": members.name, **_set_instead(members, word, sign)}),)
        return (), (Fault("S343", start, {"member": word, **unknown_member(members, word)}),)
    scope.written.add(slot)
    if index is None:
        if sign == "+=":
            scope.added.add(slot)
        return (scope.intern(("set", slot, terms.TRUE if sign == "+=" else terms.FALSE)),), ()
    scope.added.add(slot)
    op, faults = _assignment(slot, sign, right, scope, here)
    return ((op,) if op else ()), tuple(fault._replace(offset=fault.offset + match.end()) for fault in faults)


def _set_instead(members: Members, word: str, sign: str) -> dict[str, str]:
    """What was written for what a set becomes, and what to write instead."""
    name, given = members.name, [part.strip(" \"'") for part in re.split(r"[][{}(),]", word)]
    listed_members = [part for part in given if part in members.names]
    if not any(given):
        fix = f"Write {name} = {NONE} to empty it."
    elif listed_members and sign != "=":
        fix = f"Write one effect for each: [{', '.join(f'{name} {sign} {part}' for part in listed_members)}]."
    else:
        first = listed_members[0] if listed_members else members.names[0]
        fix = f"Write {name} += {first} to put one in, {name} = {NONE} to empty it."
    return {"source": word, "fix": fix}


def _assignment(slot: int, sign: str, right: str, scope: Scope, here: str) -> tuple[Op | None, tuple[Fault, ...]]:
    variable = scope.variables[slot]
    if sign != "=" and variable.kind != "int":
        kind = "true or false" if variable.kind == "bool" else "one of a list"
        return None, (Fault("S322", 0, {"name": variable.name, "kind": kind, "sign": sign}),)
    if sign == "=" and variable.kind == "enum":
        return _chosen(slot, variable, right, scope)
    term, node, checker = typed(right, scope, here, rolls=True)
    if term.kind not in (variable.kind, "?") and node is not None:
        near = {"1": "true", "0": "false"}.get(right.strip(), "") if variable.kind == "bool" else ""
        words = {"name": variable.name, "wanted": _wanted(variable), "source": right.strip(), "near": near}
        checker.fault("S323", node, **words)
    elif node is not None and term is not UNKNOWN:
        term = _bounded(term, variable, sign, scope)
        if sign == "=" and variable.kind == "int" and (term.low > variable.high or term.high < variable.low):
            checker.fault("S321", node, source=right.strip(), name=variable.name, wanted=_wanted(variable))
    if checker.faults or node is None:
        return None, tuple(checker.faults)
    return _op(slot, sign, term, scope, tuple(checker.dice or ())), ()


def _op(slot: int, sign: str, term: Term, scope: Scope, dice: tuple[Die, ...]) -> Op:
    """The op; where its dice fall is still open, see `placed`."""
    if sign == "-=":
        term = terms.minus(term)
    op = scope.intern(("set" if sign == "=" else "add", slot, scope.intern(term.expr)))
    return scope.intern(("roll", slot, tuple((NOWHERE, *die) for die in dice), op)) if dice else op


def placed(ops: tuple[Op, ...], place: Callable[[], int]) -> tuple[Op, ...]:
    """Ops with a place for each die, in their order."""
    return tuple(
        ("roll", op[1], tuple((place(), low, sides) for _, low, sides in op[2]), op[3]) if op[0] == "roll" else op
        for op in ops
    )


def _bounded(term: Term, variable: Variable, sign: str, scope: Scope) -> Term:
    """A count that is stored counts only as far as the variable can hold it."""
    if not term.open:
        return term
    upto = max(1, (variable.high if sign == "=" else variable.high - variable.low) - term.floor)
    for slot in term.open:
        scope.counters.raise_to(slot, upto)
    return term._replace(high=max(upto, term.low), open=())


def _chosen(slot: int, variable: Variable, right: str, scope: Scope) -> tuple[Op | None, tuple[Fault, ...]]:
    """`truth = told`: a value of the list, or another variable with the same list."""
    word = right.strip().strip("\"'")
    if word in scope.typed:
        return None, (Fault("S352", len(right) - len(right.lstrip()), {"name": word}),)
    if word in variable.names:
        return scope.intern(("set", slot, scope.intern(("const", variable.names.index(word))))), ()
    other = scope.numbers.get(word)
    if other is not None and scope.variables[other].names == variable.names:
        scope.read.add(other)
        return scope.intern(("set", slot, scope.intern(("var", other)))), ()
    if not word.replace("-", "_").isidentifier():
        return None, (Fault("S323", 0, {"name": variable.name, "wanted": _wanted(variable), "source": right.strip()}),)
    details = {
        "value": word,
        "name": variable.name,
        "values": listed(variable.names),
        "near": nearest(word, variable.names),
    }
    return None, (Fault("S302", 0, details),)


def _wanted(variable: Variable) -> str:
    if variable.kind == "bool":
        return "true or false"
    if variable.kind == "enum":
        return f"one of {listed(variable.names)}"
    return f"a number from {variable.low} to {variable.high}"


def follow_up(caps: Mapping[int, Expr]) -> tuple[Caps, list[int]]:
    """Which caps to apply after a change of each slot, and the slots whose caps depend on themselves."""
    readers: dict[int, set[int]] = {}
    for capped, expr in caps.items():
        for read in slots_of(expr):
            readers.setdefault(read, set()).add(capped)
    resting = _resting(caps, readers)
    circular = [slot for slot in caps if slot not in resting and slot in _reached(slot, readers)]
    return Caps({} if circular else caps, {} if circular else readers, resting), circular


def _resting(caps: Mapping[int, Expr], readers: Mapping[int, set[int]]) -> dict[int, int]:
    """On how many other caps each rests, directly or through others; without those that rest on a circle.

    In topological order (Kahn 1962), with sets as bits: a set is let go when all that rest on it are through, so that
    of a chain of thousands only one is held.
    """
    reads = {slot: slots_of(expr) & caps.keys() for slot, expr in caps.items()}
    missing = {slot: len(read) for slot, read in reads.items()}
    under: dict[int, int] = {}
    found: dict[int, int] = {}
    ready = [slot for slot, count in missing.items() if not count]
    unread = {slot: len(readers.get(slot, ())) for slot in caps}
    for slot in ready:
        below = 0
        for read in reads[slot]:
            below |= under[read] | 1 << read
            unread[read] -= 1
            if not unread[read]:
                del under[read]
        found[slot] = below.bit_count()
        if unread[slot]:
            under[slot] = below
        for reader in readers.get(slot, ()):
            missing[reader] -= 1
            if not missing[reader]:
                ready.append(reader)
    return found


def _reached(slot: int, readers: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    todo = [slot]
    while todo:
        new = readers.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
