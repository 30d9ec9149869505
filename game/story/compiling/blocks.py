"""Author texts of several paragraphs, compiled to blocks."""

from __future__ import annotations

from game.engine.program import TEXT, Block, Text
from game.story.compiling.building import ALWAYS, Build
from game.story.expressions.scope import Fault
from game.story.places.marks import Mark
from game.story.places.source import Sourced
from game.story.prose.foreign_prose import foreign
from game.story.prose.paragraphs import split
from game.story.prose.texts import Lookup
from game.story.reading.model import GuardedText, NamedText, PictureItem
from game.story.reading.model import Text as AuthorText


class TextCompiler:
    """Compiles the texts of one owner. `scene` counts their sequences, '' outside scenes; `words`: no pictures."""

    def __init__(self, build: Build, owner: str, scene: str = "", *, words: bool = False) -> None:
        self.build = build
        self.owner = owner
        self.scene = scene
        self.words = words
        self.guarded = 0

    def blocks(self, text: AuthorText) -> tuple[Block, ...]:
        """The blocks of a text, in order."""
        found: list[Block] = []
        for item in text:
            if isinstance(item, Sourced):
                found += self.paragraphs(item)
            elif isinstance(item, GuardedText):
                found.append(self._guarded(item))
            else:
                found.append(self._picture(item))
        return tuple(found)

    def paragraphs(self, source: Sourced) -> list[Block]:
        """The blocks of one string."""
        found: list[Block] = []
        parts, faults = split(source)
        faults += foreign(source, self.build.scope.scenes)
        if faults:
            self.build.report(source, faults)
        for part in parts:
            if part.kind == "rule":
                found.append(("rule",))
                continue
            named = None if self.words else self.build.named.alone(part)
            if named is not None:
                found += self._named(named, source.mark_at(part.source_offset(0)))
                continue
            style = "verse" if part.kind == "verse" else "prose"
            number = self.build.paragraph(self.owner, source, part, style, scene=self.scene)
            found.append((part.kind, number))
        return found

    def _named(self, text: NamedText, where: Mark) -> tuple[Block, ...]:
        """The blocks of a text that has a name, where it stands alone."""
        build, name = self.build, str(text.id)
        named, key = build.named, (name, self.scene)
        named.used[name] = None
        if key not in named.blocks:
            with named.opening(text) as failed:
                if failed is not None:
                    if failed.fault is not None:
                        build.fault(failed.fault, where)
                    return ()
                build.mark(f"{TEXT}{name}", text.id)
                named.blocks[key] = TextCompiler(build, f"{TEXT}{name}", self.scene).blocks(text.text)
        if fault := named.count(len(named.blocks[key])):
            build.fault(fault, where)
            return ()
        if name in named.uncounted and not self.scene:
            self._uncounted(where)
        return named.blocks[key]

    def _uncounted(self, where: Mark) -> None:
        """Something goes by visits where nothing is visited; of a text that has a name, whoever shows it tells it."""
        if self.owner.startswith(TEXT):
            self.build.named.uncounted.add(self.owner.removeprefix(TEXT))
        else:
            self.build.fault(Fault("S408", 0, {}), where)

    def _guarded(self, item: GuardedText) -> Block:
        self.guarded += 1
        mark = f"{self.owner}#{self.guarded}"
        self.build.mark(mark, item.mark)
        guard = self.build.condition(item.guard) or ALWAYS
        return ("if", guard, self.blocks(item.text), self.blocks(item.otherwise), mark)

    def _picture(self, item: PictureItem) -> Block:
        return ("picture", picture(self.build, item.picture))


def picture(build: Build, name: Sourced | None) -> str:
    """The id of a picture that is shown somewhere, checked; '' for none."""
    if name is None:
        return ""
    if name not in build.story.pictures:
        build.unknown("S204", name, build.story.pictures)
    build.pictured[str(name)] = None
    return str(name)


def one_text(build: Build, owner: str, source: Sourced | None) -> int:
    """The number of a text of several paragraphs joined into one by empty lines; -1 for none."""
    if source is None:
        return -1
    numbers = [block[1] for block in TextCompiler(build, owner, words=True).paragraphs(source) if block[0] != "rule"]

    def make(text: Lookup, language: str) -> Text:
        pieces: list[Text] = []
        for number in numbers:
            part = text(number)
            pieces += ["\n\n"] * bool(pieces) + ([part] if isinstance(part, str) else list(part))
        return "".join(pieces) if all(isinstance(piece, str) for piece in pieces) else tuple(pieces)

    key = " ".join(map(str, numbers))
    return build.texts.derive(owner, key, make, build.story.language)
