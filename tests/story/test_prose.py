"""Prose: paragraphs and their kinds, everything inline, every fault at its character."""

from __future__ import annotations

import marshal
import subprocess
import sys
from typing import Any

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.engine.expr import compile_expr
from game.engine.markup import EM_OFF, EM_ON, STRONG_OFF, STRONG_ON, STRUCK_OFF, STRUCK_ON, link
from game.proof.questions.page_parts import Walker
from game.story.diagnostics import RULES
from game.story.diagnostics.problems import filled
from game.story.expressions.scope import FARTHEST_COUNT, Scope, Variable
from game.story.prose.inline import compile_inline
from game.story.prose.paragraphs import fold, split
from game.story.prose.plurals import ONE_FORM, ORDER, forms_of
from game.story.prose.setting import Setting
from tests.story.test_expressions import ALIVE, TRUTH, WATER, make_scope

VISITS = CYCLE = 4
DRY = ("<", ("var", WATER), ("const", 2))


def compiled(source: str, **setting: Any) -> tuple[Any, list[tuple[str, int]]]:
    places = iter(range(100, 200))
    given = {"scene": "trench", "codex": {"nishi": 1}, "shuffle": lambda: next(places)} | setting
    text, _, faults = compile_inline(source, Setting(make_scope(), **given))
    return text, [(fault.code, fault.offset) for fault in faults]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Nothing special: 3 | 4 > 2 # - ~ (x)", "Nothing special: 3 | 4 > 2 # - ~ (x)"),
        ("You have {water}.", ("You have ", ("num", WATER), ".")),
        ("{ truth }", (("word", TRUTH, ("none", "rumour", "knows", "half-told")),)),
        ("{water + 1}!", (("expr", ("+", ("var", WATER), ("const", 1))), "!")),
        ("{-water}", (("expr", ("neg", ("var", WATER))),)),
        ("{visits(trench)}", (("expr", ("var", VISITS)),)),
        ("{2 * water}", (("expr", ("*", ("const", 2), ("var", WATER))),)),
        ("{min( water,3 )}", (("expr", ("min", ("var", WATER), ("const", 3))),)),
        ("{water < 2: dry|wet}", (("if", DRY, "dry", "wet"),)),
        ("Wait{water < 2:  again}.", ("Wait", ("if", DRY, " again", ""), ".")),
        ("{water < 2:}", (("if", DRY, "", ""),)),
        ("One,\\\ntwo", "One,\ntwo"),
        ("{water < 2: dry|*wet*\\\nand cold}", (("if", DRY, "dry", f"{EM_ON}wet{EM_OFF}\nand cold"),)),
        ("{water < 2: |wet}", (("if", DRY, "", "wet"),)),
        ("{water < 2: dry|alive: wet|drowned}", (("if", DRY, "dry", (("if", ("var", ALIVE), "wet", "drowned"),)),)),
        ("{water < 2: |alive:wet}", (("if", DRY, "", (("if", ("var", ALIVE), "wet", ""),)),)),
        ("{water < 2: dry|alive\\: wet}", (("if", DRY, "dry", "alive: wet"),)),
        ("{water < 2: dry|Ines: wet}", (("if", DRY, "dry", "Ines: wet"),)),
        ("{a|b|c}", (("seq", "stop", VISITS, ("a", "b", "c")),)),
        ("{!a|b}", (("seq", "once", VISITS, ("a", "b", "")),)),
        ("{!a}", (("seq", "once", VISITS, ("a", "")),)),
        ("{&a|b}", (("seq", "cycle", CYCLE, ("a", "b")),)),
        ("{shuffle: a||c}", (("seq", "order", CYCLE, ("a", "", "c"), 100),)),
        ("{ shuffle :a|{~b|c}}", (("seq", "order", CYCLE, ("a", (("seq", "shuffle", 100, ("b", "c")),)), 101),)),
        ("{~a|{~d|e}}", (("seq", "shuffle", 101, ("a", (("seq", "shuffle", 100, ("d", "e")),))),)),
        ("{a\\: b|c}", (("seq", "stop", VISITS, ("a: b", "c")),)),
        ("{see [him](codex:nishi)|go}", (("seq", "stop", VISITS, ("see " + link("nishi", "him"), "go")),)),
        ("{alive: {water}|{!x}}", (("if", ("var", ALIVE), (("num", WATER),), (("seq", "once", VISITS, ("x", "")),)),)),
        ("*a* **b** ~~c~~", f"{EM_ON}a{EM_OFF} {STRONG_ON}b{STRONG_OFF} {STRUCK_ON}c{STRUCK_OFF}"),
        ("***a***", f"{EM_ON}{STRONG_ON}a{STRONG_OFF}{EM_OFF}"),
        ("*{alive: a|b}*", (EM_ON, ("if", ("var", ALIVE), "a", "b"), EM_OFF)),
        ("{~~~a~~|b}", (("seq", "shuffle", 100, (f"{STRUCK_ON}a{STRUCK_OFF}", "b")),)),
        ("{~~a~~|b}", (("seq", "stop", VISITS, (f"{STRUCK_ON}a{STRUCK_OFF}", "b")),)),
        ("[the *old* man](codex:nishi)", link("nishi", f"the {EM_ON}old{EM_OFF} man")),
        ("\\\\ \\{ \\} \\| \\: \\* \\~ \\[ \\] \\> \\# \\-", "\\ { } | : * ~ [ ] > # -"),
    ],
)  # fmt: skip
def test_compiles_to(source: str, text: Any) -> None:
    found, faults = compiled(source)
    assert found == text
    assert faults == ([("S407", 0)] if source == "{water < 2:}" else [])


@pytest.mark.parametrize(
    ("source", "upto"),
    [
        ("{visits(trench)}", FARTHEST_COUNT),
        ("{visits(trench) + water}", FARTHEST_COUNT),
        ("{min(visits(trench), 7)}", 7),
    ],
)
def test_a_printed_count_goes_as_far_as_counts_go(source: str, upto: int) -> None:
    scope = make_scope()
    assert compile_inline(source, Setting(scope))[2] == []
    assert [slot.high for slot in scope.counters.slots()] == [upto]


@pytest.mark.parametrize(
    ("source", "other"),
    [("{water}", "{ water }"), ("{(water+1)*2}", "{(water + 1) * (2)}"), ('{visits("trench")}', "{visits(trench)}")],
)
def test_what_is_printed_is_the_same_however_it_is_written(source: str, other: str) -> None:
    """A translation is held to it."""
    one, two = (compile_inline(each, Setting(scope))[1].names for scope in [make_scope()] for each in (source, other))
    assert one.keys() == two.keys()
    assert list(one.values()) == [source[1:-1]]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("a {water", [("S401", 2)]),
        ("a {alive: b {water} c", [("S401", 2)]),
        ("a } b", [("S402", 2)]),
        ("a *b", [("S403", 2)]),
        ("a **b*", [("S404", 5), ("S403", 2)]),
        ("{alive: *a|b*}", [("S403", 8), ("S403", 12)]),
        ("a ~~~~ b", [("S403", 2)]),
        ("2 * 3", [("S404", 2)]),
        ("*a *", [("S404", 3), ("S403", 0)]),
        ("[sic]", [("S405", 0)]),
        ("[a](http://b)", [("S405", 0)]),
        ("a [b", [("S405", 2)]),
        ("[a](codex:nichi)", [("S206", 10)]),
        ("[](codex:nishi)", [("S407", 0)]),
        ("{alive}", [("S406", 0)]),
        ("{}", [("S407", 0)]),
        ("{|}", [("S407", 0)]),
        ("a\\n", [("S409", 1)]),
        ("a\\", [("S409", 1)]),
        ("{alive: a|b|c}", [("S410", 10)]),
        ("{alive: a|b: x|c}", [("S301", 10)]),
        ("{alive: a|water = 3: x|c}", [("S308", 16)]),
        ("{alive: a|water > 30: x}", [("S424", 10)]),
        ("{alive: a|watr < 3: x}", [("S424", 10)]),
        ("{alive: a|water < 3", [("S401", 0)]),
        ("{alive: |water < 3: }", [("S407", 0)]),
        ("{" + "|".join(["alive: a"] * 32) + "}", [("S423", 280)]),
        ("{alive: a|" * 20 + "b" + "}" * 20, [("S412", 120)]),
        ("{&a}", [("S411", 0)]),
        ("{shuffle: a}", [("S411", 0)]),
        ("{shuffle: |}", [("S407", 0)]),
        ("{shuffle: a|b", [("S401", 0)]),
        ("{shuffle: a|b|c|d|e|f|g|h|i|j|k|l|m}", [("S425", 0)]),
        ("{water left}", [("S416", 0)]),
        ("{alive: {water // water}}", [("S317", 18)]),
        ("{wter}", [("S301", 1)]),
        ("You {wter < 2: a}", [("S301", 5)]),
        ("You {water < 20: a}", [("S305", 5)]),
        ("a\x1b[31mb", [("S419", 1), ("S405", 2)]),
        ("a\ue006b", [("S419", 1)]),
        ("a\u202eb", [("S419", 1)]),
    ],
)
def test_faults(source: str, faults: list[tuple[str, int]]) -> None:
    assert compiled(source)[1] == faults


def test_what_a_place_does_not_allow() -> None:
    assert compiled("{a|b}", scene="")[1] == [("S408", 0)]
    assert compiled("{alive: a|b} {water}", scene="")[1] == []
    assert compiled("[a](codex:nishi)", codex=None)[1] == [("S414", 0)]


def test_cycles_of_a_scene_share_one_counter() -> None:
    scope = make_scope()
    compile_inline("{&a|b} {&a|b|c} {a|b|c|d}", Setting(scope, "trench"))
    assert [(slot.name, slot.high) for slot in scope.counters.slots()] == [("cycle:trench", 5), ("visits:trench", 4)]
    long = "{&" + "|".join("a" * 29) + "} {&" + "|".join("a" * 37) + "}"
    assert [fault.code for fault in compile_inline(long, Setting(make_scope(), "trench"))[2]] == ["S418"]


# ---------------------------------------------------------------- paragraphs


def kinds(source: str) -> list[tuple[str, str]]:
    parts, faults = split(source)
    assert faults == []
    return [(part.kind, part.text) for part in parts]


def test_paragraphs_and_their_kinds() -> None:
    source = "One\n  two.\n\n\n> Dear\n> Sae,\n>\n> it is hot.\n\n|  a  b\n| c\n\n# Night *one*\n\n---\n\n\\# no\n"
    assert kinds(source) == [
        ("para", "One two."),
        ("letter", "Dear Sae,"),
        ("letter", "it is hot."),
        ("verse", " a  b\nc"),
        ("heading", "Night *one*"),
        ("rule", ""),
        ("para", "\\# no"),
    ]
    assert kinds("") == kinds(" \n \n") == []


@pytest.mark.parametrize(
    ("source", "code", "offset"),
    [("> a\nb", "S413", 4), ("a\n> b", "S413", 2), ("| a\nb", "S413", 4), ("# a\nb", "S417", 0), ("a\n---", "S417", 2)],
)
def test_paragraph_faults(source: str, code: str, offset: int) -> None:
    assert [(fault.code, fault.offset) for fault in split(source)[1]] == [(code, offset)]


@given(st.text(alphabet="ab >|#-\n\\*{}~", max_size=60))
def test_paragraph_offsets_lead_back(source: str) -> None:
    for part in [*split(source)[0], fold(source)]:
        for offset, char in enumerate(part.text):
            if not char.isspace():
                assert source[part.source_offset(offset)] == char


PIECES = st.sampled_from(
    ["{", "}", "|", "*", "**", "~", "~~", "[", "]", "](codex:nishi)", "\\", "{water", "{alive:", "{&", "{!", "{~", ":",
     "word", " ", "\n", "{truth}", "#", ">", "\x00", "\ue000", "é"]
)  # fmt: skip


@settings(max_examples=120)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join)))
@example("{" * 5000)
@example("[" * 5000)
@example("*" * 5000)
@example("{a|" * 200 + "}" * 200)
@example("{alive:" * 11 + "}" * 11)
def test_nothing_that_is_written_crashes(source: str) -> None:
    parts, faults = split(source)
    for part in parts:
        text, _, found = compile_inline(part.text, Setting(make_scope(), "trench", {"nishi": 1}))
        assert isinstance(text, str | tuple)
        assert all(0 <= fault.offset <= len(part.text) for fault in found)
        faults += found
    for fault in faults:
        assert filled(RULES[fault.code].template, fault.details)


def test_the_variants_of_several_ways_are_told_apart_in_the_order_of_the_walk() -> None:
    """Those behind a way, all together, begin with the condition of the next one."""
    source = "{water < 2: dry|alive: {alive: x|y}|truth == none: |rest}"
    text, uses, _ = compile_inline(source, Setting(make_scope()))
    marks = [source[at : at + 4] for at in uses.variants]
    assert marks == ["dry|", "aliv", "{ali", "x|y}", "y}|t", "trut", "rest"]
    walked = [part.name for part in Walker((text,), ()).text(0) if part.kind == "text"]
    assert len(walked) == len(marks)


def test_a_backslash_at_the_end_of_a_line_keeps_its_break() -> None:
    """Not where it is an ordinary one, not at the end of a paragraph, and not where a text stands on one line."""
    source = "One  \\\n  two \\\\\nthree\nfour\\\n\n> a\\\n> b\n> c"
    paragraphs, faults = split(source)
    assert faults == []
    assert [(one.kind, one.text) for one in paragraphs] == [
        ("para", "One\\\ntwo \\\\ three four\\"),
        ("letter", "a\\\nb c"),
    ]
    for word in ("two", "three", "four"):
        assert paragraphs[0].source_offset(paragraphs[0].text.index(word)) == source.index(word)
    assert fold("One\\\ntwo").text == "One\\ two"
    assert fold("One\\\ntwo", breaks=True).text == "One\\\ntwo"
    assert [code for code, _ in compiled("four\\")[1]] == [code for code, _ in compiled("One\\ two")[1]] == ["S409"]


def test_a_variable_that_is_called_shuffle_is_asked_for_its_value() -> None:
    scope = Scope([Variable("shuffle", "bool", 0, 1)])
    assert compile_inline("{shuffle: a|b}", Setting(scope))[0] == (("if", ("var", 0), "a", "b"),)


# ---------------------------------------------------------------- plurals


@pytest.mark.parametrize(
    ("language", "source", "faults"),
    [
        ("en", "{water: plural|can|cans}", []),
        ("fr", "{water:plural |bidon|bidons}", []),
        ("pl", "{water: plural|puszka|puszki|puszek}", []),
        ("ja", "{water: plural|can}", []),
        ("ar", "{water: plural|a|b|c|d}", []),
        ("ar", "{water + 10: plural|d|e}", []),
        ("pt_BR", "{1000 * sealed: plural|lata|latas}", []),
        ("pt_BR", "{200000 * sealed: plural|lata|de latas|latas}", []),
        ("zh_Hant", "{-water: plural|can}", []),
        ("ca@valencia", "{water - 3: plural|llauna|llaunes}", []),
        ("es_419", "{visits(trench): plural|vez|veces}", []),
        ("en", "{visits(trench): plural|once|times}", []),
        ("en", "{alive: plural|b}", []),
        ("pl", "{water: plural|puszka|puszek}", [("S427", 0)]),
        ("en", "{water: plural}", [("S427", 0)]),
        ("en", "a {water + 1: plural|can|cans|more}", [("S427", 2)]),
        ("en", "{water + 2: plural|can|cans}", [("S427", 0)]),
        ("tlh", "{water: plural|can|cans}", [("S426", 0)]),
        ("la", "{water: plural|can}", [("S426", 0)]),
        ("nb", "{water: plural|boks|bokser}", []),
        ("zh_Hans_CN", "{water: plural|can}", []),
        ("en", "{wter: plural|can|cans}", [("S301", 1)]),
        ("en", "{water // sealed: plural|can|cans}", [("S317", 10)]),
        ("en", "{truth: plural|can|cans}", [("S312", 1)]),
        ("en", "{water: plural||}", [("S407", 0)]),
        ("en", "{water: plural|can", [("S401", 0)]),
        ("en", "{water: plural|a|" * 8 + "b" + "}" * 8, []),
        ("ar", "{water: plural|a|b|c|" * 8 + "d" + "}" * 8, [("S423", 147)]),
    ],
)
def test_a_plural_has_as_many_texts_as_the_language_has_forms(language: str, source: str, faults: Any) -> None:
    text, found = compiled(source, language=language)
    assert found == faults
    assert marshal.loads(marshal.dumps(text)) == text, "nothing of Babel is left in it"


def _category(language: str, number: int) -> str:
    """The category of a number by the conditions of its language."""
    wide = forms_of(language, 0, 2_000_000)
    return next(form.name for form in wide if form is wide[-1] or compile_expr(form.condition)((number,)))


@pytest.mark.parametrize("language", sorted({name.split("_")[0] for name in locale_identifiers()}))
def test_plural_rules_are_those_of_babel(language: str) -> None:
    rule = Locale.parse(language).plural_form
    if not forms_of(language, 0, 10):
        assert rule.rules == {}, "what Babel says of a language that it has no rule for"
        return
    numbers = [*range(130), *range(990, 1_010), *range(0, 1_200_000, 20_000), 1_000_001, 1_000_000]
    assert [_category(language, number) for number in numbers] == [rule(number) for number in numbers]


@given(
    st.sampled_from(["en", "fr", "pl", "ar", "cy", "ja", "kw", "lt", "br"]), st.integers(-130, 130), st.integers(0, 40)
)
def test_forms_are_those_that_a_range_has(language: str, low: int, more: int) -> None:
    rule = Locale.parse(language).plural_form
    wanted = {rule(abs(number)) for number in range(low, low + more + 1)}
    assert [form.name for form in forms_of(language, low, low + more)] == [name for name in ORDER if name in wanted]


def test_languages_of_one_form_are_those_that_have_a_rule_which_says_so() -> None:
    """By their own data, as Babel reads it before it is asked for anything else."""
    asked = (
        "from babel.localedata import load, locale_identifiers\n"
        "for name in sorted({name.split('_')[0] for name in locale_identifiers()} - {'root'}):\n"
        "    rule = load(name, merge_inherited=False).get('plural_form')\n"
        "    if rule is not None and not rule.rules: print(name)\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert set(told.split()) == ONE_FORM
