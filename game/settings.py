"""What a player has settled once: language, theme, keys, width; kept in `config.yaml`, by hand or by the game.

Reading never fails: a missing, empty, broken or unreadable file gives the defaults, and `Settings.notices` says in
words what was wrong. Nothing is read at import.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from game.actions import BY_ID
from game.ordinary import read_ordinary
from game.os_reasons import os_reason
from game.paths import config_file
from game.whole import write_whole
from game.wording import LANGUAGES, Words, system_language, words

THEMES = ("ash", "paper", "contrast", "ansi")
MIN_WIDTH, MAX_WIDTH = 40, 100
LARGEST = 100_000
"""Bytes of the largest settings file that is read."""


class Settings(NamedTuple):
    """The settings in force.

    `language` is empty when the system's is to be followed; `keys` maps action ids to keys (several: `"b,left"`).
    """

    language: str = ""
    theme: str = "ash"
    text_width: int = 72
    keys: Mapping[str, str] = MappingProxyType({})
    notices: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The language to use: the chosen one, else the system's, else English."""
        return self.language or system_language()


def load(file: Path | None = None) -> Settings:
    """The settings of a file (the player's own by default)."""
    say = words(system_language())
    try:
        file = config_file() if file is None else file
        data = read_ordinary(file, LARGEST)
    except FileNotFoundError:
        return Settings()
    except RuntimeError as error:  # a home folder that cannot be found
        return _defaults(say("The settings cannot be found ({why}); defaults are used.", why=error))
    except OSError as error:
        why = os_reason(error)
        return _defaults(say("The settings in {file} cannot be read ({why}); defaults are used.", file=file, why=why))
    return _parse(data, file, say)


def _defaults(notice: str) -> Settings:
    return Settings(notices=(notice,))


def save(settings: Settings, file: Path | None = None) -> None:
    """Write language, theme and width, keeping the rest of the file (comments, keys) as the player wrote it.

    The file is replaced whole or not at all. One whose text cannot be built upon is set aside beside it first, and
    what it held is written anew. Raises OSError where the folder cannot be written, or the file is no file.
    """
    file = config_file() if file is None else file
    default = Settings()
    wanted = {name: str(getattr(settings, name)) for name in _OWN}
    unsaid = [name for name in _OWN if getattr(settings, name) == getattr(default, name)]
    write_whole(file, _changed(file, wanted, unsaid).encode())


_OWN = ("language", "theme", "text_width")
"""What the game itself writes."""


def _changed(file: Path, wanted: dict[str, str], unsaid: list[str]) -> str:
    """The text of the file with its own entries as wanted; defaults that stand nowhere stay `unsaid`."""
    from game import config_file as config

    try:
        data = read_ordinary(file, LARGEST)
    except FileNotFoundError:
        data = b""
    read = config.read(data)
    before = read.entries
    wanted = {
        name: value for name, value in wanted.items() if name not in unsaid or (before is not None and name in before)
    }
    if before is None and (read.root is not None or read.faults):
        _set_aside(file, data)
        return config.rewritten(read, wanted)
    text: str | None = data.decode("utf-8-sig")
    for name, value in wanted.items():
        text = None if text is None else config.with_entry(text, name, value)
    if text is None:
        _set_aside(file, data)
        return config.rewritten(read, wanted)
    return text


def _set_aside(file: Path, data: bytes) -> None:
    """Keep what is in a file that is about to be written anew, under a name of its own."""
    number, aside = 1, file.with_name(file.name + ".broken")
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.broken-{number}")
    write_whole(aside, data)


def _parse(data: bytes, file: Path, say: Words) -> Settings:
    """Settings from the bytes of a file."""
    if not data.strip():
        return _defaults(say("The settings in {file} are empty; defaults are used.", file=file))
    from game import config_file as config

    read = config.read(data)
    if read.root is None and read.faults:
        if read.faults[0].code == "S002":
            return _defaults(say("The settings in {file} are not UTF-8 text; defaults are used.", file=file))
        why = f"{read.faults[0].line}: {read.faults[0].text}"
        return _defaults(
            say("The settings in {file} cannot be used (line {why}); defaults are used.", file=file, why=why)
        )
    if read.root is None:
        return Settings()
    if read.entries is None:
        return _defaults(
            say("The settings in {file} must be lines such as “theme: paper”; defaults are used.", file=file)
        )
    if (own := str(read.entries.get("language"))) in LANGUAGES:
        say = words(own)
    twice = [say("{file}: “{key}” stands twice; the first holds.", file=file.name, key=one.key) for one in read.faults]
    found = _checked(read.entries, file, say)
    return found._replace(notices=(*twice, *found.notices))


def _checked(value: Mapping[str, Any], file: Path, say: Words) -> Settings:
    """Settings from a mapping; each entry that cannot be used is left out with a notice."""
    known = [name for name in Settings._fields if name != "notices"]
    good: dict[str, Any] = {}
    notices: list[str] = []
    for key, entry in value.items():
        if key not in known:
            notices.append(_unknown_key(str(key), known, file, say))
        elif (fault := _fault(key, entry, say)) is not None:
            notices.append(say("{file}: “{key}” {fault}; the default is used.", file=file.name, key=key, fault=fault))
        elif key == "keys":
            from game import keymap

            good[key], told = keymap.checked(entry or {}, file.name, say)
            notices += [*_unknown_actions(entry or {}, file, say), *told]
        else:
            good[key] = int(entry) if key == "text_width" else str(entry)
    return Settings(**good, notices=tuple(notices))


def _unknown_actions(keys: Mapping[str, object], file: Path, say: Words) -> list[str]:
    """A notice for each entry of the keymap that names nothing one can do."""
    return [_unknown_key(str(action), list(BY_ID), file, say, "keys: ") for action in keys if action not in BY_ID]


def _unknown_key(key: str, names: list[str], file: Path, say: Words, under: str = "") -> str:
    """A notice about an entry that nothing is called; `under` is what it stands under, such as `keys: `."""
    near = [under + name for name in difflib.get_close_matches(key, names, n=1)]
    key, known = under + key, names
    if near:
        return say("{file}: unknown setting “{key}”; did you mean “{near}”?", file=file.name, key=key, near=near[0])
    return say("{file}: unknown setting “{key}”; there are: {known}.", file=file.name, key=key, known=", ".join(known))


def _fault(key: str, entry: object, say: Words) -> str | None:
    """What is wrong with the value of a known key, or None."""
    if key == "language" and entry not in (*LANGUAGES, ""):
        return say("must be one of {names}", names=", ".join(LANGUAGES))
    if key == "theme" and entry not in THEMES:
        return say("must be one of {names}", names=", ".join(THEMES))
    if key == "text_width" and not _is_width(entry):
        return say("must be a whole number from {low} to {high}", low=MIN_WIDTH, high=MAX_WIDTH)
    if key == "keys" and not (isinstance(entry, dict) or entry == ""):
        return say("must map actions to keys, as in “rewind: b”")
    return None


def _is_width(entry: object) -> bool:
    return (
        isinstance(entry, str)
        and entry.isascii()
        and entry.isdecimal()
        and len(entry) <= 3
        and (MIN_WIDTH <= int(entry) <= MAX_WIDTH)
    )
