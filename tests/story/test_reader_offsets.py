"""From an offset in a value back to the file: every visible character is found where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.story.diagnostics import Problems
from game.story.places.source import Sourced
from game.story.reading.reader import read_bytes


def value_of(text: str) -> Sourced:
    problems = Problems()
    _, data = read_bytes(text.encode(), "a.yaml", problems)
    assert problems.found == []
    assert isinstance(data, dict)
    found = data["a"]
    assert isinstance(found, Sourced)
    return found


FORMS = {
    "plain": "a: one X two\n",
    "plain over lines": "a: one\n  two\n  X three\n",
    "single": "a: 'it''s X'\n",
    "single over lines": "a: 'it''s\n\n  or X'\n",
    "double": 'a: "one \\"two\\" \\u00e9 X"\n',
    "double over lines": 'a: "one\n  two \\\n  three X"\n',
    "double with escaped blanks": 'a: "one\\n\\x20two X"\n',
    "literal": "a: |\n  one\n\n  two X\n",
    "literal indented more": "a: |\n      one\n        deeper X\n",
    "literal with indicator": "a: |2\n      one\n    X two\n",
    "literal stripped": "a: |-\n\n  one\n  X\n\n",
    "folded": "a: >\n  one\n  two X\n\n  three\n",
    "in braces": "a: one X\n",
    "accents": "a: é è X\n",
    "carriage returns": "a: |\r\n  one\r\n  X two\r\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_marked_character_is_found(text: str) -> None:
    value = value_of(text)
    mark = value.mark_at(value.index("X"))
    assert text.replace("\r\n", "\n").split("\n")[mark.line - 1][mark.column - 1] == "X"


@given(
    st.lists(st.text(alphabet="abé '\\\"{}", min_size=1, max_size=12), min_size=1, max_size=5),
    st.sampled_from(["|", "|-", ">", "'", '"']),
    st.data(),
)
def test_every_visible_character_is_found(lines: list[str], style: str, data: st.DataObject) -> None:
    words = [f"x{line.strip()}" for line in lines]
    if style in "'\"":
        escaped = [w.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else w.replace("'", "''") for w in words]
        text = f"a: {style}" + "\n  ".join(escaped) + f"{style}\n"
    else:
        text = f"a: {style}\n" + "".join(f"  {word}\n" for word in words)
    value = value_of(text)
    offset = data.draw(st.integers(0, len(value) - 1))
    if value[offset].isspace():
        return
    mark = value.mark_at(offset)
    written = text.split("\n")[mark.line - 1][mark.column - 1 :]
    expected = {"\\": "\\\\" if style == '"' else "\\", '"': '\\"' if style == '"' else '"'}.get(
        value[offset], value[offset]
    )
    assert written.startswith(expected)


def test_the_end_of_a_value_has_a_place() -> None:
    value = value_of("a: one\n")
    assert (value.mark_at(3).line, value.mark_at(3).column) == (1, 7)
    assert value.mark_at(99) == value.mark_at(3)
