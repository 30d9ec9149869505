"""Loaded dice: a session that carries its draws is played, kept, replayed and told as any other, and says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from game.engine import BadDraw, Dice, Machine, advance, draws, load, open_choices, page, start
from game.session import (
    Session,
    SessionError,
    export,
    import_session,
    list_sessions,
    read_log,
    session_bytes,
    transcript,
    verify,
)
from game.session import lines as session_lines
from game.session.library.listing import MOST_READ
from game.story import load_story
from game.wording import told_in
from tests.generated import machine_of, stories
from tests.session.conftest import PLAYED
from tests.session.programs import beach, camp

MACHINES = {"beach": beach(), "camp": camp()}
FALLS_BACK = ("trench/tell", "watch/on", "trench/tell", "watch/on", "well/drink")
"""A way on the beach with two draws, of which the first leads back."""


def play(machine: Machine, seed: int, numbers: list[int]) -> list[str]:
    """A way through a story by a seed: at each page one of the open choices."""
    state, taken = start(machine, seed), []
    for number in numbers:
        if options := open_choices(machine, state):
            taken.append(options[number % len(options)])
            state = advance(machine, state, taken[-1])
    return taken


@given(
    story=st.one_of(st.sampled_from(sorted(MACHINES)), stories()),
    seeds=st.tuples(st.integers(0, 2**62), st.integers(0, 2**62)),
    numbers=st.lists(st.integers(0, 9), max_size=25),
)
@example_settings(deadline=None)
def test_a_play_saved_with_its_draws_and_another_seed_reads_the_same(
    story: str, seeds: tuple[int, int], numbers: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    machine = MACHINES[story] if story in MACHINES else machine_of(story)
    choices = play(machine, seeds[0], numbers)
    made = draws(machine, seeds[0], choices)
    file = tmp_path_factory.mktemp("saved") / "other.jsonl"
    file.write_bytes(session_bytes(machine, seeds[1], "en", choices, draws=made))
    state = start(machine, seeds[0])
    with Session.open(machine, file, read_only=True) as session:
        assert session.choices == tuple(choices)
        for step in session.steps:
            assert step.state._replace(seed=0) == state._replace(seed=0)
            for language in machine.languages:
                assert page(machine, step.state, language) == page(machine, state, language)
            state = advance(machine, state, step.choice_id) if step.choice_id else state
    verdict = verify(machine, file)
    assert verdict.identical
    assert [note.code for note in verdict.notes if note.code in ("R218", "R219", "R220")] == ["R218"] * bool(made)


def loaded(machine: Machine, folder: Path, given: list[int], choices: tuple[str, ...], seed: int = 3) -> Path:
    """A session kept in a folder, played with loaded dice."""
    with Session.new(machine, folder, seed=seed, language="en", draws=given) as session:
        for choice in choices:
            session.choose(choice)
    assert session.file is not None
    return session.file


def test_an_ordinary_session_is_written_as_ever(machine: Machine, played: Path) -> None:
    header = json.loads(played.read_bytes().splitlines()[0])
    assert header["session"] == 1
    assert not {"draws", "need"} & set(header)
    assert type(start(machine, 3).seed) is int
    with Session.open(machine, played, read_only=True) as session:
        assert session.loaded is None


def test_an_edition_that_knows_no_draws_refuses_such_a_session(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = loaded(machine, tmp_path, [0], PLAYED)
    assert json.loads(file.read_bytes().splitlines()[0])["need"] == 2
    monkeypatch.setattr(session_lines, "FORMAT", 1)
    with pytest.raises(SessionError) as refused:
        Session.open(machine, file)
    assert (refused.value.code, refused.value.notice.fields["format"]) == ("R003", 2)


def test_whoever_plays_with_loaded_dice_is_told(machine: Machine, tmp_path: Path) -> None:
    file = loaded(machine, tmp_path, [1, 0], FALLS_BACK)
    with Session.open(machine, file, read_only=True) as session:
        assert [notice.code for notice in session.notices] == ["R109"]
        assert session.notices == [session.loaded]
    for style in ("md", "txt"):
        assert "Loaded dice" in transcript(machine, file, style)
        assert "R109 en" in transcript(machine, file, style, lambda notice, language: f"{notice.code} {language}")
    assert [item.loaded for item in list_sessions(tmp_path, machine)] == [True]
    assert [item.loaded for item in list_sessions(tmp_path)] == [True], "as the index remembers it"


def test_it_is_exported_and_imported_with_its_dice(machine: Machine, tmp_path: Path) -> None:
    file = loaded(machine, tmp_path / "own", [1, 0, 7], FALLS_BACK)
    for other in (export(file, tmp_path / "copy.jsonl"), import_session(file, tmp_path / "elsewhere")):
        assert read_log(other).header == read_log(file).header
        assert verify(machine, other).identical


def test_draws_fall_in_order_whichever_choices_make_them(machine: Machine, tmp_path: Path) -> None:
    """Going back gives the draws back; another way takes the same numbers; after the last the seed decides."""
    with Session.new(machine, tmp_path, seed=3, language="en", draws=[1, 0]) as session:
        for choice in FALLS_BACK:
            session.choose(choice)
        assert session.page.scene == "well"
        session.rewind(2)
        assert session.page.scene == "trench", "the first number leads back"
        session.forward(2)
        assert session.page.scene == "well"
        session.rewind(0)
        session.choose("tell")
        session.choose("on")
        assert session.page.scene == "trench"
    with Session.open(machine, session.file or tmp_path) as again:
        assert again.choices == ("trench/tell", "watch/on")
        assert again.state.seed == Dice(3, (1, 0), used=1)
        again.choose("tell")
        again.choose("on")
        assert again.state.seed == Dice(3, (1, 0), used=2)


@pytest.mark.parametrize("seed", range(6))
def test_after_the_last_draw_given_the_seed_decides(seed: int, machine: Machine, tmp_path: Path) -> None:
    """The second time round it falls as it falls for that seed at that turn without any dice."""
    file = loaded(machine, tmp_path, [1], FALLS_BACK[:4], seed)
    state = start(machine, seed)._replace(turn=2)
    for choice in FALLS_BACK[2:4]:
        state = advance(machine, state, choice)
    with Session.open(machine, file, read_only=True) as session:
        assert session.state.scene == state.scene
    assert verify(machine, file).notes[-1].fields == {"count": 1, "made": 2}


BAD: dict[str, tuple[Any, str, dict[str, int]]] = {
    "a number": (3, "R309", {}),
    "words": ("1 2 3", "R309", {}),
    "nothing": (None, "R309", {}),
    "an object": ({"0": 1}, "R309", {}),
    "a half": ([0, 0.5], "R311", {"number": 2}),
    "a whole number as a fraction": ([1.0], "R311", {"number": 1}),
    "true": ([0, 0, True], "R311", {"number": 3}),
    "below nothing": ([-1], "R311", {"number": 1}),
    "a list in the list": ([0, [1]], "R311", {"number": 2}),
    "beyond all": ([2**63], "R311", {"number": 1}),
    "too many": ([0] * 100_001, "R310", {"count": 100_001, "most": 100_000}),
}


@pytest.mark.parametrize("name", BAD)
def test_draws_that_are_none_are_refused_with_their_place(name: str, machine: Machine, played: Path) -> None:
    given, code, fields = BAD[name]
    header, _, rest = played.read_bytes().partition(b"\n")
    played.write_bytes(json.dumps(json.loads(header) | {"draws": given}).encode() + b"\n" + rest)
    before = played.read_bytes()
    for use in (Session.open, verify, transcript):
        with pytest.raises(SessionError) as refused:
            use(machine, played)
        assert refused.value.code == "R001"
        why: Any = refused.value.notice.fields["why"]
        assert (why.code, why.fields) == (code, fields)
    assert played.read_bytes() == before
    (item,) = list_sessions(played.parent, machine)
    assert item.problem is not None


@pytest.mark.parametrize("given", [[2], [1, 2], [1, 2**62]])
def test_a_draw_that_cannot_come_out_stops_the_way_there(given: list[int], machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(session_bytes(machine, 1, "en", FALLS_BACK, draws=[1, 0]).replace(b"[1, 0]", str(given).encode()))
    held = 2 * len(given) - 1
    verdict = verify(machine, file)
    assert (verdict.identical, verdict.holds, verdict.finding.code) == (False, held, "R217")
    assert verdict.finding.fields["number"] == len(given)
    assert (verdict.finding.fields["given"], verdict.finding.fields["most"]) == (given[-1], 1)
    with Session.open(machine, file) as session:
        assert [notice.code for notice in session.notices] == ["R104", "R109"]
        assert session.turn == held
        with pytest.raises(SessionError) as refused:
            session.choose("watch/on")
        assert refused.value.code == "R019"
        assert session.turn == held, "nothing was chosen"
        session.rewind(0)
        assert session.page.scene == "trench"


SHUFFLED = """\
scenes:
  s0:
    text: "One {~x|y|z}."
    choices:
      on: {text: "Go {~left|right}.", to: s0}
      end: {text: End., to: end}
  end: {text: The end., ending: done}
"""


ORDERED = SHUFFLED.replace("{~x|y|z}", "{shuffle: x|y|z}")


def test_an_order_of_words_is_drawn_once_and_goes_round(tmp_path: Path) -> None:
    machine = machine_of(ORDERED)
    state = start(machine, Dice(5, (3, 0, 1, 0)))
    shown = [page(machine, state).text]
    for _ in range(6):
        state = advance(machine, state, "s0/on")
        shown.append(page(machine, state).text)
    assert shown == ["One y.", "One z.", "One x."] * 2 + ["One y."], "the fourth order of six"
    assert state.seed.used == 1 + 7, "and a draw for the caption of each page"  # type: ignore[union-attr]
    with pytest.raises(BadDraw):
        start(machine, Dice(5, (6,)))


def test_the_seed_draws_an_order_as_dice_that_are_given_it(tmp_path: Path) -> None:
    machine, ways = machine_of(ORDERED), ["s0/on"] * 5
    orders = set()
    for seed in range(40):
        states = [start(machine, seed), start(machine, Dice(0, draws(machine, seed, ways)))]
        shown = [[page(machine, state).text] for state in states]
        for way in ways:
            states = [advance(machine, state, way) for state in states]
            for texts, state in zip(shown, states, strict=True):
                texts.append(page(machine, state).text)
        assert shown[0] == shown[1]
        assert len({*shown[0][:3]}) == 3
        assert shown[0][3:] == shown[0][:3]
        orders.add(tuple(shown[0][:3]))
    assert len(orders) == 6


def test_words_that_chance_picks_are_drawn_for_a_page_in_the_order_they_stand(tmp_path: Path) -> None:
    machine = machine_of(SHUFFLED)
    state = start(machine, Dice(5, (2, 0, 1, 1)))
    assert (page(machine, state).text, page(machine, state).options[0].caption) == ("One z.", "Go left.")
    state = advance(machine, state, "s0/on")
    assert (page(machine, state).text, page(machine, state).options[0].caption) == ("One y.", "Go right.")
    with pytest.raises(BadDraw):
        start(machine, Dice(5, (3,)))
    with pytest.raises(BadDraw):
        advance(machine, start(machine, Dice(5, (0, 0, 3))), "s0/on")


def test_a_first_page_that_cannot_be_is_refused(tmp_path: Path) -> None:
    machine = machine_of(SHUFFLED)
    file = tmp_path / "bad.jsonl"
    file.write_bytes(session_bytes(machine, 5, "en", [], draws=[2]).replace(b"[2]", b"[3]"))
    for use in (Session.open, verify, transcript):
        with pytest.raises(SessionError) as refused:
            use(machine, file)
        assert refused.value.code == "R019"
        assert refused.value.notice.fields == {"number": 1, "given": 3, "most": 2}
    (item,) = list_sessions(tmp_path, machine)
    assert item.problem is not None


def test_as_many_draws_as_can_be_are_read_again_in_every_list(machine: Machine, tmp_path: Path) -> None:
    most = [0] * session_lines.MOST_DRAWS
    file = tmp_path / "many.jsonl"
    file.write_bytes(session_bytes(machine, 1, "en", PLAYED, draws=most))
    assert verify(machine, file).notes[-1].code == "R219"
    with file.open("ab") as stream:
        stream.write(b'{"note": ""}\n' * (MOST_READ // 12))
    (item,) = list_sessions(tmp_path, machine)
    assert (item.turns, item.loaded, item.problem) == (-1, True, None), "only its first line was read"
    with pytest.raises(SessionError) as refused:
        session_bytes(machine, 1, "en", PLAYED, draws=[*most, 0])
    assert refused.value.code == "R020"


@pytest.mark.parametrize(("name", "words"), [("loaded", "[Loaded dice:"), ("french", "[Dés pipés\u00a0:")])
def test_a_transcript_says_so_in_the_language_of_what_was_read(name: str, words: str) -> None:
    corpus = Path(__file__).parents[1] / "sessions" / "format-2"
    machine = load(load_story(corpus / "stories" / "lantern", cache=False).program)
    told = transcript(machine, corpus / "sessions" / "lantern" / f"{name}.jsonl", "txt", told_in)
    assert words in told.splitlines()[3]
