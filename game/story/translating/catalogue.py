"""Translation catalogues: gettext PO files, read so that nothing in them is lost, and looked up by (msgctxt, msgid)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from game.ordinary import read_ordinary
from game.os_reasons import os_reason
from game.story.diagnostics import Problems
from game.story.places.marks import Mark, SourceFile
from game.story.reading.characters import forbidden_in_file
from game.story.reading.reader import decoded, report_characters
from game.story.translating.po_form import Form
from game.story.translating.po_header import header_faults

if TYPE_CHECKING:
    import polib

    from game.story.prose.texts import Unit

_LINE = re.compile(r"\(line (\d+)\)")
MAX_SIZE = 32 * 1024 * 1024
"""In bytes."""


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalogue's file as it stands: its header and every entry, obsolete ones too, in order.

    `comment` is what stands above the header. The entries are polib's; their `linenum` counts the lines of `form`.
    """

    file: SourceFile
    form: Form
    comment: str
    header: polib.POEntry | None
    entries: tuple[polib.POEntry, ...]

    def last_words(self) -> str:
        """The comments after the last entry, which polib does not keep."""
        return "".join(f"{line.text}\n" for line in self.form.last_comments())

    def mark(self, entry: polib.POEntry, kinds: str = "i") -> Mark:
        """Where an entry's string of one of the kinds (see `Form`) begins."""
        line = next(self.form.strings(entry.linenum or 1, kinds), None)
        return Mark(self.file.path, *self.form.place(line.start if line else 0))


class Message(NamedTuple):
    """A translation. `line` is where its entry begins, by the lines of the form; fuzzy ones wait for a person to look
    at them, and those of entries with a plural have no text."""

    context: str
    source: str
    text: str
    fuzzy: bool
    plural: bool
    line: int


@dataclass(slots=True)
class Catalogue:
    """The messages of one language by (msgctxt, msgid)."""

    language: str
    po: PoFile
    messages: dict[tuple[str, str], Message]
    _measured: tuple[Message, list[int]] | None = field(default=None, init=False)

    def find(self, unit: Unit) -> Message | None:
        """The message of a text: under its owner, or under one that it had formerly."""
        found = [self.messages.get((owner, unit.source)) for owner in (unit.owner, *unit.formerly)]
        known = [message for message in found if message is not None]
        return next((message for message in known if message.text and not message.fuzzy), known[0] if known else None)

    def mark_at(self, message: Message, offset: int) -> Mark:
        """The place of a character of a translation in the file."""
        if self._measured is None or self._measured[0] is not message:
            self._measured = message, self.po.form.offsets(message.line, "sS")
        places = self._measured[1]
        return Mark(self.po.file.path, *self.po.form.place(places[min(offset, len(places) - 1)]))


def read_catalogue(path: Path, shown: str, language: str, problems: Problems) -> Catalogue | None:
    """The catalogue in a file, None when it cannot be read; `shown` is its path in messages."""
    po = read_po(path, shown, problems)
    if po is None:
        return None
    messages: dict[tuple[str, str], Message] = {}
    for entry in po.entries:
        header = not entry.msgid and entry.msgctxt is None  # a second one, and told as such
        if not (entry.obsolete or header):
            plural = bool(entry.msgid_plural)
            message = Message(entry.msgctxt or "", entry.msgid, entry.msgstr, entry.fuzzy, plural, entry.linenum or 1)
            messages.setdefault((message.context, message.source), message)
    return Catalogue(language, po, messages)


def read_po(path: Path, shown: str, problems: Problems) -> PoFile | None:
    """Everything in a PO file. None, with the reasons among the problems, when not all of it can be had.

    What `msgfmt --check` would refuse is reported: in the form, entries of one text, and the header.
    """
    try:
        data = read_ordinary(path, MAX_SIZE)
    except OSError as error:
        problems.add("S501", Mark(shown, 1, 1), what=os_reason(error))
        return None
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    file, whole = decoded(data, shown, problems)
    if not whole:
        return None
    report_characters(
        "S003", [at for at in forbidden_in_file(data, file.text) if file.text[at] != "\t"], file, problems
    )
    form = Form(file.text)
    _report_form(form, shown, problems)
    for offset, char in form.forbidden:
        if file.text[offset] != char or char == "\t":
            problems.add("S419", Mark(shown, *form.place(offset)), char=f"U+{ord(char):04X}")
    po = None if problems.broken(shown) else _parsed(file, form, problems)
    if po is not None:
        for what in header_faults(po.header, po.entries, file.text, byte_order_mark=marked):
            problems.add("S513", po.mark(po.header, "s") if po.header else Mark(shown, 1, 1), what=what)
    return po


def _report_form(form: Form, shown: str, problems: Problems) -> None:
    """Report what is wrong with a file's form; of one without any msgid that it is none of ours, and no more."""
    if form.faults and not any(line.kind == "i" for line in form.lines):
        what = "it is not a PO file, for there is no msgid in it"
        problems.add("S501", Mark(shown, *form.place(form.faults[0].offset)), what=what)
        return
    for fault in form.faults:
        problems.add("S501", Mark(shown, *form.place(fault.offset)), what=fault.what)


def _parsed(file: SourceFile, form: Form, problems: Problems) -> PoFile | None:
    # polib costs more to import than a warm story takes to load
    import polib

    class Whole(polib.POFile):
        """A PO file whose header stays among its entries: polib takes any entry without a source for one."""

        def find(self, *_: object, **__: object) -> None:
            """Nothing is the header."""

    try:
        found = polib.pofile(form.for_polib(), klass=Whole)
    except (OSError, ValueError, IndexError) as error:
        line = _LINE.search(str(error))
        place = form.place(form.lines[int(line[1]) - 1].start) if line else (1, 1)
        problems.add("S501", Mark(file.path, *place), what="polib cannot read this")
        return None
    header = next((entry for entry in found if not entry.msgid and entry.msgctxt is None and not entry.obsolete), None)
    po = PoFile(file, form, found.header, header, tuple(entry for entry in found if entry is not header))
    _refuse_twins(po, list(found), problems)
    return po


def _refuse_twins(po: PoFile, entries: list[polib.POEntry], problems: Problems) -> None:
    """Report entries for one text; to gettext obsolete ones count as well."""
    first: dict[tuple[str | None, str], polib.POEntry] = {}
    for entry in entries:
        known = first.setdefault((entry.msgctxt, entry.msgid), entry)
        if known is not entry:
            what = "this text" if entry.msgid or entry.msgctxt is not None else "the header"
            problems.add("S510", po.mark(entry), what=what, line=po.mark(known).line)
