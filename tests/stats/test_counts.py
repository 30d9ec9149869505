"""Words are counted once each, where they stand and in the language that they are written in."""

from __future__ import annotations

from pathlib import Path

from game.stats.counts import chapter_words
from game.story import load_story
from game.story.diagnostics.examples import catalogue
from tests.story.stories import write

ABOUT = "about: |\n  One two three.\n\n  Four five.\ncredits: Six.\n"
"""Two paragraphs and one: six words."""


def test_about_and_credits_count_once_and_only_where_they_are_translated(tmp_path: Path) -> None:
    plain = catalogue("Seven eight.", "Sept huit.")
    without = load_story(write(tmp_path / "a", dict(plain)), cache=False).program
    story = plain["story.yaml"] + ABOUT
    program = load_story(write(tmp_path / "b", {**plain, "story.yaml": story}), cache=False).program
    assert chapter_words(program, "en").total() == chapter_words(without, "en").total() + 6
    assert chapter_words(program, "fr").total() == chapter_words(without, "fr").total()


def test_what_scenes_share_counts_once(tmp_path: Path) -> None:
    """Though it goes by the visits of each, and so is in the program for each."""
    story = "story: small\ntitle: Small\nversion: '1'\nlanguage: en\nstart: one\nendings: {done: Done}\n"
    more = "texts: {rounds: 'Once {more|again}'}\nchoice_sets: {ways: {go: {text: 'Go {on|again}', to: two}}}\n"
    scene = "text: '{rounds}', choices: {in: {include: ways}"
    scenes = f"scenes:\n  one: {{{scene}}}}}\n  two: {{{scene}, end: {{text: End., to: three}}}}}}\n"
    scenes += "  three: {text: Ho., ending: done}\n"
    program = load_story(write(tmp_path, {"story.yaml": story + more, "scenes.yaml": scenes}), cache=False).program
    assert [owner for owner in program.text_owner if owner.startswith("text:")] == ["text:rounds"] * 2
    said = "Small Done Once more again Go on again End Ho"
    assert chapter_words(program, "en").total() == len(said.split())
