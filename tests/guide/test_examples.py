"""Every example of the guide gives what the guide says it gives; how they are marked, `tests.guide.blocks` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guide.blocks import GUIDE, Example, examples
from tests.guide.workshop import Workshop

EXAMPLES = examples(GUIDE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.slug)
def test_example_gives_what_the_guide_shows(example: Example, tmp_path: Path) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    for block, actual in Workshop(folder).run(example):
        assert actual == block.text, f"scenes/README.md, line {block.line}"


def test_every_example_has_a_name_of_its_own() -> None:
    slugs = [example.slug for example in EXAMPLES]
    assert len(slugs) == len(set(slugs)) > 30
