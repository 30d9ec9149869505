"""The codex as the plain player reads it: what is known, and finding an entry by the beginning of any of its names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from game.engine import Machine, entry_title
from game.engine.markup import plain
from game.plain.verbs import folded
from game.session import Session
from game.wording import Words
from game.wrapping import wrap


def known(session: Session) -> list[str]:
    """The ids of the entries the player may open, in the author's order."""
    unlocked = session.unlocked
    return [entry.id for entry in session.machine.entries.values() if entry.open or entry.id in unlocked]


def listing(session: Session, say: Words, language: str, width: int) -> str:
    """All known entries by category, new ones marked; the others are counted, not named."""
    machine = session.machine
    ids = known(session)
    categories = dict(machine.program.categories)
    parts = []
    for category in dict.fromkeys([*categories, *(machine.entries[entry].category for entry in ids)]):
        titles = [
            _listed(session, say, language, entry) for entry in ids if machine.entries[entry].category == category
        ]
        if titles:
            name = plain(machine.words(categories.get(category, -1), language)) or category or say("Codex")
            line = say("{label}: {value}", label=name, value=", ".join(titles))
            parts.append(wrap(line, width, "", "  "))
    closed = len(machine.entries) - len(ids)
    if closed:
        parts.append(say.n("{n} entry is not known yet.", "{n} entries are not known yet.", closed))
    if not machine.entries:
        return say("This story has no codex.")
    if ids:
        parts.append(say("Type “codex” and a name to read an entry."))
    return "\n".join(parts)


def _listed(session: Session, say: Words, language: str, entry: str) -> str:
    title = entry_title(session.machine, entry, language)
    return say("{title} (new)", title=title) if entry in session.fresh else title


def search(machine: Machine, ids: Iterable[str], name: str, language: str) -> list[str]:
    """The entries one of whose names is, or else begins with, or else contains what was typed, accents aside."""
    wanted = folded(name)
    names = {entry: _names(machine, entry, language) for entry in ids}
    for fits in (str.__eq__, str.startswith, _word_starts, str.__contains__):
        found = [entry for entry, all_names in names.items() if any(fits(one, wanted) for one in all_names)]
        if found:
            return found
    return []


def _word_starts(name: str, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in name.replace("-", " ").split())


def near(machine: Machine, ids: Iterable[str], name: str, language: str) -> str | None:
    """The title of the known entry that looks most like what was typed."""
    titles = {folded(one): entry for entry in ids for one in _names(machine, entry, language)}
    close = difflib.get_close_matches(folded(name), titles, n=1, cutoff=0.5)
    return entry_title(machine, titles[close[0]], language) if close else None


def _names(machine: Machine, entry: str, language: str) -> list[str]:
    """Everything an entry answers to: id, title in this and the source language, aliases, term."""
    found = machine.entries[entry]
    titles = {entry_title(machine, entry, language), entry_title(machine, entry, machine.program.language)}
    return [folded(name) for name in (entry, *titles, *found.aliases, *dict(found.term).values())]
