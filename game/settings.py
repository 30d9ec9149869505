"""What a player has settled once: language, theme, keys, width; kept in `config.yaml`, by hand or by the game.

Reading never fails: a missing, empty, broken or unreadable file gives the defaults, and `Settings.notices` says in
words what was wrong. Nothing is read at import.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from game.actions import BY_ID
from game.paths import config_file
from game.wording import LANGUAGES, Words, system_language, words

THEMES = ("ash", "paper", "contrast", "ansi")
MIN_WIDTH, MAX_WIDTH = 40, 100


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    `language` is empty when the system's is to be followed; `keys` maps action ids to keys (several: `"b,left"`).
    """

    language: str = ""
    theme: str = "ash"
    text_width: int = 72
    keys: dict[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The language to use: the chosen one, else the system's, else English."""
        return self.language or system_language()


def load(file: Path | None = None) -> Settings:
    """The settings of a file (the player's own by default)."""
    file = config_file() if file is None else file
    say = words(system_language())
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError:
        return Settings(notices=(say("The settings in {file} are not UTF-8 text; defaults are used.", file=file),))
    except OSError as error:
        why = error.strerror or str(error)
        return Settings(
            notices=(say("The settings in {file} cannot be read ({why}); defaults are used.", file=file, why=why),)
        )
    return _parse(text, file, say)


def save(settings: Settings, file: Path | None = None) -> None:
    """Write language, theme and width, keeping the rest of the file (comments, keys) as the player wrote it.

    The file is replaced whole or not at all. A file that is not valid YAML is set aside as `config.yaml.broken` first.
    Raises OSError where the folder cannot be written.
    """
    file = config_file() if file is None else file
    file.parent.mkdir(parents=True, exist_ok=True)
    text = _kept_text(file)
    for name in ("language", "theme", "text_width"):
        text = _with_line(text, name, getattr(settings, name), getattr(Settings(), name))
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def _kept_text(file: Path) -> str:
    """The file's text if it can be built upon, else nothing (a broken file is set aside)."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        text = "\0"
    if isinstance(_yaml(text), dict | None):
        return text
    file.replace(file.with_name(file.name + ".broken"))
    return ""


def _with_line(text: str, name: str, value: object, default: object) -> str:
    """The text with `name: value` set; a default that stands nowhere is left out."""
    line = f"{name}: {value}" if value != "" else ""
    pattern = re.compile(rf"^{name}[ \t]*:.*\n?", re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(line + "\n" if line else "", text, count=1)
    if value == default:
        return text
    return (text.rstrip("\n") + "\n" if text.strip() else "") + line + "\n"


class _Broken(str):
    """Why a text is not YAML, in the parser's words."""


def _yaml(text: str) -> Any:
    """The value of a YAML text, or `_Broken`."""
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        return _Broken(f"{mark.line + 1}: {problem}" if mark is not None else problem)


def _parse(text: str, file: Path, say: Words) -> Settings:
    """Settings from the text of a file."""
    if not text.strip():
        return Settings(notices=(say("The settings in {file} are empty; defaults are used.", file=file),))
    value = _yaml(text)
    if isinstance(value, _Broken):
        notice = say("The settings in {file} are not valid YAML (line {why}); defaults are used.", file=file, why=value)
        return Settings(notices=(notice,))
    if value is None:
        return Settings()
    if not isinstance(value, dict):
        notice = say("The settings in {file} must be lines such as “theme: paper”; defaults are used.", file=file)
        return Settings(notices=(notice,))
    return _checked(value, file, say)


def _checked(value: dict[Any, Any], file: Path, say: Words) -> Settings:
    """Settings from a mapping; each entry that cannot be used is left out with a notice."""
    known = [item.name for item in fields(Settings) if item.name != "notices"]
    good: dict[str, Any] = {}
    notices: list[str] = []
    for key, entry in value.items():
        if key not in known:
            notices.append(_unknown_key(str(key), known, file, say))
        elif (fault := _fault(key, entry, say)) is not None:
            notices.append(say("{file}: “{key}” {fault}; the default is used.", file=file.name, key=key, fault=fault))
        else:
            good[key] = _keys(entry or {}) if key == "keys" else entry or ""
            notices += _unknown_actions(good[key], file, say) if key == "keys" else []
    return replace(Settings(**good), notices=tuple(notices))


def _keys(entry: dict[Any, Any]) -> dict[str, str]:
    """The keymap, with lists of keys joined by commas."""
    return {
        str(action): ",".join(map(str, keys)) if isinstance(keys, list) else str(keys) for action, keys in entry.items()
    }


def _unknown_actions(keys: dict[str, str], file: Path, say: Words) -> list[str]:
    """A notice for each entry of the keymap that names nothing one can do."""
    return [
        _unknown_key(f"keys: {action}", [f"keys: {known}" for known in BY_ID], file, say)
        for action in keys
        if action not in BY_ID
    ]


def _unknown_key(key: str, known: list[str], file: Path, say: Words) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return say("{file}: unknown setting “{key}”; did you mean “{near}”?", file=file.name, key=key, near=near[0])
    return say("{file}: unknown setting “{key}”; there are: {known}.", file=file.name, key=key, known=", ".join(known))


def _fault(key: str, entry: object, say: Words) -> str | None:
    """What is wrong with the value of a known key, or None."""
    if key == "language" and entry not in (*LANGUAGES, "", None):
        return say("must be one of {names}", names=", ".join(LANGUAGES))
    if key == "theme" and entry not in THEMES:
        return say("must be one of {names}", names=", ".join(THEMES))
    if key == "text_width" and not (type(entry) is int and MIN_WIDTH <= entry <= MAX_WIDTH):
        return say("must be a whole number from {low} to {high}", low=MIN_WIDTH, high=MAX_WIDTH)
    if key == "keys" and not isinstance(entry, dict | None):
        return say("must map actions to keys, as in “rewind: b”")
    return None
