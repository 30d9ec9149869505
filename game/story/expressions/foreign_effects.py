"""What people write for an effect who know another language, and how it is written here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from game.story.expressions.foreign import plain_signs
from game.story.expressions.scope import NONE, Fault, Scope

_N = r"(?P<n>[A-Za-z_]\w*)"
_V = r"(?P<v>\S.*?)"
_SETS = r"(?:[-+*/]?=(?!=)|(?:\+\+|--)\s*(?:$|[,;]))"
_AND = re.compile(
    rf"\s*(?P<sign>[,;](?=\s*[$~]?\s*[A-Za-z_]\w*\s*==)"
    rf"|(?:,|;|\band\b|&+)(?=\s*[$~]?\s*[A-Za-z_]\w*\s*{_SETS}))\s*",
    re.IGNORECASE,
)
_UNSIGNED = re.compile(r"^\s*~\s*|\$(?=[A-Za-z_])")


class Habit(NamedTuple):
    """A way of writing an effect elsewhere: what the message says of it, and how it is written here.

    `{n}` is the variable's name, `{v}` a value (`{b}`: in brackets if needed), `{c}` a condition, `{o}` another value.
    """

    pattern: re.Pattern[str]
    what: str
    right: str


def _habit(pattern: str, what: str, right: str) -> Habit:
    return Habit(re.compile(rf"\s*(?:{pattern})\s*;?\s*", re.IGNORECASE), what, right)


_GUARDED = "a condition has its own key"
_FIRST = "the name stands first"
_HABITS = (
    _habit(rf"if\s+(?P<c>.+?)\s*(?::|\bthen\b|,)\s*{_N}\s*=\s*{_V}", _GUARDED, "{{if: {c}, do: {n} = {v}}}"),
    _habit(
        rf"{_N}\s*=\s*{_V}\s+if\s+(?P<c>.+?)\s+else\s+(?P<o>.+?)",
        _GUARDED,
        "{{if: {c}, do: {n} = {v}, else: {n} = {o}}}",
    ),
    _habit(rf"{_N}\s*=\s*{_V}\s+if\s+(?P<c>.+?)", _GUARDED, "{{if: {c}, do: {n} = {v}}}"),
    _habit(rf"(?:set|let|var|temp|local|const)\s+{_N}\s*(?:\bto\b|:?=)\s*{_V}", _FIRST, "{n} = {v}"),
    _habit(rf"(?:set|let|var)\s+{_N}\s*%\+\s*{_V}", _FIRST, "{n} = fairly({n}, {v})"),
    _habit(rf"(?:set|let|var)\s+{_N}\s*%-\s*{_V}", _FIRST, "{n} = fairly({n}, -{b})"),
    _habit(rf"(?:set|let|var)\s+{_N}\s*(?P<s>[-+])=?\s*{_V}", _FIRST, "{n} {s}= {v}"),
    _habit(rf"(?:add|give)\s+{_V}\s+to\s+{_N}", _FIRST, "{n} += {v}"),
    _habit(rf"(?:subtract|take|remove)\s+{_V}\s+from\s+{_N}", _FIRST, "{n} -= {v}"),
    _habit(rf"(?:increase|raise)\s+{_N}\s+by\s+{_V}", _FIRST, "{n} += {v}"),
    _habit(rf"(?:decrease|lower|reduce)\s+{_N}\s+by\s+{_V}", _FIRST, "{n} -= {v}"),
    _habit(rf"{_N}\s*(?P<s>[-+]?=)\s*1?d(?P<v>\d+)", "a die is rolled", "{n} {s} roll({v})"),
    _habit(rf"{_N}\s*(?P<s>[-+]?=)\s*2d(?P<v>\d+)", "dice are rolled", "{n} {s} roll({v}) + roll({v})"),
    _habit(rf"{_N}\s*\+\+|\+\+\s*(?P<n2>\w+)|(?:increment|inc)\s+(?P<n3>\w+)", "'++' is not known", "{n} += 1"),
    _habit(rf"{_N}\s*--|--\s*(?P<n2>\w+)|(?:decrement|dec)\s+(?P<n3>\w+)", "'--' is not known", "{n} -= 1"),
    _habit(rf"{_N}\s*\*=\s*{_V}", "'*=' is not known", "{n} = {n} * {b}"),
    _habit(rf"{_N}\s*//?=\s*{_V}", "there is no sign to divide and set", "{n} = {n} // {b}"),
    _habit(rf"{_N}\s*%=\s*{_V}", "'%=' is not known", "{n} = {n} % {b}"),
    _habit(rf"{_N}\s*(?:%\+=?|\+%)\s*{_V}", "a percentage is changed by fairly", "{n} = fairly({n}, {v})"),
    _habit(rf"{_N}\s*(?:%-=?|-%)\s*{_V}", "a percentage is changed by fairly", "{n} = fairly({n}, -{b})"),
    _habit(rf"{_N}\s*==\s*{_V}", "== compares, and one = sets", "{n} = {v}"),
    _habit(rf"{_N}\s*(?::=|<-|\b(?:is|to|becomes|equals)\b)\s*{_V}", "'=' sets a value", "{n} = {v}"),
    _habit(rf"{_N}\s*=\+\s*{_V}", "the sign stands before the =", "{n} += {v}"),
    _habit(rf"{_N}\s*=-\s+{_V}", "the sign stands before the =", "{n} -= {v}"),
    _habit(rf"{_N}\s*(?P<s>[-+])\s*{_V}", "nothing is set", "{n} {s}= {v}"),
    _habit(
        rf"{_N}\s*(?P<s>[-+]?=)\s*(?P<q>[\"'])(?P<v>true|false|-?\d+)(?P=q)",
        "in quotation marks it is a text",
        "{n} {s} {v}",
    ),
    _habit(rf"toggle\s+{_N}", _FIRST, "{n} = not {n}"),
    _habit(rf"{_N}\.(?:add|append|push|insert|include)\(\s*{_V}\s*\)", "a set is changed by a sign", "{n} += {v}"),
    _habit(rf"{_N}\.(?:remove|discard|delete|drop|pop)\(\s*{_V}\s*\)", "a set is changed by a sign", "{n} -= {v}"),
    _habit(rf"{_N}\.clear\(\s*\)|(?:clear|empty)\s+(?P<n2>\w+)", "a set is emptied by none", "{n} = none"),
    _habit(rf"(?:not\s+|!\s*|clear\s+|unset\s+){_N}", "nothing is set", "{n} = false"),
)

_SENTENCES = (
    (
        re.compile(r"\s*(?:->|(?:goto|go to|jump|call|divert|to)\b)", re.IGNORECASE),
        "an effect leads nowhere",
        "Where something leads stands after to:.",
    ),
    (
        re.compile(r"\s*(?:visits|seen|taken)\s*\("),
        "the game counts visits, and they cannot be set",
        "Keep a variable for what you want to set.",
    ),
    (
        re.compile(r"\s*(?:print|say|echo|show)\b", re.IGNORECASE),
        "an effect shows nothing",
        "What is read stands under text:.",
    ),
)


def misspelt(source: str, scope: Scope, readable: Callable[[str], bool]) -> Fault | None:
    """The fault of an effect that is written in another language's manner, None for one that is not.

    `readable` says whether a text is an effect of this language, so that nothing wrong is offered.
    """
    if (plain := plain_signs(source)) != source and readable(plain):
        return _fault(source, "a sign in it only looks like the right one", f"Write {plain.strip()}.")
    if several := _AND.search(source):
        return _several(source, several, lambda part: _put_right(part, scope, readable))
    for pattern, what, fix in _SENTENCES:
        if pattern.match(source):
            return _fault(source, what, fix)
    bare = _UNSIGNED.sub("", source)
    what, right = _foreign(bare, scope, readable)
    if right:
        return _fault(source, what, f"Write {right}.")
    if bare != source and readable(bare):
        return _fault(source, "a name stands here without a sign before it", f"Write {bare.strip()}.")
    return None


def _foreign(bare: str, scope: Scope, readable: Callable[[str], bool]) -> tuple[str, str]:
    """What is foreign about an effect, and how it is written here; twice '' where no habit is known in it."""
    for habit in _HABITS:
        found = habit.pattern.fullmatch(bare)
        right = _rewritten(habit, found, scope) if found else ""
        if right and (right.startswith("{") or readable(right)):
            return habit.what, right
    return "", ""


def _put_right(part: str, scope: Scope, readable: Callable[[str], bool]) -> str:
    """One effect of several as it is written here, '' where that is not known."""
    return part if readable(part) else _foreign(part, scope, readable)[1]


def nothing_set(name: str, scope: Scope) -> str:
    """What an effect that is only a variable's name probably wants to say."""
    if name in scope.sets:
        first = scope.sets[name].names[0]
        return f"Write {name} += {first}, {name} -= {first} or {name} = {NONE}."
    variable = scope.variables[scope.numbers[name]]
    if variable.kind == "int":
        return f"Write {name} = ..., {name} += ... or {name} -= ..."
    return f"Write {name} = true." if variable.kind == "bool" else f"Write {name} = {variable.names[0]}."


def _fault(source: str, what: str, fix: str) -> Fault:
    return Fault("S320", len(source) - len(source.lstrip()), {"what": what, "fix": fix})


def _several(source: str, found: re.Match[str], right: Callable[[str], str]) -> Fault:
    """Several effects in one text. `right` puts one of them right, '' where it cannot."""
    bare = source.strip()
    inner = bare[1:-1] if bare[:1] == "[" and bare[-1:] == "]" else source
    parts = [right(_UNSIGNED.sub("", part).strip(" ;,")) for part in _AND.split(inner)[::2]]
    if not all(parts):
        fix = "Write a list, each effect by itself: [..., ...]."
    else:
        fix = f"Write a list{', without quotation marks' * (inner is not source)}: [{', '.join(parts)}]."
    return Fault("S320", found.start("sign"), {"what": "two effects stand in one text", "fix": fix})


def _rewritten(habit: Habit, found: re.Match[str], scope: Scope) -> str:
    parts: Mapping[str, str | None] = found.groupdict()
    name = parts.get("n") or parts.get("n2") or parts.get("n3") or ""
    if name not in scope.numbers and name not in scope.sets:
        return ""
    given = {key: (value or "").rstrip(" ;.") for key, value in parts.items()}
    value = given.get("v", "")
    bracketed = value if re.fullmatch(r"\w+(?:\(.*\))?", value) else f"({value})"
    return habit.right.format(**{**given, "n": name, "b": bracketed})
