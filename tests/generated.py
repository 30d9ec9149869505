"""Small random stories as authors write them: YAML with all constructs of the format, to be played at random."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from game.engine import Machine, load
from game.story import load_story

HEAD: dict[str, Any] = {
    "story": "generated",
    "title": "Generated",
    "version": "1",
    "language": "en",
    "start": "s0",
    "categories": {"things": "Things"},
    "endings": {"done": {"title": "Done", "text": "It was {oil}."}},
    "variables": {
        "b": {"boolean": True, "label": "Light"},
        "oil": {"range": [0, 3], "start": 1, "label": "Oil", "saturates": "both"},
        "wax": {"range": [0, 5], "start": 2, "cap": "4 - oil", "saturates": "both"},
        "e": {"one_of": ["one", "two", "three"]},
        "who": {"text": 12, "start": "Ann O."},
        "ship": {"text": 5, "start": "Ida", "label": "Ship"},
        "bag": {"set": ["key", "rope", "bell"], "start": ["key"], "names": {"bell": "a bell"}},
    },
    "conditions": {"bright": "b and oil >= 2", "late": "visits(s0) >= 2 or not bright"},
    "choice_sets": {
        "tools": {
            "trim": {
                "text": "Trim{visits(here) > 1:  again} {tale}.",
                "if": "oil >= 1 and taken(here, trim) < 3",
                "once": "everywhere",
                "locked": "No {oil}.",
                "do": ["oil -= 1", {"if": "seen(here)", "do": "b = true"}],
                "cost": "{&some|more}",
                "to": {"draw": [{"to": "here", "weight": 2}, {"if": "visits(here) > 2", "to": "end"}]},
            },
            "rest": {"include": "rests"},
        },
        "rests": {
            "rest": {"text": "Rest.", "once": True, "do": "wax += roll(2)", "to": {"call": "aside", "then": "here"}}
        },
    },
    "interrupts": [
        {"if": "oil == 3 and wax < 2", "to": {"draw": [{"to": "broken"}, {"to": "end"}]}},
        {"if": "oil == 2 or e == three", "call": "visit"},
    ],
    "texts": {
        "glow": "a {b: bright|dim} glow ({oil})",
        "hail": "{ship:title} {b: {who}|}",
        "tale": "{once|twice|ever} {~told|sung}",
        "verse": ["| {tale},\n| {glow}", {"if": "bright", "text": "{tale}", "else": "# {glow}"}],
    },
    "status": [
        {"meter": "oil", "of": 3},
        {"word": "e"},
        {"word": "bag"},
        {"text": "{wax} left", "label": "Left", "if": "b"},
        {"word": "who"},
    ],
}
LAMP = {
    "title": "Lamp",
    "text": "It burns {oil}, {glow}. [The sea](codex:sea).",
    "stages": [{"if": "oil >= 2", "text": "Bright."}],
}
CODEX = {
    "category": "things",
    "kind": "ours",
    "entries": {"lamp": LAMP, "sea": {"title": "Sea", "text": "{b: Near.|Far.}", "open": True}},
}
GUARDS = (
    "b", "not b", "oil >= 2", "oil < 1", "wax > oil", "e == two", "e != one and b", "oil == 3 or e in [two, three]",
    "bright", "not late", "late and wax > 1", "visits(s0) >= 2", "seen(s1)", "(oil + wax) % 3 == 1",
    "taken(s0, c0) >= 1", "min(oil, wax) == 0",
    "key in bag", "rope not in bag and bell in bag", "bag[bell] == b", "count(bag) >= 2", "oil > count(bag)",
)  # fmt: skip
EFFECTS = (
    "oil += 1",
    "oil -= 2",
    "wax += oil",
    "wax = oil + 1",
    "b = false",
    "b = true",
    "e = two",
    "e = three",
    "wax = wax // (oil + 1)",
    "oil = fairly(oil, -50)",
    "bag += rope",
    "bag += bell",
    "bag -= key",
    "bag = none",
    "bag[key] = oil > 1",
)
ROLLS = ("oil = roll(0, 3)", "wax -= roll(3)", "b = roll(2) == 2", "wax = roll(-1, 1) + roll(2) * oil")
"""Effects that chance has a part in: none on the way to the first page."""
WORDS = (
    "{oil + 1} of {visits(s0)}, {2 * max(wax, oil) // 3}.",
    "You have {bag}: {count(bag)} {count(bag): plural|thing|things}, {bell in bag: loud|quiet}.", "{bag}",
    "Plain.", "{oil} {wax: plural|can|cans} left.", "{e}, then.", "{b: Light.|Dark.}",
    "{oil == 0: None|oil < 2: {first|little}|b: |much}.", "{first|second|then always}", "Round {&a|b|c}.",
    "Now{! once| twice}.", "One {~x|y|z}.", "In {shuffle: a|b|{~c|d}}.", "*soft*, **hard**, ~~gone~~.",
    "> A letter,\n> unsigned.", "One *line,\\\nand* another.", "> Dear {oil},\\\n> yours.", "| verse\n|   kept",
    "There is {glow}, {tale}.", "{verse}", "{tale}", "Told {tale}, {tale}.",
    "{who}!", "{oil > 1: {who:upper}|{~{ship}|none}}.", "*{who:title}*, {hail}.", "> {ship},\\\n> {who}",
    "The [lamp](codex:lamp).", "{oil > 1: {b: [Lamp](codex:lamp)|none}|low}", "# Heading", "---",
)  # fmt: skip

TYPED = (
    "Zoe", "", "   ", "  Ana \n Maria ", "דוד לוי", "李小龍", "é" * 30, "a" + "\u0301" * 40, "\u202eevil",
    "{b}*x*[y](codex:sea)", "\x1b[2J", "1", "back", "\ue000\ue006", "::error::", "x" * 10_000, "\U000e0041",
    "\u3164", "\ud800",
)  # fmt: skip
"""What may be typed where a choice asks for words: names, and what should do nothing."""

CAPTIONS = ("Or {oil}.", "Or {tale}.", "See {glow}.", "To {who}.")

guards = st.sampled_from(GUARDS)


def effects_of(known: tuple[str, ...]) -> st.SearchStrategy[list[Any]]:
    """Some effects, a few of them under a condition."""
    one = st.sampled_from(known)
    return st.lists(st.one_of(one, st.builds(lambda g, e: {"if": g, "do": [e]}, guards, one)), max_size=2)


effects = effects_of((*EFFECTS, *ROLLS))
texts = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.builds(
            lambda g, a, b: {"if": g, "text": a, "else": b}, guards, st.sampled_from(WORDS), st.sampled_from(WORDS)
        ),
    ),
    min_size=1,
    max_size=3,
)


def typed_words() -> st.SearchStrategy[str]:
    """What somebody might type, or send."""
    return st.one_of(st.sampled_from(TYPED), st.text(max_size=40))


ways_on = st.sampled_from(["to", "run_on"])


def targets(scenes: list[str]) -> st.SearchStrategy[Any]:
    """A way on of any kind that always leads somewhere."""
    plain = st.sampled_from(scenes)
    return st.one_of(
        plain,
        st.builds(lambda g, a, b: [{"if": g, "to": a}, {"to": b}], guards, plain, plain),
        st.builds(lambda a, b, w: {"draw": [{"to": a, "weight": w}, {"to": b}]}, plain, plain, st.integers(1, 3)),
        st.builds(lambda a: {"deck": "card", "else": a}, plain),
        st.builds(lambda a: {"call": "aside", "then": a}, plain),
    )


@st.composite
def choices(draw: st.DrawFn, scenes: list[str]) -> dict[str, Any]:
    """Two or three choices; the first is always open, so that nobody is stuck."""
    made: dict[str, Any] = {"c0": {"text": "On.", "do": draw(effects), "to": draw(targets(scenes))}}
    for number in range(1, draw(st.integers(2, 3))):
        choice = {"text": draw(st.sampled_from(CAPTIONS)), "do": draw(effects)}
        if tells := draw(st.booleans()):
            choice["result"] = draw(texts)
        if not tells or draw(st.booleans()):
            choice["to"] = draw(targets(scenes))
        extra = draw(st.sampled_from(["if", "secret", "once", "locked", "fallback", "cost"]))
        if extra in ("if", "secret", "locked"):
            choice["if"] = draw(guards)
        if name := draw(st.sampled_from(["", "", "who", "ship"])):
            choice |= {"ask": name, "prompt": "After {who}: which {e}?"}
        if extra != "if":
            choice[extra] = {"locked": "Not yet.", "cost": "a little oil"}.get(extra, True)
        made[f"c{number}"] = choice
    sets = ["tools", "rests", ["rests"]]
    if any("to" not in choice for choice in made.values()):  # who stays is not to see the captions change by chance
        sets = ["rests", ["rests"]]
        for choice in made.values():
            choice["text"] = choice["text"].replace("{tale}", "{oil}")
    if draw(st.booleans()):
        made["in"] = {"include": draw(st.sampled_from(sets))}
    return made


@st.composite
def stories(draw: st.DrawFn) -> str:
    """The scene file of a story, as YAML."""
    names = [f"s{number}" for number in range(draw(st.integers(2, 4)))]
    scenes: dict[str, Any] = {
        name: {
            "text": draw(texts),
            "do": draw(effects_of(EFFECTS) if name == HEAD["start"] else effects),
            "choices": draw(choices([*names, "end"])),
        }
        for name in names
    }
    scenes["s0"]["choices"]["name"] = {"text": "A name.", "ask": "who", "result": "So {who}, {ship}.", "to": "s1"}
    scenes["s0"]["choices"]["call"] = {"text": "Aside.", "to": {"call": "aside", "then": "s1"}}
    scenes["s1"]["choices"]["deal"] = {"text": "Draw.", "to": {"deck": "card", "else": "end"}}
    for number in range(2):
        scenes[f"card-{number}"] = {
            "tags": ["card"], "text": draw(texts), draw(ways_on): draw(st.sampled_from(names)), "priority": number,
            "if": draw(guards), "max_visits": draw(st.integers(1, 2)),
        }  # fmt: skip
    if draw(st.booleans()):
        scenes["s1"]["interrupts"] = "off"
    scenes["broken"] = {"text": draw(texts), "do": "oil = 0", "choices": draw(choices([*names, "end"]))}
    scenes["visit"] = {"text": draw(texts), "do": draw(effects), draw(ways_on): "return"}
    scenes["aside"] = {"text": draw(texts), "do": draw(effects), draw(ways_on): "return"}
    scenes["end"] = {"text": "The end.", "ending": "done"}
    return yaml.safe_dump({"scenes": scenes}, sort_keys=False, allow_unicode=True)


@lru_cache(maxsize=64)
def machine_of(scenes: str) -> Machine:
    """Write the story to a folder of its own and load it as any other."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "codex").mkdir()
        head = {key: value for key, value in HEAD.items() if key != "interrupts" or "broken:" in scenes}
        (folder / "story.yaml").write_text(yaml.safe_dump(head, sort_keys=False), encoding="utf-8")
        (folder / "codex" / "things.yaml").write_text(yaml.safe_dump(CODEX, sort_keys=False), encoding="utf-8")
        (folder / "scenes.yaml").write_text(scenes, encoding="utf-8")
        return load(load_story(folder, cache=False).program)
