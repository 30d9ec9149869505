"""The entries of a catalogue brought up to date: one for each text of the story, then what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polib

from game.printable import printable_path
from game.story.prose.texts import Unit
from game.translate.notes import Notes
from game.translate.spare import Key, Spare, is_translated


def merged(units: Iterable[Unit], notes: Notes, old: Mapping[Key, polib.POEntry]) -> list[polib.POEntry]:
    """An entry for each text in order, then what no text has any more, as obsolete; `old` is what there was."""
    wanted = {(unit.owner, unit.source): unit for unit in units}
    spare = Spare(old)
    known = {key: spare.pop(key) for key in wanted}
    for key, unit in wanted.items():
        if unit.formerly:
            known[key] = _joined(known[key], unit, known, spare)
    entries = [_entry(unit, known[key], spare, notes) for key, unit in wanted.items()]
    for left in spare.rest():
        left.obsolete, left.occurrences = True, []
        entries.append(left)
    return entries


def _joined(
    own: polib.POEntry | None, unit: Unit, known: Mapping[Key, polib.POEntry | None], spare: Spare
) -> polib.POEntry | None:
    """The entry of a text that may have had several, under other owners: its own, else the first that is sure.

    What says the same, or nothing, goes into it; what says something else is left over. An entry that another text has
    under that owner is only looked at.
    """
    others: list[tuple[Key, polib.POEntry]] = []
    seen: list[polib.POEntry] = []
    for owner in unit.formerly:
        key = (owner, unit.source)
        if key in known:
            seen += [entry for entry in (known[key],) if entry is not None]
        elif (popped := spare.pop(key)) is not None:
            others.append((key, popped))
    candidates = [*(entry for _, entry in others), *seen]
    said = [entry for entry in candidates if is_translated(entry)]
    sure = [entry for entry in said if not entry.fuzzy]
    if own is None or not is_translated(own):
        found = next(iter(sure or said or candidates), own)
        others += [((unit.owner, unit.source), own)] if own is not None else []
    else:
        found = own
    for key, other in others:
        if found is None or other is found:
            continue
        if is_translated(other) and _said(other) != _said(found):
            spare.leave(key, other)
        elif other.tcomment and other.tcomment not in found.tcomment.split("\n\n"):
            found.tcomment = "\n\n".join(filter(None, (found.tcomment, other.tcomment)))
    return found


def _said(entry: polib.POEntry) -> tuple[object, ...]:
    return entry.msgstr, entry.msgid_plural, tuple(sorted(entry.msgstr_plural.items()))


def _entry(unit: Unit, known: polib.POEntry | None, spare: Spare, notes: Notes) -> polib.POEntry:
    """The entry of a text: the one it had, or that of the text it was before, or an empty one."""
    before = spare.take(unit) if known is None else None
    source = known or before or polib.POEntry()
    entry = polib.POEntry(
        msgctxt=unit.owner,
        msgid=unit.source,
        msgstr=source.msgstr,
        msgid_plural=source.msgid_plural,
        msgstr_plural=dict(source.msgstr_plural),
        flags=list(source.flags),
        tcomment=source.tcomment,
        comment=notes.comment(unit, source.comment),
        occurrences=[(printable_path(unit.mark.file), str(unit.mark.line))],
    )
    if known is not None and known.fuzzy:
        entry.previous_msgctxt, entry.previous_msgid = known.previous_msgctxt, known.previous_msgid
        entry.previous_msgid_plural = known.previous_msgid_plural
    if before is not None:
        entry.flags = ["fuzzy", *(flag for flag in before.flags if flag != "fuzzy")]
        entry.previous_msgid = before.msgid
        entry.previous_msgctxt = before.msgctxt if before.msgctxt != unit.owner else None
    return entry
