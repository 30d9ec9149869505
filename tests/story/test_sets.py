"""Sets: what they are to expressions, effects, texts, states and those who check and advise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from babel import Locale, localedata
from babel.lists import format_list

from game.engine import Machine, advance, load, page, start, state_digest, status, values_by_name
from game.engine.prose import Compiler
from game.engine.questions import of_text
from game.engine.step import Value
from game.session import Session
from game.session.explain import why_other_state
from game.session.lines import Chosen
from game.session.renaming import Checks
from game.story import check_story, load_story
from game.story.expressions import parse
from game.story.expressions.effects import Caps, effect
from game.story.expressions.scope import Scope, Variable
from game.story.prose.inline import compile_inline
from game.story.prose.lists import ROOT, patterns
from game.story.prose.setting import Setting
from tests.story.stories import SMALL, write

LAMP, KEY, BELL = 1, 2, 3
NAMES = ("lamp", "key", "storm-bell")
NO_CAPS = Caps({}, {}, {})
ENGLISH = ("{0} and {1}", "{0}, {1}", "{0}, {1}", "{0}, and {1}")


@pytest.fixture
def scope() -> Scope:
    members = [Variable(f"bag[{name}]", "bool", 0, 1, of="bag", member=name) for name in NAMES]
    return Scope([Variable("water", "int", 0, 9), *members, Variable("lit", "bool", 0, 1)])


ASKED: list[tuple[str, Any]] = [
    ("lamp in bag", ("var", LAMP)),
    ("bag[lamp]", ("var", LAMP)),
    ('bag["storm-bell"]', ("var", BELL)),
    ("'storm-bell' in bag", ("var", BELL)),
    ("lamp not in bag", ("not", ("var", LAMP))),
    ("not key in bag", ("not", ("var", KEY))),
    ("bag[key] == false", ("not", ("var", KEY))),
    ("bag[key] == lit", ("==", ("var", KEY), ("var", 4))),
    ("lamp in bag and key in bag", ("and", ("var", LAMP), ("var", KEY))),
    ("count(bag) >= 2", (">=", ("count", ("var", LAMP), ("var", KEY), ("var", BELL)), ("const", 2))),
    ("water > count(bag)", (">", ("var", 0), ("count", ("var", LAMP), ("var", KEY), ("var", BELL)))),
]


@pytest.mark.parametrize(("source", "expr"), ASKED)
def test_a_set_is_a_boolean_for_each_member(source: str, expr: Any, scope: Scope) -> None:
    compiled = parse.condition(source, scope)
    assert (compiled.expr, compiled.faults) == (expr, ())


def test_how_many_there_are_is_a_number_of_none_to_all(scope: Scope) -> None:
    compiled = parse.number("count(bag)", scope)
    assert (compiled.low, compiled.high) == (0, 3)
    assert [fault.code for fault in parse.condition("count(bag) <= 3", scope).faults] == ["S305"]
    assert [fault.code for fault in parse.condition("count(bag) > 3", scope).faults] == ["S304"]


DONE: list[tuple[str, Any]] = [
    ("bag += lamp", [("set", LAMP, ("const", 1))]),
    ("bag -= 'storm-bell'", [("set", BELL, ("const", 0))]),
    ("bag[ lamp ] = lit", [("set", LAMP, ("var", 4))]),
    ('bag["storm-bell"] = not lit', [("set", BELL, ("not", ("var", 4)))]),
    ("bag = none", [("set", slot, ("const", 0)) for slot in (LAMP, KEY, BELL)]),
]


@pytest.mark.parametrize(("source", "ops"), DONE)
def test_an_effect_sets_members(source: str, ops: Any, scope: Scope) -> None:
    assert effect(source, scope, NO_CAPS) == (tuple(ops), ())


def test_a_cap_may_count_and_follows_what_empties(scope: Scope) -> None:
    cap = parse.number("count(bag)", scope).expr
    assert cap is not None
    caps = Caps({0: cap}, {slot: {0} for slot in (LAMP, KEY, BELL)}, {0: 0})
    ops, _ = effect("bag = none", scope, caps)
    assert [op[0] for op in ops] == ["set", "set", "set", "cap"], "once, when all of it is out"


# ---------------------------------------------------------------- words


def test_what_is_in_it_is_listed(scope: Scope) -> None:
    text, uses, faults = compile_inline("You have {bag}.", Setting(scope))
    items = tuple(zip((LAMP, KEY, BELL), NAMES, strict=True))
    assert text == ("You have ", ("list", items, ENGLISH), ".")
    assert (faults, list(uses.names.values())) == ([], ["bag"])
    assert of_text(text) == {("slot", LAMP), ("slot", KEY), ("slot", BELL)}


def test_lists_are_those_of_babel_in_every_language() -> None:
    """Babel joins by the same tables, in its own way."""
    words = [f"w{number}" for number in range(6)]
    known = 0
    for name in localedata.locale_identifiers():
        locale, table = Locale.parse(name), patterns(name)
        for size in range(len(words) + 1):
            values = (*(1 for _ in range(size)), *(0 for _ in words[size:]))
            say = Compiler((), lambda _: lambda __: 0).text((("list", tuple(enumerate(words)), table),))
            assert not isinstance(say, str)
            assert say(values, None) == format_list(words[:size], locale=locale), name  # type: ignore[arg-type]
        known += 1
    assert known > 500


@pytest.mark.parametrize(("language", "two"), [("fr-BE", "{0} et {1}"), ("pt_BR", "{0} e {1}"), ("xx", ROOT[0])])
def test_a_language_lists_as_it_does_anywhere(language: str, two: str) -> None:
    assert patterns(language)[0] == two


# ---------------------------------------------------------------- a story

HEAD = """\
variables:
  bag: {set: [lamp, key, rope], start: [lamp, rope], names: {lamp: the lamp}, label: Carried%s}
  coins: {range: [0, 9], start: 3}
"""
SCENES = """\
scenes:
  one:
    text: "{bag}; {coins}"
    choices:
      key: {text: Key., if: key not in bag, do: bag += key, to: one}
      none: {text: None., do: [bag = none, coins += 1], to: one}
      all: {text: All., if: lamp in bag or count(bag) > 1, do: bag += lamp, to: two}
  two: {text: Two., ending: done}
"""


def story(folder: Path, more: str = "", *, head: str = HEAD, scenes: str = SCENES, name: str = "") -> Machine:
    files: dict[str, str | bytes] = {"story.yaml": SMALL + head % more, "scenes.yaml": scenes}
    if name:
        files = {path: str(text).replace("bag", name) for path, text in files.items()}
    folder.mkdir(exist_ok=True)
    return load(load_story(write(folder, files), cache=False).program)


def test_values_are_those_that_are_in_it(tmp_path: Path) -> None:
    machine = story(tmp_path)
    states = [start(machine)]
    for choice in ("key", "none", "key"):
        states.append(advance(machine, states[-1], choice))
    bags: list[Value] = [values_by_name(machine, state)["bag"] for state in states]
    assert bags == [("lamp", "rope"), ("lamp", "key", "rope"), (), ("key",)]
    assert [slot.name for slot in machine.program.slots] == ["bag[lamp]", "bag[key]", "bag[rope]", "coins"]
    read = [page(machine, state).blocks[0].text for state in states]
    assert read == ["the lamp and rope; 3", "the lamp, key, and rope; 3", "; 4", "key; 4"]


def test_a_digest_knows_only_what_is_in_it(tmp_path: Path) -> None:
    """So a member that is added to the story, or a whole set, breaks no check that was recorded."""
    one = story(tmp_path / "one")
    more = story(tmp_path / "more", head=HEAD.replace("key,", "key, bell,"))
    empty = story(tmp_path / "empty", head=HEAD + "  met: {set: [cat]}\n")
    digests = [state_digest(machine, start(machine)) for machine in (one, more, empty)]
    assert len(set(digests)) == 1
    state = start(one)
    every = {state_digest(one, state._replace(values=(a, b, c, 3))) for a in (0, 1) for b in (0, 1) for c in (0, 1)}
    assert len(every) == 8
    bare = story(tmp_path / "bare", head="variables:\n  coins: {range: [0, 9], start: 3}\n%s", scenes=BARE)
    emptied = advance(one, state, "none")
    assert state_digest(bare, start(bare)) == state_digest(one, emptied._replace(values=(0, 0, 0, 3)))


BARE = "scenes:\n  one: {text: '{coins}', to: two}\n  two: {text: Two., do: coins += 1, ending: done}\n"


def test_a_set_that_is_renamed_keeps_its_checks(tmp_path: Path) -> None:
    old, new = story(tmp_path / "old"), story(tmp_path / "new", ", formerly: sack", name="")
    sack = story(tmp_path / "sack", name="sack")
    state = advance(old, start(old), "key")
    check = state_digest(sack, advance(sack, start(sack), "key"))
    assert check != state_digest(old, state)
    assert Checks(new).agree(check, state) is True
    assert Checks(old).agree(check, state) is False


def test_what_differs_is_told_by_member(tmp_path: Path) -> None:
    machine = story(tmp_path)
    before = start(machine)
    after = advance(machine, before, "key")
    notice = why_other_state(machine, 1, Chosen("one/key", "one", "x"), before, after)
    assert "bag [lamp, rope] → [lamp, key, rope]" in notice


def test_beside_the_page_an_empty_set_is_called_nothing(tmp_path: Path) -> None:
    head = HEAD + "status:\n  - {word: bag}\n  - {number: count(bag)}\n  - {meter: count(bag), label: Weight}\n"
    machine = story(tmp_path, head=head)
    state = start(machine)
    lines = [(line.label, line.text, line.value, line.of) for line in status(machine, state)]
    assert lines == [("Carried", "the lamp and rope", 0, 0), ("Carried", "", 2, 0), ("Weight", "", 2, 3)]
    assert status(machine, advance(machine, state, "none"))[0].text == "nothing"


@pytest.mark.parametrize(
    ("choice", "said"),
    [("key", "Carried: not with “key”."), ("all", "Carried: “the lamp” needed; or Carried: at least 2 needed.")],
)
def test_a_closed_choice_says_which_member(choice: str, said: str, tmp_path: Path) -> None:
    machine = story(tmp_path)
    state = start(machine)
    for taken in {"key": ["key"], "all": ["none"]}[choice]:
        state = advance(machine, state, taken)
    assert next(one.reason for one in page(machine, state).options if one.id == f"one/{choice}") == said


def test_a_session_of_a_set_goes_on(tmp_path: Path) -> None:
    machine = story(tmp_path / "story")
    session = Session.new(machine, tmp_path, seed=1, language="en")
    session.choose("key")
    session.close()
    assert session.file is not None
    assert Session.open(machine, session.file).state == session.state


# ---------------------------------------------------------------- what is wrong, and what is advised


def found(folder: Path, variables: str, scenes: str = SCENES) -> list[str]:
    return [f"{one.code} {one.line}:{one.column}" for one in check_story(write(folder, {
        "story.yaml": f"{SMALL}variables:\n{variables}  coins: {{range: [0, 9], start: 3}}\n", "scenes.yaml": scenes,
    }))]  # fmt: skip


WRONG = [
    ("  bag: {set: [lamp, key, rope, key]}\n", ["S118 8:32"]),
    ("  bag: {set: [lamp, key, rope], start: [lmap]}\n", ["S115 8:41"]),
    ("  bag: {set: [lamp, key, rope], start: lmap}\n", ["S115 8:40"]),
    ("  bag: {set: [lamp, key, rope], start: [key, key]}\n", ["S118 8:46"]),
    ("  bag: {set: [lamp, none, rope]}\n", ["S342 8:21"]),
    ("  bag: {set: [lamp, true, rope]}\n", ["S342 8:21"]),
    ("  bag: {set: [lamp, coins, rope]}\n", ["S342 8:21"]),
    ("  bag: {set: [lamp, bag]}\n", ["S342 8:21"]),
    ("  bag: {set: [lamp, key], cap: 3}\n", ["S116 8:27"]),
    ("  bag: {set: [lamp, key], one_of: [a]}\n", ["S109 8:9"]),
    ("  bag: {set: [lamp, key], names: {lmap: a lamp}}\n", ["S117 8:35"]),
    ("  bag: {one_of: [lamp, key], start: [lamp]}\n", ["S104 8:30"]),
    ("  bag: {range: [0, 3], start: [2]}\n", ["S104 8:24"]),
    (f"  bag: {{set: [{', '.join(f'm{number}' for number in range(65))}]}}\n", ["S340 8:9"]),
]


@pytest.mark.parametrize(("variables", "codes"), WRONG)
def test_a_declaration_that_is_wrong(variables: str, codes: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, variables) == codes


def test_sixty_four_members_are_well(tmp_path: Path) -> None:
    names = ["lamp", "key", *(f"m{number}" for number in range(62))]
    machine = story(tmp_path, head=f"variables:\n  bag: {{set: [{', '.join(names)}]%s}}\n  coins: {{range: [0, 9]}}\n")
    state = advance(machine, start(machine), "key")
    assert values_by_name(machine, state)["bag"] == ("key",)
    assert page(machine, state).blocks[0].text == "key; 0"


ADVISED = [
    ("text: Plain.", "do: bag += lamp", ["S703"]),
    ("text: '{bag}'", "do: bag += lamp", ["S341"]),
    ("text: '{bag}'", "do: [bag += lamp, bag += key]", []),
    ("text: '{bag}'", "do: [bag += lamp, 'bag[key] = coins > 3']", []),
    ("text: '{bag}'", "do: bag = none", ["S341", "S341"]),
    ("text: '{lamp in bag: a|b}'", "do: [bag += lamp, bag += key]", ["S348"]),
    ("text: '{count(bag)}'", "if: coins > 1", ["S704"]),
    ("text: Plain.", "if: coins > 1", ["S702"]),
]


@pytest.mark.parametrize(("text", "more", "codes"), ADVISED)
def test_members_that_make_no_difference_are_told(text: str, more: str, codes: list[str], tmp_path: Path) -> None:
    scenes = f"scenes:\n  one:\n    {text}\n    choices:\n      go: {{text: Go., do: coins -= 1, to: two}}\n"
    scenes += f"      on: {{text: '{{coins}}', {more}, to: two}}\n  two: {{text: Two., ending: done}}\n"
    codes_found = [line.split()[0] for line in found(tmp_path, "  bag: {set: [lamp, key]}\n", scenes)]
    assert [code for code in codes_found if code != "S731"] == codes, "the decision itself may be forgotten"


def test_two_sets_may_have_members_of_one_name(tmp_path: Path) -> None:
    scenes = "scenes:\n  one: {text: '{bag} {sack}', do: [bag += lamp, sack += lamp, sack -= key], to: two}\n"
    scenes += "  two: {text: Two., ending: done}\n"
    assert found(tmp_path, "  bag: {set: [lamp]}\n  sack: {set: [lamp, key], start: [key]}\n", scenes) == ["S702 10:3"]
