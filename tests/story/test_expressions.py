"""Expressions: what each compiles to, what is wrong with each, and that nothing an author types can crash."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.engine.expr import compile_expr
from game.story.diagnostics import RULES
from game.story.diagnostics.problems import filled
from game.story.expressions import parse
from game.story.expressions.effects import Caps, effect, follow_up
from game.story.expressions.scope import Scope, Variable

ALIVE, WATER, TRUTH, SEALED = range(4)

NO_CAPS = Caps({}, {}, {})


def make_scope() -> Scope:
    variables = [
        Variable("alive", "bool", 0, 1),
        Variable("water", "int", 0, 10),
        Variable("truth", "enum", 0, 3, ("none", "rumour", "knows", "half-told")),
        Variable("sealed", "int", 0, 7),
    ]
    scenes = {"trench": 0, "white-room": 1}
    return Scope(variables, scenes, {"trench": ["tell", "on"]}, {"sand": [0, 1]})


COMPILED = [
    ("alive", ("var", ALIVE)),
    ("alive == true", ("var", ALIVE)),
    ("alive != True", ("not", ("var", ALIVE))),
    ("water >= 3", (">=", ("var", WATER), ("const", 3))),
    ("3 <= water", (">=", ("var", WATER), ("const", 3))),
    ("0 < water < 5", ("and", (">", ("var", WATER), ("const", 0)), ("<", ("var", WATER), ("const", 5)))),
    ("truth == knows", ("==", ("var", TRUTH), ("const", 2))),
    ("none == truth", ("==", ("var", TRUTH), ("const", 0))),
    ("truth == 'half-told'", ("==", ("var", TRUTH), ("const", 3))),
    ("truth in [none, knows]", ("in", ("var", TRUTH), (0, 2))),
    ("truth not in [none]", ("!=", ("var", TRUTH), ("const", 0))),
    ("not (water < 3 or alive)", ("and", (">=", ("var", WATER), ("const", 3)), ("not", ("var", ALIVE)))),
    ("alive and (alive and water > 3)", ("and", ("var", ALIVE), (">", ("var", WATER), ("const", 3)))),
    ("water + 2 > sealed - 1", (">", ("+", ("var", WATER), ("const", 2)), ("-", ("var", SEALED), ("const", 1)))),
    ("water > 2 * 3", (">", ("var", WATER), ("const", 6))),
    ("min(water, sealed) == -1 + 2", ("==", ("min", ("var", WATER), ("var", SEALED)), ("const", 1))),
    ("true or alive", ("const", 1)),
    ("water // 3 == 2", ("==", ("//", ("var", WATER), ("const", 3)), ("const", 2))),
    ("-7 // 2 + water > -7 % 3", (">", ("+", ("const", -4), ("var", WATER)), ("const", 2))),
    ("water % (sealed + 1) > 0", (">", ("%", ("var", WATER), ("+", ("var", SEALED), ("const", 1))), ("const", 0))),
    ("water % -3 < -1", ("<", ("%", ("var", WATER), ("const", -3)), ("const", -1))),
    ("fairly(water, -10) > 1", (">", ("fairly", ("var", WATER), ("const", -10)), ("const", 1))),
    ("water > fairly(100, 5) - 90", (">", ("var", WATER), ("const", 9))),
    ("min(visits(trench), 6) // 2 == 3", ("==", ("//", ("min", ("var", 4), ("const", 6)), ("const", 2)), ("const", 3))),
    ("visits(trench) > 1", (">", ("var", 4), ("const", 1))),
    ('seen("white-room")', (">=", ("var", 4), ("const", 1))),
    ("taken(trench, tell) < 2", ("<", ("var", 4), ("const", 2))),
]


@pytest.mark.parametrize(("source", "expr"), COMPILED)
def test_compiles_to(source: str, expr: Any) -> None:
    compiled = parse.condition(source, make_scope())
    assert compiled.faults == ()
    assert compiled.expr == expr


FAULTS = [
    ("wter > 3", "S301", 0, "water"),
    ("alive and knows", "S301", 10, None),
    ("truth == kows", "S302", 9, "knows"),
    ("alive > 3", "S303", 0, None),
    ("alive and water > 10", "S304", 10, None),
    ("water >= 0", "S305", 0, None),
    ("truth != truth", "S304", 0, None),
    ("water in [2, 11]", "S304", 13, None),
    ("visit(trench) > 1", "S306", 0, "visits"),
    ("min(water) > 1", "S307", 0, None),
    ("visits() > 1", "S307", 0, None),
    ("seen(tranch)", "S201", 5, "trench"),
    ("seen(white-room)", "S308", 5, None),
    ("taken(trench, tel) > 0", "S208", 14, "tell"),
    ("water = 3", "S308", 6, None),
    ("alive && water > 3", "S308", 6, None),
    ("alive and", "S308", 9, None),
    ("", "S308", 0, None),
    ("a) or (b", "S308", 1, None),
    ("water / 2 > 1", "S309", 0, None),
    ("alive if alive else alive", "S309", 0, None),
    ("water.real > 1", "S309", 0, None),
    ("(" * 31 + "alive" + ")" * 31, "S310", 30, None),
    ("not " * 45 + "alive", "S310", 160, None),
    ("x" * 100_000, "S310", 0, None),
    ("water", "S311", 0, None),
    ("truth < knows", "S312", 0, None),
    ("visits(trench) * 2 > 3", "S313", 0, None),
    ("visits(trench) > visits('white-room')", "S313", 0, None),
    ("visits(trench) > 5000", "S314", 0, None),
    ("scene == trench", "S315", 0, None),
    ("water > 99999999", "S316", 8, None),
    ("water // sealed > 1", "S317", 9, None),
    ("water % (2 * sealed - 3) > 1", "S317", 9, None),
    ("water // 0 > 1", "S317", 9, None),
    ("10 // (visits(trench) + 1) > 1", "S313", 0, None),
    ("water % 3 == 3", "S304", 0, None),
    ("water // 3 <= 3", "S305", 0, None),
    ("fairly(water + 91, 10) > 1", "S318", 7, None),
    ("fairly(alive, 10) > 1", "S312", 7, None),
    ("fairly(water) > 1", "S307", 0, None),
    ("fairly(visits(trench), 1) > 1", "S313", 0, None),
    ("water %+ 10 > 1", "S309", 0, None),
    ("alive and é %- 10 > 1", "S309", 10, None),
    ("é > 3", "S301", 0, None),
    ("alive and é", "S301", 10, None),
    ("  water > 30", "S304", 2, None),
]


@pytest.mark.parametrize(("source", "code", "offset", "near"), FAULTS)
def test_fault(source: str, code: str, offset: int, near: str | None) -> None:
    compiled = parse.condition(source, make_scope())
    assert compiled.expr is None
    fault = compiled.faults[0]
    assert (fault.code, fault.offset) == (code, offset)
    if near is not None:
        assert fault.details["near"] == near


def test_one_fault_for_one_mistake() -> None:
    for source, *_ in FAULTS:
        if source != "alive if alive else alive":
            assert len(parse.condition(source, make_scope()).faults) == 1, source


def test_equal_expressions_are_one_object() -> None:
    scope = make_scope()
    first = parse.condition("water >= 3", scope)
    assert parse.condition("water >= 3", scope) is first
    assert parse.condition("3 <= water", scope).expr is first.expr


@pytest.mark.parametrize(
    ("source", "upto"),
    [
        ("visits(trench) > 2", 3),
        ("visits(trench) >= 2", 2),
        ("visits(trench) == 2", 3),
        ("visits(trench) <= water", 11),
        ("visits(trench) - 1 >= 2", 3),
        ("visits(trench) + 1 >= 3", 3),
        ("max(visits(trench), 5) >= 8", 8),
        ("min(visits(trench), 3) == water", 3),
        ("visits(trench) in [1, 4]", 5),
        ("seen(trench)", 1),
        ("visits(trench) > 2 and visits(trench) < 2", 3),
    ],
)
def test_counters_count_as_far_as_asked(source: str, upto: int) -> None:
    scope = make_scope()
    assert parse.condition(source, scope).faults == ()
    (slot,) = scope.counters.slots()
    assert (slot.name, slot.high) == ("visits:trench", upto)


@given(st.integers(0, 30), st.integers(0, 10), st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.data())
def test_a_bounded_count_answers_as_the_true_count_would(true_count: int, water: int, op: str, data: Any) -> None:
    """Saturating the counter at the highest number asked must not change any answer."""
    left = data.draw(
        st.sampled_from(["visits(trench)", "visits(trench) + 2", "visits(trench) - 3", "max(visits(trench), water)"])
    )
    right = data.draw(st.sampled_from(["1", "4", "water", "water - 2"]))
    scope = make_scope()
    compiled = parse.condition(f"{left} {op} {right}", scope)
    if compiled.expr is None:
        assert {fault.code for fault in compiled.faults} <= {"S304", "S305"}
        return
    high = scope.counters.slots()[0].high
    evaluate = compile_expr(compiled.expr)
    assert bool(evaluate((1, water, 0, 0, min(true_count, high)))) == bool(evaluate((1, water, 0, 0, true_count)))


def test_never_and_always_are_true_of_every_state() -> None:
    """A comparison is refused exactly when no state makes it differ (brute force over all values)."""
    for op, number in itertools.product(["==", "!=", "<", "<=", ">", ">="], range(-1, 12)):
        compiled = parse.condition(f"water {op} {number}", make_scope())
        answers = {eval(f"water {op} {number}", {"water": water}) for water in range(11)}
        if len(answers) == 2:
            assert compiled.expr is not None
        else:
            assert compiled.faults[0].code == ("S305" if answers == {True} else "S304")


def test_places_are_known_to_invariants_alone() -> None:
    scope = make_scope()
    compiled = parse.condition("not alive or scene == trench", scope, invariant=True)
    assert compiled.expr == ("or", ("not", ("var", ALIVE)), ("scene", (0,)))
    assert parse.condition("chapter in [sand]", scope, invariant=True).expr == ("scene", (0, 1))
    assert parse.condition("scene != 'white-room'", scope, invariant=True).expr == ("not", ("scene", (1,)))
    assert parse.condition("scene == tren", scope, invariant=True).faults[0].details["near"] == "trench"


# ---------------------------------------------------------------- effects


@pytest.mark.parametrize(
    ("source", "op"),
    [
        ("water -= 2", ("add", WATER, ("const", -2))),
        ("water += sealed", ("add", WATER, ("var", SEALED))),
        ("water -= sealed", ("add", WATER, ("neg", ("var", SEALED)))),
        ("water = sealed + 1", ("set", WATER, ("+", ("var", SEALED), ("const", 1)))),
        ("alive = false", ("set", ALIVE, ("const", 0))),
        ("alive = water > 3", ("set", ALIVE, (">", ("var", WATER), ("const", 3)))),
        ("truth = knows", ("set", TRUTH, ("const", 2))),
        ("truth = 'half-told'", ("set", TRUTH, ("const", 3))),
        ("truth = half-told", ("set", TRUTH, ("const", 3))),
    ],
)
def test_effect(source: str, op: Any) -> None:
    assert effect(source, make_scope(), NO_CAPS) == ((op,), ())


@pytest.mark.parametrize(
    ("source", "code", "offset"),
    [
        ("water++", "S320", 0),
        ("water == 3", "S320", 0),
        ("drink", "S320", 0),
        ("wter = 3", "S301", 0),
        ("water = wter", "S301", 8),
        ("water = 11", "S321", 8),
        ("water = -1", "S321", 8),
        ("alive += 1", "S322", 9),
        ("water = alive", "S323", 8),
        ("truth = 3", "S323", 8),
        ("truth = kows", "S302", 8),
        ("water = ", "S308", 8),
    ],
)
def test_effect_fault(source: str, code: str, offset: int) -> None:
    ops, faults = effect(source, make_scope(), NO_CAPS)
    assert (ops, [(fault.code, fault.offset) for fault in faults]) == ((), [(code, offset)])


def test_caps_follow_every_change_that_can_break_them() -> None:
    first, second = ("-", ("const", 10), ("var", SEALED)), ("var", WATER)
    caps, circular = follow_up({WATER: first, 4: second})
    assert circular == []
    assert caps.after(SEALED) == caps.after(WATER) == [("cap", WATER, first), ("cap", 4, second)]
    assert caps.after(4) == [("cap", 4, second)]
    caps, circular = follow_up({WATER: ("var", SEALED), SEALED: ("var", WATER), 4: ("var", WATER)})
    assert (caps.after(WATER), circular) == ([], [WATER, SEALED])


@given(st.dictionaries(st.integers(0, 7), st.frozensets(st.integers(0, 7), max_size=3), max_size=7))
def test_caps_come_in_the_order_in_which_they_rest_on_one_another(reads: dict[int, frozenset[int]]) -> None:
    """Those that rest on the fewest others first, and each after all that it rests on, by the closure of it all."""
    under = {slot: set(read) for slot, read in reads.items()}
    for middle in list(under) * 2:
        for slot in under:
            under[slot] |= under[middle] if middle in under[slot] else set()
    caps, circular = follow_up({slot: ("min", *(("var", one) for one in sorted(read))) for slot, read in reads.items()})
    assert circular == [slot for slot in reads if slot in under[slot]]
    for slot in range(8):
        affected = [one for one in reads if one == slot or slot in under[one]]
        order = sorted(affected, key=lambda one: (len(under[one] & reads.keys()), one))
        assert [op[1] for op in caps.after(slot)] == ([] if circular else order)
        assert circular or all(order.index(low) < order.index(one) for one in order for low in under[one] & {*order})


def test_reading_and_writing_are_noted() -> None:
    scope = make_scope()
    effect("water += 1", scope, NO_CAPS)
    assert (scope.read, scope.written) == (set(), {WATER})
    effect("alive = sealed > 2", scope, NO_CAPS)
    assert (scope.read, scope.written) == ({SEALED}, {WATER, ALIVE})


# ---------------------------------------------------------------- whatever is typed

WORDS = st.sampled_from(
    ["alive", "water", "truth", "sealed", "none", "knows", "not", "and", "or", "in", "is", "if", "else", "lambda",
     "visits(", "seen(", "taken(", "min(", "trench", ")", "(", "[", "]", ",", "==", "!=", "<=", ">=", "<", ">", "=",
     ":=", "+", "-", "*", "**", "/", "//", "%",
     "%+", "%-", "fairly(", "~", "1", "0", "99999999999", "1.5", "'a'", '"b"', ".", ":",
     "\\", "!", "&", "|", "\n", "\t", "é", "漢", "\x00", "\ud800", "#"]
)  # fmt: skip


@settings(max_examples=120)
@given(st.one_of(st.text(), st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=12).map("".join)))
@example("0" * 5000)
@example("1" * 900)
@example("-" * 900 + "1")
@example("[" * 25 + "]" * 25)
@example("water in [" + "1," * 300 + "]")
def test_nothing_that_is_typed_crashes(source: str) -> None:
    scope = make_scope()
    compiled = [
        parse.condition(source, scope),
        parse.condition(source, scope, invariant=True),
        parse.number(source, scope),
    ]
    for each in compiled:
        assert (each.expr is None) == bool(each.faults)
    faults = [fault for each in compiled for fault in each.faults] + list(
        effect(f"water = {source}", scope, NO_CAPS)[1]
    )
    for fault in faults:
        assert 0 <= fault.offset <= len(source) + 8
        rule = RULES[fault.code]
        assert filled(rule.template, fault.details)
        rule.hint.format(**fault.details)
