"""The header of a catalogue: everything that `msgfmt --check` and translators' editors ask for."""

from __future__ import annotations

from datetime import UTC, datetime

from game.story.translating.po_header import is_utf8, plural_faults

_PLURALS = {
    "nplurals=1; plural=0;": "ja ko zh vi th id ms",
    "nplurals=2; plural=(n > 1);": "fr pt_BR oc br tr",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);": "ru uk",
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);": "pl",
    "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;": "cs sk",
}
_USUAL = "nplurals=2; plural=(n != 1);"


def plural_forms(language: str) -> str:
    """The Plural-Forms of a language; stories make no use of them, the tools insist."""
    for forms, languages in _PLURALS.items():
        if {language, language.partition("_")[0]} & set(languages.split()):
            return forms
    return _USUAL


def complete(known: dict[str, str], project: str, language: str) -> dict[str, str]:
    """A header with every field: what it said before, where gettext can use it, then what was missing."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000")
    fields = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": now,
        "PO-Revision-Date": now,
        "Last-Translator": "unknown",
        "Language-Team": language,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language),
    }
    said = {**fields, **{field: value for field, value in known.items() if value or field not in fields}}
    if any(plural_faults(said["Plural-Forms"], [])):
        said["Plural-Forms"] = fields["Plural-Forms"]
    if not is_utf8(said["Content-Type"]):
        said["Content-Type"] = fields["Content-Type"]
    return said
