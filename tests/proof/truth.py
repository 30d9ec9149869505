"""What brute force says of everything that a proof tells: questions, findings, traps and the endings in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from game.engine import Choice, Invariant, State, codex_page, page, picture_view, status
from game.proof.explicit.traps import regions
from game.proof.questions.prepare import prepare
from game.proof.report.report import UNBOUNDED, Length
from game.proof.system.model import Told
from tests.proof.brute import Brute, every_draw

Known = frozenset[str]
"""The entries of the codex that a player has come across."""


@dataclass(frozen=True, slots=True)
class EndingTruth:
    """An ending in numbers. `closing` are the choices that shut it out, with the fewest choices after which each does.

    `always` and `never` tell whether it can be reached from every state, and from none.
    """

    shortest: int | None
    longest: Length | None
    always: bool
    never: bool
    closing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TrapTruth:
    """A region of places without a way out: its states and their scenes, and how many choices lead into it."""

    states: frozenset[State]
    scenes: frozenset[str]
    length: int


class Truth:
    """What is so. Lengths are numbers of choices, -1 for what can never be met."""

    def __init__(self, brute: Brute) -> None:
        self.brute = brute
        self.machine = brute.machine
        self.program = brute.machine.program
        self.prepared = prepare(self.machine)
        self.keys = {question.id: key for key, question in self.prepared.questions.items()}
        self.blocks: dict[str, Any] = {}
        for scene in self.program.scenes:
            self._marks(scene[10])
            for choice in scene[11]:
                self._marks(Choice(*choice).result)
        for entry in self.machine.entries.values():
            self._marks(entry.blocks)
            for _, blocks in entry.stages:
                self._marks(blocks)
        self._read: dict[tuple[State, Known], tuple[Known, frozenset[str]]] = {}
        self._read_codex()

    def _marks(self, blocks: Any) -> None:
        for block in blocks:
            if block[0] == "if":
                self.blocks[block[4]] = block[2]
                self.blocks[f"{block[4]}:else"] = block[3]
                self._marks(block[2])
                self._marks(block[3])

    # questions

    def signs(self, name: str) -> set[str]:
        """What is seen when a question's thing is met and at no other time, as brute force calls it: any of these;
        none where nothing tells."""
        kind, key = self.keys[name]
        if kind in ("scene", "ending", "shown", "open", "taken", "entry", "picture"):
            return {name}
        words = [self._word(text) for text in self._texts(kind, key)]
        return {f"word:{word}" for word in words if word}

    def length(self, name: str) -> int | None:
        """The least number of choices to meet what a question's id names; None where brute force cannot tell."""
        signs = self.signs(name)
        return min((self.brute.met[sign] for sign in signs & self.brute.met.keys()), default=-1) if signs else None

    def _texts(self, kind: str, key: Any) -> list[Any]:
        """The texts of which each is shown only with the thing; where there are several, one of them is."""
        texts = self.program.texts["en"]
        if kind == "locked":
            choice = next(c for scene in self.program.scenes for c in scene[11] if c[0] == key)
            return [texts[text] for _, text in choice[3] if text >= 0 and self.program.text_owner[text] == key]
        if kind in ("stage", "block"):
            entry, _, number = key.partition("#")
            blocks = self.blocks[key] if kind == "block" else self.machine.entries[entry].stages[int(number) - 1][1]
            found = next((block for block in blocks if block[0] == "para"), None)
            return [] if found is None else [texts[found[1]]]
        text = texts[key[0]]
        for number, item in zip(key[1::2], key[2::2], strict=True):
            piece = text[number]
            text = piece[2 + item] if piece[0] == "if" else piece[3][item]
        return [text]

    def _word(self, text: Any) -> str | None:
        """A word that is in a text whatever else is, and nowhere else."""
        plain = [text] if isinstance(text, str) else [piece for piece in text if isinstance(piece, str)]
        return next((word for piece in plain for word in piece.split() if word.isalnum()), None)

    # the codex

    def _read_codex(self) -> None:
        """Walk states together with the set of known entries, and read every known page at every state."""
        first = (self.brute.first, self._meet(self.brute.first, frozenset(), 0))
        lengths = {first: 0}
        queue = [first]
        for state, known in queue:
            for new in self.brute.after[state]:
                length = lengths[state, known] + 1
                after = (new, self._meet(new, known, length))
                if after not in lengths:
                    lengths[after] = length
                    queue.append(after)

    def _meet(self, state: State, known: Known, length: int) -> Known:
        after, names = self.read(state, known)
        self.brute.note(names, length)
        return after

    def read(self, state: State, known: Known) -> tuple[Known, frozenset[str]]:
        """The entries that are known after a state to which some were brought, and what is seen in the codex there."""
        found = self._read.get((state, known))
        if found is None:
            waiting: list[str] = []
            names = frozenset(self._reading(state, known, waiting))
            found = self._read[state, known] = frozenset(waiting), names | {f"entry:{name}" for name in waiting}
        return found

    def _reading(self, state: State, known: Known, waiting: list[str]) -> Iterator[str]:
        """What is seen; `waiting` gets the entries that are known."""
        found = set(known) | {entry.id for entry in self.machine.entries.values() if entry.open}
        for shown, _ in every_draw("game.engine.prose.draw", lambda: page(self.machine, state)):
            found.update(shown.unlocks)
            for part in shown.parts:
                yield from self._pictures(state, [part.head.picture] if part.head else [])
                yield from self._pictures(state, self._in_blocks(part.blocks))
            yield from self._pictures(state, self._in_blocks(shown.endnote))
        yield from self._pictures(state, [line.picture for line in status(self.machine, state)])
        waiting += sorted(found)
        for name in waiting:
            for shown, _ in every_draw(
                "game.engine.prose.draw", lambda name=name: codex_page(self.machine, state, name)
            ):
                waiting += sorted(set(shown.unlocks) - set(waiting))
                yield from (f"word:{word}" for block in shown.blocks for word in block.text.split())
                yield from self._pictures(state, self._in_blocks(shown.blocks))

    def _in_blocks(self, blocks: Iterable[Any]) -> list[str]:
        return [block.text for block in blocks if block.kind == "picture"]

    def _pictures(self, state: State, names: Iterable[str]) -> Iterator[str]:
        for name in filter(None, names):
            shown = picture_view(self.machine, state, name).alt
            picture = self.machine.pictures[name]
            forms = [picture.alt, *(alt for _, alt, _ in picture.variants)]
            number = [self.program.texts["en"][form] for form in forms].index(shown)
            yield f"picture:{name}/{number}" if number else f"picture:{name}"

    # ways

    def at_end(self, choices: Sequence[str], states: Sequence[State]) -> frozenset[str]:
        """What is met at the end of a way, given by its choices and states; the last choice is one of them."""
        known: Known = frozenset()
        names: frozenset[str] = frozenset()
        for state in states:
            known, names = self.read(state, known)
        return self.brute.seen[states[-1]] | names | self.brute.on_way(states, choices)

    # findings

    def promises(self) -> dict[str, int | None]:
        """The broken promises by number, with the length of the shortest way that shows it (None: there is none)."""
        found: dict[str, int | None] = {}
        for number, raw in enumerate(self.program.invariants):
            invariant = Invariant(*raw)
            if invariant.kind == "can":
                if not self._can(invariant):
                    found[str(number)] = None
                continue
            lengths = self._breaking(invariant)
            if lengths:
                found[str(number)] = min(lengths)
        return found

    def _holds(self, invariant: Invariant, state: State) -> bool:
        assert invariant.expr is not None
        return bool(self.machine.expr(in_scene(invariant.expr, state.scene))(state.values))

    def _breaking(self, invariant: Invariant) -> list[int]:
        """The lengths of ways that show that a promise is broken."""
        distance = self.brute.distance
        good = {state for state in distance if self._holds(invariant, state)}
        if invariant.kind == "never":
            return [distance[state] for state in good]
        bad = distance.keys() - good
        if invariant.kind == "eventually":
            return self._past(bad)
        if invariant.kind == "stays":
            return self._lost(bad)
        ending = f"ending:{invariant.where}"
        return [distance[one] for one in bad if invariant.kind == "always" or ending in self.brute.seen[one]]

    def _can(self, invariant: Invariant) -> bool:
        """Whether a way passes by the origin and then, or there, meets the goal."""
        kind, goal, origin = invariant.where
        wanted = self.program.index[goal] if kind == "scene" else None
        origin = [one for one in origin if self.machine.scene(one).shows or self.machine.scene(one).run_on is None]

        def passes(entered: Sequence[int]) -> bool:
            """Whether both are come through on one way into a page, the origin first or at once."""
            first = next((at for at, scene in enumerate(entered) if scene in origin), None)
            return first is not None and wanted in entered[first:]

        edges = [edge for edge in self.brute.edges if edge.head is not None]
        opening = self.brute.overruns.opening()
        queue = [state for state in self.brute.distance if state.scene in origin]
        queue += [edge.head for edge in edges if edge.head and set(edge.entered) & set(origin)]
        queue += [self.brute.first] if set(opening) & set(origin) else []
        seen = set(queue)
        for state in queue:
            fresh = self.brute.after[state].keys() - seen
            seen |= fresh
            queue += fresh
        if passes(opening) or any(
            passes(edge.entered) or (edge.tail in seen and wanted in edge.entered) for edge in edges
        ):
            return True
        return any(f"{kind}:{goal}" in self.brute.seen[state] for state in seen)

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

    def shows_broken(self, number: int, states: Sequence[State]) -> bool:
        """Whether a way, given by its states, shows that a promise is broken."""
        invariant = Invariant(*self.program.invariants[number])
        held = [self._holds(invariant, state) for state in states]
        match invariant.kind:
            case "never":
                return held[-1]
            case "stays":
                return any(held) and not held[-1]
            case "eventually":
                return not any(held) and self.machine.scene(states[-1].scene).ending >= 0
            case "at_ending":
                return not held[-1] and f"ending:{invariant.where}" in self.brute.seen[states[-1]]
        return not held[-1]

    # what is asked of all states together

    @cached_property
    def traps(self) -> list[TrapTruth]:
        """The regions from which play never ends, whatever is chosen."""
        brute, model = self.brute, self.prepared.model
        over = {edge.tail for edge in brute.edges if edge.head is None}
        over |= {state for state in brute.distance if not brute.after[state]}
        lost = brute.distance.keys() - brute.leading_to(over)
        places = {(place.scene, place.stack, place.trail): number for number, place in enumerate(model.places)}
        told = Told(self.machine)
        at = {state: places[state.scene, state.stack, told.of(state.scene, state.trail)] for state in lost}
        found = []
        for region in regions(sorted(set(at.values())), model):
            inside = frozenset(state for state in lost if at[state] in region)
            scenes = frozenset(self.machine.scene(state.scene).id for state in inside)
            found.append(TrapTruth(inside, scenes, min(brute.distance[state] for state in inside)))
        return found

    @cached_property
    def endings(self) -> dict[str, EndingTruth]:
        """The endings in numbers."""
        longest = self.brute.longest()
        return {ending[0]: self._ending(ending[0], longest) for ending in self.program.endings}

    def _ending(self, name: str, longest: Mapping[State, int]) -> EndingTruth:
        brute = self.brute
        states = [state for state in brute.distance if f"ending:{name}" in brute.seen[state]]
        if not states:
            return EndingTruth(None, None, always=False, never=True, closing={})
        still = brute.leading_to(states)
        closing: dict[str, int] = {}
        for edge in brute.edges:
            if edge.tail in still and edge.head is not None and edge.head not in still:
                turn = brute.distance[edge.tail] + 1
                closing[edge.choice] = min(turn, closing.get(edge.choice, turn))
        lengths = [longest[state] for state in states]
        return EndingTruth(
            min(brute.distance[state] for state in states),
            UNBOUNDED if -1 in lengths else max(lengths),
            always=len(still) == len(brute.distance),
            never=False,
            closing=closing,
        )


def in_scene(expr: Any, scene: int) -> Any:
    """An expression, or a part of one, with its questions about the scene answered."""
    if not isinstance(expr, tuple):
        return expr
    if expr and expr[0] == "scene":
        return ("const", int(scene in expr[1]))
    return tuple(in_scene(part, scene) for part in expr)
