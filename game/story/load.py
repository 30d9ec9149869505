"""From a folder to a story that can be played: out of the cache where nothing has changed, compiled anew elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from game.story import cache as kept
from game.story.shipped import shipped_story

if TYPE_CHECKING:
    from game.engine.program import Program
    from game.story.diagnostics import Diagnostic


class StoryProblems(Exception):
    """A story that cannot be played. `diagnostics` are its problems, errors and lesser ones, in order."""

    def __init__(self, diagnostics: list[Diagnostic], folder: Path | None = None) -> None:
        self.diagnostics = diagnostics
        self.folder = folder
        from game.story.diagnostics.telling import told

        super().__init__("\n\n".join(told(item for item in diagnostics if item.severity == "error")))


class Loaded:
    """A story ready to play: its program, its folder, and the warnings and notes about it.

    `is_compiled_now` says that it was not in the cache.
    """

    def __init__(
        self, folder: Path, program: Callable[[], Program], raw_diagnostics: kept.Raw, *, is_compiled_now: bool
    ) -> None:
        self.folder = folder
        self.is_compiled_now = is_compiled_now
        self.raw_diagnostics = raw_diagnostics
        self._program = program

    @cached_property
    def program(self) -> Program:
        """The compiled story; unpacked when somebody asks: a check of what has not changed does not."""
        return self._program()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The catalogues that have errors, so that their languages are not among the program's: paths in the folder."""
        return tuple(dict.fromkeys(path for _, severity, path, *_ in self.raw_diagnostics if severity == "error"))

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        """Warnings and notes, and the errors of catalogues; made when somebody asks: play does not."""
        from game.story.diagnostics import Diagnostic, Severity

        return [Diagnostic(code, Severity(severity), *rest) for code, severity, *rest in self.raw_diagnostics]


def load_story(folder: Path | None = None, *, cache: bool = True) -> Loaded:
    """Load a story folder, the shipped one for None. Raises StoryProblems when it has errors.

    With `cache` the compiled story is looked for in the cache first, and kept there. A folder that does not exist or
    cannot be read is a problem of the story like any other.
    """
    folder = shipped_story() if folder is None else Path(folder)
    try:
        digest = kept.content_digest(folder) if cache and (folder / "story.yaml").is_file() else ""
    except OSError:
        digest = ""
    found = kept.fetch(folder, digest) if digest else None
    if found is not None:
        return Loaded(folder, found.program, found.diagnostics, is_compiled_now=False)
    return _compiled(folder, digest)


def _compiled(folder: Path, digest: str) -> Loaded:
    from game.story.check import examine

    examined = examine(folder)
    program = examined.program
    if examined.errors or program is None or examined.story is None:
        raise StoryProblems(examined.diagnostics, folder)
    raw = tuple(
        (item.code, str(item.severity), item.path, item.line, item.column, item.message, item.hint, item.quote)
        for item in examined.diagnostics
    )
    if digest:
        outside = [file.path for file in examined.story.files if file.path.startswith("..")]
        kept.store(folder, digest, program, raw, outside)
    return Loaded(folder, lambda: program, raw, is_compiled_now=True)
