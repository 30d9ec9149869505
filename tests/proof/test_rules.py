"""Every P rule shows a minimal bad story: its proof finds exactly that code, at that line of that file."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.proof.prover import prove
from game.proof.report.rules import BY_KIND, RULES, ProofRule
from game.story import load_story
from tests.story.stories import write_example


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_gives_its_code_on_its_line(rule: ProofRule, tmp_path: Path) -> None:
    report = prove(load_story(write_example(tmp_path, rule), cache=False).program)
    assert report.proved
    assert [(one.code, one.file, one.line) for one in report.findings] == [(rule.code, rule.file, rule.line)]


def test_kinds_are_unique() -> None:
    assert len(BY_KIND) == len(RULES)
