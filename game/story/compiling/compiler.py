"""From the validated source of a story to the program that plays: every part compiled in the order that they need."""

from __future__ import annotations

from game.engine.program import Program
from game.story.compiling.blocks import one_text
from game.story.compiling.building import Build
from game.story.compiling.declared import check_declared
from game.story.compiling.digest import play_digest
from game.story.compiling.invariants import compile_invariants
from game.story.compiling.scenes import SceneCompiler, with_counters
from game.story.compiling.status import compile_status
from game.story.compiling.translations import translate
from game.story.compiling.variables import compile_caps, compile_typed, compile_variables
from game.story.compiling.world import (
    compile_categories,
    compile_chapters,
    compile_codex,
    compile_endings,
    compile_pictures,
)
from game.story.diagnostics import Problems
from game.story.reading.model import Story


def compile_story(story: Story, problems: Problems) -> tuple[Program, Build]:
    """Compile a story; what is wrong with it is added to the problems.

    The program can be played only when there are no errors; the workbench is for the checks that follow.
    """
    build = Build(story, problems)
    compile_caps(build)
    start = build.scope.scenes.get(story.start, -1)
    if start < 0 and story.scenes:
        build.unknown("S209", story.start, build.scope.scenes)
    title = build.text("story", story.title, "plain")
    about, thanks = (one_text(build, "story", source) for source in (story.about, story.credits))
    scene_compiler = SceneCompiler(build)
    chapters, scenes = compile_chapters(build), scene_compiler.scenes()
    endings, categories = compile_endings(build), compile_categories(build)
    codex, pictures = compile_codex(build), compile_pictures(build)
    status, invariants = compile_status(build), compile_invariants(build)
    variables, typed = compile_variables(build), compile_typed(build)
    translation = translate(build)
    check_declared(build)
    program = Program(
        id=str(story.id),
        version=str(story.version),
        digest="",
        language=str(story.language),
        start=max(start, 0),
        title=title,
        about=about,
        credits=thanks,
        slots=(*variables, *build.scope.counters.slots()),
        scenes=with_counters(build, scenes),
        index=build.scope.scenes if isinstance(build.scope.scenes, dict) else dict(build.scope.scenes),
        chapters=chapters,
        endings=endings,
        categories=categories,
        codex=codex,
        pictures=pictures,
        status=status,
        invariants=invariants,
        texts=translation.texts,
        text_owner=build.texts.owners(),
        untranslated=translation.untranslated,
        marks=build.marks,
        author=str(story.author or ""),
        licence=str(story.licence or ""),
        renames=build.renames.table,
        typed=typed,
        continuations=tuple(scene_compiler.continuations),
    )
    return program._replace(digest=play_digest(program)), build
