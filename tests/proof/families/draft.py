"""A story while it is written: variables, scenes and choices go in, a folder of YAML and a seeded trap come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

import yaml

TrapKind = Literal["subtle", "relational"]
TRAPS: tuple[TrapKind | None, ...] = (None, "subtle", "relational")
PER_FILE = 60
"""Scenes that go into one file."""


@dataclass(frozen=True, slots=True)
class Trap:
    """A fault that was put into a story.

    `crossing` is the choice (scene/choice) after which no ending can be reached any more. What was done is either a
    guard that was `removed` from it or an effect that was `added` to it; without that, the story has no trap.
    """

    kind: TrapKind
    crossing: str
    removed: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A whole story: its name, what its files hold (as data, by path within the folder), and its trap if it has one."""

    name: str
    files: Mapping[str, Any]
    trap: Trap | None = None

    def text(self, path: str) -> str:
        """One of its files as YAML."""
        return yaml.dump(self.files[path], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)

    def write(self, folder: Path) -> Path:
        """Write its files into a folder, which is made; gives the folder."""
        for path in self.files:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.text(path), encoding="utf-8")
        return folder


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Prose as blocks, everything else as short as it goes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class Prose(str):
    """A text that is written as a block."""


def _block(dumper: yaml.SafeDumper, text: Prose) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text).rstrip() + "\n", style="|")


_Dumper.add_representer(Prose, _block)


def both(*guards: str) -> str:
    """All of some guards; empty ones do not count."""
    parts = [guard for guard in guards if guard]
    if len(parts) == 1:
        return parts[0]
    return " and ".join(f"({part})" if " or " in part else part for part in parts)


def either(*guards: str) -> str:
    """One of some guards, none of them empty."""
    return " or ".join(f"({guard})" if " and " in guard else guard for guard in guards)


@dataclass(slots=True)
class Draft:
    """What has been written so far. `chance` decides whatever the family leaves open."""

    name: str
    title: str
    start: str
    chance: Random
    trap: TrapKind | None
    variables: dict[str, Any] = field(default_factory=dict)
    endings: dict[str, Any] = field(default_factory=dict)
    scenes: dict[str, dict[str, Any]] = field(default_factory=dict)
    codex: dict[str, Any] = field(default_factory=dict)
    seeded: Trap | None = None

    def flag(self, name: str, start: bool = False) -> str:
        self.variables[name] = start
        return name

    def number(self, name: str, high: int, start: int = 0) -> str:
        self.variables[name] = {"range": [0, high], "start": start, "saturates": "both"}
        return name

    def word(self, name: str, values: list[str], start: str = "") -> str:
        self.variables[name] = {"one_of": values, **({"start": start} if start else {})}
        return name

    def ending(self, name: str, title: str, text: str) -> None:
        """An ending with a scene of the same name."""
        self.endings[name] = title
        self.scenes[name] = {"text": Prose(text), "ending": name}

    def entry(self, name: str, title: str, text: str) -> str:
        """An entry of the codex; gives a link to it."""
        self.codex[name] = {"title": title, "text": Prose(text)}
        return f"[{title.lower()}](codex:{name})"

    def scene(self, name: str, text: str, *blocks: tuple[str, str] | tuple[str, str, str], **keys: Any) -> None:
        """A scene with its text and guarded blocks (condition, text, perhaps the text otherwise)."""
        shown: Any = Prose(text)
        if blocks:
            shown = [Prose(text), *(self._guarded(*block) for block in blocks)]
        self.scenes[name] = {**keys, "text": shown}

    def _guarded(self, guard: str, text: str, otherwise: str = "") -> dict[str, Any]:
        return {"if": guard, "text": Prose(text), **({"else": Prose(otherwise)} if otherwise else {})}

    def choice(self, at: str, name: str, text: str, to: Any, guard: str = "", do: Any = (), **keys: Any) -> None:
        """A choice of a scene; an empty guard and no effects are left out."""
        made: dict[str, Any] = {"text": text}
        if guard:
            made["if"] = guard
        made.update(keys)
        effects = [do] if isinstance(do, str) else list(do)
        if effects:
            made["do"] = effects[0] if len(effects) == 1 else effects
        made["to"] = to
        choices = self.scenes[at].setdefault("choices", {})
        assert name not in choices, f"{at}/{name} twice"
        choices[name] = made

    def kept(self, kind: TrapKind, crossing: str, guard: str) -> str:
        """A guard that keeps the player out of a trap; left out where that trap is seeded."""
        if self.trap != kind:
            return guard
        self.seeded = Trap(kind, crossing, removed=guard)
        return ""

    def burnt(self, kind: TrapKind, crossing: str, effect: str) -> list[str]:
        """An effect that makes a trap; there only where that trap is seeded."""
        if self.trap != kind:
            return []
        self.seeded = Trap(kind, crossing, added=effect)
        return [effect]

    def story(self) -> Story:
        """The finished story."""
        assert self.trap is None or self.seeded is not None, f"{self.name}: no {self.trap} trap was seeded"
        head: dict[str, Any] = {
            "story": self.name,
            "title": self.title,
            "version": "1",
            "language": "en",
            "start": self.start,
        }
        if self.codex:
            head["categories"] = {"notes": "Notes"}
        files: dict[str, Any] = {"story.yaml": {**head, "variables": self.variables, "endings": self.endings}}
        scenes = list(self.scenes.items())
        for first in range(0, len(scenes), PER_FILE):
            files[f"scenes-{first // PER_FILE + 1}.yaml"] = {"scenes": dict(scenes[first : first + PER_FILE])}
        if self.codex:
            files["codex/notes.yaml"] = {"category": "notes", "kind": "ours", "entries": self.codex}
        return Story(self.name, files, self.seeded)


def begin(name: str, title: str, start: str, seed: int, trap: TrapKind | None) -> Draft:
    """An empty draft; the story is called after family, size, seed and trap, the chance is that of name and seed."""
    full = "-".join([name, f"s{seed}", *([trap] if trap else [])])
    return Draft(full, title, start, Random(f"{name}/{seed}"), trap)
