"""What the author's screens have in common: from anything on them to its place in the files, and to its way in play."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from textual.app import SuspendNotSupported

from game.proof import session_to
from game.session import Session
from game.tui.author import editor
from game.tui.author.proven import Proven, Spot
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.view_screens import ListScreen


class AuthorScreen(ListScreen):
    """A screen of a proof; its subclasses say what is marked."""

    widest = 120

    def __init__(self, context: PlayContext, proven: Proven) -> None:
        super().__init__(context)
        self.proven = proven

    def spot(self) -> Spot | None:
        """What is marked."""
        raise NotImplementedError

    # -- the files

    def action_edit(self) -> None:
        """Open the place of what is marked in the author's editor."""
        spot, words = self.spot(), self.context.words
        if spot is None or not spot.file:
            self.notice(words("That has no place of its own in the files."))
            return
        own = editor.editor_set()
        if not own:
            self.notice(words("No editor is set. Put one into the environment as VISUAL or EDITOR: EDITOR=nano"))
            return
        file = self.proven.folder / spot.file
        before = _stamp(file)
        trouble = self._edit(editor.command(own, file, spot.line))
        if trouble:
            self.notice(
                words("{editor} could not be opened ({why}).", editor=safe(own[0]), why=safe(words.told(trouble)))
            )
        elif _stamp(file) != before:
            self.notice(words("The file has changed; the proof is of what it was. Prove the story again."))
        self.retell()

    def _edit(self, command: list[str]) -> str:
        """Leave the terminal to an editor; returns why not, or ''."""
        try:
            with self.app.suspend():
                return editor.run(command)
        except SuspendNotSupported:
            return self.context.words("this terminal cannot be handed over")

    # -- the ways

    def action_watch(self) -> None:
        """Watch the way to what is marked."""
        spot, words = self.spot(), self.context.words
        if spot is None or spot.node is None:
            self.notice(words("There is no way there to be watched."))
            return
        from game.tui.author.explained import Explained
        from game.tui.screens.replay import Replay

        session = self._session(spot.node)
        self.app.push_screen(Replay(self.context, session, Explained(self.context, session)))

    def _session(self, node: int) -> Session:
        """The session that ends at a node, read as any other is; its file is gone again at once."""
        data = session_to(self.context.machine, self.proven.report.nodes, node, self.context.story)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "way.jsonl"
            file.write_bytes(data)
            return self.context.read(file)


def _stamp(file: Path) -> int:
    """When a file was last written, or 0."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
