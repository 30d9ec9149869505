"""What people write in a condition who know another language, and how it is written here.

An expression that cannot be read is looked through for the spellings of ink, Twine, ChoiceScript, JavaScript and plain
English; the message names the right one, and, where nothing else is wrong, the whole expression rewritten.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from game.story.expressions.scope import Fault

_STRING = re.compile(r""""[^"\\]*"|'[^'\\]*'""")
_HYPHENATED = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b")
_NAME = re.compile(r"[A-Za-z_]\w*")
_SPACED = re.compile(r"([!<>]=?|==?)\s+=(?!=)")

OPERATORS: Mapping[str, str] = {
    "&&": "and", "&": "and", "∧": "and", "||": "or", "∨": "or", "!": "not", "¬": "not",
    "===": "==", "!==": "!=", "<>": "!=", "≠": "!=", "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<=", "×": "*", "÷": "//",
    "−": "-",
    "and": "and", "or": "or", "not": "not", "xor": "!=",
    "eq": "==", "equals": "==", "is equal to": "==", "contains": "==", "includes": "==", "has": "==", "is": "==",
    "ne": "!=", "neq": "!=", "isnt": "!=", "isn't": "!=", "isnot": "!=", "is not": "!=",
    "gt": ">", "is greater than": ">", "is more than": ">", "greater than": ">", "more than": ">", "is above": ">",
    "gte": ">=", "ge": ">=", "at least": ">=", "is at least": ">=",
    "lt": "<", "is less than": "<", "is fewer than": "<", "less than": "<", "fewer than": "<", "is below": "<",
    "lte": "<=", "le": "<=", "at most": "<=", "is at most": "<=",
}  # fmt: skip
"""What is written elsewhere for an operator, and the operator here."""


GUARDS = "Put the condition before the text, {condition: one|other}, or give each text or target an if: of its own."
CHANCE = (
    "Chance decides what an effect sets, found = roll(1, 6), where something leads, to: {draw: [...]}, or what is "
    "read, {~one|other}."
)
THING = "What the player may have is a set, bag: {set: [lamp, key]}; lamp in bag asks for one of it."

FUNCTIONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("visited", "has_visited", "hasvisited", "been", "been_to", "has_seen", "saw"), "Write seen(scene)."
    ),
    **dict.fromkeys(("visit_count", "turns", "times", "turns_since"), "Write visits(scene) >= 1."),
    **dict.fromkeys(("chosen", "chose", "picked", "took", "clicked"), "Write taken(scene, choice) >= 1."),
    **dict.fromkeys(("random", "rand", "randint", "dice", "d6", "d20", "chance", "shuffle", "either"), CHANCE),
    **dict.fromkeys(("has", "has_item", "have", "contains", "inventory", "owns", "carries", "item"), THING),
    **dict.fromkeys(("len", "length", "size", "cardinality"), "Write count(bag), with the name of the set."),
    **dict.fromkeys(("if", "iif", "cond", "when"), GUARDS),
}
"""Functions that other systems have, and what stands for them here."""


class Habit(NamedTuple):
    """A spelling from elsewhere: what the message says of it (`{0}` is what was found), and what to write instead.

    `right` replaces it in the expression, None where nothing can stand in its place.
    """

    pattern: re.Pattern[str]
    what: str
    fix: str
    right: str | None = None


def _operators() -> Iterator[Habit]:
    """The table of operators as habits, the longer first: words stand alone, in capitals or not."""
    for written, right in sorted(OPERATORS.items(), key=lambda pair: -len(pair[0])):
        if written[0].isalpha():
            caseless = re.IGNORECASE if written != right else 0
            words = written if written != right else f"(?!{right}){_any_case(written)}"
            pattern = re.compile(rf"\b{words}\b".replace(" ", r"\s+"), caseless)
        else:
            pattern = re.compile(rf"(?<![=!<>&|]){re.escape(written)}(?![=<>&|])")
        spaced = f"{right} " if written in ("!", "¬") else right
        yield Habit(pattern, "'{0}' is not known", f"Write {right}", spaced)


def _any_case(word: str) -> str:
    return "".join(f"[{char}{char.upper()}]" for char in word)


_HAVING = "has|have|holds|owns|carries"

HABITS = (
    Habit(re.compile(r"^\s*(?:if|when|elseif|elif|else if)\b"), "'{0}' is not written here", "Leave it out", ""),
    Habit(
        re.compile(rf"(?:^|(?<=\band )|(?<=\bor )|(?<=\bnot )|(?<=\())\s*(?:{_HAVING})\s+(?=[A-Za-z_])"),
        "'{0}' is not written here", "Leave it out", "",
    ),
    Habit(re.compile(r"\bthen\s*$"), "'{0}' is not written here", "Leave it out", ""),
    Habit(re.compile(r"^\s*unless\b"), "'unless' is not known", "Write not, and what must not be in round brackets"),
    Habit(re.compile(r"^\s*else\b"), "'else' is no condition", "In a text, what follows the bar is read otherwise"),
    Habit(re.compile(r"[$@](?=[A-Za-z_])"), "a name stands here without '{0}'", "Leave the sign out", ""),
    Habit(
        re.compile(r"\b(?P<name>[A-Za-z_]\w*)\s+between\s+(?P<low>-?\w+)\s+and\s+(?P<high>-?\w+)", re.IGNORECASE),
        "'between' is not known", "Write it with two signs", r"\g<low> <= \g<name> <= \g<high>",
    ),
    Habit(
        re.compile(r"\b(?P<name>[A-Za-z_]\w*)\s+in\s+(?P<low>-?\d+)\s*\.\.+\s*(?P<high>-?\d+)"),
        "'..' is not known", "Write it with two signs", r"\g<low> <= \g<name> <= \g<high>",
    ),
    Habit(re.compile(r"\bmod(?:ulo)?\b"), "'{0}' is not known", "Write %", "%"),
    Habit(re.compile(r"->"), "'->' leads nowhere here", "Where something leads stands after to:"),
    Habit(re.compile(r"\?"), "'?' is not known", "A text chooses with {condition: one|other}, a target with a list"),
    Habit(re.compile(r"[‘’“”«»„]"), "'{0}' is no quotation mark here", "Write straight ones: \" or '"),
    Habit(re.compile(r":=|\+\+|--(?=\s*(?:$|[<>=]))|[-+*/]="), "'{0}' would change something", "Changes go under do:"),
    Habit(re.compile(r";"), "one condition stands here", "Join conditions with and", " and"),
    *_operators(),
)  # fmt: skip

_AGAIN = re.compile(r"\b(and|or)\s*(?=(?:[<>]=?|[=!]=)\s*(?P<value>[\w\"']+))")
_EDGES = (
    (re.compile(r"(==|!=|<=|>=|<|>|\+|\*|//|%|-|\b(?:and|or|not|in))\s*$"), "something is missing after '{0}'"),
    (re.compile(r"^\s*(==|!=|<=|>=|<|>|\*|//|%|(?:and|or)\b)"), "something is missing before '{0}'"),
)
_HOLDS = re.compile(
    r"""\b(?P<name>[A-Za-z_]\w*)\s+(?P<sign>contains|includes|has|holds)\s+(?P<member>\w+|"[^"]*"|'[^']*')""",
    re.IGNORECASE,
)
EXAMPLE = "A condition looks like this: coins >= 2 and not lit."


def unreadable(source: str, error: SyntaxError, sets: Container[str] = ()) -> Fault:
    """Say what was probably meant by an expression that Python cannot parse, and where it went wrong; `sets` are the
    names of the story's sets.
    """
    if (holds := _HOLDS.search(source)) and holds["name"] in sets:
        return _fault(holds.start(), f"'{holds['sign']}' is not known", f"Write {holds['member']} in {holds['name']}.")
    if (plain := plain_signs(source)) != source and _parses(plain):
        at = next(at for at, (sign, other) in enumerate(zip(source, plain, strict=True)) if sign != other)
        return _fault(at, f"'{source[at]}' only looks like {plain[at]}", f"Write {plain.strip()}")
    bare = _STRING.sub(lambda match: " " * len(match[0]), source)
    if spaced := _SPACED.search(bare):
        return _fault(spaced.start(), f"a space parts '{spaced[1]}' from '='", f"Write {spaced[1][0]}=.")
    found = _first_habit(bare)
    equals = re.search(r"(?<![=!<>:+*/-])=(?![=<>])", bare)
    if found and not (equals and equals.start() < found[1].start()):
        return _habit(source, *found)
    if equals:
        return _fault(equals.start(), "one = sets a value", "To compare, write ==.")
    if again := _AGAIN.search(bare):
        return _again(bare, again)
    for edge, what in _EDGES:
        if end := edge.search(bare):
            return _fault(end.start(1) if end.start() == 0 else end.end(1), what.format(end[1]), EXAMPLE)
    if hyphens := _HYPHENATED.search(bare):
        return hyphenated(hyphens.start(), hyphens[0])
    return _otherwise(source, error)


def hyphenated(offset: int, name: str) -> Fault:
    """An id with a hyphen that stands bare in an expression."""
    return _fault(offset, "an id with a hyphen reads as a subtraction", f'Put it in quotation marks: "{name}".')


def _fault(offset: int, what: str, fix: str) -> Fault:
    return Fault("S308", offset, {"what": what, "fix": fix})


def _first_habit(bare: str) -> tuple[Habit, re.Match[str]] | None:
    """The habit that shows first in a text; of several at one place the first of the table."""
    found = [(habit, match) for habit in HABITS if (match := habit.pattern.search(bare))]
    return min(found, key=lambda pair: pair[1].start(), default=None)


def _habit(source: str, habit: Habit, match: re.Match[str]) -> Fault:
    whole = corrected(source)
    lead = len(match[0]) - len(match[0].lstrip())
    fix = f"{habit.fix}: {whole}" if whole else habit.fix
    return _fault(match.start() + lead, habit.what.format(match[0].strip()), fix if whole else f"{fix}. {EXAMPLE}")


def function(name: str) -> str:
    """What stands here for a function that other systems have, '' where nothing is known of it."""
    return FUNCTIONS.get(name.lower(), "")


def corrected(source: str) -> str:
    """The whole expression in this language's spelling, '' where that is not to be had."""
    text = source
    for habit in HABITS:
        if habit.right is not None:
            text = habit.pattern.sub(habit.right, text)
    text = " ".join(re.sub(r"(?<![=!<>:])=(?![=<>])", "==", text).split())
    return text if _parses(text) else ""


def _parses(text: str) -> bool:
    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def plain_signs(text: str) -> str:
    """A text with the signs of the keyboard for those that look like them: full-width ones, the minus of mathematics.

    It stays as long as it was.
    """
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if "\uff01" <= char <= "\uff5e" or char == "\u3000":
        return unicodedata.normalize("NFKC", char)
    return "-" if char == "\u2212" else char


def _again(bare: str, found: re.Match[str]) -> Fault:
    """`coins > 2 and < 4`: what is compared must be named again."""
    name = _NAME.search(bare)
    rest = bare[found.end() :].strip()
    fix = f"Name it again: {name[0]} {rest}" if name else EXAMPLE
    return _fault(found.start(), f"nothing stands between '{found[1]}' and what follows", fix)


def _otherwise(source: str, error: SyntaxError) -> Fault:
    """What Python itself says, where it says something, at its place."""
    lead = len(source) - len(source.lstrip())
    at = min(lead + error.offset - 1, len(source)) if error.offset else len(source.rstrip())
    message = error.msg or ""
    if "string literal" in message:
        return _fault(at, "this quotation mark is not closed", "Close it, or leave it out.")
    if "never closed" in message or "unmatched" in message or "does not match" in message:
        return _fault(at, message.split(" on line")[0], "Every bracket has its other half.")
    words = _NAME.findall(source[:at])
    after = _NAME.match(source, at)
    if words and after and words[-1] in ("visits", "seen", "taken"):
        return _fault(at, f"what {words[-1]} asks about stands in brackets", f"Write {words[-1]}({after[0]}).")
    if words and after and source[:at].rstrip().endswith(words[-1]):
        return _fault(at, f"nothing joins '{words[-1]}' and '{after[0]}'", EXAMPLE)
    return _fault(at, "something is missing or out of place here", EXAMPLE)
