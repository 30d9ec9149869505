"""Play at random, stories of ours and generated ones.

Replay equals play, undo inverts and redo inverts that, save and load between turns change nothing, nothing raises.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from game.engine import Choice, Dice, Scene, State, advance, open_choices, page, start
from game.session import Session, SessionError, export, import_session, list_sessions, transcript, verify
from tests.generated import machine_of, stories, typed_words
from tests.session.programs import beach, camp, desert

MACHINES = {"beach": beach(), "camp": camp(), "desert": desert(40, 6)}
NUMBER = st.integers(0, 1000)


class AnyPlay(RuleBasedStateMachine):
    """A session beside the simplest model of it: the lists of its states, its choices and those gone back from, and of
    the ways to all pages that were ever read, with their notes.
    """

    @initialize(
        story=st.one_of(st.sampled_from(sorted(MACHINES)), stories()),
        seed=st.integers(-(2**62), 2**62),
        draws=st.one_of(st.just([]), st.lists(st.integers(0, 1), max_size=30)),  # two things can come out of any draw
    )
    def begin(self, story: str, seed: int, draws: list[int]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.machine = MACHINES[story] if story in MACHINES else machine_of(story)
        self.session = Session.new(self.machine, self.folder, seed=seed, language="en", draws=draws)
        assert self.session.file
        self.file = self.session.file
        self.states: list[State] = [start(self.machine, Dice(seed, tuple(draws)) if draws else seed)]
        self.choices: list[str] = []
        self.ahead: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.ways: list[tuple[tuple[str, str], ...]] = [()]
        self.notes: dict[tuple[tuple[str, str], ...], str] = {}
        self.language = "en"

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()
            self.tell_and_bring_over()
            shutil.rmtree(self.folder)

    @precondition(lambda self: open_choices(self.machine, self.states[-1]))
    @rule(number=NUMBER, short=st.booleans(), said=st.one_of(st.none(), typed_words()))
    def choose(self, number: int, short: bool, said: str | None) -> None:
        options = open_choices(self.machine, self.states[-1])
        choice = options[number % len(options)]
        shown = self.session.choose(choice.split("/")[-1] if short else choice, said)
        self.states.append(advance(self.machine, self.states[-1], choice, said))
        self.choices.append(choice)
        self.said.append(self.kept(choice))
        self.ahead = self.ahead[1:] if [name for name, _ in self.ahead[:1]] == [choice] else []
        self.read_before()
        assert shown == page(self.machine, self.states[-1], self.language)

    @rule(number=NUMBER)
    def rewind(self, number: int) -> None:
        turn = number % len(self.states)
        assert self.session.rewind(turn) == page(self.machine, self.states[turn], self.language)
        self.ahead = [*zip(self.choices[turn:], self.said[turn:], strict=True), *self.ahead]
        del self.states[turn + 1 :], self.choices[turn:], self.said[turn:]

    @precondition(lambda self: self.ahead)
    @rule(number=NUMBER)
    def forward(self, number: int) -> None:
        steps = 1 + number % len(self.ahead)
        shown = self.session.forward(steps)
        for choice, said in self.ahead[:steps]:
            self.states.append(advance(self.machine, self.states[-1], choice, said))
            self.choices.append(choice)
            self.said.append(said)
            self.read_before()
        del self.ahead[:steps]
        assert shown == page(self.machine, self.states[-1], self.language)

    def kept(self, choice: str) -> str:
        """What the present state keeps of the words typed for the choice that led there."""
        program = self.machine.program
        asks = {
            found[0]: found.ask for raw in program.scenes for found in (Choice(*one) for one in Scene(*raw).choices)
        }
        return self.states[-1].typed[asks[choice]] if asks[choice] >= 0 else ""

    @property
    def way(self) -> tuple[tuple[str, str], ...]:
        """The present way: choices, with what was typed for each."""
        return tuple(zip(self.choices, self.said, strict=True))

    def read_before(self) -> None:
        """The page that is come to was read, or is now."""
        if self.way not in self.ways:
            self.ways.append(self.way)

    @rule(number=NUMBER)
    def visit(self, number: int) -> None:
        number %= len(self.ways)
        way = self.ways[number]
        turn = next((n for n, pair in enumerate(zip(way, self.way, strict=False)) if pair[0] != pair[1]), None)
        turn = min(len(way), len(self.choices)) if turn is None else turn
        shown = self.session.visit(number)
        self.ahead = [*self.way[turn:], *self.ahead]
        del self.states[turn + 1 :], self.choices[turn:], self.said[turn:]
        for choice, said in way[turn:]:
            self.states.append(advance(self.machine, self.states[-1], choice, said))
            self.choices.append(choice)
            self.said.append(said)
            self.ahead = self.ahead[1:] if [name for name, _ in self.ahead[:1]] == [choice] else []
        assert shown == page(self.machine, self.states[-1], self.language)

    @rule(number=NUMBER)
    def look_elsewhere(self, number: int) -> None:
        way = self.ways[number % len(self.ways)]
        with self.session.copy(number % len(self.ways)) as seen:
            assert [(step.choice_id, step.said) for step in seen.steps][:-1] == list(way)
            assert seen.language == self.language

    @rule(number=NUMBER, note=st.text(max_size=20))
    def bookmark(self, number: int, note: str) -> None:
        self.session.bookmark(note, number % len(self.ways))
        self.notes[self.ways[number % len(self.ways)]] = " ".join(note.split())

    @precondition(lambda self: self.notes)
    @rule(number=NUMBER)
    def remove_bookmark(self, number: int) -> None:
        way = sorted(self.notes)[number % len(self.notes)]
        self.session.remove_bookmark(self.ways.index(way))
        del self.notes[way]

    @rule(number=NUMBER)
    def there_and_back(self, number: int) -> None:
        before, turn = self.session.state, number % len(self.states)
        self.session.rewind(turn)
        if steps := len(self.choices) - turn:
            self.session.forward(steps)
        assert self.session.state == before

    @rule(number=NUMBER)
    def speak(self, number: int) -> None:
        language = self.machine.languages[number % len(self.machine.languages)]
        self.session.set_language(language)
        self.language = language

    @precondition(lambda self: self.session.unlocked)
    @rule(number=NUMBER)
    def read(self, number: int) -> None:
        known = sorted(self.session.unlocked)
        entry = known[number % len(known)]
        self.session.open_entry(entry)
        assert entry in self.session.opened

    @rule(torn=st.sampled_from([b"", b"{", b'{"choice": "trench/te', bytes(40)]))
    def save_and_load(self, torn: bytes) -> None:
        before = self.session
        before.close()
        with self.file.open("ab") as stream:
            stream.write(torn)
        cut_off = not self.file.read_bytes().endswith(b"\n")
        self.session = Session.open(self.machine, self.file)
        assert [notice.code for notice in self.session.notices] == ["R101"] * cut_off + ["R109"] * bool(
            self.session.loaded
        )
        for name in ("state", "choices", "ahead", "language", "unlocked", "opened", "page", "seed", "created"):
            assert getattr(self.session, name) == getattr(before, name), name

    @rule()
    def open_a_second_time(self) -> None:
        with pytest.raises(SessionError):
            Session.open(self.machine, self.file)

    @rule()
    def replay(self) -> None:
        verdict = verify(self.machine, self.file)
        assert verdict.identical
        assert verdict.steps == verdict.holds == len(self.choices)

    @invariant()
    def stands_where_the_model_stands(self) -> None:
        if hasattr(self, "session"):
            assert self.session.state == self.states[-1]
            assert self.session.choices == tuple(self.choices)
            assert self.session.ahead == tuple(name for name, _ in self.ahead)
            assert list(self.session.states_ahead()) == self.ahead_states()
            assert [step.state for step in self.session.steps] == self.states
            assert self.session.trouble is None
            tree = self.session.tree
            ways = [tuple(map(self.step_of, tree.way_to(number)[1:])) for number in tree]
            assert ways == self.ways
            assert {self.ways[page]: note for page, note in self.session.bookmarks.items()} == self.notes
            assert self.session.page == page(self.machine, self.states[-1], self.language)

    def step_of(self, number: int) -> tuple[str, str]:
        step = self.session.tree.step_to(number)
        return step.choice, step.said

    def ahead_states(self) -> list[State]:
        """Where the choices ahead would be taken: the same, with the same words typed."""
        found = [self.states[-1]]
        for choice, said in self.ahead[:-1]:
            found.append(advance(self.machine, found[-1], choice, said))
        return found if self.ahead else []

    def tell_and_bring_over(self) -> None:
        for style in ("md", "txt"):
            assert transcript(self.machine, self.file, style)
        copy = export(self.file, self.folder / "copy")
        arrived = import_session(copy, self.folder)
        with Session.open(self.machine, arrived) as again:
            assert again.state == self.states[-1]
        listed = list_sessions(self.folder, self.machine)
        assert {item.turns for item in listed} == {len(self.choices)}
        head = page(self.machine, self.states[-1], self.language).head
        stands = (self.language, head.chapter_title, head.place, head.ending_title)
        assert {(item.language, item.chapter, item.place, item.ending) for item in listed} == {stands}


TestAnyPlay = AnyPlay.TestCase
TestAnyPlay.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
