"""The parts without a screen: breaking lines, the column of pages, themes, the table of actions, gauges."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from game.actions import ACTIONS, BY_ID, EVERYWHERE, here, key_name, keys_of, keys_shown
from game.engine import StatusLine
from game.engine.markup import EM_OFF, EM_ON
from game.tui.base_screen import bindings
from game.tui.page.book import KEPT, Book
from game.tui.page.gauges import folded
from game.tui.page.lines import BLANK, ITALIC, Run, breaks, shorten, width_of, wrap
from game.tui.page.prose import flow
from game.tui.themes import TONES, Looks
from game.wording import words


def lines_of(text: str, width: int) -> list[str]:
    return ["".join(run.text for run in line) for line in wrap([Run(text)], width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one\u00a0two three", 7, ["one\u00a0two", "three"]),
        ("«\u00a0non\u00a0; oui\u00a0»", 8, ["«\u00a0non\u00a0;", "oui\u00a0»"]),
        ("x" * 10, 4, ["xxxx", "xxxx", "xx"]),
        ("ab xxxxxxxx cd", 5, ["ab", "xxxxx", "xxx", "cd"]),
        ("硫黄島の水、筒", 8, ["硫黄島の", "水、筒"]),
        ("硫黄島、水", 7, ["硫黄", "島、水"]),
        ("well-known-thing", 11, ["well-known-", "thing"]),
        ("Pak Sŏng-u", 9, ["Pak", "Sŏng-u"]),
        ("", 5, [""]),
        ("  in", 5, ["  in"]),
    ],
)
def test_lines_break_where_they_may(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


def test_lines_break_where_their_author_broke_them() -> None:
    lines = flow(f"One {EM_ON}two,\nthree{EM_OFF} four", 10, "letter")
    assert ["".join(run.text for run in line) for line in lines] == ["One two,", "three four"]
    assert [[run.marks for run in line] for line in lines] == [[0, ITALIC], [ITALIC, 0]]


@example(" 水", 2)
@given(st.text(alphabet="ab -—\u00a0水、e\u0301", max_size=60), st.integers(2, 20))
def test_lines_lose_only_blanks_and_are_never_too_wide(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert breaks(text, width)[0][0] == 0


def test_shorten_says_that_something_is_missing() -> None:
    assert shorten("硫黄島", 5) == "硫黄…"
    assert shorten("abc", 3) == "abc"
    assert shorten("abc", 0) == ""


@given(st.lists(st.integers(1, 9), min_size=1, max_size=300), st.data())
def test_the_column_of_pages_is_the_pages_one_after_the_other(heights: list[int], data: st.DataObject) -> None:
    column = [f"{page}.{y}" for page, height in enumerate(heights) for y in range(height)]
    book = Book(lambda page: [(Run(f"{page}.{y}"),) for y in range(heights[page])], len(heights), estimate=4)
    y = book.settle(data.draw(st.integers(0, book.height - 1)), 20)
    page, rest = book.find(y)
    assert book.line(y) == ((Run(f"{page}.{rest}"),) if rest < heights[page] else ())
    for page in range(len(heights)):
        book.page(page)
    assert book.height == len(column)
    assert [book.line(y)[0].text for y in range(book.height)] == column
    assert len(book._kept) <= KEPT


@given(st.lists(st.integers(1, 9), min_size=1, max_size=300), st.lists(st.integers(0, 299), max_size=12))
def test_the_column_grows_and_is_cut(heights: list[int], cuts: list[int]) -> None:
    """However long it was before: it is as high as one that never was any longer."""
    book = Book(lambda page: [BLANK] * heights[page], 0, estimate=4)
    for cut in [*cuts, 0]:
        while len(book) < len(heights):
            book.append()
            book.page(len(book) - 1)
        assert book.height == book.top(len(heights)) == sum(heights)
        book.cut(min(cut, len(heights)))
        assert book.height == sum(heights[:cut])


def test_what_is_read_stays_where_it_is_when_pages_above_are_measured() -> None:
    book = Book(lambda page: [(Run(f"{page}.{y}"),) for y in range(30 if page % 2 else 3)], 100)
    book.page(99)
    y = book.top(99)
    for _ in range(40):
        below = book.line(y)
        after = book.settle(y - 10, 25)
        assert book.line(after + 10) == below
        y = after


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["ash", "paper", "contrast"])
def test_all_text_has_enough_contrast(name: str) -> None:
    tones = TONES[name]
    least = 7.0 if name == "contrast" else 4.5
    for tone in ("ink", "past", "quiet", "accent", "warm", "cool", "good", "bad"):
        assert contrast(getattr(tones, tone), tones.ground) >= least, tone
    assert contrast(tones.band_ink, tones.band) >= least


def test_the_terminals_own_colours_leave_its_ground_alone() -> None:
    looks = Looks("ansi")
    assert looks.look("ink").color.name == "default"  # type: ignore[union-attr]
    assert looks.look("past").dim
    assert looks.look("option", 0, "cursor").bold


def test_every_action_has_words_and_a_home() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.title
        assert action.help.endswith(".")
        assert action.keys
        assert action.screens


@pytest.mark.parametrize("screen", sorted({screen for action in ACTIONS for screen in action.screens}))
def test_no_key_means_two_things(screen: str) -> None:
    keys = [key for binding in bindings(screen, {}) for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))
    if screen != EVERYWHERE:
        everywhere = {key for action in here(screen) if EVERYWHERE in action.screens for key in action.keys}
        assert not everywhere & set(keys)


def test_keys_as_people_read_them() -> None:
    say = words("en")
    assert key_name("ctrl+p", say) == "Ctrl+P"
    assert key_name("question_mark", say) == "?"
    assert keys_shown(BY_ID["choose"].keys, say) == "1-9"
    assert keys_of(BY_ID["rewind"], {"rewind": "z, y"}) == ("z", "y")


def test_the_folded_state_gives_way_at_its_end() -> None:
    state = (
        StatusLine("row", "c", "Canteens", of=10, row=((1, "▣", "paper"), (6, "●", "water"), (3, "○", "empty"))),
        StatusLine("meter", "g", "Gallery", 3, 12),
        StatusLine("word", "t", "What you know", text="only a rumour"),
    )
    plain = {width: "".join(run.text for run in folded(state, width)).replace("\u00a0", " ") for width in (80, 50, 30)}
    assert plain[80] == "Canteens ▣ 1 ● 6 ○ 3   Gallery 3/12   What you know only a rumour"
    assert plain[50] == "▣ 1 ● 6 ○ 3  Gallery 3/12 …"
    assert width_of(folded(state, 30)) <= 30
