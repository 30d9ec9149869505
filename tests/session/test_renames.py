"""What was renamed with `formerly:` loses nothing: sessions, checks, draws, the codex and catalogues follow it."""

from __future__ import annotations

from pathlib import Path
from string import Template

import polib
import pytest

from game.engine import Machine, advance, load, start, state_digest
from game.engine.renames import present
from game.session import Session, export, import_session, list_sessions, renaming, transcript, verify
from game.session.renaming import Checks
from game.story import StoryProblems, check_story, load_story
from game.translate import update

FILES = {
    "story.yaml": """\
story: lantern
title: The Lantern
version: $version
language: en
start: $hut
variables:
  $oil: {range: [0, 4], start: 3, label: Oil, saturates: low, formerly: $was_oil}
  $mood: {one_of: [calm, tired], label: Mood, formerly: $was_mood}
  $met: {boolean: false, label: Met, formerly: $was_met}
endings:
  $found: {title: Found, text: "It turns.", formerly: $was_found}
categories: {things: Things}
""",
    "codex/things.yaml": """\
category: things
kind: ours
entries:
  $keeper: {title: The keeper, text: He counts ships., formerly: $was_keeper}
""",
    "scenes.yaml": """\
scenes:
  $hut:
    formerly: $was_hut
    text:
      - The lantern hangs on its nail. {&Rain.|Wind.|Nothing.}
      - {if: $mood == tired, text: You yawn.}
    choices:
      $light: {text: Light it., do: $oil -= 1, to: $shore, formerly: $was_light}
      $sleep: {text: Sleep a little., once: true, do: $mood = tired, to: $hut, formerly: $was_sleep}
      wait: {text: Wait., to: {deck: weather, else: $hut}}
  $squall:
    formerly: $was_squall
    tags: [weather]
    max_visits: 2
    text: A squall, {~short|long|with hail}.
    to: $hut
  calm:
    tags: [weather]
    weight: 3
    text: The sea lies flat.
    to: $hut
  $shore:
    formerly: $was_shore
    text: "Somebody {met_was|coughs}."
    choices:
      speak: {text: Speak to him., if: not $met, to: {call: $keeper, then: $shore}}
      $signal: {text: Swing the lantern., to: {draw: [{to: boat}, {to: $hut}]}, formerly: $was_signal}
      back: {text: Go back up., to: $hut}
  $keeper:
    formerly: $was_keeper
    text: The [keeper](codex:$keeper) has been here since June.
    do: $met = true
    choices:
      $leave: {text: Let him be., to: return, formerly: $was_leave}
  boat:
    text: An answering light.
    ending: $found
""".replace("{met_was|", "{$met: nods|"),
}
KEYS = ("hut", "light", "sleep", "squall", "shore", "signal", "keeper", "leave", "oil", "mood", "met", "found")
HISTORY = (
    {"version": "'1'", **{key: key for key in KEYS}},
    {"version": "'2'", "hut": "cabin", "light": "kindle", "shore": "strand", "signal": "swing", "squall": "gust"}
    | {"oil": "fuel", "met": "acquainted", "found": "rescued", "keeper": "warden", "leave": "go"},
    {"version": "'3'", "hut": "lodge", "light": "ignite", "oil": "petrol", "keeper": "guardian", "sleep": "doze"},
)
"""What each edition renames: an edition is its own dictionary over those before it."""

LANGUAGES = ("en", "fr")


def edition(number: int, folder: Path, *, told: bool = True) -> Path:
    """The story as its edition of that number has it, written to a folder; untold renames leave out `formerly:`."""
    words: dict[str, str] = {}
    for key in KEYS:
        names = list(dict.fromkeys(names[key] for names in HISTORY[:number] if key in names))
        words[key], words[f"was_{key}"] = names[-1], f"[{', '.join(names[:-1])}]" if told else "[]"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(words, version=HISTORY[number - 1]["version"]))
    return folder


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Machine]:
    folder = tmp_path_factory.mktemp("editions")
    return [load(load_story(edition(n, folder / str(n)), cache=False).program) for n in (1, 2, 3)]


WALK = ("light", "speak", "leave", "back", "sleep", "wait", "on", "wait", "on", "light", "signal", "light", "signal")


def now(name: str, number: int) -> str:
    """What something of the first edition is called in a later one."""
    return [names[name] for names in HISTORY[:number] if name in names][-1] if name in KEYS else name


def play(machine: Machine, number: int, folder: Path, seed: int, walk: tuple[str, ...] = WALK) -> Path:
    """A session of an edition: as far as its walk goes with this seed, with an entry opened and a choice taken back."""
    with Session.new(machine, folder, seed=seed, language="en") as session:
        _walk(session, number, walk)
    assert session.file
    return session.file


def _walk(session: Session, number: int, walk: tuple[str, ...]) -> None:
    for name in walk:
        options = {option.id.rpartition("/")[2] for option in session.page.open_options}
        if now(name, number) in options:
            session.choose(now(name, number))
        if (entry := now("keeper", number)) in session.fresh:
            session.open_entry(entry)


@pytest.mark.parametrize("seed", range(6))
def test_a_session_of_any_edition_holds_in_every_later_one(seed: int, editions: list[Machine], tmp_path: Path) -> None:
    file = play(editions[0], 1, tmp_path, seed)
    with Session.open(editions[0], file, read_only=True) as session:
        turn, opened, ending = session.turn, session.opened, session.page.ending
    told = transcript(editions[0], file)
    assert turn >= 6
    for number in (2, 3):
        machine = editions[number - 1]
        verdict = verify(machine, file)
        assert verdict.identical, verdict.text
        assert [note.code for note in verdict.notes] == ["R213", "R215"]
        with Session.open(machine, file) as session:
            assert (session.turn, len(session.opened)) == (turn, len(opened))
            assert session.page.ending == ending.replace("found", "rescued")
            assert [notice.code for notice in session.notices] == ["R103"]
            if session.turn:
                session.rewind(session.turn - 1)
                _walk(session, number, ("sleep", "wait", "light", "back"))
            turn, opened, ending = session.turn, session.opened, session.page.ending.replace("rescued", "found")
        last = file.read_bytes().splitlines()[-1]
        assert not any(f'"{old}/'.encode() in last for old in ("hut", "shore", "squall")), "new lines say new ids"
    assert "Continue" not in told
    assert verify(editions[2], file).identical, "of three editions, each under its own names"
    assert list_sessions(tmp_path, editions[2])[0].turns == turn
    assert verify(editions[2], import_session(export(file, tmp_path / "copy"), tmp_path / "in")).identical


def test_what_was_read_is_what_is_read(editions: list[Machine], tmp_path: Path) -> None:
    for seed in range(6):
        file = play(editions[0], 1, tmp_path, seed)
        told = transcript(editions[0], file)
        assert [transcript(machine, file) for machine in editions[1:]] == [told, told]


def test_without_a_word_the_way_is_lost(editions: list[Machine], tmp_path: Path) -> None:
    file = play(editions[0], 1, tmp_path, 1)
    silent = load(load_story(edition(2, tmp_path / "story", told=False), cache=False).program)
    assert not verify(silent, file).identical
    assert verify(silent, file).holds == 0


def test_a_changed_effect_is_found_behind_new_names(editions: list[Machine], tmp_path: Path) -> None:
    file = play(editions[0], 1, tmp_path, 1)
    folder = edition(3, tmp_path / "story")
    scenes = folder / "scenes.yaml"
    scenes.write_text(scenes.read_text().replace("petrol -= 1", "petrol -= 2"))
    verdict = verify(load(load_story(folder, cache=False).program), file)
    assert (verdict.finding.code, verdict.step) == ("R207", 1)
    assert "petrol 3 → 1" in verdict.finding


def test_checks_that_cannot_be_computed_are_not_called_different(
    editions: list[Machine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = play(editions[0], 1, tmp_path, 1)
    monkeypatch.setattr(renaming, "MOST_TRIES", 0)
    verdict = verify(editions[1], file)
    assert verdict.identical
    assert verdict.notes[-1].code == "R214"
    state = start(editions[1], 1)
    assert Checks(editions[1]).agree("00000000", state) is None
    assert Checks(editions[0]).agree("00000000", state) is False
    assert Checks(editions[1]).agree(state_digest(editions[1], state), state) is True


MOVED = """\
scenes:
  one:
    text: One.
    to: two
  two:
    formerly: [uno, eins]
    text: Two.
    choices:
      stay: {text: Stay., to: two, formerly: [wait, old/rest]}
      go: {text: Go., to: one, formerly: uno/leave}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("uno", "two"), ("eins", "two"), ("two", "two"), ("gone", "gone"), ("two/wait", "two/stay"),
        ("uno/wait", "two/stay"), ("eins/stay", "two/stay"), ("old/rest", "two/stay"), ("uno/leave", "two/go"),
        ("eins/leave", "two/go"), ("two/leave", "two/go"), ("old", "old"),
    ],
)  # fmt: skip
def test_old_ids_lead_to_present_ones(old: str, new: str, tmp_path: Path) -> None:
    assert present(moved(tmp_path).program.renames, old) == new


def moved(folder: Path) -> Machine:
    (folder / "story.yaml").write_text("story: s\ntitle: S\nversion: '1'\nlanguage: en\nstart: one\n")
    (folder / "scenes.yaml").write_text(MOVED)
    return load(load_story(folder, cache=False).program)


TAKEN = {
    "a scene": ("formerly: [uno, eins]", "formerly: [one]", "S801"),
    "a choice of its scene": ("[wait, old/rest]", "go", "S801"),
    "the way on of another scene": ("[wait, old/rest]", "one/on", "S801"),
    "a choice by its scene's old name": ("[wait, old/rest]", "uno/go", "S801"),
    "an id claimed by two": ("formerly: uno/leave", "formerly: wait", "S802"),
    "an id claimed by two, once under an old name": ("formerly: uno/leave", "formerly: uno/wait", "S802"),
    "an id said twice": ("[uno, eins]", "[uno, uno]", "S802"),
    "its own": ("[uno, eins]", "[uno, two]", "S803"),
    "its own under its scene's old name": ("[wait, old/rest]", "eins/stay", "S803"),
    "no id": ("[uno, eins]", "[uno/eins]", "S804"),
    "no id of a choice": ("[wait, old/rest]", "a/b/c", "S804"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_an_old_id_is_taken_for_ever(name: str, tmp_path: Path) -> None:
    before, after, code = TAKEN[name]
    moved(tmp_path)
    (tmp_path / "scenes.yaml").write_text(MOVED.replace(before, after))
    assert [item.code for item in check_story(tmp_path)] == [code]
    with pytest.raises(StoryProblems):
        load_story(tmp_path, cache=False)


def test_a_catalogue_follows_and_nothing_of_it_turns_fuzzy(tmp_path: Path) -> None:
    folder = edition(1, tmp_path)
    file = update(folder, "fr").file
    catalogue = polib.pofile(str(file), wrapwidth=110)
    for entry in catalogue:
        if "{" not in entry.msgid and "](" not in entry.msgid:
            entry.msgstr = entry.msgid.upper()
    catalogue.save()
    translated = sum(bool(entry.msgstr) for entry in catalogue)
    for number in (2, 3):
        edition(number, folder)
        program = load_story(folder, cache=False).program
        assert len(program.texts["fr"]) - len(program.untranslated["fr"]) >= translated
    made = update(folder, "fr")
    entries = polib.pofile(str(file))
    assert made.fuzzy == 0
    assert sum(bool(entry.msgstr) for entry in entries if not entry.obsolete) == translated
    assert {"lodge", "lodge/ignite", "strand/swing", "variable:petrol", "ending:rescued", "codex:guardian"} <= {
        entry.msgctxt for entry in entries if not entry.obsolete and entry.msgstr
    }
    text = file.read_text()
    update(folder, "fr")
    assert file.read_text() == text


def test_a_program_read_from_the_cache_knows_its_renames(tmp_path: Path) -> None:
    folder = edition(3, tmp_path)
    first, second = load_story(folder).program, load_story(folder).program
    assert first.renames == second.renames
    assert present(second.renames, "hut/light") == "lodge/ignite"
    machine = load(second)
    assert advance(machine, start(machine, 1), "ignite").turn == 1
