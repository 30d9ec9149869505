"""Names of languages: the form that gettext's catalogues are named in, and what a name in another spelling means.

`fr`, `pt_BR`, `zh_Hant`, `zh_Hant_TW`, `es_419`, `ca@valencia`: a language, if need be its script, its country or
region (ISO 3166, UN M.49) and a variant. BCP 47 spells the same tags with hyphens (`zh-Hant`, `ca-valencia`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARTS = r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?(?:(?:@|[-_](?=[a-z0-9]{5}))([a-z0-9]{2,8}))?"
_TAG = re.compile(_PARTS, re.IGNORECASE | re.ASCII)
_WITHIN = re.compile(rf"(?<![a-z0-9@]){_PARTS}(?![a-z0-9@])", re.IGNORECASE | re.ASCII)


def tag(name: str) -> str:
    """The language that a name stands for, as gettext spells it: 'zh_Hant' for 'zh-hant'; '' for no language."""
    match = _TAG.fullmatch(name)
    return _spelt(match) if match else ""


def among(name: str, known: Iterable[str]) -> str:
    """The one of the known languages that a name stands for, in whatever spelling; '' for none of them."""
    return next((one for one in known if one == name or (tag(one) and tag(one) == tag(name))), "")


def guessed(name: str) -> str:
    """The language that a file's name most probably means ('fr (1)', 'story-fr.bak'): its first or last word, or ''."""
    if match := _WITHIN.match(name):
        return _spelt(match)
    matches = [match for match in _WITHIN.finditer(name) if not re.search(r"[a-z0-9]", name[match.end() :], re.I)]
    return _spelt(matches[0]) if matches else ""


def _spelt(match: re.Match[str]) -> str:
    language, script, region, variant = match.groups()
    parts = [language.lower(), *([script.title()] if script else []), *([region.upper()] if region else [])]
    return "_".join(parts) + (f"@{variant.lower()}" if variant else "")
