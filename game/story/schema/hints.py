"""What to write instead of a wrong key or a value of the wrong kind: by what stands there, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from game.story.diagnostics import shorten
from game.story.places.source import Sourced
from game.story.reading.data import Map, Seq
from game.story.schema.values import ID

Path = tuple[int | str, ...]

LOOK = "Look at the indentation and at the dashes: '- ' makes a list, 'key: ' a mapping."
IDS = "Small letters, digits, and - or _ between them, beginning with a letter: white-room."
ENDING = "Name one of the endings that story.yaml declares under endings:."
END = "To end the story here, give the scene 'ending: ID' instead of 'to:'; endings are declared in story.yaml."

_MEANT: Mapping[str, tuple[str, ...]] = {
    ours: tuple(theirs.split())
    for ours, theirs in {
        "to": "goto go_to go next target link leads_to leads divert jump destination scene",
        "text": "caption label say says body content description desc prose dialogue then option name title line",
        "if": "condition cond when requires require needs show_if visible_if guard elif only_if",
        "do": "effects effect set sets action actions on_enter run then changes",
        "choices": "options choice menu links answers actions",
        "ending": "end finish game_over final",
        "picture": "image img art background",
        "start": "default initial init value first start_at",
        "one_of": "values options enum list choices words either",
        "range": "min max low high from between limits",
        "boolean": "bool flag type",
        "title": "name heading caption label",
        "story": "id slug",
        "result": "outcome response reply aftermath consequence feedback",
        "run_on": "continue auto go_on falls_through pass",
        "locked": "reason closed disabled why",
        "secret": "hidden hide invisible",
        "once": "one_time onetime only_once",
        "note": "comment comments notes todo remark",
        "author": "authors by writer",
        "about": "description summary intro blurb",
        "language": "lang locale",
        "draw": "random chance shuffle one_of",
        "place": "location room where",
        "date": "time day when",
        "tags": "tag deck",
        "scenes": "passages nodes pages knots rooms labels",
        "entries": "codex articles",
        "categories": "category",
        "include": "includes import use insert",
        "interrupts": "interrupt triggers events daemons",
        "texts": "snippets fragments strings",
        "ask": "input asks text_input input_text textbox read",
        "choice_sets": "shared_choices choice_groups option_sets",
    }.items()
}
"""Our keys, and what other systems (or plain sense) call them."""

ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "scenes": {
        "entries": "Codex entries stand in a file of the folder codex, such as codex/things.yaml.",
        "pictures": "Pictures stand in a file of the folder pictures, such as pictures/lamp.yaml.",
        **dict.fromkeys(
            (
                "story",
                "title",
                "version",
                "language",
                "start",
                "variables",
                "conditions",
                "texts",
                "choice_sets",
                "interrupts",
                "endings",
                "categories",
                "status",
                "chapters",
            ),
            "It stands in story.yaml.",
        ),
    },
    "story": {
        "scenes": "Scenes stand in a file of their own beside story.yaml, such as scenes.yaml.",
        "entries": "Codex entries stand in a file of the folder codex, such as codex/things.yaml.",
        "codex": "Codex entries stand in a file of the folder codex, such as codex/things.yaml.",
        "pictures": "Pictures stand in a file of the folder pictures, such as pictures/lamp.yaml.",
    },
    "entries": {"scenes": "Scenes stand outside the folder codex, beside story.yaml."},
    "pictures": {"scenes": "Scenes stand outside the folder pictures, beside story.yaml."},
}
"""Keys at the top of a file that belong into another one, by the key that the file must hold."""

_KEYED = {
    "choices": "go: {text: Go., to: shed}",
    "scenes": "shed: {text: A shed., to: road}",
    "variables": "coins: {range: [0, 9]}",
    "conditions": "rich: coins > 5",
    "texts": "weather: It rains.",
    "choice_sets": "tools: {look: {text: Look., to: shed}}",
    "endings": "home: Home",
    "chapters": "night: Night",
    "categories": "people: People",
    "entries": "lamp: {title: The lamp, text: Brass.}",
    "pictures": "lamp: {alt: A lamp., art: ...}",
}


def meant(name: str, known: Collection[str]) -> str:
    """The key of those known that a key from elsewhere stands for, '' for none."""
    plain = name.lower().replace("-", "_").replace(" ", "_")
    if plain in known:
        return plain
    return next((ours for ours, theirs in _MEANT.items() if ours in known and plain in theirs), "")


def ending(name: str) -> str:
    """What to write where something other than a scene is to be an ending."""
    return f"Endings belong to scenes: let to: lead to a scene that says 'ending: {name}'."


def unknown_key(name: str, holder: object, known: Collection[str]) -> str:
    """What to write instead of an unknown key that has its place elsewhere, '' where none is known."""
    if not isinstance(holder, Map) or "to" not in known:
        return ""
    if _ends(name, known):
        value = holder[name]
        return ending(str(value) if isinstance(value, Sourced) and ID.fullmatch(value) else "ID")
    if name == "call" or (name == "then" and "to" in holder):
        return "A scene that is called, and where it returns to, stand in to:, as in to: {call: dream, then: morning}."
    return ""


def _ends(name: str, known: Collection[str]) -> bool:
    """Whether an unknown key of a mapping that has targets, and no ending, means an ending."""
    return "to" in known and "ending" not in known and bool(meant(name, ("ending",)))


def stands_for(key: str, holder: object, known: Collection[str]) -> bool:
    """Whether some unknown key of a mapping is another system's word for this missing one."""
    if not isinstance(holder, Map):
        return False
    fresh = [name for name in known if name not in holder]
    return any(
        name not in known and (meant(name, fresh) == key or (key == "to" and _ends(name, known))) for name in holder
    )


def wrong_kind(value: Any, path: Path) -> str:
    """What to write where a value is of the wrong kind."""
    last, above = path[-1] if path else "", path[-2] if len(path) > 1 else ""
    if isinstance(last, int):
        return _listed(value, above)
    if last == "include" and isinstance(value, Sourced | Seq):
        return f"Put it under an id, which says nothing: 'more: {{include: {_several(value)}}}'."
    if isinstance(value, Seq) and last in _KEYED:
        return f"Write each under an id of its own, without dashes: '{_KEYED[last]}'."
    if above == "variables":
        return variable(value)
    if isinstance(value, Sourced) and above in _KEYED:
        return f"Write its keys, as in '{_KEYED[str(above)]}'."
    if last in ("do", "else") and isinstance(value, Map):
        return effects(value)
    if last in ("to", "skip", "call", "else") and isinstance(value, Map):
        return _target(value)
    if last == "if" or above == "conditions":
        return _condition(value)
    if last == "status" and isinstance(value, Map):
        return "Write a list, as in '- {number: coins}'."
    if isinstance(value, Sourced) and last in ("one_of", "draw"):
        return f"Write a list in square brackets, as in [{shorten(value)}, ...]."
    return LOOK


def _several(value: Sourced | Seq) -> str:
    """One text, or several in square brackets."""
    if isinstance(value, Sourced):
        return shorten(value)
    return f"[{shorten(', '.join(part for part in value if isinstance(part, Sourced)))}]"


def _listed(value: Any, above: int | str) -> str:
    """An item of a list."""
    if isinstance(value, Sourced) and above in ("to", "draw", "skip", "call", "else"):
        chance = "" if above == "draw" else "; where chance decides, {draw: [...]}"
        return f"Write {{to: {shorten(value)}}}, with an if: where it depends{chance}."
    if isinstance(value, Sourced) and above == "status":
        return f"Write {{number: {shorten(value)}}}, {{meter: {shorten(value)}}} or {{word: {shorten(value)}}}."
    return effects(value) if above == "do" and isinstance(value, Map) else LOOK


def effects(value: Map) -> str:
    """Effects that were written as keys and values."""
    said = [(str(key), part) for key, part in value.items() if isinstance(part, Sourced) and part]
    if not said or said[0][0] in _MEANT["to"]:
        return "An effect is a text, such as coins += 1; where something leads stands after to:."
    if said[0][0] == "set" and len(said) > 1:
        said = [(str(said[0][1]), said[1][1])]
    texts = [
        f"{key} {part[0]}= {part[1:].strip()}" if part[:1] in ("+", "-") else f"{key} = {part}" for key, part in said
    ]
    shown = shorten(", ".join(texts), 60)
    return f"An effect is a text: {shown}." if len(texts) == 1 else f"Effects are texts in a list: [{shown}]."


def _target(value: Map) -> str:
    if "if" in value and "to" in value:
        return "Put it into a list: [{if: ..., to: ...}, {to: ...}]."
    inner = next(iter(value.values()), None)
    named = isinstance(inner, Sourced) and ID.fullmatch(inner)
    if named and meant(str(next(iter(value))), ("ending",)):
        return ending(str(inner))
    if named and meant(str(next(iter(value))), ("to",)):
        return f"Write the id alone: {inner}."
    if meant(str(next(iter(value), "")), ("draw",)):
        return "Where chance decides, write {draw: [{to: ...}, {to: ...}]}."
    return LOOK


def _condition(value: Any) -> str:
    if isinstance(value, Seq) and all(isinstance(part, Sourced) for part in value):
        return f"Write one condition: {shorten(' and '.join(value), 60)}."
    if isinstance(value, Map):
        said = " and ".join(f"{key} == {part}" for key, part in value.items() if isinstance(part, Sourced))
        return f"Write one condition: {shorten(said, 60)}." if said else LOOK
    return LOOK


_NUMBER = re.compile(r"[+-]?\d[\d_]*(?:\.\d+)?")


def variable(value: Any) -> str:
    """How to declare a variable that was given a value, or a list, and no kind."""
    if isinstance(value, Seq):
        words = [str(part) for part in value if isinstance(part, Sourced)]
        if len(words) == 2 and all(map(_NUMBER.fullmatch, words)):
            return f"A number is declared with its ends: {{range: [{words[0]}, {words[1]}]}}."
        if words:
            given = f"[{shorten(', '.join(words), 60)}]"
            return f"One of several words is declared so: {{one_of: {given}}}; several at a time so: {{set: {given}}}."
        return "What the player may have is a set, declared with all that may be in it: {set: [lamp, key]}."
    text = str(value) if isinstance(value, Sourced) else ""
    if _NUMBER.fullmatch(text):
        whole = int(float(text.replace("_", ""))) if len(text) < 8 else 0
        ends = f"{min(whole, 0)}, {max(whole, 10)}"
        return f"A number is declared with its ends: {{range: [{ends}], start: {whole}}}."
    if re.fullmatch(r"\d+\s*(?:\.\.+|-|to)\s*\d+|int(?:eger)?|number|float", text, re.IGNORECASE):
        return "A number is declared with its ends: {range: [0, 10], start: 5}."
    if re.fullmatch(r"bool(?:ean)?|flag", text, re.IGNORECASE):
        return "What is true or false is declared with its beginning: true, or false."
    return f"A word is one of a list: {{one_of: [{shorten(text)}, ...]}}. What is always the same needs no variable."


def slug(text: str) -> str:
    """The id that a text probably means, '' where it cannot be told."""
    first = re.split(r"(?<=\w)[./](?=\w)", text.strip(), maxsplit=1)[0]
    made = re.sub(r"[^a-z0-9_]+", "-", first.lower()).strip("-_")
    return made if made != text and ID.fullmatch(made) else ""


def is_end(text: str) -> bool:
    """Whether a target's name is one that other systems keep for the end of the story."""
    return re.sub(r"[^a-z]", "", text.lower()) in _ENDS


_ENDS = frozenset(re.findall(r"\w+", "end done theend ending finish finished exit quit stop gameover fin none"))
