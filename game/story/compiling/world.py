"""What stands around the scenes, compiled: chapters, endings, codex, pictures."""

from __future__ import annotations

from game.engine.program import Chapter, Ending, Entry, Picture
from game.story.compiling.blocks import TextCompiler
from game.story.compiling.building import ALWAYS, Build
from game.story.reading import model


def compile_chapters(build: Build) -> tuple[Chapter, ...]:
    """The chapters in order."""
    found = []
    for chapter in build.story.chapters.values():
        owner = f"chapter:{chapter.id}"
        build.mark(owner, chapter.id)
        title, date = build.text(owner, chapter.title, "plain"), build.text(owner, chapter.date, "plain")
        found.append(Chapter(str(chapter.id), title, date))
    return tuple(found)


def compile_endings(build: Build) -> tuple[Ending, ...]:
    """The endings in order."""
    found = []
    for ending in build.story.endings.values():
        owner = f"ending:{ending.id}"
        build.mark(owner, ending.id)
        title = build.text(owner, ending.title, "plain")
        found.append(Ending(str(ending.id), title, TextCompiler(build, owner).blocks(ending.text)))
    return tuple(found)


def compile_categories(build: Build) -> tuple[tuple[str, int], ...]:
    """The codex categories in order, each with its shown name."""
    categories = build.story.categories.values()
    return tuple((str(each.id), build.text(f"category:{each.id}", each.title, "plain")) for each in categories)


def compile_codex(build: Build) -> tuple[Entry, ...]:
    """The codex entries in order."""
    return tuple(_entry(build, entry) for entry in build.story.entries.values())


def _entry(build: Build, entry: model.Entry) -> Entry:
    owner = f"codex:{entry.id}"
    build.mark(owner, entry.id)
    if entry.category not in build.story.categories:
        build.unknown("S205", entry.category, build.story.categories)
    for other in entry.see:
        if other not in build.story.entries:
            build.unknown("S206", other, build.story.entries)
    for number, stage in enumerate(entry.stages, 1):
        build.mark(f"{owner}?stage.{number}", stage.mark)
    texts = TextCompiler(build, owner)
    return Entry(
        id=str(entry.id),
        title=build.text(owner, entry.title, "plain"),
        category=str(entry.category),
        kind=entry.kind,
        facts=build.cite(owner, entry.facts),
        term=tuple((str(key), str(value)) for key, value in entry.term.items()),
        blocks=texts.blocks(entry.text),
        stages=tuple((build.condition(each.guard) or ALWAYS, texts.blocks(each.text)) for each in entry.stages),
        see=tuple(map(str, entry.see)),
        open=entry.open,
        aliases=tuple(map(str, entry.aliases)),
    )


def compile_pictures(build: Build) -> tuple[Picture, ...]:
    """The pictures in order."""
    return tuple(_picture(build, each) for each in build.story.pictures.values())


def _picture(build: Build, source: model.Picture) -> Picture:
    owner = f"picture:{source.id}"
    build.mark(owner, source.id)
    alt, art = build.text(owner, source.alt, "caption"), build.text(owner, source.art, "art")
    variants = []
    for number, variant in enumerate(source.variants, 1):
        build.mark(f"{owner}?{number}", variant.mark)
        other_alt = alt if variant.alt is None else build.text(owner, variant.alt, "caption")
        other_art = art if variant.art is None else build.text(owner, variant.art, "art")
        variants.append((build.condition(variant.guard) or ALWAYS, other_alt, other_art))
    key = tuple((str(glyph), build.text(owner, words, "caption")) for glyph, words in source.key.items())
    legend = tuple((str(glyph), str(style)) for glyph, style in source.legend.items())
    return Picture(str(source.id), alt, art, legend, key, tuple(variants))
