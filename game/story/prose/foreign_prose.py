"""What people write in a text who know another language: most of it is taken for words, and printed as it stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from game.story.diagnostics import shorten
from game.story.expressions.scope import Fault, Scope

_CHOICES = "A way on is a choice: under choices:, as in go: {text: Go., to: shed}."
_EFFECTS = "What changes stands under do:, as in do: coins -= 1."
_GUARDED = "Words that depend on something: {condition: words|other words}."
_DECLARED = "Variables are declared in story.yaml, under variables:."
_SCENE = "A scene begins below scenes: with its id and a colon; its text stands below that, after text:."
_LIST = "There are no lists: write sentences, or begin each line with | to keep the lines as they are."
_HEADING = "A heading stands alone, with an empty line before it and after it."
_NAMED = "A title or a name is plain words: leave it out."
_REMARK = "A remark for yourself stands under note:, or after a # outside the text."
_STYLES = "*One star* on each side slants, **two** make bold, ~~waves~~ strike out."


class Habit(NamedTuple):
    """A spelling from elsewhere, and what to write; `{0}` is the part that the group `n` found."""

    pattern: re.Pattern[str]
    fix: str


def _habit(pattern: str, fix: str) -> Habit:
    return Habit(re.compile(pattern, re.MULTILINE), fix)


_MACROS = {
    **dict.fromkeys(("if", "else", "elseif", "endif", "unless", "switch", "case"), _GUARDED),
    **dict.fromkeys(("set", "unset", "run", "remember", "put", "else-if"), _EFFECTS),
    **dict.fromkeys(("link", "goto", "click", "choice", "button", "actions", "link-goto", "go-to", "back"), _CHOICES),
    **dict.fromkeys(
        ("print", "display", "=", "-"), "A variable is printed by {name}; a scene is shown by a way to it."
    ),
    **dict.fromkeys(("either", "random"), "Chance among words is {~one|other}."),
}

_NAMES = "if|else|else-if|unless|set|put|link|link-goto|goto|go-to|print|display|either|random"
"""Harlowe's macros of those."""

HABITS = (
    _habit(r"^ *={2,}\s*(?:function\s+)?\w.*$", _SCENE),
    _habit(r"^ *::\s*\w.*$", _SCENE),
    _habit(r"<<\s*/?(?P<m>[a-z-]+|=)[^<>\n]*>>", ""),
    _habit(rf"\((?P<m>{_NAMES}):[^)\n]{{0,200}}\)", ""),
    _habit(r"(?<![\w$\\{])\$(?P<n>(?=\w*[a-z])[A-Za-z_]\w*)", "A variable is printed by {{{0}}}."),
    _habit(r"</?(?:br|p|div)\b[^<>\n]*>", "An empty line begins a new paragraph."),
    _habit(r"</?(?:b|i|em|strong|u|s|del|span|font|small|big|center|h[1-6]|a|img)\b[^<>\n]*>", _STYLES),
    _habit(r"&(?:[a-z]{2,8}|#\d{2,6});", "Write the sign itself."),
    _habit(r"(?<![\w\\_])__(?=\S)(?P<n>[^_\n]*[^_\s])__(?!\w|\.\w)", "Bold is **{0}**."),
    _habit(r"(?<![\w\\_])_(?=\S)(?P<n>[^_\n]*[^_\s])_(?!\w|\.\w)", "Slanted is *{0}*."),
    _habit(r"^ *#{2,6}\s+\S.*$", "A heading is one # and words; there is one size."),
    _habit(r"^ *~\s*(?:temp\s+)?[A-Za-z_]\w*\s*(?:[-+*]?=|\+\+|--).*$", _EFFECTS),
    _habit(r"^ *(?:VAR|CONST|LIST|EXTERNAL|INCLUDE)\s+\w.*$", _DECLARED),
    _habit(r"^ *(?:TODO|FIXME):.*$", _REMARK),
    _habit(r"^ *//.*$", _REMARK),
    _habit(r"(?:\A|(?<=\n\n)) *[-•] +\S.*$|^ *[-•] +\S.*\n *[-•] +\S.*$|^ *\d+[.)] +\S.*\n *\d+[.)] +\S.*$", _LIST),
    _habit(r"(?<=[^\n]\n) *# +\S.*$", _HEADING),
    _habit(r"^ *```.*$", "Lines that are to keep their form begin with |."),
    _habit(r"\| *else *:", "What follows the bar is read otherwise: {{condition: words|other words}}."),
    _habit(r"^ *(?:label\s+\w+|menu) *: *$", "A scene is a key under scenes:, its choices stand under choices:."),
)  # fmt: skip

_DIVERT = re.compile(r"(?:^| |\])-> *(?P<to>[A-Za-z_][\w.-]*)? *$", re.MULTILINE)
_SIGNS = (
    *(
        "->",
        "<",
        "$",
        "&",
        "_",
        "==",
        "::",
        "# ",
        "~",
        "- ",
        "• ",
        "2.",
        "2)",
        "```",
        "else",
        "//",
        "TODO:",
        "FIXME:",
        "label ",
        "menu",
    ),
    *(f"{word} " for word in ("VAR", "CONST", "LIST", "EXTERNAL", "INCLUDE")),
    *(f"({name}:" for name in _NAMES.split("|")),
)
"""What a text must hold for one of the habits to be in it: hardly any does, and looking for these costs little."""
_KEPT = re.compile(r"^(?: *\||.*\\[\\{}|:*~\[\]>#-]).*$", re.MULTILINE)
"""Lines that are kept as they stand (verse, tables), and lines with an escape: their author knows which signs act."""


MOST = 5
"""How many foreign signs of one text are told."""


def foreign(source: str, scenes: Container[str], *, style: str = "prose") -> list[Fault]:
    """The signs in a text that another system would not print, each with what to write instead: of each kind the first
    one, of many kinds the first few. `style` is 'prose' for one of paragraphs, 'caption' for one on one line, 'plain'
    for a title or a name, whose words never vary.
    """
    if not any(sign in source for sign in _SIGNS):
        return []
    text = _KEPT.sub(lambda line: " " * len(line[0]), source)
    told: dict[str, _Sign] = {}
    end = 0
    for sign in sorted([*_found(text), *_diverts(text, scenes), *_lone_heading(text, style)]):
        if sign.offset >= end and sign.kind not in told:
            told[sign.kind] = sign
            end = sign.offset + len(sign.found)
    return [_fault(sign, _NAMED if style == "plain" else sign.fix) for sign in list(told.values())[:MOST]]


class _Sign(NamedTuple):
    """A foreign sign: where, as it stands in the text, what to write instead, and the kind that it is one of."""

    offset: int
    found: str
    fix: str
    kind: str


def _lone_heading(text: str, style: str) -> Iterator[_Sign]:
    if style != "prose" and text.lstrip().startswith("# "):
        yield _Sign(text.index("#"), text.strip(), "Only a text of paragraphs has headings: leave the # out.", "#")


def _found(text: str) -> Iterator[_Sign]:
    for pattern, fix in HABITS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            said = _MACROS.get(groups["m"] or "", _GUARDED) if "m" in groups else fix.format(groups.get("n") or "")
            lead = len(match[0]) - len(match[0].lstrip())
            yield _Sign(match.start() + lead, match[0].strip(), said, groups.get("m") or pattern.pattern)


def _diverts(text: str, scenes: Container[str]) -> Iterator[_Sign]:
    """`-> shed` at the end of a line: what is alone on its line, or names a scene, is no arrow between words."""
    for match in _DIVERT.finditer(text):
        to = match["to"] or ""
        alone = not text[text.rfind("\n", 0, match.start() + 1) + 1 : match.start()].strip() and bool(to)
        if alone or to in ("END", "DONE") or to.lower().replace("_", "-") in scenes or to in scenes:
            fix = "The story closes in a scene with ending:." if to in ("END", "DONE") else _CHOICES
            yield _Sign(text.index("->", match.start()), match[0].strip(" \n]"), fix, fix)


def _fault(sign: _Sign, fix: str) -> Fault:
    return Fault("S714", sign.offset, {"found": shorten(sign.found), "fix": fix})


# ---------------------------------------------------------------- what is an error already


def bracket(source: str, start: int, scope: Scope) -> str:
    """What to write instead of square brackets that are no link."""
    if "[[" in source[max(0, start - 1) : start + 2] or re.search(r"(?:^|\n)\s*[*+]\s*$", source[:start][-40:]):
        return _CHOICES
    inner = re.compile(r"\[(/?[^\[\]\n]{0,60})\](?:\((.{0,60}?)\))?").match(source, start)
    if inner is None:
        return ""
    if inner[1] in scope.numbers or inner[1] in scope.sets:
        return f"A variable is printed by {{{inner[1]}}}."
    if inner[1].strip("/").lower() in ("b", "i", "u", "s", "em", "strong"):
        return _STYLES
    if source[start - 1 : start] == "!":
        return "A picture is an item of the text's list, {picture: id}; it is drawn in a file of pictures/."
    return _CHOICES if inner[2] in scope.scenes else ""


_COMMANDS = re.compile(
    r"\*(?:choice|fake_choice|goto|gosub|if|elseif|else|set|create|temp|label|finish|ending|page_break|selectable_if)\b"
)


def star(source: str, start: int) -> str:
    """What to write instead of a star that opens nothing: a list of choices, or ChoiceScript's commands."""
    begins = not source[:start][-40:].rpartition("\n")[2].strip()
    if begins and _COMMANDS.match(source, start):
        return "Ways on stand under choices:, what changes under do:, conditions under if:."
    return _CHOICES if begins and source[start : start + 2] == "* " else ""


_ENDINGS = ("else", "endif", "end", "fi", "elif", "elseif")


def printed(name: str, scope: Scope) -> str:
    """What to write instead of something in braces that is no variable's name, '' where nothing is known of it."""
    bare = name.strip("{}$%#=/ ")
    if bare in scope.conditions:
        return f"It is a condition: write {{{bare}: words|other words}}."
    if bare in scope.numbers or bare in scope.sets:
        return f"A variable is printed by {{{bare}}}."
    if owner := scope.set_with(bare):
        return f"It is a member of {owner}: write {{{bare} in {owner}: words|other words}}."
    if re.match(r"[{%#/\s]*(?:if|unless|elif|else if|when)\b", name) or bare in _ENDINGS:
        return _GUARDED
    if bare.lower() in ("i", "b", "u", "s", "em", "strong", "w", "p", "nw"):
        return _STYLES
    if re.match(r"[A-Za-z_]\w*\s*(?:[-+*]?=(?!=)|\+\+|--)", name):
        return _EFFECTS
    return ""
