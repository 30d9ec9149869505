"""What `game prove --format json` prints keeps to its schema, of every kind of report, and the schema is no sieve."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from game.cli.commands import game
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Limit
from game.proof.report.public import VERSION, as_data, json_schema, without_report
from game.proof.report.report import Report
from game.story import load_story
from tests.proof.test_sentences import everything_told

TESTS = Path(__file__).parents[1]

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def proof(story: str, options: Options | None = None, stop_at: str = "") -> Report:
    """The proof of a story of these tests, stopped by Ctrl-C when it comes to a stage."""

    def tick(about: str, states: int) -> None:
        if about == stop_at:
            raise KeyboardInterrupt

    return prove(load_story(TESTS / story, cache=False).program, options, tick)


REPORTS: dict[str, Callable[[], Report]] = {
    "proved": lambda: proof("cases/endings"),
    "findings": lambda: proof("tui/flawed"),
    "promises": lambda: proof("faults/ending-broken"),
    "never reached": lambda: proof("faults/ending-shut-out"),
    "open": lambda: proof("tui/flawed", Options(bound=1, limits=Limits(nodes=0))),
    "interrupted at once": lambda: proof("tui/flawed", stop_at="way"),
    "interrupted late": lambda: proof("tui/flawed", stop_at="endings"),
    "everything": everything_told,
}


@cache
def data(kind: str) -> dict[str, Any]:
    """A report as a program reads it."""
    found: dict[str, Any] = json.loads(json.dumps(as_data(REPORTS[kind](), "some/folder")))
    return found


def faults(document: object) -> list[str]:
    """The first of them, if there are any."""
    return [error.message for error in islice(VALIDATOR.iter_errors(document), 1)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["version"]["const"] == VERSION
    assert json.loads(CliRunner().invoke(game, ["schema", "proof"]).stdout) == SCHEMA


@pytest.mark.parametrize("kind", REPORTS)
def test_every_report_keeps_to_the_schema(kind: str) -> None:
    assert faults(data(kind)) == []


def test_what_the_command_prints_keeps_to_the_schema() -> None:
    for folder, code in (("cases/endings", 0), ("tui/flawed", 1)):
        done = CliRunner().invoke(game, ["prove", str(TESTS / folder), "--format", "json"], standalone_mode=False)
        assert done.return_value == code
        assert faults(json.loads(done.stdout)) == []


def test_a_story_with_errors_has_problems_instead() -> None:
    assert faults(without_report("not proved: the story has errors", [{"code": "S001"}])) == []
    assert faults(without_report("not proved: the story has errors", [])) != []


def test_what_is_known_is_told_and_nothing_else() -> None:
    proved, open_one, stopped = data("proved"), data("open"), data("interrupted late")
    assert (proved["proved"], proved["verdict"], proved["open"], proved["stopped"]) == (True, "all proved", [], None)
    assert open_one["verdict"].startswith("all but ")
    assert "--bound" in open_one["verdict"]
    assert {one["reason"]["limit"] for one in open_one["open"]} == {Limit.BOUND.value}
    assert stopped["stopped"]["limit"] == "interrupt"
    for one in (proved, open_one, stopped):
        still_open = [each["id"] for each in one["open"] if each["id"]]
        assert still_open == [each["id"] for each in one["answers"] if each["reachable"] is None]
        assert one["proved"] == (one["open"] == [])
        for answer in one["answers"]:
            assert (answer["length"] is None) == (answer["reachable"] is not True) == (answer["shortest"] is None)


def test_numbers_that_are_not_known_are_null_and_endless_ways_unbounded() -> None:
    endings = {one["id"]: one for one in data("everything")["endings"]}
    assert endings["out"]["longest"] == "unbounded"
    assert (endings["far"]["shortest"], endings["far"]["shortest_seen"]) == (None, 8)
    assert (endings["lost"]["share"], endings["lost"]["before"]) == (None, None)
    assert endings["gone"]["reachable"] is False


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """All objects in a document whose keys the schema names."""
    return (part for _, part in _placed(document, ()))


def _placed(document: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The same, each with the keys that lead to it."""
    if isinstance(document, dict):
        yield place, document
        for name, part in document.items():
            if name not in ("fields", "problems"):
                yield from _placed(part, (*place, name))
    elif isinstance(document, list):
        for part in document:
            yield from _placed(part, place)


def _of_each_kind(document: Any) -> list[dict[str, Any]]:
    """The same, but of those in one list whose values are of the same types only the first."""
    kinds: dict[object, dict[str, Any]] = {}
    for place, part in _placed(document, ()):
        kinds.setdefault((place, *((name, type(value)) for name, value in sorted(part.items()))), part)
    return list(kinds.values())


def test_a_key_more_or_less_is_noticed_everywhere() -> None:
    whole = deepcopy(data("everything"))
    kinds = _of_each_kind(whole)
    for part in kinds:
        for name, value in list(part.items()):
            del part[name]
            assert faults(whole), f"{name} can be left out"
            part[name] = value
        part["unheard-of"] = 1
        assert faults(whole), f"{sorted(part)} can hold anything"
        del part["unheard-of"]
    assert len(kinds) > 15
    assert faults(whole) == []


@pytest.mark.parametrize("number", [-1, -2])
def test_no_number_stands_for_a_word(number: int) -> None:
    for kind in ("everything", "findings", "open"):
        for part in _objects(data(kind)):
            assert number not in [value for value in part.values() if isinstance(value, int)]
    broken = deepcopy(data("everything"))
    for key in ("shortest", "longest", "before", "share"):
        broken["endings"][0][key] = number
        assert faults(broken), key
        broken["endings"][0][key] = None
    assert faults(broken) == []
