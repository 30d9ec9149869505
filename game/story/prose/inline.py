"""Inline prose: printed names, conditions, sequences, emphasis, links and escapes, compiled to `Text`."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from game.engine import markup
from game.engine.program import Expr, Text
from game.story.diagnostics import nearest
from game.story.expressions import parse
from game.story.expressions.scope import FARTHEST_COUNT, Fault, Scope
from game.story.places.marks import Mark
from game.story.prose import foreign_prose

MAX_DEPTH = 12
MAX_WRITTEN = 100_000
"""How many characters of texts that have a name one text may show."""
ESCAPED = frozenset("\\{}|:*~[]>#-")
_SPECIAL = re.compile(r"[\\{}*~\[\]\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_TOKEN = re.compile(r"\\|\*+|~~+|[{}|\[\]]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_HEAD = re.compile(r"\\.|\]\(codex:[^)]*\)|[{}|:]", re.DOTALL)
_LINK = re.compile(r"\]\(codex:([^()\s]*)\)")
_NAME = re.compile(r"[A-Za-z_]\w*")
_MODES = {"&": "cycle", "!": "once", "~": "shuffle"}
_STYLES = {
    "em": (markup.EM_ON, markup.EM_OFF, "*"),
    "strong": (markup.STRONG_ON, markup.STRONG_OFF, "**"),
    "struck": (markup.STRUCK_ON, markup.STRUCK_OFF, "~~"),
}
_RUNS = {"*": ("em",), "**": ("strong",), "***": ("em", "strong"), "~~": ("struck",)}


@dataclass(slots=True)
class Uses:
    """What a text makes use of: what a translation of it must, and may, use too."""

    names: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    guards: set[Expr] = field(default_factory=set)
    modes: set[str] = field(default_factory=set)
    variants: list[int | Mark] = field(default_factory=list)
    """Where the words of each variant begin, in the order of the source; those without words are left out. Of a text
    that has a name, the places where they were written."""
    needs: set[str] = field(default_factory=set)
    """What its place must offer, for itself and for the texts that it names: 'scene' to be counted, 'codex' to link."""
    shuffles: set[int] = field(default_factory=set)
    """The places of its own shuffles."""


NOTHING = Uses()


class Within(NamedTuple):
    """A text that has a name, fit to stand within a line: compiled, with what it uses, where its variants were written,
    and how many characters it has. `fault` is what keeps it from standing there.
    """

    text: Text
    uses: Uses = NOTHING
    marks: Sequence[Mark] = ()
    size: int = 0
    fault: Fault | None = None


def no_text(name: str) -> Within | None:
    """Where no text has a name."""
    return None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands, and so what it may hold.

    `scene` counts the text's sequences ('' where they are not allowed); `codex` holds the entries that it may link to,
    None where links are not allowed; `words` gives the printed values of a one_of variable, by slot; `shuffle` gives
    the place of the text's next shuffle, `named` the text of a name, None where there is none; `here` is the scene that
    the word stands for in a condition.
    """

    scope: Scope
    scene: str = ""
    codex: Container[str] | None = None
    words: Callable[[int], tuple[str, ...]] | None = None
    shuffle: Callable[[], int] = lambda: 0
    named: Callable[[str], Within | None] = no_text
    here: str = ""


def is_plain(source: str) -> bool:
    """Whether a text holds nothing but words."""
    return _SPECIAL.search(source) is None


def compile_inline(source: str, setting: Setting) -> tuple[Text, Uses, list[Fault]]:
    """Compile one paragraph or caption. What is wrong comes back as faults, with a text as good as can be."""
    if is_plain(source):
        return source, NOTHING, []
    reader = _Reader(source, setting)
    try:
        text = reader.level(frozenset())
    except _UnreadableError:
        text = source
    return text, reader.uses, reader.faults


class _UnreadableError(Exception):
    """A fault after which the rest of the paragraph cannot be understood."""


class _Reader:
    """Reads one string from left to right; a level is what stands between two braces, bars or brackets."""

    def __init__(self, source: str, setting: Setting) -> None:
        self.source = source
        self.setting = setting
        self.at = 0
        self.depth = 0
        self.size = 0
        self.uses = Uses()
        self.faults: list[Fault] = []

    def fault(self, code: str, offset: int, **details: str) -> None:
        self.faults.append(Fault(code, offset, details))

    def stop(self, code: str, offset: int, **details: str) -> _UnreadableError:
        self.fault(code, offset, **details)
        return _UnreadableError(code)

    # ------------------------------------------------------------ levels

    def level(self, stops: frozenset[str]) -> Text:
        """Read up to one of the stops, which stays unread, or to the end."""
        pieces: list[Text] = []
        styles: dict[str, int] = {}
        while (token := _TOKEN.search(self.source, self.at)) is not None:
            self._plain(pieces, token.start())
            if token[0] in stops:
                break
            self.at = token.end()
            self._token(token[0], token.start(), pieces, styles)
        else:
            self._plain(pieces, len(self.source))
        for style, offset in styles.items():
            self.fault("S403", offset, mark=_STYLES[style][2], fix=foreign_prose.star(self.source, offset))
        return joined(pieces)

    def _plain(self, pieces: list[Text], end: int) -> None:
        if end > self.at:
            pieces.append(self.source[self.at : end])
        self.at = end

    def _token(self, token: str, start: int, pieces: list[Text], styles: dict[str, int]) -> None:
        if token == "\\":
            pieces.append(self._escape(start))
        elif token[0] in "*~":
            self._style(token, start, pieces, styles)
        elif token == "{":
            pieces.append(self._braces(start))
        elif token == "[":
            pieces.extend(self._link(start))
        elif token == "}":
            raise self.stop("S402", start)
        elif token in "|]":
            pieces.append(token)
        else:
            self.fault("S419", start, char=f"U+{ord(token):04X}")

    def _escape(self, start: int) -> str:
        char = self.source[self.at : self.at + 1]
        if char not in ESCAPED or not char:
            self.fault("S409", start, char=char)
            return ""
        self.at += 1
        return char

    def _style(self, token: str, start: int, pieces: list[Text], styles: dict[str, int]) -> None:
        names = _RUNS.get(token)
        if names is None:
            self.fault("S403", start, mark=token[:3])
            return
        closing = all(name in styles for name in names)
        beside = self.source[start - 1 : start] if closing else self.source[self.at : self.at + 1]
        if not beside.strip():
            side, fix = "before" if closing else "after", foreign_prose.star(self.source, start)
            self.fault("S404", start, mark=token, side=side, fix=fix)
            return
        for name in reversed(names) if closing else names:
            if name in styles:
                del styles[name]
                pieces.append(_STYLES[name][1])
            else:
                styles[name] = start
                pieces.append(_STYLES[name][0])

    # ------------------------------------------------------------ links

    def _link(self, start: int) -> Iterable[Text]:
        words = self._inner(frozenset("]"), start)
        match = _LINK.match(self.source, self.at)
        if match is None:
            raise self.stop("S405", start, fix=foreign_prose.bracket(self.source, start, self.setting.scope))
        self.at = match.end()
        self.uses.needs.add("codex")
        entry = match[1]
        if self.setting.codex is None:
            self.fault("S414", start)
        elif entry not in self.setting.codex:
            known = self.setting.codex if isinstance(self.setting.codex, Iterable) else ()
            self.fault("S206", match.start(1), name=entry, near=nearest(entry, known))
        elif not words:
            self.fault("S407", start, what="link")
        self.uses.links.add(entry)
        return (markup.LINK_ON + entry + markup.LINK_SEP, words, markup.LINK_OFF)

    def _inner(self, stops: frozenset[str], start: int) -> Text:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.stop("S412", start, most=str(MAX_DEPTH))
        text = self.level(stops)
        self.depth -= 1
        return text

    # ------------------------------------------------------------ braces

    def _braces(self, start: int) -> Text:
        mode = _MODES.get(self.source[self.at : self.at + 1])
        struck = self.source.startswith("~~", self.at) and not self.source.startswith("~~~", self.at)
        if mode and not struck:
            self.at += 1
            return self._sequence(mode, start)
        sign, end = self._head(start)
        if sign == "}":
            return self._printed(start, end)
        if sign == ":":
            return self._condition(start, end)
        return self._sequence("stop", start)

    def _head(self, start: int) -> tuple[str, int]:
        """The first sign of these braces that says what they are, and where it stands."""
        depth = 0
        for match in _HEAD.finditer(self.source, self.at):
            sign = match[0]
            if sign == "{":
                depth += 1
            elif depth == 0 and sign in "}:|":
                return sign, match.start()
            elif sign == "}":
                depth -= 1
        raise self.stop("S401", start)

    def _printed(self, start: int, end: int) -> Text:
        name = self.source[self.at : end].strip()
        self.at = end + 1
        if not name:
            self.fault("S407", start, what="pair of braces")
            return ""
        if not _NAME.fullmatch(name):
            self.fault("S416", start, source=name, fix=foreign_prose.printed(name, self.setting.scope))
            return ""
        scope = self.setting.scope
        slot = scope.numbers.get(name)
        if slot is None and (within := self.setting.named(name)) is not None:
            return self._named(name, within, start)
        if slot is None:
            instead = foreign_prose.printed(name, scope)
            near = "" if instead else nearest(name, scope.printed)
            fix = instead or "Declare it under variables: in story.yaml."
            self.fault("S301", self.source.index(name, start), name=name, near=near, fix=fix)
            return ""
        return self._value(name, slot, start)

    def _named(self, name: str, within: Within, start: int) -> Text:
        """A text that has a name, as if it stood here."""
        self.uses.names.add(name)
        self.size += within.size
        if within.fault is not None or self.size > MAX_WRITTEN:
            self.faults.append((within.fault or too_long(MAX_WRITTEN))._replace(offset=start))
            return ""
        for need, code, offered in (
            ("scene", "S408", bool(self.setting.scene)),
            ("codex", "S414", self.setting.codex is not None),
        ):
            if need in within.uses.needs and not offered:
                self.fault(code, start)
        self.uses.needs |= within.uses.needs
        self.uses.variants += within.marks
        return within.text

    def _value(self, name: str, slot: int, start: int) -> Text:
        variable = self.setting.scope.variables[slot]
        if variable.hidden:
            self.fault("S415", start, name=name)
        elif variable.kind == "bool":
            self.fault("S406", start, name=name)
        self.setting.scope.read.add(slot)
        self.uses.names.add(name)
        if variable.kind == "enum":
            words = self.setting.words(slot) if self.setting.words else variable.names
            return (("word", slot, words),)
        return (("num", slot),)

    def _condition(self, start: int, end: int) -> Text:
        first = self.at
        compiled = parse.condition(self.source[first:end], self.setting.scope, here=self.setting.here)
        for fault in compiled.faults:
            self.faults.append(fault._replace(offset=fault.offset + first))
        self.at = end + 1
        if self.source.startswith(" ", self.at):
            self.at += 1
        branches = self._alternatives(start)
        if len(branches) > 2:
            self.fault("S410", start, count=str(len(branches)))
        if not any(branches):
            self.fault("S407", start, what="condition")
        if compiled.expr is None:
            return branches[0]
        self.uses.guards.add(compiled.expr)
        return (("if", compiled.expr, branches[0], branches[1] if len(branches) > 1 else ""),)

    def _alternatives(self, start: int) -> list[Text]:
        """What stands between the bars, up to and with the closing brace."""
        found: list[Text] = []
        while True:
            found.append(self._variant(start))
            sign = self.source[self.at : self.at + 1]
            if not sign:
                raise self.stop("S401", start)
            self.at += 1
            if sign == "}":
                return found

    def _variant(self, start: int) -> Text:
        """One of the alternatives; where its words begin is remembered, before those of the variants within it."""
        first, before = self.at, len(self.uses.variants)
        words = self._inner(frozenset("|}"), start)
        if words:
            raw = self.source[first : self.at]
            self.uses.variants.insert(before, first + len(raw) - len(raw.lstrip()))
        return words

    def _sequence(self, mode: str, start: int) -> Text:
        items = self._alternatives(start)
        if not any(items):
            self.fault("S407", start, what="sequence")
            return ""
        if len(items) == 1 and mode != "once":
            self.fault("S411", start)
            return items[0]
        self.uses.needs.add("scene")
        if not self.setting.scene:
            self.fault("S408", start)
            return items[0]
        self.uses.modes.add(mode)
        return (("seq", mode, *self._counted(mode, items, start)),)

    def _counted(self, mode: str, items: list[Text], start: int) -> tuple[int, tuple[Text, ...]]:
        """What the sequence goes by, a slot or a place, and its items."""
        counters, scene = self.setting.scope.counters, self.setting.scene
        if mode == "shuffle":
            place = self.setting.shuffle()
            self.uses.shuffles.add(place)
            return place, tuple(items)
        if mode == "once":
            items = [*items, ""]
        if mode != "cycle":
            return counters.visits(scene, min(len(items), FARTHEST_COUNT)), tuple(items)
        key = counters.cycle(scene, len(items))
        if counters.cycle_length(scene) > FARTHEST_COUNT:
            self.fault("S418", start, most=str(FARTHEST_COUNT))
        return key, tuple(items)


def too_long(most: int) -> Fault:
    """The fault of a text that would be longer than this many characters."""
    return Fault("S433", 0, {"what": f"longer than {most:,} characters"})


def joined(pieces: Iterable[Text]) -> Text:
    """One text from pieces and texts in order: a string where nothing varies."""
    parts = (part for piece in pieces for part in ((piece,) if isinstance(piece, str) else piece) if part != "")
    flat: list[Text] = []
    for words, run in groupby(parts, key=lambda part: isinstance(part, str)):
        flat += ["".join(str(part) for part in run)] if words else [*run]  # noqa: B031
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 and isinstance(flat[0], str) else tuple(flat)
