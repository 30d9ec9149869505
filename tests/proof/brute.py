"""The definition of truth: a plain breadth-first search over the engine, every draw tried with every outcome."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import Any

from game.engine import (
    Invariant,
    Luck,
    Machine,
    Phase,
    State,
    StoryFault,
    advance,
    codex_page,
    open_choices,
    page,
    phase,
    picture_view,
    start,
)
from game.proof.questions.reachability import Asker
from game.proof.report.played import loaded_dice, luck_for
from game.proof.system.model import build_model
from game.proof.system.outcomes import Fate


class TooLarge(Exception):
    """The story has more states than brute force takes on."""


class Script:
    """Stands in for the engine's draws: gives what it is told, then zeros, and notes how many outcomes each had."""

    def __init__(self, told: tuple[int, ...]) -> None:
        self.told = told
        self.sizes: list[int] = []

    def __call__(self, seed: int, place: int, turn: int, total: int) -> int:
        index = len(self.sizes)
        self.sizes.append(total)
        return self.told[index] if index < len(self.told) else 0


def every_draw(where: str, run: Callable[[], Any]) -> Iterator[tuple[Any, Fraction]]:
    """What `run` gives under every combination of draws, with the odds of that combination."""
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        told = waiting.pop()
        script = Script(told)
        found = _scripted(where, script, run)
        yield found, Fraction(1, prod(script.sizes))
        for index in range(len(told), len(script.sizes)):
            prefix = (*told, *([0] * (index - len(told))))
            waiting += [(*prefix, number) for number in range(1, script.sizes[index])]


def _scripted(where: str, script: Script, run: Callable[[], Any]) -> Any:
    """What `run` gives while a script stands in for a function; `mock.patch` would take longer than most runs."""
    room, _, name = where.rpartition(".")
    module = sys.modules[room]
    real = getattr(module, name)
    setattr(module, name, script)
    try:
        return run()
    finally:
        setattr(module, name, real)


def outcomes(machine: Machine, state: State, choice: str) -> dict[State | None, Fraction]:
    """The states after a choice (turn set to zero) with their odds; None stands for a fault of the story."""

    def take() -> State | None:
        try:
            return advance(machine, state, choice)._replace(turn=0)
        except StoryFault:
            return None

    found: dict[State | None, Fraction] = {}
    for after, odds in every_draw("game.engine.targets.draw", take):
        found[after] = found[after] + odds if after in found else odds
    return found


class Brute:
    """Everything there is to know, found the slow way. Lengths are numbers of choices."""

    def __init__(self, machine: Machine, limit: int = 20000) -> None:
        self.machine = machine
        self.distance: dict[State, int] = {}
        self.after: dict[State, dict[State, Fraction]] = {}
        self.met: dict[str, int] = {}
        first = start(machine)
        self.first = first
        self.distance[first] = 0
        queue = [first]
        for state in queue:
            self._look(state)
            self.after[state] = {}
            choices = open_choices(machine, state) if machine.scene(state.scene).ending < 0 else ()
            for choice in choices:
                for new, odds in outcomes(machine, state, choice).items():
                    self.note(f"taken:{choice}" if new else f"fault:{choice}", self.distance[state] + 1)
                    if new is None:
                        continue
                    self.after[state][new] = self.after[state].get(new, Fraction(0)) + odds / len(choices)
                    if new not in self.distance:
                        self.distance[new] = self.distance[state] + 1
                        queue.append(new)
            if len(queue) > limit:
                raise TooLarge

    def note(self, name: str, length: int) -> None:
        self.met[name] = min(length, self.met.get(name, length))

    def _look(self, state: State) -> None:
        machine, length = self.machine, self.distance[state]
        scene = machine.scene(state.scene)
        self.note(f"scene:{scene.id}", length)
        if scene.ending >= 0:
            self.note(f"ending:{machine.program.endings[scene.ending].id}", length)
        if phase(machine, state) is Phase.STUCK:
            self.note(f"stuck:{scene.id}", length)
        for shown, _ in every_draw("game.engine.prose.draw", lambda: page(machine, state)):
            for option in shown.options:
                self.note(f"shown:{option.id}", length)
                if option.open:
                    self.note(f"open:{option.id}", length)
                for word in (option.caption + option.cost + " " + option.reason).split():
                    self.note(f"word:{word}", length)
            for word in shown.text.split():
                self.note(f"word:{word}", length)

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

    def longest(self) -> dict[State, int]:
        """The longest way to each state, -1 where a loop lies on the way."""
        into = dict.fromkeys(self.distance, 0)
        for found in self.after.values():
            for new in found:
                into[new] += 1
        lengths = dict.fromkeys(self.distance, -1)
        ready = [(state, 0) for state, count in into.items() if not count]
        best: dict[State, int] = dict(ready)
        queue = [state for state, _ in ready]
        for state in queue:
            lengths[state] = best[state]
            for new in self.after[state]:
                best[new] = max(best.get(new, 0), best[state] + 1)
                into[new] -= 1
                if not into[new]:
                    queue.append(new)
        return lengths

    def shares(self, steps: int = 3000) -> dict[str, float]:
        """The share of playthroughs at each ending after very many steps."""
        mass = {self.first: 1.0}
        ended: dict[str, float] = {}
        for _ in range(steps):
            flow: dict[State, float] = {}
            for state, share in mass.items():
                scene = self.machine.scene(state.scene)
                if scene.ending >= 0:
                    name = self.machine.program.endings[scene.ending].id
                    ended[name] = ended.get(name, 0.0) + share
                for new, odds in self.after[state].items():
                    flow[new] = flow.get(new, 0.0) + share * float(odds)
            mass = {state: share for state, share in flow.items() if share > 1e-12}
        return ended

    def first_met(self, kind: str) -> dict[str, int]:
        """The lengths noted under names that begin with a kind."""
        return {name.partition(":")[2]: length for name, length in self.met.items() if name.startswith(f"{kind}:")}


class Truth:
    """What brute force says of each question's id: the length, -1 for never, None where it cannot tell."""

    def __init__(self, brute: Brute) -> None:
        self.brute = brute
        self.machine = brute.machine
        self.program = brute.machine.program
        asker = Asker(build_model(self.machine))
        asker.all()
        self.keys = {question.id: key for key, question in asker.found.items()}
        self.blocks = {}
        for scene in self.program.scenes:
            self._marks(scene[10])
        for entry in self.machine.entries.values():
            self._marks(entry.blocks)
            for _, blocks in entry.stages:
                self._marks(blocks)
        self._read_codex()

    def _marks(self, blocks: Any) -> None:
        for block in blocks:
            if block[0] == "if":
                self.blocks[block[4]] = block[2]
                self.blocks[f"{block[4]}:else"] = block[3]
                self._marks(block[2])
                self._marks(block[3])

    def length(self, name: str) -> int | None:
        """The least number of choices to meet what a question's id names."""
        kind, key = self.keys[name]
        if kind in ("scene", "ending", "shown", "open", "taken", "entry", "picture"):
            return self.brute.met.get(name, -1)
        word = self._word(kind, key)
        return None if word is None else self.brute.met.get(f"word:{word}", -1)

    def _word(self, kind: str, key: Any) -> str | None:
        """A word that is shown exactly when the thing is."""
        texts = self.program.texts["en"]
        if kind == "stage":
            entry, _, number = key.partition("#")
            return str(texts[self.machine.entries[entry].stages[int(number) - 1][1][0][1]])
        if kind == "locked":
            choice = next(c for scene in self.program.scenes for c in scene[11] if c[0] == key)
            return str(texts[choice[3][0][1]])
        if kind == "block":
            found = next((block for block in self.blocks[key] if block[0] == "para"), None)
            return None if found is None else self._first(texts[found[1]])
        text = texts[key[0]]
        for number, item in zip(key[1::2], key[2::2], strict=True):
            piece = text[number]
            text = piece[2 + item] if piece[0] == "if" else piece[3][item]
        return self._first(text)

    def _first(self, text: Any) -> str | None:
        """A word that stands in a text unconditionally."""
        if isinstance(text, str):
            words = [word for word in text.split() if word.isalnum()]
            return words[0] if words else None
        plain = [word for piece in text if isinstance(piece, str) for word in piece.split() if word.isalnum()]
        return plain[0] if plain else None

    def _read_codex(self) -> None:
        """Walk states together with the set of known entries, and read every known page at every state."""
        first = (self.brute.first, self._known(self.brute.first, frozenset(), 0))
        lengths = {first: 0}
        queue = [first]
        for state, known in queue:
            for new in self.brute.after[state]:
                length = lengths[state, known] + 1
                after = (new, self._known(new, known, length))
                if after not in lengths:
                    lengths[after] = length
                    queue.append(after)

    def _known(self, state: State, known: frozenset[str], length: int) -> frozenset[str]:
        found = set(known) | {entry.id for entry in self.machine.entries.values() if entry.open}
        for shown, _ in every_draw("game.engine.prose.draw", lambda: page(self.machine, state)):
            found.update(shown.unlocks)
            self._pictures(
                state,
                [shown.head.picture, *(b.text for b in (*shown.blocks, *shown.endnote) if b.kind == "picture")],
                length,
            )
        waiting = sorted(found)
        for name in waiting:
            for shown, _ in every_draw(
                "game.engine.prose.draw", lambda name=name: codex_page(self.machine, state, name)
            ):
                waiting += sorted(set(shown.unlocks) - set(waiting))
                for block in shown.blocks:
                    for word in block.text.split():
                        self.brute.note(f"word:{word}", length)
                self._pictures(state, [block.text for block in shown.blocks if block.kind == "picture"], length)
        for name in waiting:
            self.brute.note(f"entry:{name}", length)
        return frozenset(waiting)

    def _pictures(self, state: State, names: Sequence[str], length: int) -> None:
        for name in filter(None, names):
            shown = picture_view(self.machine, state, name).alt
            picture = self.machine.pictures[name]
            forms = [picture.alt, *(alt for _, alt, _ in picture.variants)]
            number = [self.program.texts["en"][form] for form in forms].index(shown)
            self.brute.note(f"picture:{name}/{number}" if number else f"picture:{name}", length)

    def broken(self) -> dict[str, int]:
        """The invariants that do not hold, by number, with the length of the shortest way that shows it."""
        found: dict[str, int] = {}
        for number, raw in enumerate(self.program.invariants):
            invariant = Invariant(*raw)
            assert invariant.expr is not None
            holds = self.machine.expr(invariant.expr)
            states = {
                state for state in self.brute.distance if bool(holds(state.values)) == (invariant.kind == "never")
            }
            lengths = [self.brute.distance[state] for state in states]
            if invariant.kind == "eventually":
                lengths = self._past(states)
            if invariant.kind == "stays":
                lengths = self._lost(states)
            if lengths:
                found[str(number)] = min(lengths)
        return found

    def _lost(self, without: set[State]) -> list[int]:
        """The lengths of ways that pass a state outside a set and end in one inside it."""
        first = (self.brute.first, False)
        lengths = {first: 0}
        queue = [first]
        for state, held in queue:
            for new in self.brute.after[state]:
                after = (new, held or state not in without)
                if after not in lengths:
                    lengths[after] = lengths[state, held] + 1
                    queue.append(after)
        return [length for (state, held), length in lengths.items() if held and state in without]

    def _past(self, states: set[State]) -> list[int]:
        """The lengths of ways to endings that stay within some states."""
        lengths = {state: 0 for state in states if state == self.brute.first}
        queue = list(lengths)
        for state in queue:
            for new in self.brute.after[state]:
                if new in states and new not in lengths:
                    lengths[new] = lengths[state] + 1
                    queue.append(new)
        return [length for state, length in lengths.items() if self.machine.scene(state.scene).ending >= 0]


def replay(machine: Machine, choices: Sequence[str], fates: Sequence[Fate]) -> State:
    """Play a witness through the engine, by a seed under which its draws come out where there is one, and by dice."""
    lucks = luck_for(machine, choices, fates), loaded_dice(machine, choices, fates)
    ends = [_play(machine, luck, choices) for luck in lucks]
    assert ends[0]._replace(seed=0) == ends[1]._replace(seed=0)
    return ends[0]


def _play(machine: Machine, luck: Luck, choices: Sequence[str]) -> State:
    state = start(machine, luck)
    for choice in choices:
        state = advance(machine, state, choice)
    return state
