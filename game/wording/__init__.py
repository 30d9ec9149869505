"""The interface's own words, in English and in translation: `words(language)("New game")`.

English source strings are the keys. A translation lives in a gettext catalogue beside this module (`fr.po`) and is read
when the first word of that language is asked for; a string it lacks is shown in English.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath

from game.printable import printable_path

LANGUAGES: dict[str, str] = {"en": "English", "fr": "Français"}
"""The languages the interface speaks: code and own name, English first."""

_Catalogue = tuple[dict[str, str], dict[str, tuple[str, ...]]]


def phrase(text: str) -> str:
    """Mark a string of a table as one that is translated where it is shown; returns it unchanged."""
    return text


class Words:
    """A translator into one language; call it with an English string, and with values for its `{placeholders}`."""

    __slots__ = ("_catalogue", "language")

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue: _Catalogue | None = None if language != "en" else ({}, {})

    def __call__(self, text: str, **values: object) -> str:
        """The string in this language. Without values it is returned unformatted, for a later `.format`.

        Values may come from anywhere: names and paths are made fit to print here, and a message among them is told.
        """
        found = self._read()[0].get(text, text)
        return found.format(**self._shown(values)) if values else found

    def n(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The form for `n` things; `{n}` in it is the number."""
        forms = self._read()[1].get(singular)
        form = _plural_form(self.language, n)
        found = forms[form] if forms and form < len(forms) else (singular, plural)[_plural_form("en", n)]
        return found.format(n=n, **self._shown(values))

    def told(self, message: str) -> str:
        """A message of a lower floor, translated when it knows its `template` and `fields`, else as it is."""
        template = getattr(message, "template", "")
        return self(template).format(**self._fields(message)) if template else str(message)

    def told_hint(self, message: str) -> str:
        """The hint that goes with such a message, or ''."""
        template = getattr(message, "hint_template", "")
        return self(template).format(**self._fields(message)) if template else ""

    def told_whole(self, message: str) -> str:
        """A message and its hint, if it has one, in a row."""
        return f"{self.told(message)} {self.told_hint(message)}".strip()

    def _fields(self, message: str) -> dict[str, object]:
        """What a message says in its places; a message in a place is translated in turn."""
        fields: Mapping[str, object] = getattr(message, "fields", {})
        return {name: self.told(value) if isinstance(value, str) else value for name, value in fields.items()}

    def _shown(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            name: printable_path(self.told(value) if isinstance(value, str) else value)
            if isinstance(value, str | PurePath)
            else value
            for name, value in values.items()
        }

    def _read(self) -> _Catalogue:
        if self._catalogue is None:
            self._catalogue = _catalogue(self.language)
        return self._catalogue


@cache
def words(language: str) -> Words:
    """The translator for a language code: `fr`, `fr_CA.UTF-8` and `fr-CH` are all French; unknown ones are English."""
    code = language.replace("-", "_").split("_")[0].split(".")[0].lower()
    return Words(code if code in LANGUAGES else "en")


def told_in(message: str, language: str) -> str:
    """A message of a lower floor in a language given by its code, as `Words.told` gives it."""
    return words(language).told(message)


def language_named(name: str) -> str | None:
    """The code for what a person calls a language ('fr', 'French', 'français'), or None."""
    spoken = {"english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr"}
    name = name.strip().casefold()
    return name if name in LANGUAGES else spoken.get(name)


def system_language(environment: Mapping[str, str] | None = None) -> str:
    """The language of the first of LC_ALL, LC_MESSAGES, LANG that is set, if the interface speaks it, else English."""
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return words(environment[name]).language
    return "en"


def _plural_form(language: str, n: int) -> int:
    """Which plural form a count takes: French counts nought as one, English does not."""
    return int(n > 1) if language == "fr" else int(n != 1)


@cache
def _catalogue(language: str) -> _Catalogue:
    """Single strings and plural forms of one catalogue; fuzzy entries do not count."""
    import polib

    single: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for entry in polib.pofile(str(Path(__file__).with_name(f"{language}.po")), encoding="utf-8"):
        if entry.fuzzy or entry.obsolete:
            continue
        if entry.msgid_plural:
            several[entry.msgid] = tuple(form for _, form in sorted(entry.msgstr_plural.items()))
        elif entry.msgstr:
            single[entry.msgid] = entry.msgstr
    return single, several
