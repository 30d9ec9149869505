"""The story's texts in every language: catalogues compiled by the same rules as the source, held to what it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.engine.program import Text
from game.story.building import Build
from game.story.catalogue import Catalogue, Message, read_catalogues
from game.story.diagnostics import shorten
from game.story.prose import Setting, Uses, compile_inline
from game.story.renames import in_present_contexts
from game.story.scope import Fault
from game.story.source import Mark
from game.story.texts import Unit

FIRST_FEW = 3


class Translation(NamedTuple):
    """The texts of every language by number, and for each language the numbers where the source stands in."""

    texts: dict[str, tuple[Text, ...]]
    untranslated: dict[str, tuple[int, ...]]


def translate(build: Build) -> Translation:
    """Fill the table of texts in every language that the story folder has a catalogue for."""
    source = str(build.story.language)
    texts = {source: tuple(unit.text for unit in build.texts.units)}
    untranslated: dict[str, tuple[int, ...]] = {}
    for catalogue in read_catalogues(build.story.folder, source, build.problems):
        messages = in_present_contexts(catalogue.messages, build.renames.table)
        translator = _Translator(build, catalogue._replace(messages=messages))
        texts[catalogue.language] = tuple(translator.texts())
        untranslated[catalogue.language] = tuple(translator.missing)
        translator.tell()
    return Translation(texts, untranslated)


class _Translator:
    """Compiles the messages of one catalogue."""

    def __init__(self, build: Build, catalogue: Catalogue) -> None:
        self.build = build
        self.catalogue = catalogue
        self.done: list[Text] = []
        self.missing: list[int] = []
        self.fuzzy = 0
        self.used: set[tuple[str, str]] = set()

    def texts(self) -> list[Text]:
        """The texts of the whole table in this language."""
        for number, unit in enumerate(self.build.texts.units):
            if unit.derive is not None:
                self.done.append(unit.derive(self.done.__getitem__, self.catalogue.language))
            else:
                self.done.append(self._text(number, unit))
        return self.done

    def _text(self, number: int, unit: Unit) -> Text:
        if not unit.source:
            return ""
        key = (unit.owner, unit.source)
        message = self.catalogue.messages.get(key)
        if message is not None:
            self.used.add(key)
        if message is None or message.fuzzy or not message.text:
            self.missing.append(number)
            self.fuzzy += message is not None and message.fuzzy
            return unit.text
        return message.text if unit.style == "art" else self._compiled(unit, message)

    def _compiled(self, unit: Unit, message: Message) -> Text:
        places = shuffle_places(unit.text)
        setting = self.build.setting(unit.owner, unit.style, unit.scene)
        setting = Setting(setting.scope, setting.scene, setting.codex, self._words, lambda: next(places, 0))
        text, uses, faults = compile_inline(message.text, setting)
        faults = [*faults, *_differences(unit.uses, uses)]
        if unit.style == "plain" and not isinstance(text, str):
            faults.append(Fault("S420", 0, {}))
        for fault in faults:
            self.build.fault(fault, self.catalogue.mark_at(message, fault.offset))
        return text

    def _words(self, slot: int) -> tuple[str, ...]:
        """The printed values of a one_of variable in this language."""
        numbers = self.build.printed.get(slot, ())
        if not numbers or max(numbers) >= len(self.done):
            return self.build.scope.variables[slot].names
        return tuple(str(self.done[number]) for number in numbers)

    def tell(self) -> None:
        """Note what is missing and what is left over, once for the whole catalogue."""
        top = Mark(self.catalogue.file.path, 1, 1)
        units = self.build.texts.units
        total = sum(1 for unit in units if unit.source and unit.derive is None)
        if self.missing:
            first = "; ".join(f"{units[n].owner}: {shorten(units[n].source)}" for n in self.missing[:FIRST_FEW])
            self.build.problems.add(
                "S503",
                top,
                language=self.catalogue.language,
                first=first,
                count=len(self.missing),
                total=total,
                fuzzy=self.fuzzy,
            )
        left = [key for key in self.catalogue.messages if key not in self.used]
        if left:
            first = "; ".join(f"{owner}: {shorten(source)}" for owner, source in left[:FIRST_FEW])
            self.build.problems.add("S507", top, language=self.catalogue.language, count=len(left), first=first)


def shuffle_places(text: Text) -> Iterator[int]:
    """The places of a text's shuffles, in order: a translation draws as the source does."""
    if isinstance(text, str):
        return
    for piece in text:
        if isinstance(piece, str):
            continue
        if piece[0] == "if":
            yield from shuffle_places(piece[2])
            yield from shuffle_places(piece[3])
        elif piece[0] == "seq":
            for item in piece[3]:
                yield from shuffle_places(item)
            if piece[1] == "shuffle":
                yield piece[2]


def _differences(source: Uses, text: Uses) -> Iterator[Fault]:
    """What a translation leaves out or adds, as faults at its beginning."""
    for code, form, before, after in (
        ("S502", "{{{}}}", source.names, text.names),
        ("S505", "(codex:{})", source.links, text.links),
    ):
        for name in sorted(before - after):
            yield Fault(code, 0, {"what": f"leaves out {form.format(name)}"})
        for name in sorted(after - before):
            yield Fault(code, 0, {"what": f"has {form.format(name)}, which the source has not"})
    if text.guards - source.guards:
        yield Fault("S504", 0, {})
    for mode in sorted(text.modes - source.modes):
        yield Fault("S506", 0, {"mode": mode})
