"""The schemas in the language server that most editors use, as it comes from npm: nothing in a sound story is
underlined, what the reader refuses is underlined in the same line, and what is completed is whole and allowed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from game.cli.commands import game
from game.rule import Severity
from game.story.check import check_story
from game.story.diagnostics import RULES, Problems
from game.story.diagnostics.rule import SCENE_FILE, STORY_FILE, bad
from game.story.reading.files import story_files
from game.story.schema import KINDS, json_schema
from tests.guide.blocks import GUIDE, examples
from tests.language_server import Server
from tests.story.stories import write

ROOT = Path(__file__).parents[2]
COMMAND = shutil.which("yaml-language-server")

MODELINE = "# yaml-language-server: $schema=./scene.schema.json"

pytestmark = pytest.mark.skipif(
    COMMAND is None, reason="yaml-language-server is not installed: npm install -g yaml-language-server@2"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all of them, which has read the schemas."""
    folder = tmp_path_factory.mktemp("schemas")
    schemas = {kind: folder / f"{kind}.json" for kind in KINDS}
    for kind, file in schemas.items():
        file.write_text(json.dumps(json_schema(kind)), encoding="utf-8")
    assert COMMAND is not None
    found = Server(COMMAND, schemas)
    for kind in KINDS:
        assert found.diagnostics(found.open(kind, "nonsense: true\n")), "the schema is not read"
    yield found
    found.close()


# ---------------------------------------------------------------- sound stories


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a story, each with its kind."""
    return ((kind, folder / path) for kind, path in story_files(folder, Problems()))


def _shown_in_the_guide(modeline: str = "#") -> Iterator[tuple[str, str, str]]:
    """Whole files that the guide shows, but for those that it shows to be checked; `modeline` is put for the line that
    names the schema."""
    for example in examples(GUIDE.read_text(encoding="utf-8")):
        if not any(block.how == "check" for block in example.blocks):
            for block in example.blocks:
                if (block.language, block.how) == ("yaml", ""):
                    path = block.path.rpartition("/")[2] if block.path.endswith("story.yaml") else block.path
                    text = block.text.replace(MODELINE, modeline)
                    yield _kind(path) or "", f"{example.slug}: {block.path}", text


def test_no_story_here_is_underlined(server: Server) -> None:
    folders = [ROOT / "scenes", ROOT / "game/cli/template"]
    folders += [
        file.parent for part in ("cases", "faults") for file in sorted((ROOT / "tests" / part).glob("*/story.yaml"))
    ]
    texts = [(kind, str(file), file.read_text("utf-8")) for folder in folders for kind, file in _files(folder)]
    shown = [*_shown_in_the_guide()]
    assert len(texts) > 150
    assert len(shown) > 40
    opened = {(name, server.open(kind, text)): text for kind, name, text in [*texts, *shown]}
    found = {name: told for name, uri in opened if (told := server.diagnostics(uri))}
    # The guide shows files by parts: what belongs to the part that is not shown may be missing.
    assert {
        name: told for name, told in found.items() if any("Missing property" not in words for _, words in told)
    } == {}


def test_the_line_in_the_guide_names_the_schema(server: Server, tmp_path: Path) -> None:
    """As the guide has it: `game schema scene > scene.schema.json`, and the line at the top of a scene file."""
    (tmp_path / "scene.schema.json").write_text(CliRunner().invoke(game, ["schema", "scene"]).stdout, encoding="utf-8")
    (text,) = (text for _, _, text in _shown_in_the_guide(MODELINE) if text.startswith(MODELINE))
    file = tmp_path / "scenes.yaml"
    assert server.diagnostics(server.open("scenes", text, file)) == []
    wrong = server.diagnostics(server.open("scenes", text.replace("ending:", "endign:"), file.with_name("wrong.yaml")))
    assert "Property endign is not allowed." in [words for _, words in wrong]


# ---------------------------------------------------------------- refused examples

WHOLE = "it needs the rest of the story, or another file"
WORDS = "it is about what a text or an expression says"
YAML = "it is about YAML and characters, which a schema does not see"
VALUES = "it compares values with one another"
REASONS = {"2": WHOLE, "3": WORDS, "4": WORDS, "5": WHOLE, "6": WHOLE, "8": WHOLE}
"""Why what begins with S and this digit cannot be said in a schema."""

UNSAID = {
    "S002": YAML,
    "S003": YAML,
    "S004": YAML,
    "S007": YAML,
    "S009": "a schema is asked nothing about a file that is empty",
    "S013": "each document of a file is sound for itself",
    "S014": "the server's own reader underlines where the file ends, not where the quotation mark stands",
    "S015": "the server's own reader underlines where the file ends, not where the bracket stands",
    "S020": WHOLE,
    "S021": WHOLE,
    "S023": WHOLE,
    "S028": "a key without a value is YAML, and what the key means is not asked of it in a text",
    "S030": YAML,
    "S114": VALUES,
    "S115": VALUES,
    "S117": VALUES,
    "S119": WHOLE,
}
"""The same for single codes. The reasons are for errors: of advice, which warnings and notes are, no schema knows."""
SAID = {"S355", "S804", "S340"}
"""Codes beyond the first two hundred that a schema can say all the same."""


def _reason(code: str) -> str:
    """Why a schema cannot say what a code says; '' if it can."""
    if RULES[code].severity is not Severity.ERROR:
        return "it is advice"
    return "" if code in SAID else UNSAID.get(code) or REASONS.get(code[1], "")


def _kind(path: str) -> str | None:
    """The kind of a file by its path in the story; None for what is no file of a story's own."""
    if not path.endswith((".yaml", ".yml")) or path.startswith(".."):
        return None
    return (
        "story"
        if path == "story.yaml"
        else {"codex": "codex", "pictures": "pictures"}.get(path.split("/")[0], "scenes")
    )


def test_refused_examples_are_underlined_in_the_same_line(server: Server) -> None:
    rules = [rule for rule in RULES.values() if _kind(rule.file) and rule.file in rule.example and rule.repeat == 1]
    ours = [
        rule for rule in rules if "ledger" not in rule.page and not rule.file.startswith(("facts", "ledger", "seeds"))
    ]
    opened = {
        rule.code: server.open(_kind(rule.file) or "", rule.example[rule.file].encode("utf-8", "replace").decode())
        for rule in ours
    }
    lines = {code: {line for line, _ in server.diagnostics(uri)} for code, uri in opened.items()}
    said = {code for code, found in lines.items() if RULES[code].line in found}
    assert said == {code for code in lines if not _reason(code)}


def test_no_reason_is_given_for_what_is_gone() -> None:
    assert set(UNSAID) | SAID <= set(RULES)


# ---------------------------------------------------------------- every key with every sort of value

SORTS = {
    "nothing": "~",
    "null": "null",
    "empty": '""',
    "blank": '"  "',
    "quoted nothing": '"~"',
    "true": "true",
    "no": "no",
    "whole": "5",
    "quoted whole": '"5"',
    "negative": "-5",
    "huge": "123456789",
    "part": "5.5",
    "id": "white-room",
    "name": "white_room",
    "capital": "White",
    "words": "two words",
    "sign": '"#"',
    "condition": "water > 3",
    "list": "[white-room, white-room]",
    "empty list": "[]",
    "list of lists": "[[white-room]]",
    "mapping": "{oddly: even}",
    "guarded": "{if: water > 3, text: Deep.}",
    "target": "[{if: water > 3, to: white-room}, {to: {deck: night}}]",
    "deck": "{deck: night, else: white-room}",
    "draw": "{draw: [{weight: 0, to: white-room}]}",
}
"""Values as they are written; every key of the format gets each of them."""

HOLDERS = {
    "scenes": ("scenes", "SceneSource", {"text": "One.", "ending": "done"}, "scenes:\n"),
    "choices": ("scenes", "ChoiceSource", {"text": "Go.", "to": "one"}, "scenes:\n  one:\n    choices:\n"),
    "entries": (
        "codex",
        "EntrySource",
        {"title": "T.", "category": "c", "kind": "ours", "text": "T."},
        "entries:\n",
    ),
    "pictures": ("pictures", "PictureSource", {"alt": "A.", "art": "a"}, "pictures:\n"),
    "variables": ("story", "LongVariable", {"range": "[0, 5]"}, STORY_FILE + "variables:\n"),
    "endings": ("story", "EndingSource", {"title": "T."}, STORY_FILE.partition("endings:")[0] + "endings:\n"),
}
"""Sections of the files, whose entries hold one key with one value each: kind of file, class, what an entry needs
besides, and what stands before the entries."""

EXITS = ("choices", "to", "ending")
DOMAINS = ("boolean", "range", "one_of", "set", "text")
COMPANY = {
    "heavy": {"skip": "one"},
    "skip": {"heavy": "H."},
    "secret": {"if": "water > 3"},
    "names": {"one_of": "[a]"},
    "prompt": {"ask": "who"},
}
"""What a key needs beside it."""


def _entry(holder: str, needs: dict[str, str], key: str, value: str) -> str:
    """An entry of a section on one line, sound but for what the value makes of its key."""
    given = needs | COMPANY.get(key, {"start": "A"} if holder == "variables" and key == "text" else {})
    for group in (EXITS if holder == "scenes" else (), DOMAINS if holder == "variables" else ()):
        if key in group or (key == "names" and "range" in group):
            given = {name: text for name, text in given.items() if name not in group or name in COMPANY.get(key, {})}
    given[key] = value
    return "{" + ", ".join(f"{name}: {text}" for name, text in given.items()) + "}"


def _document(holder: str) -> tuple[str, dict[int, tuple[str, str]]]:
    """A file in which each key of a section's entries has each sort of value, and which line has which."""
    kind, name, needs, head = HOLDERS[holder]
    keys = json_schema(kind)["$defs"][name]["properties"]
    indent = " " * (6 if holder == "choices" else 2)
    lines, pairs = [], {}
    for number, (key, sort) in enumerate(product(keys, SORTS)):
        pairs[head.count("\n") + number + 1] = (key, sort)
        lines.append(f"{indent}e{number}: {_entry(holder, needs, key, SORTS[sort])}\n")
    return head + "".join(lines), pairs


COMPARED = {("variables", "start"), ("variables", "names")}
"""Keys whose values the reader compares with others, which a schema cannot: it lets some through that are refused."""


@pytest.mark.parametrize("holder", HOLDERS)
def test_reader_and_schema_refuse_the_same(holder: str, server: Server, tmp_path: Path) -> None:
    kind = HOLDERS[holder][0]
    text, pairs = _document(holder)
    path = {"story": "story.yaml", "codex": "codex/c.yaml", "pictures": "pictures/p.yaml"}.get(kind, "scenes.yaml")
    found = check_story(write(tmp_path, bad({path: text, **({"scenes.yaml": SCENE_FILE} if kind != "scenes" else {})})))
    ours = {one.line for one in found if one.path == path and re.fullmatch(r"S1\d\d|S355|S804|S0\d\d", one.code)}
    theirs = {line for line, _ in server.diagnostics(server.open(kind, text))}
    refused, underlined = ({pairs[line] for line in lines if line in pairs} for lines in (ours, theirs))
    let_through = {key for key, _ in refused - underlined}
    assert let_through == {key for section, key in COMPARED if section == holder}
    assert underlined - refused == set()


# ---------------------------------------------------------------- completions

SCENE = "scenes:\n  one:\n    "
ASKED = {
    "scene": ("scenes", SCENE + "^\n"),
    "choice": ("scenes", SCENE + "choices:\n      go:\n        ^\n"),
    "target": ("scenes", SCENE + "to:\n      ^\n"),
    "targets": ("scenes", SCENE + "to:\n      - ^\n"),
    "texts": ("scenes", SCENE + "text:\n      - ^\n"),
    "effects": ("scenes", SCENE + "do:\n      - ^\n"),
    "draw": ("scenes", SCENE + "to:\n      draw:\n        - ^\n"),
    "story": ("story", "^\n"),
    "variable": ("story", "variables:\n  water:\n    ^\n"),
    "status": ("story", "status:\n  - ^\n"),
    "can": ("story", "can:\n  - ^\n"),
    "entry": ("codex", "entries:\n  lamp:\n    ^\n"),
    "stage": ("codex", "entries:\n  lamp:\n    stages:\n      - ^\n"),
    "picture": ("pictures", "pictures:\n  lamp:\n    ^\n"),
    "variant": ("pictures", "pictures:\n  lamp:\n    variants:\n      - ^\n"),
}
"""Where an author asks what may stand there."""

WANTED = {
    "scene": {"text", "do", "facts", "tags", "skip", "to", "choices", "weight", "max_visits"},
    "choice": {"text", "if", "do", "facts", "to"},
    "target": {"draw", "deck", "call"},
    "targets": {"if", "to"},
    "effects": {"if", "do", "else"},
}


@pytest.mark.parametrize("place", ASKED)
def test_what_is_completed_is_whole_and_allowed(place: str, server: Server) -> None:
    kind, text = ASKED[place]
    offered = server.completions(kind, text)
    assert set(offered) >= WANTED.get(place, set())
    assert offered
    classes = {name for one in KINDS for name in json_schema(one).get("$defs", {})}
    assert not classes & set(offered), "the name of a class means nothing to an author"
    for label, inserted in offered.items():
        lines = [line.strip(" -") for line in inserted.split("\n")]
        whole = all(re.match(r"\w+:|\$", line) for line in lines if line)
        assert whole, f"{label} inserts {inserted!r}"
        for key, number in re.findall(r"(\w+): \$\{\d+:(-?\d+)\}", inserted):
            assert int(number) >= _minimum(kind, key)


def _minimum(kind: str, key: str) -> int:
    """The least number that a key may have in a kind of file."""
    schema = json_schema(kind)
    holders = [schema, *schema["$defs"].values()]
    return max(part["properties"][key].get("minimum", 0) for part in holders if key in part.get("properties", {}))
