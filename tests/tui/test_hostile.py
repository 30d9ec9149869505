"""Strings that would act, crash or steer a terminal, in every place where a string can come from outside."""

from __future__ import annotations

import unicodedata
from itertools import cycle
from pathlib import Path

import pytest
from rich.cells import cell_len

from game.engine import Machine, load
from game.engine.markup import link
from game.session import Session
from game.settings import Settings
from game.tui.page.prose import flow, safe
from tests.tui.conftest import Open
from tests.tui.demo import program

HOSTILE = [
    "[/word]",
    "[@click=app.quit]press[/]",
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "[bold red]shout[/bold red]",
    "W" * 400,
    "e\u0301\u0302\u0303" * 60,
    "硫黄島の水筒" * 40,
    "\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff\u00ad",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 " * 20,
    "👩\u200d👩\u200d👧\u200d👦 \U0001f1eb\U0001f1f7 ☂\ufe0f",
    "tab\there\r\nnew\u2028line\x85next\x00nul",
    "\ue006keeper\ue007unclosed \ue000 \ue004",
    "$x {y} %s \\[ `",
    "",
    " ",
]

SIZES = ((120, 36), (60, 20))

TEXTS = {
    "markup": " ".join(text for text in HOSTILE if "[" in text and "\x1b" not in text),
    "controls": " ".join(text for text in HOSTILE if {*text} & {*"\x1b\t\ue000"}),
    "wide": " ".join(text for text in HOSTILE if len(text) >= 240),
    "marks": " ".join(text for text in HOSTILE if {*text} & {*"\u200d\u05dd"}),
    "empty": "",
    "blank": " ",
}
"""The same in few pieces, each of which is put into all places at once."""


def test_every_hostile_string_is_in_a_piece() -> None:
    assert [text for text in HOSTILE if not any(text in piece for piece in TEXTS.values())] == []


def spoilt(text: str) -> Machine:
    """The demo story with every one of its texts replaced."""
    story = program()
    pieces = tuple(text for _ in story.texts["en"])
    pictures = tuple(
        picture._replace(legend=((text[:1] or "x", "accent"), ("~", "[red]")), key=((text, 0),))
        for picture in story.pictures
    )
    codex = tuple(entry._replace(facts=(text,), term=(("kanji", text),), aliases=(text,)) for entry in story.codex)
    return load(
        story._replace(texts={"en": pieces, "fr": pieces}, pictures=pictures, codex=codex, author=text, licence=text)
    )


def shows_nothing_bad(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") for char in text if char != "\n")


@pytest.mark.parametrize(("name", "size"), [*zip(TEXTS, cycle(SIZES), strict=False)])
async def test_in_every_text_of_a_story(opened: Open, name: str, size: tuple[int, int]) -> None:
    text = TEXTS[name]
    async with opened(story=spoilt(text), size=size, begin=False) as player:
        for key in ("down", "up", "enter", "enter", "2", "1", "tab", "h", "escape", "c", "enter", "left", "slash"):
            await player.press(key)
            assert shows_nothing_bad(player.text())
            assert max(cell_len(row) for row in player.rows()) <= size[0]
        await player.press("escape", "escape", "s", "escape", "l", "question_mark", "escape")
        await player.press("ctrl+p")
        await player.pilot.pause(0.3)
        assert shows_nothing_bad(player.text())
        await player.press("escape", "u", "escape")
        assert shows_nothing_bad(player.text())
        assert player.app.return_value is None


@pytest.mark.parametrize("text", [*TEXTS.values()], ids=[*TEXTS])
async def test_in_notices_keys_and_settings(opened: Open, text: str) -> None:
    async with opened(notices=(text,), settings=Settings(keys={"rewind": text, "help": text})) as player:
        assert shows_nothing_bad(player.text())
        player.app.screen.notice(text)  # type: ignore[attr-defined]
        await player.press("2")
        assert shows_nothing_bad(player.text())


async def test_in_session_names(opened: Open, home: Path, machine: Machine) -> None:
    folder = home / "sessions"
    with Session.new(machine, folder, seed=1, language="en") as session:
        assert session.file is not None
    for number, text in enumerate(HOSTILE):
        name = text.replace("/", "").replace("\x00", "")[:40]
        copy = folder / f"{number}{name}.jsonl"
        copy.write_bytes(session.file.read_bytes() if number % 2 else text.encode("utf-8", "replace"))
    async with opened(begin=False) as player:
        await player.click_on("Sessions")
        for _ in range(len(HOSTILE)):
            await player.press("down")
            assert shows_nothing_bad(player.text())
        await player.press("d", "l", "escape", "enter")
        assert shows_nothing_bad(player.text())


def test_safe_keeps_what_can_be_shown() -> None:
    assert safe("Kōji «\u202foui\u202f»") == "Kōji «\u00a0oui\u00a0»"
    assert safe("塩守 – ▣●○ e\u0301") == "塩守 – ▣●○ e\u0301"
    assert safe("a\x1b[2Jb\u202ec") == "a[2Jbc"


def test_a_link_to_nowhere_does_nothing_bad() -> None:
    lines = flow(link("no-such[/b]", "words"), 20)
    assert lines[0][0].target == "codex:no-such[/b]"
