"""What of a trail makes a difference to what is asked of a page: only by that are places told apart."""

from __future__ import annotations

from game.engine import Block, Invariant, Machine
from game.engine.code import trail_blocks
from game.engine.markup import links
from game.engine.state import STAYED, Trail


class Told:
    """Leaves out of trails what reads the same for everybody, tells of nothing in the codex, and from where nothing
    has to be reachable.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.texts = machine.program.texts[machine.program.language]
        scenes = machine.program.scenes
        wishes = [invariant for invariant in machine.program.invariants if invariant[0] == "can"]
        origins = {str(scenes[one][0]) for wish in wishes for one in Invariant(*wish).where[2]}
        self._counts: dict[str, bool] = dict.fromkeys(origins, True)

    def of(self, scene: int, trail: Trail) -> Trail:
        """A trail that led to a scene, without what makes no difference."""
        if not trail:
            return trail
        own = self.machine.bare(scene)
        return tuple(
            name
            for name in trail
            if (self._varies(own.blocks) or own.picture if name == STAYED else self._counts_for(name))
        )

    def _counts_for(self, name: str) -> bool:
        found = self._counts.get(name)
        if found is None:
            shown = trail_blocks(self.machine, (name,))
            found = any(self._varies(run) or (scene is not None and scene.picture) for scene, run in shown)
            self._counts[name] = found
        return found

    def _varies(self, blocks: tuple[Block, ...]) -> bool:
        """Whether blocks have parts of which it can be asked whether anybody meets them."""
        for block in blocks:
            if block[0] in ("if", "picture"):
                return True
            if block[0] != "rule":
                text = self.texts[block[1]]
                if not isinstance(text, str) or links(text):
                    return True
        return False
