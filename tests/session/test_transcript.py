"""Transcripts: what was read, good enough to be read as a story."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from game.engine import Machine
from game.engine.markup import EM_OFF, EM_ON, STRONG_OFF, STRONG_ON
from game.session import Session, tell, transcript
from game.session.transcripts.scribe import STYLES, Markdown, Plain
from tests.foreign.hostile import steering
from tests.session.programs import Builder, goes

MARKDOWN = """\
# The Beach

## Sand

*Futatsune beach, June 1944*

The *sand* runs back. Nishi waits. 2 \\< 3 & \\[x\\](y)

> Dear Hana,\\
> it is hot.

one\\
\u00a0\u00a0two\\
three

```
water    6
food     2
```

**→ Tell him what the \\*sand\\* does.**

Il regarde.

* * *

*\\[Une carte de l'île.\\]*

## Eau

Il reste 5 tasses.

**→ Fill it.**

Il reste 8 tasses.

**→ Fill it.**

Il reste 10 tasses.

**→ Go home.**

### The gate

Te voilà.

## Retour

Tu dors.
"""

PLAIN = """\
The Beach
=========

Sand
----

Futatsune beach, June 1944

The sand runs back. Nishi waits. 2 < 3 & [x](y)

    Dear Hana,
    it is hot.

  one
    two
  three

  water    6
  food     2

> Tell him what the *sand* does.

He looks. ~~Never~~ mind.
"""


@pytest.fixture
def told(machine: Machine, tmp_path: Path) -> Path:
    """A session with an abandoned branch, a switch of language in the middle of a page, and an ending."""
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        session.choose("dig")
        session.choose("ask")
        session.rewind(0)
        session.choose("tell")
        session.set_language("fr")
        for choice in ("on", "fill", "drink", "fill"):
            session.choose(choice)
        session.rewind(3)
        go_home(session)
    assert session.file
    return session.file


def go_home(session: Session) -> None:
    """From the well; it must be met three times before one may leave."""
    while not session.page.ending:
        may = [option.id for option in session.page.open_options]
        session.choose("well/home" if "well/home" in may else "well/fill")


def test_markdown(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        session.choose("tell")
        session.set_language("fr")
        for choice in ("on", "ask"):
            session.choose(choice)
        session.rewind(2)
        go_home(session)
        assert session.file
        told = transcript(machine, session.file)
        assert told == tell(machine, session.steps)
    assert told == MARKDOWN


def test_plain_text(machine: Machine, told: Path) -> None:
    text = transcript(machine, told, "txt")
    assert text.startswith(PLAIN.replace("He looks. ~~Never~~ mind.\n", "Il regarde.\n"))
    assert "He rides" not in text
    assert "[Une carte de l'île.]" in text
    assert all(len(line) <= 72 for line in text.splitlines())
    assert text.endswith("Retour\n------\n\nTu dors.\n")


def test_what_is_struck_out_is_told_as_struck_out(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        session.choose("tell")
        assert tell(machine, session.steps, "txt").startswith(PLAIN)
        assert "~~Never~~ mind" in tell(machine, session.steps, "md")


def test_nothing_an_author_writes_is_taken_for_markdown() -> None:
    scribe = Markdown()
    scribe.paragraph("# not a heading")
    scribe.paragraph("1. not a list, - nor this")
    scribe.paragraph("<script>alert(1)</script> &amp; `code` ![x](y) _a_ | b")
    scribe.verse("- dash\n\n===\n+ plus\n    deep")
    scribe.verse("a    b ```` c")
    scribe.heading(2, "A *star* <b>")
    assert scribe.text().split("\n\n") == [
        "\\# not a heading",
        "1\\. not a list, - nor this",
        "\\<script\\>alert(1)\\</script\\> \\&amp; \\`code\\` !\\[x\\](y) \\_a\\_ | b",
        "\\- dash\\\n\u00a0\\\n\\===\\\n\\+ plus\\\n\u00a0\u00a0\u00a0\u00a0deep",
        "`````\na    b ```` c\n`````",
        "## A \\*star\\* \\<b\\>\n",
    ]


ORDERS = {
    "at the start": "::error file=x::Far out…",
    "after blanks": "  \u00a0 ::warning::Far out…",
    "on a later line": "Far out\n::stop-commands::x",
    "in a table": "::group::a    b\n ::endgroup::",
    "of another runner": "see ##[error] and ##vso[task.x], or ##teamcity[y] here",
    "of another runner, in a table": "##[error]    b ##vso[x]",
    "where a line is broken": "word " * 14 + "::error::Far out…",
    "in brackets of ours": ":::error::Far out…",
}
BLOCKS = ("setting", "paragraph", "letter", "verse", "note", "chosen")


@pytest.mark.parametrize("words", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("block", BLOCKS)
def test_no_line_of_a_transcript_is_an_order_to_a_runner(block: str, words: str) -> None:
    for style in STYLES.values():
        scribe = style()
        scribe.heading(1, words.split("\n")[0].strip())
        getattr(scribe, block)(words)
        assert steering(scribe.text()) == []
        assert not re.search(r"##(vso|teamcity)\[", scribe.text())


@pytest.mark.parametrize("words", ORDERS.values(), ids=ORDERS)
def test_a_reader_of_markdown_does_not_see_how_that_was_done(words: str) -> None:
    scribe = Markdown()
    scribe.paragraph(words)
    inline = MarkdownIt().parse(scribe.text())[1]
    read = "".join("\n" if part.type.endswith("break") else part.content for part in inline.children or [])
    assert read == "\n".join(line.strip() for line in words.splitlines())


def test_a_broken_line_is_broken_in_every_style() -> None:
    for scribe, wanted in ((Markdown(), "*One*,\\\n*two* two.\n"), (Plain(), "One,\ntwo two.\n")):
        scribe.paragraph(f"{EM_ON}One{EM_OFF},\n{EM_ON}two{EM_OFF} two.")
        assert scribe.text() == wanted


def test_styles_touch_the_words_they_mark() -> None:
    scribe = Markdown()
    scribe.paragraph(f"a{EM_ON} b {EM_OFF}c {STRONG_ON}{EM_ON}d{EM_OFF}{STRONG_OFF}.")
    assert scribe.text() == "a *b* c ***d***.\n"


def test_plain_wraps_and_sets_letters_apart() -> None:
    scribe = Plain()
    scribe.paragraph("word " * 40)
    scribe.letter("word " * 40 + "\nHana")
    scribe.chosen("word " * 20)
    scribe.note("")
    paragraph, letter, chosen = scribe.text().split("\n\n")
    assert all(len(line) <= 72 for line in scribe.text().splitlines())
    assert len(paragraph.splitlines()) == 3
    assert all(line.startswith("    ") for line in letter.splitlines())
    assert letter.splitlines()[-1] == "    Hana"
    assert chosen.startswith("> word")
    assert chosen.splitlines()[1].startswith("  word")


def test_a_skipped_scene_is_not_told() -> None:
    build = Builder()
    skip = build.choice("raid/skip", "", goes(1), kind="skip")
    stay = build.choice("raid/stay", "Stay.", goes(1))
    build.scene("raid", [("para", "They burn.")], [skip, stay], heavy=build.text("People die by fire."))
    build.scene("after", [("para", "Ash.")], [])
    machine = build.machine()
    for choice, shown in (("skip", "[People die by fire.]\n\nAsh."), ("stay", "They burn.\n\n> Stay.\n\nAsh.")):
        session = Session.new(machine, None, seed=1, language="en")
        session.choose(choice)
        assert tell(machine, session.steps, "txt").endswith(shown + "\n")
