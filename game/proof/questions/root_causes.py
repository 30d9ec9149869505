"""Of all that can never be met, what is a cause and what only follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.arrivals.into import ways_into
from game.arrivals.links import leads_of, walk
from game.engine import Machine
from game.proof.questions.reachability import Key, Question


class Roots:
    """Decides which of the questions with the answer 'never' to report.

    What stands in a scene, block, entry or choice that is itself never met follows from that one. A scene follows from
    the choices that lead to it when none of them can be taken; of scenes that only lead to one another, the first is
    reported. An ending that is never reached is always reported: an author wants to know what closes each.
    """

    def __init__(self, machine: Machine, questions: Mapping[Key, Question], never: set[Key]) -> None:
        self.machine = machine
        self.questions = questions
        self.never = never
        self.into = ways_into(machine)
        self.scenes = len(machine.program.scenes)

    def all(self) -> list[Key]:
        """The causes, in the order of the questions."""
        scenes = {self._told(key) for key in self._scenes()}
        return [key for key in self.questions if key in self.never and (key in scenes or self._is_cause(key))]

    def _is_cause(self, key: Key) -> bool:
        """Whether something other than a scene is told by itself."""
        return key[0] == "ending" or (key[0] != "scene" and not self._follows(key))

    def _told(self, key: Key) -> Key:
        """A scene that ends the story is told of as its ending, if that can be reached nowhere else."""
        ending = self.machine.scene(self.machine.program.index[str(key[1])]).ending
        told = ("ending", self.machine.program.endings[ending].id) if ending >= 0 else key
        return told if told in self.never else key

    def _follows(self, key: Key) -> bool:
        question = self.questions[key]
        if key[0] == "taken":
            return True
        around = [site.inside for site in question.sites] + [later.inside for later in question.later]
        if not around and key[0] in ("shown", "open", "locked", "picture"):
            return True
        return bool(around) and all(inside in self.never for inside in around)

    def _scenes(self) -> Iterator[Key]:
        """The scenes to report: those with an own cause, then one for each ring of scenes that only lead to one
        another."""
        program = self.machine.program
        never = [index for index, scene in enumerate(program.scenes) if ("scene", scene[0]) in self.never]
        explained: set[int] = set()
        for index in never:
            if any(self._blocked(way.choice) for way in self.into.get(index, ())):
                self._explain(index, explained, set(never))
        own = [index for index in never if index not in explained and self._cause(index)]
        for index in own:
            yield "scene", program.scenes[index][0]
            self._explain(index, explained, set(never))
        for index in never:
            if index not in explained:
                yield "scene", program.scenes[index][0]
                self._explain(index, explained, set(never))

    def _blocked(self, choice: str) -> bool:
        """Whether a choice of a scene that is met can never be taken: that is then the cause of what lies behind it."""
        scene = choice.rpartition("/")[0]
        return ("scene", scene) not in self.never and ("taken", choice) in self.never

    def _cause(self, index: int) -> bool:
        """Whether nothing leads to a scene, or a choice that can be taken names it but never goes there."""
        ways = self.into.get(index, ())
        return not ways or any(("taken", way.choice) not in self.never for way in ways)

    def _explain(self, index: int, explained: set[int], never: set[int]) -> None:
        """A scene, and those that lie behind it."""
        waiting = [index]
        while waiting:
            scene = waiting.pop()
            if scene in explained or scene not in never:
                continue
            explained.add(scene)
            for _, target in leads_of(self.machine.scene(scene)):
                waiting += [leaf[1] for leaf, _ in walk(target, self.scenes) if leaf[0] == "scene"]

    def is_storylet(self, scene: str) -> bool:
        """Whether only decks lead to a scene."""
        ways = self.into.get(self.machine.program.index[scene], ())
        return bool(ways) and all(way.dealt for way in ways)
