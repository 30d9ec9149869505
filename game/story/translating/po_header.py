"""The header of a PO file, held to what `msgfmt --check` asks of it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polib

_CHARSET = re.compile(r"charset=([^\s;]+)")
_NUMBER = re.compile(r"nplurals=\s*([^;\s]*)")
_FORMULA = re.compile(r"plural=\s*([^;]*)")
_TRIED = 1000
"""Up to this number the formula for plurals is tried out, as msgfmt does."""

_REFUSED = "gettext's own tools refuse this catalogue: {}"
_ANOTHER = (
    "the header of this catalogue does not declare the charset UTF-8, in which it is read here; "
    "gettext's own tools may see other letters in it, or refuse it"
)


def fields(header: polib.POEntry | None) -> dict[str, str]:
    """The fields of a header by name. A line without a name goes on with the field before it."""
    found: dict[str, str] = {}
    last = ""
    for line in header.msgstr.splitlines() if header else ():
        name, colon, value = line.partition(":")
        if colon:
            last = name.strip()
            found[last] = value.strip()
        elif last:
            found[last] += f"\n{line.strip()}"
    return found


def header_faults(
    header: polib.POEntry | None, entries: Iterable[polib.POEntry], text: str, *, byte_order_mark: bool
) -> Iterator[str]:
    """What gettext's tools refuse a catalogue for, or take for something else, though a story can use it: sentences."""
    if byte_order_mark:
        yield _REFUSED.format("it begins with a byte order mark")
    if header is None or not header.msgstr:
        yield _REFUSED.format("it has no header")
        return
    known = fields(header)
    declared = known.get("Content-Type", "")
    if not is_utf8(declared) and not (text.isascii() and declared.upper().endswith("ASCII")):
        yield _ANOTHER
    plurals = [len(entry.msgstr_plural) for entry in entries if entry.msgid_plural and not entry.obsolete]
    yield from map(_REFUSED.format, plural_faults(known.get("Plural-Forms", ""), plurals))


def is_utf8(content_type: str) -> bool:
    """Whether a Content-Type declares UTF-8."""
    charset = _CHARSET.search(content_type)
    return charset is not None and charset[1].upper() in ("UTF-8", "UTF8")


def plural_faults(declared: str, counts: list[int]) -> Iterator[str]:
    """What is wrong with a Plural-Forms; `counts` are the numbers of forms that entries with a plural have."""
    number, formula = _NUMBER.search(declared), _FORMULA.search(declared)
    if not (number and formula):
        if counts:
            yield "it has plural forms, and its header does not declare them (Plural-Forms)"
        return
    forms = int(number[1]) if number[1].isdecimal() and len(number[1]) < 4 else 0
    if not 0 <= largest_plural(formula[1]) < forms:
        yield "the Plural-Forms of its header cannot be used"
    elif any(count != forms for count in counts):
        yield f"its header declares {forms} plural form{'s' * (forms != 1)}, and an entry has another number of them"


def largest_plural(formula: str) -> int:
    """The largest result of a formula for plurals, in C as gettext has it; -1 when it is none."""
    if formula[:1].isspace():
        return -1
    try:
        function = gettext.c2py(formula)
        return max(function(number) for number in range(_TRIED + 1))
    except (ValueError, ZeroDivisionError):
        return -1
