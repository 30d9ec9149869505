"""The player's own keys, checked: names that a terminal can send, and no action left without a key on any screen."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from game.actions import ACTIONS, BY_ID, EVERYWHERE, keys_of, keys_on, keys_shown
from game.wording import Words, phrase

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_NAMED = (
    *("backspace", "delete", "down", "end", "enter", "escape", "home", "insert", "left", "menu", "pagedown", "pageup"),
    *("pause", "right", "space", "tab", "up", *(f"f{number}" for number in range(1, 36))),
)
_SIGN_NAMES = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "return": "enter", "ctrl+left_square_bracket": "escape"}
"""Keys that a terminal sends under another name."""


def sign_name(char: str) -> str:
    """The name that Textual has for the key of a character: letters and digits are their own, `?` `question_mark`."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return _SIGN_NAMES.get(name, name)


_SIGNS = frozenset(sign_name(chr(code)) for code in range(0x21, 0x7F) if not chr(code).isalnum())


_NO_KEY = phrase("“{key}” is no key (write a sign, or a name such as f5, pageup or ctrl+t)")
_NEAR_KEY = phrase("“{key}” is no key (did you mean “{near}”?)")
_NO_MODIFIER = phrase("“{word}” in “{key}” is no modifier (there are: {known})")
_NEAR_MODIFIER = phrase("“{word}” in “{key}” is no modifier (did you mean “{near}”?)")
_EMPTY = phrase("a key is empty (the key of a comma is called comma)")
_NO_TEXT = phrase("a key must stand there, or a list of keys")
_NUMBERS = phrase("the keys that choose by number cannot be changed")
_CHOOSES = phrase("“{key}” chooses by number")
_TAKEN = phrase("“{key}” is the key of “{other}” already")
_ONLY = phrase("“{key}” is the only key of “{other}” (give that one another key first)")


class Fault(NamedTuple):
    """What is wrong with a key of the keymap: a template, and the values of its placeholders."""

    action: str
    template: str
    fields: dict[str, str]


def canonical(key: str) -> str | Fault:
    """A key as Textual names it, from what a player writes: `?`, `F5`, `Ctrl+T`, `shift+a`; a fault without action."""
    key = key.strip()
    if len(key) == 1:
        return sign_name(key) if key.isprintable() and not key.isspace() else _no_key(key)
    *given, last = key.split("+") if not key.endswith("++") else [*key[:-2].split("+"), "plus"]
    modifiers = sorted({modifier.strip().lower() for modifier in given})
    strange = next((modifier for modifier in modifiers if modifier not in MODIFIERS), None)
    if strange is not None:
        return _no_modifier(strange, key)
    name = sign_name(last) if len(last) == 1 else last.strip().lower()
    if len(name) > 1 and name not in _NAMED and name not in _SIGNS and name != "return":
        return _no_key(key, last)
    if len(name) == 1 and modifiers:
        name = name.lower()
        if modifiers == ["shift"]:
            return name.upper()
    whole = "+".join([*modifiers, name])
    return _SAME.get(whole, whole)


def _no_key(key: str, part: str = "") -> Fault:
    near = difflib.get_close_matches(part.lower(), [*_NAMED, *_SIGNS], n=1) if part else []
    return Fault("", _NEAR_KEY, {"key": key, "near": near[0]}) if near else Fault("", _NO_KEY, {"key": key})


def _no_modifier(word: str, key: str) -> Fault:
    near = difflib.get_close_matches(word, MODIFIERS, n=1)
    fields = {"word": word, "key": key}
    if near:
        return Fault("", _NEAR_MODIFIER, {**fields, "near": near[0]})
    return Fault("", _NO_MODIFIER, {**fields, "known": ", ".join(MODIFIERS)})


def checked(entry: Mapping[str, object], file: str, say: Words) -> tuple[dict[str, str], list[str]]:
    """The part of a keymap that can hold, and a notice for each key that cannot, with what holds in its place.

    `entry` maps ids of actions to a key, to several with commas between them, or to a list; unknown ids are passed
    over.
    """
    wanted: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for action, value in entry.items():
        if action in BY_ID:
            keys, wrong = _read(str(action), value)
            faults += wrong
            if keys:
                wanted[str(action)] = keys
    while (clash := next(_clashes(wanted), None)) is not None:
        key, fault = clash
        faults.append(fault)
        wanted[fault.action].remove(key)
        if not wanted[fault.action]:
            del wanted[fault.action]
    good = {action: ",".join(keys) for action, keys in wanted.items()}
    return good, [_notice(fault, good, file, say) for fault in faults]


def _read(action: str, value: object) -> tuple[list[str], list[Fault]]:
    """The keys of one entry, and what is wrong with those that are none."""
    if action == "choose":
        return [], [Fault(action, _NUMBERS, {})]
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return [], [Fault(action, _NO_TEXT, {})]
    faults = [Fault(action, _EMPTY, {})] if not parts or not all(part.strip() for part in parts) else []
    found = [canonical(part) for part in parts if part.strip()]
    faults += [part._replace(action=action) for part in found if isinstance(part, Fault)]
    return list(dict.fromkeys(part for part in found if isinstance(part, str))), faults


def _clashes(wanted: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Fault]]:
    """Keys that cannot do what they are wanted for, and why; of two entries that want one key, the one that does not
    have it anyway, else the later."""
    for action in reversed(list(wanted)):
        for key in wanted[action]:
            for other in ACTIONS:
                if other.id != action and (why := _why_not(action, key, other.id, wanted)):
                    yield key, Fault(action, why, {"key": key, "other": other.id})


def _why_not(action: str, key: str, other: str, wanted: Mapping[str, Sequence[str]]) -> str:
    """Why an action cannot have a key because of another that is on the same screen, or ''."""
    if not any(_meeting(action, other)):
        return ""
    if other == "choose":
        return _CHOOSES if key in BY_ID["choose"].keys else ""
    if other in wanted:
        order = list(wanted)
        # Who has the key anyway is not the one who takes it.
        claims = {one: (key not in BY_ID[one].keys, order.index(one)) for one in (other, action)}
        earlier = claims[other] < claims[action]
        return _TAKEN if earlier and key in wanted[other] else ""
    if key not in BY_ID[other].keys:
        return ""
    keymap = {name: ",".join(keys) for name, keys in wanted.items()}
    lost = any(not keys_on(screen, keymap)[other] for screen in _meeting(action, other))
    return _ONLY if lost else ""


def _screens(action: str) -> Iterator[str]:
    """The screens on which an action works."""
    own = BY_ID[action].screens
    yield from own if EVERYWHERE not in own else dict.fromkeys(name for one in ACTIONS for name in one.screens)


def _is_on(action: str, screen: str) -> bool:
    return screen in BY_ID[action].screens or EVERYWHERE in BY_ID[action].screens


def _meeting(one: str, other: str) -> Iterator[str]:
    """The screens on which two actions both have something to do."""
    spare = {*BY_ID[one].spare, *BY_ID[other].spare}
    return (screen for screen in _screens(other) if _is_on(one, screen) and screen not in spare)


def _notice(fault: Fault, good: Mapping[str, str], file: str, say: Words) -> str:
    """A fault in words, with the keys that do the action now."""
    keys = keys_shown(keys_of(BY_ID[fault.action], good), say)
    why = say(fault.template, **fault.fields)
    return say("{file}: “{entry}”: {why}; it has {keys}.", file=file, entry=f"keys: {fault.action}", why=why, keys=keys)
