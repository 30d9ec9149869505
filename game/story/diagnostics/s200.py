"""Rules S2xx: what is named must exist, and what leads somewhere must lead somewhere sound."""

from __future__ import annotations

from game.story.diagnostics.examples import guard, prose, way_on
from game.story.diagnostics.rule import STORY_FILE, Rule, Severity, bad, story

_CATEGORY = "categories: {people: People}\n"

RULES: tuple[Rule, ...] = (
    Rule(
        code="S201",
        severity=Severity.ERROR,
        title="There is no such scene",
        template="there is no scene '{name}'",
        hint="{fix}",
        page="""Something leads to a scene, or asks about one, that no file of the story has. Look for a
        misspelling, for a scene that was renamed, or for an indentation that hides the scene inside another. An
        id with a hyphen is written in quotation marks inside an expression.""",
        example=way_on("    to: twoo\n"),
        line=4,
    ),
    Rule(
        code="S202",
        severity=Severity.ERROR,
        title="There is no such ending",
        template="there is no ending '{name}'",
        hint="Declare it under endings: in story.yaml.",
        page="""A scene ends with an ending, or a rule speaks of one, that story.yaml does not declare. Every
        ending has an id and a title there, so that the codex of endings, the proof and the translations can name
        it.""",
        example=bad({"scenes.yaml": "scenes:\n  one:\n    text: One.\n    ending: dune\n"}),
        line=4,
    ),
    Rule(
        code="S203",
        severity=Severity.ERROR,
        title="There is no such chapter",
        template="there is no chapter '{name}'",
        hint="Declare it under chapters: in story.yaml.",
        page="""A scene, a scene file or a rule names a chapter that story.yaml does not declare.""",
        example=bad({"scenes.yaml": "scenes:\n  one:\n    chapter: sand\n    text: One.\n    ending: done\n"}),
        line=3,
    ),
    Rule(
        code="S204",
        severity=Severity.ERROR,
        title="There is no such picture",
        template="there is no picture '{name}'",
        hint="Pictures are declared in the files of pictures/.",
        page="""A scene, a text or the status shows a picture that no file in pictures/ declares.""",
        example=bad({"scenes.yaml": "scenes:\n  one:\n    picture: map\n    text: One.\n    ending: done\n"}),
        line=3,
    ),
    Rule(
        code="S205",
        severity=Severity.ERROR,
        title="There is no such category",
        template="there is no codex category '{name}'",
        hint="Declare it under categories: in story.yaml.",
        page="""A codex entry, or the default of a codex file, names a category that story.yaml does not declare.""",
        example=bad(
            {
                "codex/people.yaml": "category: people\nentries:\n"
                "  nishi: {title: Nishi, kind: record, open: true, text: A rider.}\n"
            }
        ),
        file="codex/people.yaml",
        line=1,
    ),
    Rule(
        code="S206",
        severity=Severity.ERROR,
        title="There is no such codex entry",
        template="there is no codex entry '{name}'",
        hint="Entries are declared in the files of codex/.",
        page="""A link in a text, [words](codex:id), or the `see:` of an entry names an entry that no file in
        codex/ has.""",
        example=prose("Ask the [general](codex:kuribayashi)."),
        line=4,
    ),
    Rule(
        code="S207",
        severity=Severity.ERROR,
        title="A deck without a card",
        template="no scene has the tag '{name}', so this deck is empty",
        hint="Give the scenes that it may deal `tags: [...]`.",
        page="""A target draws from a deck, and no scene of the story carries that tag. The storylets of a deck
        are the scenes whose `tags:` hold its name.""",
        example=way_on("    to: {deck: night, else: two}\n"),
        line=4,
    ),
    Rule(
        code="S208",
        severity=Severity.ERROR,
        title="There is no such choice",
        template="scene '{scene}' has no choice '{name}'",
        hint="",
        page="""taken(scene, choice) asks how often a choice was taken. The second name is the choice's short id,
        as it stands under `choices:` of that scene; the single choice of a bare `to:` is called `on`.""",
        example=guard("taken(one, tell) > 0"),
        line=4,
    ),
    Rule(
        code="S209",
        severity=Severity.ERROR,
        title="The story does not know where to start",
        template="there is no scene '{name}' to start with",
        hint="`start:` names the first scene.",
        page="""`start:` in story.yaml names the scene that a new game begins in, and no file has that scene.""",
        example=bad({"story.yaml": STORY_FILE.replace("start: one", "start: won")}),
        file="story.yaml",
        line=5,
    ),
    Rule(
        code="S210",
        severity=Severity.ERROR,
        title="A scene with no way on",
        template="scene '{name}' has no way on",
        hint="Give it `choices:`, a single `to:`, or an `ending:`.",
        page="""A scene must end in choices, in a single target (`to:`) or in an ending. This one has none of
        them, so a reader who comes here could do nothing more.""",
        example=way_on("    to: two\n  three:\n    text: Three.\n    choices: {}\n"),
        line=5,
    ),
    Rule(
        code="S211",
        severity=Severity.ERROR,
        title="A call inside itself",
        template="the call of '{name}' can be made again before it has returned",
        hint="Lead on with a plain `to:`, or return first.",
        page="""`call:` remembers where to come back to. If the called scenes can reach the same call again
        without a `return`, the story would have to remember without end, and could no longer be proved. Follow
        the way from the called scene: somewhere on it must stand `to: return`, and before that no way may lead to
        this call.""",
        example=way_on(
            "    to: {call: room, then: two}\n  room:\n    text: Room.\n    choices:\n"
            "      back: {text: Back., to: return}\n      again: {text: Again., to: one}\n"
        ),
        line=4,
    ),
    Rule(
        code="S212",
        severity=Severity.ERROR,
        title="A return that nobody called",
        template="'{name}' returns, but no call leads here",
        hint="Name a scene, or call this one with {{call: ..., then: ...}}.",
        page="""`to: return` goes back to the `then:` of a call. No call of the story leads to this scene, so
        there is nowhere to go back to.""",
        example=way_on("    to: return\n").copy()
        | {"scenes.yaml": "scenes:\n  one:\n    text: One.\n    to: return\n"},
        line=4,
    ),
    Rule(
        code="S213",
        severity=Severity.ERROR,
        title="A story without scenes",
        template="the story has no scenes",
        hint="Write one in a YAML file beside story.yaml, under `scenes:`.",
        page="""The folder has a story.yaml, but no file in it or below it has any scene under `scenes:`. The
        folders codex, pictures and locale are not searched for scenes.""",
        example={"story.yaml": STORY_FILE},
        file="story.yaml",
        line=1,
    ),
    Rule(
        code="S214",
        severity=Severity.ERROR,
        title="There is no such variable",
        template="there is no variable '{name}'",
        hint="Declare it under variables: in story.yaml.",
        page="""A line of the status shows the word of a variable that story.yaml does not declare.""",
        example=story("status:\n  - {word: truth}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S229",
        severity=Severity.ERROR,
        title="A beginning that is not the same for everybody",
        template="the story begins by running on from '{name}', which does not plainly lead to one scene",
        hint="Name one scene in `run_on:`, or let the first scene wait.",
        page="""Where the first scene runs on, the next is part of the first page, and so on. Up to there nothing has
        been chosen and nothing happened, so that lists, draws, decks, calls and `return` have nothing to decide: name
        the scene.""",
        example=bad(
            {
                "scenes.yaml": "scenes:\n  one:\n    text: One.\n    run_on: {draw: [{to: two}, {to: three}]}\n"
                "  two:\n    text: Two.\n    ending: done\n  three:\n    text: Three.\n    ending: done\n"
            }
        ),
        line=4,
    ),
    Rule(
        code="S230",
        severity=Severity.ERROR,
        title="Running on in a circle",
        template="the page of '{name}' could run on without end: {way}",
        hint="Let one of these scenes wait, with choices or with `to:`.",
        page="""A scene with `run_on:` goes on by itself to the next, and that may run on again. Somewhere this must
        come to a scene that waits or ends. What counts is where each could lead at all: every entry of a list or a
        draw, every scene of a deck, and for `return` the `then` of every call, whatever the conditions say. Give one
        of the scenes named choices, or `to:` in the place of `run_on:`.""",
        example=way_on(
            "    to: hall\n  hall:\n    text: Hall.\n    run_on: stair\n"
            "  stair:\n    run_on: [{if: visits(one) > 3, to: two}, {to: hall}]\n"
        ),
        line=5,
    ),
)
