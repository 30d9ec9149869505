"""The story's texts in every language: catalogues compiled by the same rules as the source, held to what it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from game.engine import shuffles
from game.engine.markup import plain
from game.engine.program import Text
from game.engine.typed import cleaned
from game.story.compiling.building import Build
from game.story.compiling.renames import in_present_contexts
from game.story.diagnostics import RULES, Problems, Severity, shorten
from game.story.expressions.scope import Fault
from game.story.places.marks import Mark
from game.story.prose.inline import compile_inline, is_plain
from game.story.prose.paragraphs import fold
from game.story.prose.setting import NOTHING, Setting, Uses, Within
from game.story.prose.texts import Unit
from game.story.reading.characters import is_blank
from game.story.schema.checks import too_large
from game.story.translating.catalogue import Catalogue, Message, read_catalogue
from game.story.translating.catalogue_files import CatalogueFile, catalogue_files

if TYPE_CHECKING:
    import polib

FIRST_FEW = 3


class Translation(NamedTuple):
    """The texts of every language by number, and for each language the numbers where the source stands in."""

    texts: dict[str, tuple[Text, ...]]
    untranslated: dict[str, tuple[int, ...]]


def translate(build: Build) -> Translation:
    """Fill the table of texts in every language that the story folder has a sound catalogue for.

    A catalogue with errors costs its language and nothing else.
    """
    source = str(build.story.language)
    texts = {source: tuple(unit.text for unit in build.texts.units)}
    untranslated: dict[str, tuple[int, ...]] = {}
    for language, path, shown in catalogue_files(build.story.folder, source, build.problems):
        catalogue = read_catalogue(path, shown, language, build.problems)
        if catalogue is None:
            continue
        catalogue.messages = in_present_contexts(catalogue.messages, build.renames.table)
        before = build.scope.kept()
        translator = _Translator(build, catalogue)
        found = tuple(translator.texts())
        translator.tell()
        if build.problems.broken(shown):
            build.scope.restore(before)
        else:
            texts[language], untranslated[language] = found, tuple(translator.missing)
    return Translation(texts, untranslated)


def refused(build: Build, file: CatalogueFile) -> dict[tuple[str, str], set[str]]:
    """The messages of a catalogue that the checker refuses, by context and source, with the codes of their errors."""
    problems, before = build.problems, build.scope.kept()
    build.problems = Problems()
    try:
        catalogue = read_catalogue(file.path, file.shown, file.language, build.problems)
        if catalogue is None:
            return {}
        catalogue.messages = in_present_contexts(catalogue.messages, build.renames.table)
        translator = _Translator(build, catalogue)
        translator.texts()
        translator.tell()
        return translator.refused
    finally:
        build.problems = problems
        build.scope.restore(before)


class _Translator:
    """Compiles the messages of one catalogue."""

    def __init__(self, build: Build, catalogue: Catalogue) -> None:
        self.build = build
        self.catalogue = catalogue
        self.done: list[Text] = []
        self.missing: list[int] = []
        self.fuzzy: set[tuple[str, str, str]] = set()
        self.plural: set[int] = set()
        self.used: set[tuple[str, str]] = set()
        self.refused: dict[tuple[str, str], set[str]] = {}
        """Codes of the errors of each message that has any, by context and source."""

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
        message = self.catalogue.find(unit)
        self.used.update((owner, unit.source) for owner in (unit.owner, *unit.formerly))
        if message is None or message.fuzzy or not message.text:
            self.missing.append(number)
            if message is not None and message.fuzzy:
                self.fuzzy.add(_identity(unit))
            if message is not None and message.plural:
                self.plural.add(number)
                self._fault(message, Fault("S512", 0, {}))
            return unit.text
        if unit.style == "typed":
            return self._before_typed(unit, message)
        return self._drawing(message) if unit.style == "art" else self._compiled(unit, message)

    def _before_typed(self, unit: Unit, message: Message) -> str:
        """What stands for words of the player: it is held to what they are held to."""
        variable = self.build.story.typed[unit.owner.partition(":")[2]]
        kept = cleaned(message.text, variable.cells)
        if kept != message.text:
            details = {"name": str(variable.id), "kept": kept or "nothing", "most": str(variable.cells)}
            self._fault(message, Fault("S354", 0, details))
        return kept or unit.source

    def _drawing(self, message: Message) -> Text:
        if large := too_large(message.text):
            offset, what, limit = large
            self._fault(message, Fault("S606", offset or 0, {"what": what, "limit": limit}))
        return message.text

    def _compiled(self, unit: Unit, message: Message) -> Text:
        """A translation by the rules of the source: but for verse, line breaks in it are spaces."""
        folded = None if unit.style == "verse" else fold(message.text, breaks=unit.style == "prose")
        words = message.text if folded is None else folded.text
        text, uses, faults = (words, NOTHING, []) if is_plain(words) else compile_inline(words, self._setting(unit))
        for fault in faults:
            self._fault(message, fault if folded is None else fault._replace(offset=folded.source_offset(fault.offset)))
        for fault in _differences(unit.uses, uses):
            self._fault(message, fault)
        if unit.style == "plain" and not isinstance(text, str):
            self._fault(message, Fault("S420", 0, {}))
        if not faults and shows_nothing(text):
            self._fault(message, Fault("S511", 0, {}))
        return text

    def _setting(self, unit: Unit) -> Setting:
        """What a text of this language may hold; it draws as its source does."""
        setting = self.build.setting(unit.owner, unit.style, unit.scene)
        own = unit.uses.shuffles
        places = (one.place for one in shuffles.of_text(unit.text) if one.place in own)
        return replace(
            setting,
            words=self._words,
            shuffle=lambda: next(places, 0),
            language=self.catalogue.language,
            typed=lambda number: str(self.done[self.build.start(number)]),
            named=lambda name: self._named(name, unit.scene),
        )

    def _named(self, name: str, scene: str) -> Within | None:
        """A text that has a name in this language: it comes before the texts that show it."""
        if name not in self.build.story.texts:
            return None
        number = self.build.named.lines.get((name, scene), len(self.done))
        return Within(self.done[number] if number < len(self.done) else "")

    def _fault(self, message: Message, fault: Fault) -> None:
        if RULES[fault.code].severity is Severity.ERROR:
            self.refused.setdefault((message.context, message.source), set()).add(fault.code)
        self.build.fault(fault, self.catalogue.mark_at(message, fault.offset))

    def _words(self, slot: int) -> tuple[str, ...]:
        """The printed values of a one_of variable in this language."""
        numbers = self.build.printed.get(slot, ())
        if not numbers or max(numbers) >= len(self.done):
            return self.build.scope.variables[slot].names
        return tuple(str(self.done[number]) for number in numbers)

    def tell(self) -> None:
        """Note what is missing, what is left over and what gettext would refuse, once for the whole catalogue."""
        self._tell_missing()
        self._tell_left()
        self._tell_flags()
        self._tell_plural_ends()
        for message in self.catalogue.messages.values():
            self._check_ends(message)

    def _tell_missing(self) -> None:
        top = Mark(self.catalogue.po.file.path, 1, 1)
        units = self.build.texts.units
        total = len({_identity(unit) for unit in units if unit.source and unit.derive is None})
        several = {_identity(units[number]): number for number in reversed(self.missing)}
        missing = sorted(number for number in several.values() if number not in self.plural)
        if missing:
            first = "; ".join(f"{units[n].owner}: {shorten(units[n].source)}" for n in missing[:FIRST_FEW])
            self.build.problems.add(
                "S503",
                top,
                language=self.catalogue.language,
                first=first,
                count=len(missing),
                total=total,
                fuzzy=len(self.fuzzy),
            )

    def _tell_left(self) -> None:
        left = [key for key in self.catalogue.messages if key not in self.used]
        if left:
            first = "; ".join(f"{owner}: {shorten(source)}" for owner, source in left[:FIRST_FEW])
            top = Mark(self.catalogue.po.file.path, 1, 1)
            self.build.problems.add("S507", top, language=self.catalogue.language, count=len(left), first=first)

    def _tell_flags(self) -> None:
        """Note, once for each flag, texts that tools take for patterns of a programming language."""
        flagged: dict[str, list[polib.POEntry]] = {}
        for entry in self.catalogue.po.entries:
            for flag in entry.flags if entry.msgstr and not (entry.fuzzy or entry.obsolete) else ():
                if flag.endswith("-format") and not flag.startswith("no-"):
                    flagged.setdefault(flag, []).append(entry)
        for flag, entries in flagged.items():
            place = self.catalogue.po.mark(entries[0])
            self.build.problems.add("S514", place, count=len(entries), flag=shorten(flag))

    def _tell_plural_ends(self) -> None:
        """Tell of plurals that do not all begin, and end, as their source: stories have none, but gettext looks."""
        for entry in self.catalogue.po.entries:
            if entry.fuzzy or entry.obsolete or not entry.msgstr_plural.get(0):
                continue
            forms = (entry.msgid_plural, *entry.msgstr_plural.values())
            for side, is_there in (("begins", str.startswith), ("ends", str.endswith)):
                if any(is_there(form, "\n") != is_there(entry.msgid, "\n") for form in forms):
                    self.build.problems.add("S515", self.catalogue.po.mark(entry, "p"), side=side)

    def _check_ends(self, message: Message) -> None:
        """Line breaks at both ends of a translation are those of its source."""
        source, text = message.source, message.text
        if not text or message.fuzzy:
            return
        if text.startswith("\n") != source.startswith("\n"):
            self._fault(message, Fault("S515", 0, {"side": "begins"}))
        if text.endswith("\n") != source.endswith("\n"):
            self._fault(message, Fault("S515", len(text) - 1, {"side": "ends"}))


def _identity(unit: Unit) -> tuple[str, str, str]:
    """What tells a text from others: one that several scenes have is one text to translate."""
    return unit.owner, unit.source, unit.style


def shows_nothing(text: Text) -> bool:
    """Whether a text is blank, whichever way it goes."""
    if isinstance(text, str):
        return is_blank(plain(text))
    return all(is_blank(plain(piece)) if isinstance(piece, str) else _piece_shows_nothing(piece) for piece in text)


def _piece_shows_nothing(piece: Any) -> bool:
    if piece[0] == "if":
        return shows_nothing(piece[2]) and shows_nothing(piece[3])
    return piece[0] == "seq" and all(shows_nothing(item) for item in piece[3])


def _by_itself(names: Iterable[str]) -> dict[Any, str]:
    return {name: name for name in names}


def _differences(source: Uses, text: Uses) -> Iterator[Fault]:
    """What a translation leaves out or adds, as faults at its beginning."""
    if source is NOTHING is text:
        return
    for code, form, before, after in (
        ("S502", "{{{}}}", source.names, text.names),
        ("S505", "(codex:{})", _by_itself(source.links), _by_itself(text.links)),
        ("S505", "(choice:{})", _by_itself(source.choices), _by_itself(text.choices)),
    ):
        for name in sorted(before[one] for one in before.keys() - after.keys()):
            yield Fault(code, 0, {"what": f"leaves out {form.format(name)}"})
        for name in sorted(after[one] for one in after.keys() - before.keys()):
            yield Fault(code, 0, {"what": f"has {form.format(name)}, which the source has not"})
    if text.guards - source.guards or text.plurals - source.plurals - source.names.keys():
        yield Fault("S504", 0, {})
    for mode in sorted(text.modes - source.modes):
        yield Fault("S506", 0, {"mode": mode})
