"""The author's view of a proof: from a finding to its place in the files and to its way in play."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from game.proof.questions.answers import Limit, Reason, Standing
from game.proof.report.report import Finding, OpenQuestion, Wide, Widest
from game.proof.report.sentences import hint, message, notes
from game.settings import Settings
from game.tui.author import editor
from game.tui.author.source import quoted
from game.wording import words
from game.wording.figures import number, percent
from tests.tui.conftest import Open
from tests.tui.looking import Player
from tests.tui.proofs import proof_of


async def test_findings_are_opened_turned_and_left(opened: Open) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven) as player:
        assert player.sees("proved · 9 findings")
        assert player.sees("P020 in scene “ferry” the player can be left without any choice scenes.yaml:31")
        await player.press("j", "down", "k", "enter")
        assert player.screen_name == "finding"
        assert player.sees("Ending “drowned” can never be reached")
        assert player.sees("finding 2 of 9")
        assert player.sees("▸ 10 │ endings: {across:")
        assert player.sees("No way leads there")
        await player.press("n")
        assert player.sees("tests/tui/flawed/scenes.yaml:31")
        assert player.sees("3 quay/wait Wait for the storm to pass [/b], it may pass.")
        await player.press("right", "left", "p", "p", "p")
        assert player.sees("finding 1 of 9")
        await player.press("n", "n", "escape")
        assert player.screen_name == "proof"
        assert player.app.screen.menu.cursor == "finding:2"  # type: ignore[attr-defined]
        await player.press("q")
    assert player.app.return_value == 0


async def test_the_mouse_opens_findings_and_their_ways(opened: Open) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven) as player:
        await player.click_on("from scene “cellar” on")
        assert player.sees("The trap has 2 states.")
        assert player.sees("It reaches into dark as well.")
        await player.click_on("The shortest way: 2 choices")
        assert player.screen_name == "replay"
        assert player.sees("paused · step 0 of 2")
        await player.press("end")
        assert player.sees("They have thrown you down the stairs.")
        assert player.sees("hut/play → drawn, 1 in 4 (scenes.yaml:20) → cellar")
        await player.press("left")
        assert player.sees("quay/hut → hut")
        await player.press("home")
        assert not player.sees("→")
        await player.press("escape")
        assert player.screen_name == "finding"


async def test_what_is_below_the_last_mark_can_be_read(opened: Open) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven, size=(60, 20)) as player:
        await player.press(*["pagedown"] * 7)
        assert player.sees("92 states walked, 7 places")
        await player.press("home", "down", "down", "enter", *["pagedown"] * 4)
        assert player.sees("4 quay/pay-the-ferryman")
        await player.press("home", "end")
        assert player.sees("4 quay/pay-the-ferryman")


async def test_the_way_to_an_ending_is_watched(opened: Open) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven, size=(80, 24)) as player:
        await player.press("end", "enter", "end")
        assert player.screen_name == "replay"
        assert player.sees("Your own door.")
        await player.press("escape", "up", "w")
        assert player.sees("There is no way there to be watched.")
        await player.press("home", "w")
        assert player.screen_name == "proof"


async def test_a_fault_that_strikes_on_a_choice_ends_the_way(opened: Open) -> None:
    machine, proven = proof_of("faults/list-falls-through")
    async with opened(story=machine, proven=proven) as player:
        await player.press("enter")
        assert player.sees("1 ferry/pay here the story fails")
        await player.press("w")
        assert player.sees("step 0 of 0")


async def test_a_story_without_findings(opened: Open) -> None:
    machine, proven = proof_of("cases/endings")
    async with opened(story=machine, proven=proven) as player:
        assert player.sees("proved · no findings")
        assert player.sees("✓ Nothing is wrong: all that was asked is proved.")
        assert player.sees("endings 2 all can be met")


async def test_what_is_left_open_is_said(opened: Open) -> None:
    machine, proven = proof_of("cases/endings")
    report = proven.report
    reason = Reason(Limit.BOUND, 1000)
    open_one = replace(report.answers[0], standing=Standing.OPEN, length=None, node=None, reason=reason)
    report.answers = [open_one, *report.answers[1:]]
    asked = [Finding("P031", str(n), {"name": f"question [b]{n}"}) for n in range(13)]
    report.left = [OpenQuestion(one, reason) for one in asked]
    report.widest = Widest("hut", "1.2e+04", 1, (Wide("oil", 300),))
    async with opened(story=machine, proven=proven) as player:
        assert player.sees("not proved · no findings")
        assert player.sees("– Nothing was found so far")
        assert player.sees("--bound 1000 was not enough; a larger one would go further.")
        assert player.sees(report.answers[0].id)
        assert player.sees("question [b]10")
        assert player.sees("and 2 more")
        assert player.sees("scene “hut” alone has 1.2e+04 combinations of 1 variable")
        assert player.sees("oil takes 300 values there: with 2 there would be 150 times fewer")
        assert player.sees("1 open")


async def test_in_french(opened: Open) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven, settings=Settings(language="fr"), interface="fr") as player:
        assert player.sees("prouvé · 9 constats")
        assert player.sees("46,56 %")
        await player.press("down", "down", "enter", "question_mark")
        assert player.sees("Sur un constat")
        assert player.sees("Ouvrir dans l’éditeur")


# -- the editor


@contextmanager
def _handed_over() -> Iterator[None]:
    yield


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was run, with a terminal that can be handed over."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> str:
        commands.append(command)
        return ""

    monkeypatch.setattr(editor, "run", run)
    monkeypatch.setattr("game.tui.app.Face.suspend", lambda self: _handed_over())
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vim -R")
    return commands


async def _edit(player: Player, key: str = "e") -> None:
    await player.press("down", "down", key)


async def test_the_editor_opens_the_line(opened: Open, ran: list[list[str]]) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven) as player:
        await _edit(player)
        await player.press("enter", "enter")
        await player.press("escape", "end", "e")
    file = str(proven.folder / "scenes.yaml")
    assert ran == [["vim", "-R", "+31", file]] * 2 + [["vim", "-R", "+10", str(proven.folder / "story.yaml")]]


async def test_a_changed_file_is_read_again_and_the_proof_is_called_old(
    opened: Open, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    machine, proven = proof_of("tui/flawed")
    copy = tmp_path / "scenes.yaml"
    copy.write_bytes((proven.folder / "scenes.yaml").read_bytes())

    def run(command: list[str]) -> str:
        copy.write_text("# all of it\n# is new\x1b[2J [/b]", encoding="utf-8")
        os.utime(copy, (1, 1))
        return ""

    monkeypatch.setattr(editor, "run", run)
    async with opened(story=machine, proven=replace(proven, folder=tmp_path)) as player:
        await _edit(player, "enter")
        await player.press("e")
        assert player.sees("the proof is of what it was")
        assert player.sees("▸ 2 │ # is new[2J [/b]")


async def test_without_an_editor_it_says_so(
    opened: Open, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, proven = proof_of("tui/flawed")
    async with opened(story=machine, proven=proven) as player:
        monkeypatch.delenv("EDITOR")
        await _edit(player)
        assert player.sees("No editor is set.")
        monkeypatch.undo()
        monkeypatch.setenv("EDITOR", "/nowhere/[b]ed")
        await player.press("e")
        assert player.sees("/nowhere/[b]ed could not be opened (this terminal cannot be handed over).")
    assert ran == []


def test_editors_are_told_the_line_in_their_own_way() -> None:
    file = Path("a b") / "scenes.yaml"
    told = {name: editor.command([name], file, 7)[1:] for name in ("vi", "/usr/bin/code", "hx", "kate", "notepad.exe")}
    assert told == {
        "vi": ["+7", str(file)],
        "/usr/bin/code": ["--goto", f"{file}:7"],
        "hx": [f"{file}:7"],
        "kate": ["--line", "7", str(file)],
        "notepad.exe": [str(file)],
    }
    assert editor.editor_set({"VISUAL": " ", "EDITOR": "emacsclient -t"}) == ["emacsclient", "-t"]
    assert editor.editor_set({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor.editor_set({"EDITOR": "it's"}) == ["it's"]
    assert editor.editor_set({}) == []
    assert editor.run(["/nowhere/at/all"])


# -- parts


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (line,) = quoted(tmp_path / "gone.yaml", 3, 60, words("en"))
    assert "cannot be read" in line[0].text


def test_numbers_are_written_as_the_language_does() -> None:
    assert number(1234567.25, words("en"), 1) == "1,234,567.2"
    assert number(1234567.25, words("fr"), 1) == "1\u202f234\u202f567,2"
    assert percent(0.5, words("en")) == "50.00%"


async def test_the_french_view_has_no_english_finding(opened: Open) -> None:
    machine, proven = proof_of("tui/flawed")
    english, french = words("en"), words("fr")
    async with opened(story=machine, proven=proven, interface="fr") as player:
        for number, found in enumerate(proven.report.findings):
            if number:
                await player.press("down")
            await player.press("enter")
            for say, there in ((french, True), (english, False)):
                told = [message(found, say), hint(found, say), *notes(found, say)]
                assert all(player.sees(" ".join(one[1:].split())) is there for one in told), told
            await player.press("escape")
