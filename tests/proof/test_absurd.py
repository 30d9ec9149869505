"""Stories that are absurd, or hardly there: an answer in words, and true numbers, whatever their size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from game.engine import load
from game.proof.explicit.explore import TooWide
from game.proof.explicit.rounds import Round
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Standing
from game.proof.questions.prepare import prepare
from game.proof.report.cache import keep, kept
from game.proof.report.formats import FORMATS, render
from game.proof.report.widths import shown, widest
from game.proof.system.live_values import merge, nothing_merged
from game.story import StoryProblems, load_story
from game.wording import words
from tests.story.stories import write

HEAD = "story: absurd\ntitle: Absurd\nversion: '1'\nlanguage: en\nstart: hub\nendings: {end: End}\n"
END = "  end: {text: End., ending: end}\n"


def hub(choices: list[str]) -> str:
    """A scene to which its choices lead back, and an ending."""
    lines = "\n".join(f"      {choice}" for choice in choices)
    return f"scenes:\n  hub:\n    text: Hub.\n    choices:\n{lines}\n{END}"


def once(number: int) -> dict[str, str | bytes]:
    """So many choices that can be taken once each, and one that ends it."""
    topics = [f"t{one}: {{text: T., once: true, to: hub}}" for one in range(number)]
    return {"story.yaml": HEAD, "scenes.yaml": hub(["done: {text: Done., to: end}", *topics])}


def wide(number: int) -> dict[str, str | bytes]:
    """So many variables of two million values, each written from another."""
    ranges = ", ".join(f"n{one}: {{range: [-1000000, 1000000], start: 0, saturates: both}}" for one in range(number))
    moves = [
        f"t{one}: {{text: T., do: [n{one} += 3, n{(one + 1) % number} -= n{one}], to: hub}}" for one in range(number)
    ]
    done = "done: {text: Done., if: n0 * n1 == 1000 and n0 > n1, to: end}"
    return {"story.yaml": f"{HEAD}variables: {{{ranges}}}\n", "scenes.yaml": hub([done, *moves])}


POWER = " * ".join(["oil"] * 7)
LONG = {
    "story.yaml": f"{HEAD}variables: {{oil: {{range: [0, 1000], saturates: both}}, cut: {{range: [0, 3]}}}}\n",
    "scenes.yaml": hub(
        [
            f"done: {{text: Done., if: {POWER} > 1000000 * 1000000 * 1000000 * 10 and cut == 3, to: end}}",
            "more: {text: More., do: oil += 25, to: hub}",
            f"cut: {{text: Cut., do: 'cut = min({POWER}, 3)', to: hub}}",
        ]
    ),
}
"""Numbers of seventy bits on the way to small ones."""


def only(scenes: str) -> dict[str, str | bytes]:
    return {"story.yaml": HEAD, "scenes.yaml": f"scenes:\n{scenes}"}


CARD = "    tags: deck\n    choices: {draw: {text: Draw., to: {deck: deck}}}\n"


@dataclass(frozen=True)
class Case:
    """A story, and what its proof says: the length of the shortest way to its ending, or that there is none or none is
    known, and the codes of the findings."""

    files: dict[str, str | bytes]
    end: int | Standing
    codes: tuple[str, ...] = ()


CASES = {
    "64 once": Case(once(64), 1),
    "more than a float": Case(once(1030), 1),
    "two million squared": Case(wide(2), Standing.OPEN),
    "two million to the fourth": Case(wide(4), Standing.OPEN),
    "numbers of seventy bits": Case(LONG, 23),
    "one scene": Case(only("  hub: {text: Hub., ending: end}\n"), 0),
    "one scene without an ending": Case(
        only("  hub:\n    text: Hub.\n    choices: {on: {text: On., to: hub}}\n"), Standing.NEVER, ("P009", "P021")
    ),
    "decks alone": Case(
        only(f"  hub:\n    text: Hub.\n{CARD}  other:\n    text: Other.\n    max_visits: 1\n{CARD}"),
        Standing.NEVER,
        ("P009", "P021"),
    ),
    "a deck that runs dry": Case(
        only(f"  hub:\n    text: Hub.\n    max_visits: 2\n{CARD}"), Standing.NEVER, ("P009", "P025")
    ),
}


LIMITS = Limits(explicit=3_000, patience=3, nodes=5_000)
"""None of the large ones fits: whatever the limits, each method has to give up in words."""


@pytest.mark.parametrize("name", CASES)
def test_an_absurd_story_is_told(name: str, tmp_path: Path) -> None:
    program = load_story(write(tmp_path / "story", CASES[name].files), cache=False).program
    report = prove(program, Options(limits=LIMITS))
    answer = report.answer("ending:end")
    assert answer is not None
    assert (answer.length if answer.standing is Standing.MET else answer.standing) == CASES[name].end
    assert tuple(finding.code for finding in report.findings) == CASES[name].codes
    for style in FORMATS:
        assert render(report, style) or style == "github"
    assert json.loads(render(report, "json"))["verdict"]
    assert render(report, "text", say=words("fr"))
    keep(tmp_path / "key.json", report)
    assert kept(tmp_path / "key.json", program) is not None


WIDTHS = {64: "1.84e+19", 100: "1.27e+30", 250: "1.81e+75", 1100: "1.36e+331", 20_000: "3.98e+6020"}


@pytest.mark.parametrize("number", [64, 100, 250, 1100])
def test_a_scene_past_all_keys_is_refused_and_its_width_is_true(number: int, tmp_path: Path) -> None:
    model, possible, _ = prepare(load(load_story(write(tmp_path, once(number)), cache=False).program))
    here = Round(model, possible, merge(model, {}))
    with pytest.raises(TooWide):
        here.explore(10**6, lambda total: None)
    told = widest(here)
    assert (told.scene, told.size, told.variables) == ("hub", WIDTHS[number], number)


def test_keys_are_exact_whatever_their_size(tmp_path: Path) -> None:
    model, possible, _ = prepare(load(load_story(write(tmp_path, once(100)), cache=False).program))
    layout = Round(model, possible, nothing_merged(model)).layouts.of[0]
    assert layout.size == 2**100
    assert layout.key([1] * 100) == 2**100 - 1
    assert layout.agrees(1 << 99, [0] * 99 + [1])


@pytest.mark.parametrize("number", WIDTHS)
def test_numbers_of_any_size_are_shown_in_three_digits(number: int) -> None:
    assert shown(number) == f"{number:.3g}"
    assert shown(2**number) == WIDTHS[number]


MISSING = {
    "nothing at all": ({}, "S021"),
    "no scenes": ({"story.yaml": HEAD}, "S213"),
    "an empty file of scenes": ({"story.yaml": HEAD, "scenes.yaml": ""}, "S009"),
    "a scene without a way on": (only("  hub: {text: Hub.}\n"), "S210"),
}


@pytest.mark.parametrize("name", MISSING)
def test_a_story_that_is_not_there_is_a_problem_with_its_place(name: str, tmp_path: Path) -> None:
    files, code = MISSING[name]
    with pytest.raises(StoryProblems) as caught:
        load_story(write(tmp_path, files), cache=False)
    assert code in {problem.code for problem in caught.value.diagnostics}
