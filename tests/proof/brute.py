"""The definition of truth: a plain breadth-first search over the engine, every draw tried with every outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from game.engine import Machine, Phase, State, StoryFault, advance, open_choices, page, phase, start


class Script:
    """Stands in for the draws of the engine: gives what it is told, then zeros, and notes how many outcomes each had."""

    def __init__(self, told: tuple[int, ...]) -> None:
        self.told = told
        self.sizes: list[int] = []

    def __call__(self, seed: int, place: int, turn: int, total: int) -> int:
        index = len(self.sizes)
        self.sizes.append(total)
        return self.told[index] if index < len(self.told) else 0


def every_draw(where: str, run: Callable[[], Any]) -> Iterator[Any]:
    """What `run` gives under every combination of draws."""
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        told = waiting.pop()
        script = Script(told)
        with patch(where, script):
            yield run()
        for index in range(len(told), len(script.sizes)):
            prefix = (*told, *([0] * (index - len(told))))
            waiting += [(*prefix, number) for number in range(1, script.sizes[index])]


def outcomes(machine: Machine, state: State, choice: str) -> set[State | None]:
    """The states after a choice (turn set to zero), and None if a fault of the story is among the outcomes."""

    def take() -> State | None:
        try:
            return advance(machine, state, choice)._replace(turn=0)
        except StoryFault:
            return None

    return set(every_draw("game.engine.targets.draw", take))


class Brute:
    """Everything there is to know, found the slow way. Distances are numbers of choices."""

    def __init__(self, machine: Machine, limit: int = 20000) -> None:
        self.machine = machine
        self.distance: dict[State, int] = {}
        self.after: dict[State, set[State]] = {}
        self.met: dict[str, int] = {}
        self.words: dict[State, set[str]] = {}
        first = start(machine)
        self.distance[first] = 0
        queue = [first]
        for state in queue:
            self._look(state)
            for choice in open_choices(machine, state):
                found = outcomes(machine, state, choice)
                name = f"taken:{choice}" if found - {None} else ""
                self._note(name, self.distance[state] + 1)
                if None in found:
                    self._note(f"fault:{choice}", self.distance[state] + 1)
                for new in found - {None}:
                    assert new is not None
                    self.after.setdefault(state, set()).add(new)
                    if new not in self.distance:
                        self.distance[new] = self.distance[state] + 1
                        queue.append(new)
            assert len(self.distance) <= limit, "too large for brute force"

    def _note(self, name: str, length: int) -> None:
        if name:
            self.met.setdefault(name, length)

    def _look(self, state: State) -> None:
        machine, length = self.machine, self.distance[state]
        scene = machine.scene(state.scene)
        self._note(f"scene:{scene.id}", length)
        if scene.ending >= 0:
            self._note(f"ending:{machine.program.endings[scene.ending].id}", length)
        if phase(machine, state) is Phase.STUCK:
            self._note(f"stuck:{scene.id}", length)
        for shown in every_draw("game.engine.prose.draw", lambda: page(machine, state)):
            for option in shown.options:
                self._note(f"shown:{option.id}", length)
                self._note(f"open:{option.id}" if option.open else f"closed:{option.id}", length)
                self._words(state, option.caption + option.cost)
            self._words(state, shown.text)
            for entry in shown.unlocks:
                self._note(f"linked:{entry}", length)

    def _words(self, state: State, text: str) -> None:
        for word in text.split():
            self.words.setdefault(state, set()).add(word)
            self._note(f"word:{word}", self.distance[state])

    def traps(self) -> set[State]:
        """The states from which no ending can be reached."""
        before: dict[State, set[State]] = {}
        for state, found in self.after.items():
            for new in found:
                before.setdefault(new, set()).add(state)
        safe = {state for state in self.distance if self.machine.scene(state.scene).ending >= 0}
        queue = list(safe)
        while queue:
            for state in before.get(queue.pop(), set()) - safe:
                safe.add(state)
                queue.append(state)
        return set(self.distance) - safe
