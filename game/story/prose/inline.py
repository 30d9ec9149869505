"""Inline prose: printed names, conditions, sequences, emphasis, links and escapes, compiled to `Text`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from game.engine import markup
from game.engine.program import Text
from game.story.diagnostics import nearest
from game.story.expressions import parse
from game.story.expressions.scope import FARTHEST_COUNT, Fault
from game.story.prose import foreign_prose
from game.story.prose.plurals import Plural, plural
from game.story.prose.printed import Printed, printed, said
from game.story.prose.setting import MAX_WRITTEN, NOTHING, Setting, Uses, Within, too_long
from game.story.prose.ways import Guard, Way

MAX_DEPTH = 12
MOST_WAYS = 30
"""How many ways may follow one another in braces, those of the braces around them counted in."""
ESCAPED = frozenset("\\{}|:*~[]>#-")
"""Signs that a backslash makes ordinary; before the end of a line, it breaks the line (see `paragraphs`)."""
MOST_ORDERED = 12
"""How many texts are shuffled into an order: of more there are more orders than are drawn evenly."""
_SPECIAL = re.compile(r"[\\{}*~\[\]\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_TOKEN = re.compile(r"\\|\*+|~~+|[{}|\[\]]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_HEAD = re.compile(r"\\.|\]\((?:codex|choice):[^)]*\)|[{}|:]", re.DOTALL)
_LINK = re.compile(r"\]\((codex|choice):([^()\s]*)\)")
_PLURAL = re.compile(r":\s*plural\s*[|}]")
_MODES = {"&": "cycle", "!": "once", "~": "shuffle"}
_STYLES = {
    "em": (markup.EM_ON, markup.EM_OFF, "*"),
    "strong": (markup.STRONG_ON, markup.STRONG_OFF, "**"),
    "struck": (markup.STRUCK_ON, markup.STRUCK_OFF, "~~"),
}
_RUNS = {"*": ("em",), "**": ("strong",), "***": ("em", "strong"), "~~": ("struck",)}


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
        self.chained = 0
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
        if not char or (char not in ESCAPED and char != "\n"):
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
        kind, name = match.groups()
        if kind == "codex":
            self.uses.needs.add(kind)
        known = self.setting.codex if kind == "codex" else self.setting.choices
        if known is None:
            self.fault("S414" if kind == "codex" else "S441", start)
        elif name not in known:
            near = nearest(name, known) if isinstance(known, Iterable) else ""
            self.fault(
                "S206" if kind == "codex" else "S208", match.start(2), name=name, near=near, scene=self.setting.scene
            )
        elif not words:
            self.fault("S407", start, what="link")
        if kind == "codex":
            self.uses.links.add(name)
            return (markup.LINK_ON + name + markup.LINK_SEP, words, markup.LINK_OFF)
        self.uses.choices.add(name)
        return (f"{markup.LINK_ON}{markup.CHOICE}{self.setting.scene}/{name}{markup.LINK_SEP}", words, markup.LINK_OFF)

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
            return self._printed(end)
        if sign == ":" and self.source[self.at : end].strip() in self.setting.scope.typed:
            return self._said(end)
        if sign == ":" and self._shuffles(end):
            self.at = end + 1
            self.at += self.source.startswith(" ", self.at)
            return self._sequence("order", start)
        if sign == ":":
            word = _PLURAL.match(self.source, end)
            number = plural(self.source[self.at : end], self.setting) if word else None
            return self._forms(number, start, word.end()) if word and number else self._condition(start, end)
        return self._sequence("stop", start)

    def _shuffles(self, end: int) -> bool:
        """Whether these braces hold texts in a shuffled order; a variable of that name is asked for its value."""
        return self.source[self.at : end].strip() == "shuffle" and "shuffle" not in self.setting.scope.numbers

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

    def _printed(self, end: int) -> Text:
        source = self.source[self.at : end]
        name = source.strip()
        if name not in self.setting.scope.numbers and (within := self.setting.named(name)) is not None:
            return self._named(name, within, end)
        return self._print(printed(source, self.setting), end)

    def _said(self, end: int) -> Text:
        """`{name:upper}`: words that the player typed, in a form."""
        close = self.source.find("}", end)
        if close < 0:
            raise self.stop("S401", self.at - 1)
        form = self.source[end + 1 : close].strip()
        return self._print(said(self.source[self.at : end], form or ":", self.setting), close)

    def _print(self, found: Printed, end: int) -> Text:
        """What braces print, up to and with the closing one."""
        self.faults += [fault._replace(offset=self.at + fault.offset) for fault in found.faults]
        if found.expr is not None:
            self.uses.names.setdefault(found.expr, self.source[self.at : end].partition(":")[0].strip())
        self.at = end + 1
        return found.text

    def _named(self, name: str, within: Within, end: int) -> Text:
        """A text that has a name, as if it stood here."""
        start, self.at = self.at - 1, end + 1
        self.uses.names["text", name] = name
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

    def _condition(self, start: int, end: int) -> Text:
        """`{oil == 0: none|oil < 3: little|enough}`: the first way whose condition holds; the last may have none."""
        first = self._guarded(self.at, end)
        ways, before = [self._way(first, start)], self.chained
        while self.source[self.at - 1] == "|":
            self.chained += 1
            if self.chained > MOST_WAYS:
                raise self.stop("S423", self.at, most=str(MOST_WAYS))
            ways.append(self._way(self._next_guard(start), start))
        self.chained = before
        if not any(way.words for way in ways):
            self.fault("S407", start, what="condition")
        if first.compiled.expr is None:
            self.faults += first.faults()
            return ways[0].words
        return self._nested(ways)

    def _guarded(self, begin: int, end: int) -> Guard:
        """What stands before a colon, as a condition."""
        return Guard(begin, end, parse.condition(self.source[begin:end], self.setting.scope, here=self.setting.here))

    def _next_guard(self, start: int) -> Guard:
        """The condition of a way that follows another. What cannot be one is words that hold a colon."""
        begin = self.at
        sign, end = self._head(start)
        return self._guarded(begin, end) if sign == ":" else Guard(begin, -1, parse.NOTHING)

    def _way(self, guard: Guard, start: int) -> Way:
        """One way, up to and with the sign after it."""
        expr, first = guard.compiled.expr, guard.begin == start + 1
        if first or expr is not None:
            self.at = guard.end + 1
            self.at += self.source.startswith(" ", self.at)
        if expr is not None:
            self.uses.guards.add(expr)
        before = len(self.uses.variants)
        words = self._variant(start)
        if not self.source[self.at : self.at + 1]:
            raise self.stop("S401", start)
        self.at += 1
        if not first and expr is None:
            self.faults += self._unguarded(guard)
        return Way(expr, words, guard.begin, before)

    def _unguarded(self, guard: Guard) -> list[Fault]:
        """What is wrong with a way that has no condition: it is not the last, or was to have one."""
        if self.source[self.at - 1] == "|":
            return guard.faults() or [Fault("S410", guard.begin, {})]
        if guard.faults() and parse.compares(self.source[guard.begin : guard.end]):
            return [Fault("S424", guard.faults()[0].offset, {"source": self.source[guard.begin : guard.end].strip()})]
        return []

    def _nested(self, ways: list[Way]) -> Text:
        """Ways as conditions of which each stands where the one before it does not hold."""
        rest: Text = ""
        for number, way in reversed([*enumerate(ways)]):
            if way.guard is None:
                rest = way.words
            elif number == 0 or way.words or rest:
                rest = (("if", way.guard, way.words, rest),)
                if number:
                    self.uses.variants.insert(way.variants, way.begin)
        return rest

    def _forms(self, number: Plural, start: int, end: int) -> Text:
        """`{oil: plural|can|cans}`: as many texts as the language has forms for this number."""
        self.faults += [fault._replace(offset=fault.offset + start + 1) for fault in number.faults]
        self.at, before = end, self.chained
        self.chained += len(number.forms)
        if self.chained > MOST_WAYS:
            raise self.stop("S423", start, most=str(MOST_WAYS))
        ways = self._parts(start) if self.source[self.at - 1] == "|" else []
        self.chained = before
        if number.faults:
            return ways[0].words if ways else ""
        self.uses.plurals.add(number.expr)
        if len(ways) != len(number.forms):
            self.fault("S427", start, **number.wanted(self.setting.language, len(ways)))
            return "?"
        if not any(way.words for way in ways):
            self.fault("S407", start, what="plural")
        guards = [*(form.condition for form in number.forms[:-1]), None]
        return self._nested([way._replace(guard=guard) for way, guard in zip(ways, guards, strict=True)])

    def _alternatives(self, start: int) -> list[Text]:
        """The texts between the bars, up to and with the closing brace."""
        return [part.words for part in self._parts(start)]

    def _parts(self, start: int) -> list[Way]:
        """What stands between the bars, up to and with the closing brace."""
        found: list[Way] = []
        while True:
            begin, before = self.at, len(self.uses.variants)
            found.append(Way(None, self._variant(start), begin, before))
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

    def _counted(self, mode: str, items: list[Text], start: int) -> tuple[Any, ...]:
        """What the sequence goes by, a slot or a place, and its items; after these the place of an order."""
        counters, scene = self.setting.scope.counters, self.setting.scene
        if mode == "shuffle":
            return self._shuffle(), tuple(items)
        if mode == "once":
            items = [*items, ""]
        if mode not in ("cycle", "order"):
            count = counters.taken if "/" in scene else counters.visits
            return count(scene, min(len(items), FARTHEST_COUNT)), tuple(items)
        if mode == "order" and len(items) > MOST_ORDERED:
            self.fault("S425", start, most=str(MOST_ORDERED), count=str(len(items)))
            items = items[:MOST_ORDERED]
        key = counters.cycle(scene, len(items))
        if counters.cycle_length(scene) > FARTHEST_COUNT:
            self.fault("S418", start, most=str(FARTHEST_COUNT))
        if mode == "cycle":
            return key, tuple(items)
        return key, tuple(items), self._shuffle()

    def _shuffle(self) -> int:
        """The place of a shuffle of this text's own."""
        place = self.setting.shuffle()
        self.uses.shuffles.add(place)
        return place


def joined(pieces: Iterable[Text]) -> Text:
    """One text from pieces and texts in order: a string where nothing varies."""
    parts = (part for piece in pieces for part in ((piece,) if isinstance(piece, str) else piece) if part != "")
    flat: list[Text] = []
    for words, run in groupby(parts, key=lambda part: isinstance(part, str)):
        flat += ["".join(str(part) for part in run)] if words else [*run]  # noqa: B031
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 and isinstance(flat[0], str) else tuple(flat)
