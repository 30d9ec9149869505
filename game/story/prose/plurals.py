"""The forms that a number gives a noun in a language, by the rules of CLDR, as conditions that need no Babel to play.

Rules are those of UTS 35, which Babel spells "n mod 10 in 2..4 and n mod 100 not in 12..14". Numbers are whole here:
`i` is `n`, the number without its sign, and what speaks of fractions (`v`, `w`, `f`, `t`) or of exponents (`c`, `e`) is
0 there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from game.engine.expr import compile_expr
from game.engine.program import Expr
from game.story.diagnostics import listed
from game.story.expressions import parse, terms
from game.story.expressions.scope import FARTHEST_COUNT, Fault
from game.story.expressions.terms import Term
from game.story.prose.setting import Setting

if TYPE_CHECKING:
    from babel import Locale

ORDER = ("zero", "one", "two", "few", "many", "other")
"""The categories, in CLDR's order; the last is for what no other has."""
_ONE = "bm bo dz hnj id ig ii ja jbo jv kde kea km ko lkt lo ms my nqo osa sah ses sg su th to tpi wo yo yue zh"
ONE_FORM = frozenset(_ONE.split())
"""The languages of which CLDR has written that their words have one form. Babel says so too of all that it has no rule
for, such as Latin."""
BRACE = -1
"""Where the opening brace stands, counted from what follows it."""
_RELATION = re.compile(r"(?P<operand>[a-z]) (?:mod (?P<divisor>\d+) )?(?P<no>not )?in (?P<ranges>[\d.,]+)")
_NUMBER: Expr = ("var", 0)
_NEAR, _FAR = 2_000, 2_000_000
"""How many numbers are tried one by one, and how far, by thousands: rules go by 1,000 at most, or by round numbers up
to a million."""


class Form(NamedTuple):
    """A category that some number of a range has: when, and some of these numbers."""

    name: str
    condition: Expr
    numbers: tuple[int, ...]


class Plural(NamedTuple):
    """A number in a text that its nouns go by: the conditions of its forms, of which the last is not asked; None, and
    faults, where these are not known."""

    expr: Expr
    forms: tuple[Form, ...] = ()
    faults: tuple[Fault, ...] = ()

    def wanted(self, language: str, given: int) -> dict[str, str]:
        """The words of the message that there are more or fewer texts than forms."""
        each = listed([f"{form.name} ({', '.join(map(str, form.numbers))})" for form in self.forms])
        return {"language": language, "count": str(len(self.forms)), "given": str(given), "forms": each}


def plural(source: str, setting: Setting) -> Plural | None:
    """What stands before `: plural|`, as a number with its forms; None for a condition, with that word for its text."""
    scope = setting.scope
    term, node, checker = parse.typed(source, scope, setting.here)
    if term.kind == "bool":
        return None
    if term.kind == "enum" and node is not None:
        checker.fault("S312", node, source=source.strip(), kind=terms.KINDS["enum"])
    if checker.faults or checker.broken or node is None:
        return Plural(term.expr, faults=tuple(checker.faults))
    for slot in term.open:
        scope.counters.raise_to(slot, FARTHEST_COUNT)
    low, high = _ends(term)
    forms = forms_of(setting.language, low, high)
    if not forms:
        return Plural(term.expr, faults=(Fault("S426", BRACE, {"language": setting.language}),))
    number = term.expr if low >= 0 else ("max", term.expr, ("neg", term.expr))
    return Plural(
        scope.intern(term.expr),
        tuple(form._replace(condition=scope.intern(_about(number, form.condition))) for form in forms),
    )


def _ends(term: Term) -> tuple[int, int]:
    """The ends of a term whose counts go as far as counts go."""
    high = term.high - len(term.open) * (terms.UNBOUNDED - FARTHEST_COUNT)
    return term.low, max(high, FARTHEST_COUNT) if term.open else high


def _about(number: Expr, condition: Expr) -> Expr:
    """A condition about the number that stands for any, said of a certain one."""
    if condition == _NUMBER:
        return number
    return tuple(
        _about(number, part) if isinstance(part, tuple) and part and isinstance(part[0], str) else part
        for part in condition
    )


@lru_cache(maxsize=256)
def forms_of(language: str, low: int, high: int) -> tuple[Form, ...]:
    """The categories that numbers from `low` to `high` have in a language, in CLDR's order; none if it is not known."""
    rules = _rules(language)
    if rules is None:
        return ()
    tests = [(name, condition, compile_expr(condition)) for name, condition in rules]
    found: dict[str, list[int]] = {}
    for number in _tried(low, high):
        name = next((name for name, _, holds in tests if holds((abs(number),))), ORDER[-1])
        found.setdefault(name, []).append(number)
    conditions = {**dict(rules), ORDER[-1]: terms.TRUE}
    return tuple(Form(name, conditions[name], tuple(found[name][:3])) for name in ORDER if name in found)


def _tried(low: int, high: int) -> list[int]:
    """Numbers among which every category that occurs between two ends occurs."""
    windows = [range(max(low, -_NEAR), min(high, _NEAR) + 1), range(low, min(high, low + _NEAR) + 1)]
    thousands = range(-(-low // 1_000) * 1_000, min(high, low + _FAR) + 1, 1_000)
    return sorted({*windows[0], *windows[1], *thousands}, key=lambda number: (abs(number), -number))


def locales(language: str) -> Iterator[Locale]:
    """What CLDR knows of a language, and of it wherever it is spoken."""
    from babel import Locale, UnknownLocaleError  # only who compiles a plural or a list waits for it

    for name in (language.partition("@")[0], re.split("[_@-]", language)[0]):
        with suppress(UnknownLocaleError, ValueError):
            yield Locale.parse(name.replace("-", "_"))


@lru_cache(maxsize=64)
def _rules(language: str) -> tuple[tuple[str, Expr], ...] | None:
    """The rule of a language as a condition for each of its categories but the last; None where none is known."""
    for locale in locales(language):
        written = locale.plural_form.rules
        if not written and locale.language not in ONE_FORM:
            return None
        return tuple((tag, _condition(written[tag])) for tag in ORDER if tag in written)
    return None


def _condition(rule: str) -> Expr:
    either = [terms.join("and", [_relation(part) for part in parts.split(" and ")]) for parts in rule.split(" or ")]
    return terms.join("or", either)


def _relation(words: str) -> Expr:
    match = _RELATION.fullmatch(words)
    if match is None:
        raise ValueError(f"not a relation of a plural rule: {words!r}")
    ranges = [tuple(map(int, part.split(".."))) for part in match["ranges"].split(",")]
    if match["operand"] not in "ni":
        among = terms.TRUE if any(one[0] <= 0 <= one[-1] for one in ranges) else terms.FALSE
    else:
        number: Expr = _NUMBER if match["divisor"] is None else ("%", _NUMBER, ("const", int(match["divisor"])))
        among = terms.join("or", [_between(number, one[0], one[-1]) for one in ranges])
    return terms.negate(among) if match["no"] else among


def _between(number: Expr, low: int, high: int) -> Expr:
    """A range; a number and a remainder are never below 0."""
    if low == high:
        return ("==", number, ("const", low))
    if low == 0:
        return ("<=", number, ("const", high))
    return ("and", (">=", number, ("const", low)), ("<=", number, ("const", high)))
