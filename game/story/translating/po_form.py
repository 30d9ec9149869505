"""The form of a PO file: held to what gettext holds it to, and laid out so that polib reads all of it.

polib takes a string that is never closed for one without its last character, passes over halves of entries, and refuses
some of what gettext's own tools write. So nothing reaches it unseen: here the signs of a file are told apart, each with
its place. What `msgfmt` would refuse is a fault; the rest is written one string a line. What the entries are and mean
is polib's business.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from game.story.reading.characters import forbidden_in_value
from game.story.translating.po_strings import offsets, pieces, quoted

_SIGN = re.compile(
    r"""(?P<blank>(?:[ \t\r\f\v]|\\\n)+) | (?P<end>\n\s*)
    | (?P<mark>\#~\|?|\#\|) | (?P<comment>\#[^\n]*)
    | (?P<string>"(?:[^"\\\n]|\\.)*+") | (?P<unclosed>"[^\n]*)
    | (?P<word>[A-Za-z_$][\w$]*(?:\s*\[\s*[0-9]{1,9}\s*\])?)
    | (?P<other>[^\ \t\r\f\v\n"\#A-Za-z_$]+)""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_WORD = re.compile(r"([\w$]+)(?:\s*\[\s*(\d+)\s*\])?", re.ASCII)
_KINDS = {"msgctxt": "c", "msgid": "i", "msgid_plural": "p", "msgstr": "s"}

_ENTRY = "#CIci"
_NEXT = {"": _ENTRY, "#": _ENTRY, "C": "I", "I": "Pci", "P": "ci", "c": "i", "i": "ps", "p": "S", "s": _ENTRY}
"""What may follow what, as in gettext's grammar: msgctxt, msgid, msgid_plural and msgstr by their letters, in capitals
those of a text that was (after `#|`); S is a numbered msgstr, # a comment."""
_NEXT["S"] = _ENTRY + "S"
_UNKNOWN = "?"
"""A word that gettext does not know: whatever follows is taken as it comes."""
_NEXT[_UNKNOWN] = _ENTRY + "PpsS"
_MISSING = {
    "c": "this entry has a msgctxt and no msgid",
    "i": "this entry has no msgstr",
    "p": "this entry has a msgid_plural and no msgstr[0]",
    "C": "the text that was (#|) stands before a msgid",
    "I": "the text that was (#|) stands before a msgid",
    "P": "the text that was (#|) stands before a msgid",
}
_ODD = {
    "s": "this msgstr stands in no entry: a msgid belongs before it",
    "S": "only an entry with msgid_plural has a numbered msgstr, after its msgid_plural",
    "p": "this msgid_plural stands in no entry: a msgid belongs before it",
    "P": "the text that was (#|) has a msgid before its msgid_plural",
}
_MIXED = "the lines of one entry all begin with the same sign (#~), or all with none"


class Fault(NamedTuple):
    """What is wrong with a file's form, at an offset in its text."""

    offset: int
    what: str


class Line(NamedTuple):
    """A line for polib: its kind (a letter as above, or 'm' for more of the string before it), and where in the file
    its string begins, after the quotation mark, and ends."""

    kind: str
    text: str
    start: int
    stop: int


class _Word(NamedTuple):
    """The word whose strings are being read (or a comment): how polib has it, its kind, its place, its line's mark."""

    written: str
    kind: str
    offset: int
    mark: str = ""

    @property
    def obsolete(self) -> bool:
        return "~" in self.mark


class Form:
    """A file's text, taken apart.

    `lines` are for polib. `faults` is what gettext would refuse, in order; `forbidden` has the first character of each
    string with escapes or tabs that no text of a story may hold, with its offset.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.faults: list[Fault] = []
        self.forbidden: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self._mark = ""
        self._word: _Word | None = None
        self._strings = 0
        self._entry: _Word | None = None
        self._plural = 0
        self._told = False
        for match in _SIGN.finditer(text):
            if match.lastgroup != "blank":
                getattr(self, f"_on_{match.lastgroup}")(match[0], match.start())
        self._enter(None)

    def for_polib(self) -> str:
        """The whole text, laid out."""
        return "".join(f"{line.text}\n" for line in self.lines) or "\n"

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the file, both from 1."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def last_comments(self) -> list[Line]:
        """The comments that no entry follows."""
        return list(takewhile(lambda line: line.kind == "#", reversed(self.lines)))[::-1]

    def strings(self, first: int, kinds: str) -> Iterator[Line]:
        """The lines that hold the string of one of the kinds, in the entry that begins at line `first` (from 1) of
        what polib reads."""
        inside = False
        for number in range(first - 1, len(self.lines)):
            line = self.lines[number]
            if inside and line.kind != "m":
                return
            inside = inside or line.kind in kinds
            if inside:
                yield line

    def offsets(self, first: int, kinds: str) -> list[int]:
        """Where in the file each character of that string stands, and where the string ends."""
        found: list[int] = []
        stop = 0
        for line in self.strings(first, kinds):
            found += (line.start + offset for offset in offsets(self.text[line.start : line.stop]))
            stop = line.stop
        return [*found, stop]

    # ------------------------------------------------------------ signs

    def _fault(self, offset: int, what: str) -> None:
        """Note what is wrong: the first thing of each line, the rest most often follows from it."""
        if not self._told:
            self.faults.append(Fault(offset, what))
        self._told = True

    def _on_end(self, sign: str, offset: int) -> None:
        self._mark, self._told = "", False

    def _on_mark(self, sign: str, offset: int) -> None:
        self._mark = "".join(char for char in "#~|" if char in self._mark + sign)

    def _on_other(self, sign: str, offset: int) -> None:
        self._fault(offset, "only words of gettext's and strings in quotation marks stand here")

    def _on_comment(self, sign: str, offset: int) -> None:
        if "|" in self._mark:
            self._fault(offset, "after #| stands a text that was, and no comment")
        self._enter(_Word("", "#", offset))
        kind, body = sign[1:2], sign[2:].strip()
        if kind and kind in ":,.":
            # An empty one at the end of a file costs the entry before it, in polib.
            if body:
                self._add("#", f"#{kind} {body}", offset, offset)
        else:
            self._add("#", f"#{'' if kind.isspace() else ' '}{sign[1:]}".rstrip(), offset, offset)

    def _on_word(self, sign: str, offset: int) -> None:
        match = _WORD.fullmatch(sign)
        word, index = (match[1], match[2]) if match else (sign, None)
        previous = "|" in self._mark
        kind = _KINDS.get(word, "")
        if not kind or (previous and kind == "s") or (index is not None and kind != "s"):
            self._fault(offset, f"'{sign[:40]}' is no word of gettext's here")
            self._enter(_Word(sign, _UNKNOWN, offset, self._mark))
            return
        if index is not None:
            kind, word = "S", f"msgstr[{int(index)}]"
            self._numbered(int(index), offset)
        self._enter(_Word(word, kind.upper() if previous else kind, offset, self._mark))

    def _on_unclosed(self, sign: str, offset: int) -> None:
        self._fault(offset, "this string has no closing quotation mark")
        self._strings += 1

    def _on_string(self, sign: str, offset: int) -> None:
        word = self._word
        if word is None:
            self._fault(offset, "this string belongs to no msgid or msgstr")
            return
        if self._mark != word.mark:
            self._fault(offset, _MIXED)
        value = self._value(sign[1:-1], offset + 1)
        written = quoted(value) if "\\" in sign else sign
        before = "#| " if "|" in self._mark else "#~ " if "~" in self._mark else ""
        kind, name = ("m", "") if self._strings else (word.kind, f"{word.written} ")
        self._add(kind, f"{before}{name}{written}", offset + 1, offset + len(sign) - 1)
        self._strings += 1

    def _value(self, raw: str, offset: int) -> str:
        if "\\" not in raw:
            value = raw
        else:
            parts = list(pieces(raw))
            for part in parts:
                if part.fault:
                    self._fault(offset + part.offset, part.fault)
            value = "".join(part.value for part in parts)
        if ("\t" in raw or value is not raw) and (at := forbidden_in_value(value)) >= 0:
            self.forbidden.append((offset + offsets(raw)[at], value[at]))
        return value

    def _add(self, kind: str, text: str, start: int, stop: int) -> None:
        self.lines.append(Line(kind, text, start, stop))

    # ------------------------------------------------------------ entries

    def _enter(self, word: _Word | None) -> None:
        """Go on to a word or a comment, None for the end of the file: what was before must be complete."""
        last, before, after = self._word, self._entry, word.kind if word else ""
        kind = before.kind if before else ""
        allowed = after == _UNKNOWN or (after in _NEXT[kind] if after else kind not in _MISSING)
        if last is not None and last.kind != _UNKNOWN and not self._strings:
            self._fault(last.offset, f"no string in quotation marks follows this {last.written}")
        elif before and kind in _MISSING and not allowed and after != "S":
            self.faults.append(Fault(before.offset, _MISSING[kind]))
            self._told = True
        elif word and not allowed:
            self._fault(word.offset, _ODD[after])
        elif word and before and (kind in _MISSING or kind == after == "S") and word.obsolete != before.obsolete:
            self._fault(word.offset, _MIXED)
        self._word, self._entry, self._strings = word if after != "#" else None, word, 0

    def _numbered(self, index: int, offset: int) -> None:
        """The plural forms of an entry count from 0."""
        first = self._entry is None or self._entry.kind != "S"
        self._plural = 0 if first else self._plural + 1
        if index != self._plural or index > 9:
            self._fault(offset, f"the numbers after msgstr go up one by one from 0: [{self._plural}] belongs here")
