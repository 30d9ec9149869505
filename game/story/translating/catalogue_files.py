"""Which files of a story's folder are its catalogues; and the strays, which nobody reads without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from game.story.diagnostics import Problems
from game.story.diagnostics.problems import CATALOGUES
from game.story.places.marks import Mark
from game.story.reading.files import walk
from game.story.reading.within import leads_out
from game.story.translating.languages import guessed, tag

_MEANT = re.compile(r"(.+)[.]po(~|[.]~\d+~|[.](?:txt|bak|old|orig|new|tmp)| \(\d+\))?", re.IGNORECASE | re.DOTALL)
"""A file that is, or was meant to be, a catalogue: its name, and what a copy or an editor adds to .po."""
_FAR = 2
"""Beyond `locale` catalogues are looked for so many folders deep, the story's own among them: what stands deeper
belongs to something else."""


class CatalogueFile(NamedTuple):
    """A catalogue: its language, as gettext spells it, and its path, also as it is told."""

    language: str
    path: Path
    shown: str


def catalogue_files(folder: Path, source_language: str, problems: Problems) -> list[CatalogueFile]:
    """The catalogues of a story in the order of their names; files that only look like one are reported."""
    own = tag(source_language)
    found: list[CatalogueFile] = []
    strays: list[re.Match[str]] = []
    for shown in walk(folder, Problems()):
        name = shown.removeprefix(CATALOGUES)
        language = name.removesuffix(".po")
        if shown.startswith(CATALOGUES) and name.endswith(".po") and tag(language) == language != own:
            found.append(CatalogueFile(language, folder / shown, shown))
            if leads_out(folder, folder / shown):
                problems.add("S033", Mark(shown, 1, 1))
        elif meant := _MEANT.fullmatch(shown):
            strays.append(meant)
    _report(strays, {file.shown for file in found}, own, problems)
    return [file for file in found if not leads_out(folder, file.path)]


def _report(strays: Iterable[re.Match[str]], read: set[str], own: str, problems: Problems) -> None:
    for stray in strays:
        shown, stem = stray[0], stray[1]
        *folders, name = stem.split("/")
        if not shown.startswith(CATALOGUES) and len(folders) >= _FAR:
            continue
        language = _language(folders, name)
        taken = f"{CATALOGUES}{language}.po" in read
        if taken and stray[2]:
            continue  # what an editor or msgmerge keeps beside the file that it has changed
        what, cure = _words(stray, name, language, own, taken=taken)
        problems.add("S508", Mark(shown, 1, 1), what=what, cure=cure)


def _language(folders: list[str], name: str) -> str:
    """The language that a stray is most probably for: gettext installs catalogues as fr/LC_MESSAGES/NAME."""
    if "LC_MESSAGES" in folders:
        folders = folders[: folders.index("LC_MESSAGES")][-1:]
    elif folders[:1] == ["locale"]:
        folders = folders[1:]
    else:
        folders = []
    return next((tag(each) for each in [*reversed(folders), name] if tag(each)), "") or guessed(name)


def _words(stray: re.Match[str], name: str, language: str, own: str, *, taken: bool) -> tuple[str, str]:
    """What is wrong with a stray, and what to do about it."""
    shown = stray[0]
    better = f"{CATALOGUES}{language}.po"
    if language and language == own:
        return f"'{own}' is the story's own language, which needs none", "Name it after the language that it is for."
    here = shown.startswith(CATALOGUES) and "/" not in shown.removeprefix(CATALOGUES)
    what = _wrong(shown, name) if here else "catalogues stand in the folder locale"
    if not language:
        return what, "Name it after its language, such as locale/fr.po or locale/pt_BR.po."
    if taken:
        return f"{what}, and {better} is read", "Take over from it what is missing there; then delete this one."
    return what, f"{'Rename' if here else 'Move'} it to {better}."


def _wrong(shown: str, name: str) -> str:
    """What is wrong with the name of a file in the folder itself: its language, or else how it ends."""
    if not name or tag(name) != name:
        return f"'{name}' is not how gettext spells a language"
    return f"its name ends in '{shown.removeprefix(CATALOGUES + name)}', and that of a catalogue in '.po'"
