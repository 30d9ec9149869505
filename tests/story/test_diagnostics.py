"""The rules of the files: every rule's example gives exactly its code on its line."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from game.story.check import check_story
from game.story.diagnostics import BEYOND, RULES, Problems, Rule, nearest
from game.story.diagnostics.problems import filled
from game.story.places.marks import Mark, SourceFile
from game.story.places.source import Sourced
from tests.story.stories import write_example

GAME = Path(__file__).parents[2] / "game"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_gives_its_code_on_its_line(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, dict[str, Any]]] = []

    def noted(template: str, fields: dict[str, Any]) -> str:
        told.append((template, fields))
        return filled(template, fields)

    monkeypatch.setattr("game.story.diagnostics.problems.filled", noted)
    found = check_story(write_example(tmp_path, rule))
    if rule.code == BEYOND:
        found = [item for item in found if item.code == BEYOND]
    assert [(item.code, item.path, item.line) for item in found] == [(rule.code, rule.file, rule.line)], "\n".join(
        item.format() for item in found
    )
    assert found[0].severity == rule.severity
    assert not [said for template, fields in told for said in _wrong_of_one(template, fields)]


def _wrong_of_one(template: str, fields: dict[str, Any]) -> list[str]:
    """What a message says of one thing where its words are for several; limits are never one, ranges no count."""
    others = {"limit", "most", "low", "high"}
    counts = [name for name, value in fields.items() if type(value) is int and name not in others]
    said = filled(template, {**fields, **dict.fromkeys(counts, 1)})
    return re.findall(r"\b1 (?:of 1 )?(?!is\b|has\b)(?:\w+s|are|have)\b.*", said)


@pytest.mark.parametrize("code", ["S503", "S507", "S514", "S602", "S609", "S610"])
def test_one_and_several_are_told_apart(code: str) -> None:
    names = {name for _, name, _, _ in Formatter().parse(RULES[code].template) if name}
    numbers = names & {"count", "total", "done", "all", "played", "told"}
    words = dict.fromkeys(names - numbers, "x")
    one, two = (filled(RULES[code].template, {**words, **dict.fromkeys(numbers, n)}) for n in (1, 2))
    assert re.search(r"\b(is|belongs|it)\b", one)
    assert not re.search(r"\b(are|belong|texts|translations)\b", one)
    assert re.search(r"\b2\b.*\b(are|belong)\b", two)


def test_codes_are_unique_and_numbered_by_kind() -> None:
    from game.story.diagnostics import s000, s100, s200, s300, s400, s500, s600, s700, s800

    for hundred, module in enumerate((s000, s100, s200, s300, s400, s500, s600, s700, s800)):
        codes = [rule.code for rule in module.RULES]
        assert codes == sorted(set(codes))
        assert all(re.fullmatch(rf"S{hundred}\d\d", code) for code in codes)


def test_every_code_in_the_source_is_registered() -> None:
    """A code that is not in the registry could only fail at the moment of reporting."""
    used = {
        code
        for path in (GAME / "story").rglob("*.py")
        if path.parent.name != "diagnostics" or path.name == "problems.py"
        for code in re.findall(r'"(S\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used <= set(RULES)
    assert set(RULES) <= used, "a rule that nothing reports"


def test_unregistered_code_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        Problems().add("S999", Mark("a.yaml", 1, 1))


def test_templates_name_their_fields() -> None:
    for rule in RULES.values():
        for template in (rule.template, rule.hint):
            assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(template))


def test_format_quotes_the_line_and_points() -> None:
    file = SourceFile("scenes/a.yaml", "scenes:\n  one:\n    txet: One.\n")
    problems = Problems([file])
    problems.add("S102", Mark(file.path, 3, 5), near="text", key="txet", known="text, to")
    assert problems.found[0].format(folder="story/") == (
        "story/scenes/a.yaml:3:5: S102 error: the key 'txet' is not known here\n"
        "    |     txet: One.\n"
        "    |     ^\n"
        "    = Did you mean 'text'? The keys known here: text, to."
    )


def test_long_lines_are_cut_around_the_column() -> None:
    file = SourceFile("a.yaml", "x" * 5000 + "HERE" + "y" * 5000)
    problems = Problems([file])
    problems.add("S105", Mark("a.yaml", 1, 5001))
    _, quote, caret, _ = problems.found[0].format().splitlines()
    assert len(quote) < 200
    assert quote[caret.index("^")] == "H"


def test_nothing_unprintable_reaches_the_terminal() -> None:
    file = SourceFile("a.yaml", "a: \x1b[31m\u202ered")
    problems = Problems([file])
    problems.add("S103", Mark("a.yaml", 1, 4), id="\x1b]0;x\x07")
    shown = problems.found[0].format()
    assert all(char.isprintable() or char == "\n" for char in shown)


def test_nearest_knows_case_and_offers_nothing_far() -> None:
    assert nearest("Trensh", ["trench", "watch"]) == "trench"
    assert nearest("zzzz", ["trench", "watch"]) == ""


def test_a_sourced_text_is_its_own_place() -> None:
    problems = Problems()
    problems.add("S105", Sourced.at("x", SourceFile("b.yaml", ""), 7, 3))
    assert problems.found[0].place == "b.yaml:7:3"
