"""Why something can never be met: told in one sentence where the values of up to four variables rule it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.proof.prover import prove
from game.proof.report.rules.rule import small
from game.proof.report.sentences import notes
from game.story import load_story
from game.wording import words
from tests.proof.test_pointing import write

VARIABLES = """\
variables:
  lamp: true
  mood: {one_of: [calm, angry, sad]}
  gold: {range: [0, 9], start: 3}
  oil: {range: [0, 9], start: 2}
"""

CASES = {
    "a flag": ("lamp", "do: lamp = false, ", ("not lamp", "lamp")),
    "its opposite": ("not lamp", "", ("lamp", "not lamp")),
    "a name": ("mood == angry", "do: mood = sad, ", ("mood == sad", "mood == angry")),
    "a number": ("gold >= 5 and lamp", "do: gold -= 1, ", ("gold == 2", "gold >= 5")),
    "one of two suffices": ("gold >= 5 and not lamp", "", ("gold == 3", "gold >= 5")),
    "three": ("gold + oil >= 7 or not lamp", "", ("lamp and oil == 2 and gold == 3", "not lamp or gold + oil >= 7")),
    "four": (
        "gold + oil >= 7 or not lamp or mood == sad",
        "do: mood = angry, ",
        ("lamp and mood == angry and oil == 2 and gold == 3", "not lamp or mood == sad or gold + oil >= 7"),
    ),
    "parts that only together rule it out": (
        "gold + oil == 5 and (lamp or gold == 4) and (not lamp or gold == 2)",
        "",
        ("oil == 2", "oil == 1 or oil == 3"),
    ),
    "only two together": ("gold + oil >= 9", "", ("oil == 2 and gold == 3", "gold + oil >= 9")),
}
"""What the text of the shed asks for, what is done on the way there, and what is said of both."""


@pytest.mark.parametrize("case", CASES)
def test_a_dead_text_is_told_from_the_values_its_page_brings(case: str, tmp_path: Path) -> None:
    asked, done, (has, asks) = CASES[case]
    scenes = (
        f"  hall:\n    text: A hall.\n    choices:\n      on: {{text: On., {done}to: shed}}\n"
        f"  shed:\n    text:\n      - A shed.\n      - {{if: {asked}, text: Never.}}\n    to: street\n"
    )
    report = prove(load_story(write(tmp_path, small(scenes, VARIABLES)), cache=False).program)
    found = next(one for one in report.findings if one.code == "P004")
    (told,) = notes(found, words("en"))
    sides = told.removeprefix("“shed” is only entered with `").removesuffix("`").split("`; this asks for `")
    assert [sorted(side.split(" and ")) for side in sides] == [sorted(side.split(" and ")) for side in (has, asks)]
    assert f"`{found.fields['has']}`" in next(notes(found, words("fr")))


def test_nothing_is_told_where_values_hang_together(tmp_path: Path) -> None:
    """Either flag can be set, never both: no value alone rules the text out."""
    scenes = """\
  hall:
    text: A hall.
    choices:
      one: {text: One., do: [one = true], to: shed}
      two: {text: Two., do: [two = true], to: shed}
  shed:
    text:
      - A shed.
      - {if: one and two, text: Never.}
    to: street
"""
    files = small(scenes, "variables: {one: false, two: false}\n")
    report = prove(load_story(write(tmp_path, files), cache=False).program)
    found = next(one for one in report.findings if one.code == "P004")
    assert list(notes(found, words("en"))) == []
