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
        code="S220",
        severity=Severity.ERROR,
        title="There is no such set of choices",
        template="there is no choice set '{name}'",
        hint="Sets are declared under choice_sets: in story.yaml.",
        page="""`include:` names a set of choices, or several. Each is declared in story.yaml.""",
        example=way_on("    choices:\n      go: {text: Go., to: two}\n      all: {include: tools}\n"),
        line=6,
    ),
    Rule(
        code="S221",
        severity=Severity.ERROR,
        title="Two choices of one id",
        template="the set '{set}' brings a choice '{id}', and {other}",
        hint="Call one of them something else.",
        page="""A choice that is included is the scene's own, under the id that it has in its set, and a scene has no
        two choices of one id. The id `skip` belongs to what leads past a heavy scene.""",
        example=way_on("    choices:\n      go: {text: Go., to: two}\n      all: {include: ways}\n")
        | {"story.yaml": STORY_FILE + "choice_sets: {ways: {go: {text: Go on., to: two}}}\n"},
        line=6,
    ),
    Rule(
        code="S222",
        severity=Severity.ERROR,
        title="A set of choices that includes itself",
        template="the choice set '{name}' comes back to itself: {way}",
        hint="Leave one of them out.",
        page="""A set may include others. Where this goes round in a circle there would be no end of choices.""",
        example=way_on("    choices:\n      go: {text: Go., to: two}\n      all: {include: day}\n")
        | {"story.yaml": STORY_FILE + "choice_sets:\n  day: {on: {include: night}}\n  night: {on: {include: day}}\n"},
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S223",
        severity=Severity.ERROR,
        title="A scene that is called here",
        template="no scene can be called 'here' where choices are shared",
        hint="Give it another id, and say what it was called with formerly: here.",
        page="""In a choice set `here` is the scene that includes it: in `to: here`, and in `visits(here)`.""",
        example=way_on("    choices:\n      go: {text: Go., to: here}\n      all: {include: ways}\n")
        | {
            "story.yaml": STORY_FILE + "choice_sets: {ways: {on: {text: Go on., to: two}}}\n",
            "here.yaml": "scenes:\n  here: {text: Here., to: two}\n",
        },
        file="here.yaml",
        line=2,
    ),
    Rule(
        code="S224",
        severity=Severity.ERROR,
        title="Choices without end",
        template="the story includes more than {most:,} choices",
        hint="Include fewer, or smaller sets.",
        page="""A set of choices that a scene includes is as much as if it were written there. Nobody has written so
        many.""",
        example=bad(
            {
                "story.yaml": STORY_FILE
                + "choice_sets:\n  many:\n"
                + "".join(f"    c{n}: {{fallback: true, to: one}}\n" for n in range(320)),
                "scenes.yaml": "scenes:\n  one: {text: One., ending: done}\n"
                + "".join(f"  s{n}: {{tags: all, text: S., choices: {{in: {{include: many}}}}}}\n" for n in range(313)),
            }
        ),
        line=315,
    ),
    Rule(
        code="S225",
        severity=Severity.ERROR,
        title="A call or a return within an interruption",
        template="'{what}' cannot stand within what interrupts",
        hint="Lead to a scene. To come back to where the choice leads, write `call:` in the place of the rule's `to:`.",
        page="""A rule under interrupts: leads elsewhere for good, with `to:`, and all calls are forgotten: there is
        nothing that it could return to. Or it calls, with `call:`, and a `return` from there goes on to where the
        choice leads. Either is said once, of the whole rule; what stands below it names scenes, in lists, draws and
        decks if need be. For `{if: ..., to: {call: night, then: mill}}` write `{if: ..., call: night}`; the scene
        comes back with a `to: return` of its own.""",
        example=story("interrupts:\n  - {if: visits(one) > 1, to: {call: one, then: one}}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S226",
        severity=Severity.ERROR,
        title="Too many interruptions",
        template="this is a list of {count}, and no more than {most} rules can be asked",
        hint="Lead several of them to one scene, or into one list of targets.",
        page="""Each rule is asked after every choice. A story may have twenty, and so may each of its chapters.""",
        example=story("interrupts:\n" + "  - {if: visits(one) > 1, to: one}\n" * 21),
        file="story.yaml",
        line=8,
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
        draw, every scene of a deck, and for `return` wherever a call may come back to that is open there, whatever the
        conditions say. Give one of the scenes named choices, or `to:` in the place of `run_on:`.""",
        example=way_on(
            "    to: hall\n  hall:\n    text: Hall.\n    run_on: stair\n"
            "  stair:\n    run_on: [{if: visits(one) > 3, to: two}, {to: hall}]\n"
        ),
        line=5,
    ),
)
