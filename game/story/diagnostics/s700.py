"""Rules S7xx: advice: what is allowed and probably not meant."""

from __future__ import annotations

from game.story.diagnostics.rule import STORY_FILE, Rule, Severity, bad, scenes, story

_CATEGORY = STORY_FILE + "categories: {people: People}\n"
_ENTRY = "category: people\nentries:\n  nishi: {title: Nishi, kind: record, text: A rider.}\n"
_PICTURE = "pictures:\n  map:\n    alt: A map.\n    art: |\n      ~~~\n"
_TWO = "  two:\n    text: Two.\n    ending: done\n"
_SET = "scenes:\n  one:\n    text: One.\n    do: %s\n    ending: done\n"

RULES: tuple[Rule, ...] = (
    Rule(
        code="S701",
        severity=Severity.WARNING,
        title="A scene that nothing leads to",
        template="nothing leads to scene '{name}'",
        hint="{fix} Lead to it with a `to:`, put it into a deck with `tags:`, or delete it.",
        page="""Even with every condition open, no way from the first scene comes here.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    ending: done\n" + _TWO),
        line=5,
    ),
    Rule(
        code="S702",
        severity=Severity.WARNING,
        title="A variable that nothing uses",
        template="nothing reads or sets '{name}'",
        hint="{fix} Use it or delete it.",
        page="""The variable is declared, and no condition, effect or text mentions it.""",
        example=story("variables:\n  water: {range: [0, 10]}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S703",
        severity=Severity.WARNING,
        title="A variable that nothing reads",
        template="'{name}' is set, and nothing ever reads it",
        hint="{fix} Let a condition or a text depend on it, or delete it and its effects.",
        page="""Effects change the variable, and no condition, text or status line looks at it.""",
        example=bad(
            {
                "story.yaml": STORY_FILE + "variables:\n  water: {range: [0, 10]}\n",
                "scenes.yaml": _SET % "water += 1",
            }
        ),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S704",
        severity=Severity.NOTE,
        title="A variable that never changes",
        template="'{name}' is read, and no effect ever changes it",
        hint="{fix} Change it somewhere with `do:`, or write what follows from its start.",
        page="""Conditions or texts look at the variable, and no effect of the story sets it, so it always is what
        it was at the start.""",
        example=bad(
            {
                "story.yaml": STORY_FILE + "variables:\n  water: {range: [0, 10]}\n",
                "scenes.yaml": 'scenes:\n  one:\n    text: "{water}"\n    ending: done\n',
            }
        ),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S705",
        severity=Severity.WARNING,
        title="A codex entry that nobody can unlock",
        template="no text links to codex entry '{name}'",
        hint="{fix} Link to it with [words](codex:{name}), or give it `open: true`.",
        page="""An entry that is not open from the start is unlocked by a link that is shown. No text has one to
        this entry.""",
        example=bad({"story.yaml": _CATEGORY, "codex/people.yaml": _ENTRY}),
        file="codex/people.yaml",
        line=3,
    ),
    Rule(
        code="S706",
        severity=Severity.WARNING,
        title="A picture that is never shown",
        template="nothing shows picture '{name}'",
        hint="{fix} Show it with `picture: {name}`, or delete it.",
        page="""No scene, text or status line shows the picture.""",
        example=bad({"pictures/map.yaml": _PICTURE}),
        file="pictures/map.yaml",
        line=2,
    ),
    Rule(
        code="S707",
        severity=Severity.WARNING,
        title="An ending that no scene has",
        template="no scene ends with '{name}'",
        hint="{fix} Give a scene `ending: {name}`, or delete it.",
        page="""The ending is declared in story.yaml, and no scene ends the story with it.""",
        example=bad({"story.yaml": STORY_FILE + "  lost: {title: Lost}\n"}),
        file="story.yaml",
        line=8,
    ),
    Rule(
        code="S708",
        severity=Severity.NOTE,
        title="A long caption",
        template="this caption has {count} {count:word|words}",
        hint="About {most} words read at a glance.",
        page="""A choice is read beside others. A caption that says one thing to do or say, in the character's own
        words, is seldom longer than 14 words.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    choices:\n      go:\n        text: "
            "I will go there and do it and then come back and say that it is done.\n        to: two\n" + _TWO
        ),
        line=6,
    ),
    Rule(
        code="S709",
        severity=Severity.WARNING,
        title="A target behind an open one",
        template="this is never tried: the entry before it has no condition",
        hint="Put the entry without `if:` last.",
        page="""A list of targets is tried in order, and an entry without a condition always fits, so those after
        it are never reached.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    to:\n      - to: two\n      - to: three\n"
            + _TWO
            + "  three:\n    text: Three.\n    ending: done\n"
        ),
        line=6,
    ),
    Rule(
        code="S710",
        severity=Severity.WARNING,
        title="A reason that is never given",
        template="`locked:` gives a reason for a choice that is never shown closed",
        hint="It needs an `if:`, and neither `secret:` nor `fallback:`.",
        page="""A closed choice shows its reason. A choice without a condition is never closed, a secret one or a
        fallback is not shown while it is.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    choices:\n      go: {text: Go., locked: Not yet., to: two}\n" + _TWO
        ),
        line=5,
    ),
    Rule(
        code="S711",
        severity=Severity.WARNING,
        title="A card that is in no deck",
        template="{keys} matter only in a deck, and scene '{name}' has no tags",
        hint="Give it `tags: [...]`; to guard a way to it, put `if:` on the choice.",
        page="""`if:`, `priority:`, `weight:` and `max_visits:` of a scene decide when a deck deals it. A scene
        without tags is in no deck, and choices that lead to it do not ask.""",
        example=scenes("scenes:\n  one:\n    priority: 2\n    text: One.\n    ending: done\n"),
        line=2,
    ),
    Rule(
        code="S712",
        severity=Severity.WARNING,
        title="A deck that nothing deals",
        template="no target draws from deck '{name}'",
        hint="{fix} Draw from it with {{deck: {name}, else: ...}}, or delete the tag.",
        page="""Scenes carry the tag, and no target has a deck of that name.""",
        example=scenes("scenes:\n  one:\n    tags: [night]\n    text: One.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S713",
        severity=Severity.WARNING,
        title="A chapter without scenes",
        template="no scene belongs to chapter '{name}'",
        hint="{fix} Give its scenes or their file `chapter: {name}`.",
        page="""The chapter is declared in story.yaml, and no scene is in it.""",
        example=story("chapters: {sand: Sand}\n"),
        file="story.yaml",
        line=8,
    ),
    Rule(
        code="S714",
        severity=Severity.WARNING,
        title="Another system's spelling in a text",
        template="'{found}' means nothing in a text, and is printed as it stands",
        hint="{fix}",
        page="""Other systems have their own signs for what a text does: -> and === in ink, << >> and $ in Twine, tags
        in HTML, _ and lists in Markdown. Here they are letters like any other, and the player reads them. The message
        says how the same is written here; of each kind the first in a text is told. If the signs are meant to
        be read, begin the line with |, or write a backslash before one that may have one, as in <b\\>: a line
        with a backslash is left alone.""",
        example=scenes("scenes:\n  one:\n    text: |\n      It is _late_.\n    ending: done\n"),
        line=4,
    ),
    Rule(
        code="S715",
        severity=Severity.WARNING,
        title="A scene without text",
        template="scene '{name}' has nothing to read",
        hint="Give it a text, or let it lead on by itself, with `run_on:`.",
        page="""The scene has neither text nor picture nor title, so that the player sees an empty page and a way on.
        Where a scene should only decide where the story goes on, write `run_on:` in the place of `to:`: then it is a
        junction, and no page of its own.""",
        example=scenes("scenes:\n  one:\n    ending: done\n"),
        line=2,
    ),
    Rule(
        code="S716",
        severity=Severity.WARNING,
        title="Two choices that read the same",
        template="this caption reads like that of choice '{other}', and both can be open at once",
        hint="Word one of them differently, or give them conditions that exclude each other.",
        page="""Two choices of one scene have the same caption, and nothing keeps them from being offered together: the
        player cannot tell what is being chosen. Conditions that cannot both hold, such as `lit` and `not lit`, make
        them one choice with two meanings, and that is fine.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    choices:\n"
            "      a: {text: Go., to: two}\n      b: {text: Go., to: three}\n"
            + _TWO
            + "  three:\n    text: Three.\n    ending: done\n"
        ),
        line=6,
    ),
    Rule(
        code="S717",
        severity=Severity.WARNING,
        title="A return that may find nobody",
        template="scene '{name}' returns, and can also be reached without a call",
        hint="Call it on every way, or lead on to a named scene on the others.",
        page="""`to: return` needs a call to go back to. A call leads to this scene, and so does a way without
        one; should the reader return then, there is nowhere to go.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    choices:\n"
            "      a: {text: A., if: not seen(two), to: {call: room, then: two}}\n"
            "      b: {text: B., if: seen(two), to: room}\n  room:\n    text: Room.\n    choices:\n"
            "      back: {text: Back., to: return}\n" + _TWO
        ),
        line=10,
    ),
    Rule(
        code="S718",
        severity=Severity.WARNING,
        title="Two codex entries of one title",
        template="this entry has the title of entry '{other}'",
        hint="Give one of them another title.",
        page="""The codex lists the entries of a category by their titles: of two with the same title a player cannot
        tell which is which. A place and a word may share a title, for they stand in different categories.""",
        example=bad(
            {
                "story.yaml": _CATEGORY,
                "codex/people.yaml": _ENTRY.replace("record,", "record, open: true,")
                + "  baron: {title: Nishi, kind: record, open: true, text: A baron.}\n",
            }
        ),
        file="codex/people.yaml",
        line=4,
    ),
    Rule(
        code="S721",
        severity=Severity.WARNING,
        title="A condition that nothing names",
        template="nothing names the condition '{name}'",
        hint="{fix} Use it or delete it.",
        page="""The condition has a name, and no expression of the story uses it, or only conditions do that nothing
        names either.""",
        example=story("conditions:\n  met: seen(one)\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S722",
        severity=Severity.WARNING,
        title="A text that nothing shows",
        template="nothing shows the text '{name}'",
        hint="{fix} Show it with {{{name}}}, or delete it.",
        page="""The text has a name, and no text of the story shows it, or only texts do that nothing shows either.""",
        example=story("texts:\n  weather: It rains.\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S723",
        severity=Severity.WARNING,
        title="A set of choices that nothing includes",
        template="no scene includes the choice set '{name}'",
        hint="{fix} Include it, or delete it.",
        page="""The set is declared, and no scene has its choices.""",
        example=story("choice_sets:\n  ways: {go: {text: Go., to: one}}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S730",
        severity=Severity.WARNING,
        title="Words that are read later than they stand",
        template="the words of '{name}' depend on {variables}, which '{scene}' changes before they are read",
        hint="Let the choice change it, or let the page wait with `to:`.",
        page="""A choice's result, and the text of a scene that runs on, are read together with what follows, once
        everything on the way has happened. Here a later scene on that way changes a variable that the earlier words
        print or ask: they will show what it is at the end.""",
        example={
            **story("variables:\n  water: {range: [0, 5], start: 2}\n"),
            "scenes.yaml": "scenes:\n  one:\n    text: One.\n    choices:\n"
            "      drink: {text: Drink., result: 'Before: {water}.', to: two}\n"
            "  two:\n    text: Two.\n    do: water -= 1\n    ending: done\n",
        },
        line=5,
    ),
    Rule(
        code="S731",
        severity=Severity.NOTE,
        title="A decision that nothing remembers",
        template="nothing remembers what is chosen in scene '{name}': the ways meet again{where}",
        hint="{fix} Let two choices leave different values in a variable that a condition or a text reads later, "
        "or lead to where they do not meet.",
        page="""Several choices can be open together. Whichever is taken, the ways meet again, and there and from there
        on no condition and no text, of a page, the sidebar or the codex, reads anything in which they differ: not a
        variable, nor `seen`, `visits` and `taken`, nor a text that goes by visits. That a choice is offered `once` is
        not reading it. This is told from the graph alone, and only where it is certain: ways that pass many scenes
        before they meet count as different, and so do values that may differ, or may be read. `game stats` says how
        many of the decisions are remembered.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    choices:\n"
            "      a: {text: Go left., to: two}\n      b: {text: Go right., to: two}\n" + _TWO
        ),
        line=2,
    ),
    Rule(
        code="S732",
        severity=Severity.NOTE,
        title="A text that a screen does not hold",
        template="the text of '{name}' can have {count} {count:line|lines}, more than the {most} of a screen",
        hint="Let a part of it wait behind a choice, or shorten it.",
        page="""A screen of 24 lines, of 66 columns, shows no more of a text at once, and the choices stand below it.
        The text of a scene, of a result and of an ending is measured at its longest: with every guarded block, but for
        those whose conditions exclude each other in a way that anybody can see (of them with the longest), and
        within a line with the longest of its alternatives. So it may be shorter whenever it is shown. Pictures and
        choices do not count.""",
        example=scenes("scenes:\n  one:\n    text: |\n" + "      Sand.\n\n" * 13 + "    ending: done\n"),
        line=2,
    ),
    Rule(
        code="S733",
        severity=Severity.WARNING,
        title="A category without entries",
        template="no codex entry belongs to category '{name}'",
        hint="{fix} Put an entry in it, or delete it.",
        page="""The category is declared in story.yaml, and no entry of the codex is in it.""",
        example=story("categories: {people: People}\n"),
        file="story.yaml",
        line=8,
    ),
    Rule(
        code="S734",
        severity=Severity.NOTE,
        title="A value that nothing names",
        template="no effect gives {variable} the value '{name}', and no condition asks for it",
        hint="{fix} Give it, or delete it.",
        page="""The value stands among those that the variable can have. It is not its start, no effect sets it and no
        condition compares the variable with it.""",
        example=bad(
            {
                "story.yaml": STORY_FILE + "variables:\n  truth: {one_of: [none, told, denied]}\n",
                "scenes.yaml": 'scenes:\n  one:\n    text: "{truth}"\n    do: truth = told\n    ending: done\n',
            }
        ),
        file="story.yaml",
        line=9,
    ),
)
