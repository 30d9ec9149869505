"""All codes together: S, P and R are told apart by their letter, each has its page, and `game explain` finds it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from game.cli.commands import game
from game.codes import all_rules, explain, near
from game.engine import Program
from game.proof.report.pointing import finding
from game.proof.report.report import Finding
from game.proof.report.rules import RULES as PROOF
from game.proof.report.sentences import message
from game.rule import Rule, Severity
from game.session import Notice, SessionError
from game.session.rules import RULES as SESSION
from game.story import load_story
from game.story.diagnostics import RULES as STORY
from game.story.diagnostics import Problems
from game.story.places.marks import Mark
from game.wording import words

FLOORS = {"S": STORY, "P": PROOF, "R": SESSION}
SOURCES = Path(__file__).parents[1] / "game"


def test_every_floor_has_its_letter_and_all_are_in_the_one_registry() -> None:
    assert all(code == rule.code for code, rule in all_rules().items())
    assert len(all_rules()) == sum(map(len, FLOORS.values()))
    for letter, rules in FLOORS.items():
        assert all(re.fullmatch(rf"{letter}\d\d\d", code) for code in rules)


def test_every_code_that_the_sources_name_is_registered() -> None:
    named = {code for file in SOURCES.rglob("*.py") for code in re.findall(r'"([SPR]\d{3})"', file.read_text("utf-8"))}
    assert named - set(all_rules()) == set()


@pytest.mark.parametrize("rule", all_rules().values(), ids=all_rules())
def test_page_is_written_and_prints(rule: Rule) -> None:
    page = explain(rule.code.lower())
    assert page.startswith(f"{rule.code} {rule.severity}: {rule.title}\n")
    assert isinstance(rule.severity, Severity)
    assert rule.template
    assert len(re.findall(r"[.!?:;)](?:\s|$)", f"{rule.page} {rule.hint}")) >= 1, "a page is sentences"
    assert all(char.isprintable() or char == "\n" for char in page)
    assert max(map(len, page.splitlines())) <= 100
    assert bool(rule.example) != bool(rule.situation), "one of them shows how it comes about"
    if rule.file in rule.example:
        assert "\nFor example, in " in page
        assert 0 <= rule.line <= len(rule.example[rule.file].splitlines()) + 1


@pytest.mark.parametrize("rule", all_rules().values(), ids=all_rules())
def test_templates_name_their_fields(rule: Rule) -> None:
    for template in (rule.template, rule.hint):
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(template))


@pytest.mark.parametrize("code", ["P020", "r001", "S012"])
def test_the_command_prints_the_page(code: str) -> None:
    done = CliRunner().invoke(game, ["explain", code])
    assert (done.exit_code, done.stdout) == (0, explain(code))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("P02", ["P020", "P021", "P022"]), ("Q020", ["S020", "R020"]), ("R999", []), ("P0200", ["P020"]), ("", [])],
)
def test_near_codes_are_offered_from_every_floor(typed: str, offered: list[str]) -> None:
    found = near(typed)
    assert found[: len(offered)] == offered
    done = CliRunner().invoke(game, ["explain", typed], standalone_mode=False)
    assert isinstance(done.exception, click.UsageError)
    assert f"No code {typed.upper()}." in done.exception.message
    assert all(code in done.exception.message for code in found)


def test_what_is_not_registered_cannot_be_raised() -> None:
    for attempt in (
        lambda: Problems().add("S999", Mark("a.yaml", 1, 1)),
        lambda: Notice("R999"),
        lambda: SessionError("R999"),
        lambda: message(Finding("P999", "x", {"name": "x"}), words("en")),
        lambda: finding(program(), "no-such-kind", "x", {}),
    ):
        with pytest.raises(KeyError):
            attempt()


def program() -> Program:
    """Any story."""
    return load_story(Path(__file__).parent / "cases" / "endings").program
