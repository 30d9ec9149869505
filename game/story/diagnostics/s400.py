"""Rules S4xx: prose: paragraphs, inline constructs, links."""

from __future__ import annotations

from game.story.diagnostics.examples import HEADED, catalogue, prose, with_variables
from game.story.diagnostics.rule import STORY_FILE, Rule, Severity, bad, story

RULES: tuple[Rule, ...] = (
    Rule(
        code="S401",
        severity=Severity.ERROR,
        title="A brace that is never closed",
        template="this brace is never closed in its paragraph",
        hint="Close it with }}, or write \\{{ for the sign itself.",
        page="""{ begins something that varies, and its } must stand in the same paragraph.""",
        example=prose("You have {water left."),
        line=4,
    ),
    Rule(
        code="S402",
        severity=Severity.ERROR,
        title="A closing brace on its own",
        template="nothing was opened that this brace could close",
        hint="Write \\}} for the sign itself.",
        page="""} closes a { of the same paragraph; here there is none.""",
        example=prose("You have water} left."),
        line=4,
    ),
    Rule(
        code="S403",
        severity=Severity.ERROR,
        title="Emphasis that is never closed",
        template="{mark} opens here and never closes",
        hint="Close it in the same paragraph and between the same braces, or write \\ before the sign.",
        page="""*emphasis*, **strong** and ~~struck out~~ are opened and closed within one paragraph; inside
        braces, within one alternative.""",
        example=prose("You are *very thirsty."),
        line=4,
    ),
    Rule(
        code="S404",
        severity=Severity.ERROR,
        title="An emphasis sign that stands alone",
        template="a space stands {side} this {mark}, so it embraces nothing",
        hint="Put it against the word, or write \\ before it for the sign itself.",
        page="""An opening * stands right before a word and a closing one right after. A sign among spaces was
        probably meant as itself: write \\*.""",
        example=prose("Two \\* three * four"),
        line=4,
    ),
    Rule(
        code="S405",
        severity=Severity.ERROR,
        title="Square brackets that are no link",
        template="square brackets link to the codex, and this is no link",
        hint="Write [words](codex:id), or \\[ for the sign itself.",
        page="""[words](codex:id) links words to a codex entry; nothing else can be linked to.""",
        example=prose("It is [sic] written."),
        line=4,
    ),
    Rule(
        code="S406",
        severity=Severity.ERROR,
        title="A boolean that is printed",
        template="{name} is true or false, and has no words to print",
        hint="Say both in words: {{{name}: yes|no}}.",
        page="""{name} prints a number, or the name of a one_of value. For a boolean write {name: one
        text|another}.""",
        example=prose("He is {alive}."),
        line=4,
    ),
    Rule(
        code="S407",
        severity=Severity.ERROR,
        title="Something with nothing in it",
        template="there is nothing in this {what}",
        hint="Write what should appear, or leave it out.",
        page="""Braces hold a name, a condition with texts, or alternatives; a link holds words. This holds
        nothing.""",
        example=prose("You have {} left."),
        line=4,
    ),
    Rule(
        code="S408",
        severity=Severity.ERROR,
        title="A sequence where nothing is counted",
        template="a text that changes from visit to visit belongs in a scene",
        hint="Here only {{name}} and {{condition: one|other}} can stand.",
        page="""{a|b}, {&a|b}, {!a|b} and {~a|b} go by the visits of the scene they stand in. The codex, endings,
        the status and pictures are not visited.""",
        example=bad(
            {
                "story.yaml": "story: small\ntitle: Small\nversion: 1.0.0\nlanguage: en\nstart: one\nendings:\n"
                '  done: {title: Done, text: "{one|other}"}\n'
            }
        ),
        file="story.yaml",
        line=7,
    ),
    Rule(
        code="S409",
        severity=Severity.ERROR,
        title="A backslash before an ordinary character",
        template="a backslash stands before one of \\ {{ }} | : * ~ [ ] > # - and nothing else",
        hint="Write \\\\ for a backslash; a line break is an empty line, or | at the head of each line.",
        page="""A backslash makes the next sign ordinary, and only these signs are anything else.""",
        example=prose("One\\n"),
        line=4,
    ),
    Rule(
        code="S410",
        severity=Severity.ERROR,
        title="A condition with too many texts",
        template="a condition chooses between two texts, and here are {count}",
        hint="Nest another condition, or write \\: if no condition was meant.",
        page="""{condition: text|other text} has at most one bar. In a sequence whose first alternative holds a
        colon, the colon makes it a condition: write \\: there.""",
        example=prose("He is {alive: here|gone|lost}."),
        line=4,
    ),
    Rule(
        code="S411",
        severity=Severity.ERROR,
        title="A sequence with a single text",
        template="a sequence needs at least two texts",
        hint="Part them by |.",
        page="""{&...} and {~...} choose between texts, parted by bars. For a text that appears once only, write
        {!text}.""",
        example=prose("It is {&hot}."),
        line=4,
    ),
    Rule(
        code="S412",
        severity=Severity.ERROR,
        title="Braces too deep",
        template="braces and brackets nest at most {most} deep",
        hint="Use guarded paragraphs for what varies so much.",
        page="""Texts inside texts inside texts stop being readable long before this.""",
        example=prose("{alive: " * 13 + "x" + "}" * 13),
        line=4,
    ),
    Rule(
        code="S413",
        severity=Severity.ERROR,
        title="A paragraph of which some lines are marked and some are not",
        template="some lines of this paragraph begin with {mark}, as a {kind} does, and some do not",
        hint="Mark every line, part them by an empty line, or write \\{mark} for the sign itself.",
        page="""A letter has > at the head of every line, verse has | at the head of every line. Paragraphs are
        parted by empty lines.""",
        example=prose("> Dear Chiyo,", "it is hot."),
        line=5,
    ),
    Rule(
        code="S414",
        severity=Severity.ERROR,
        title="A link where none can be",
        template="a link to the codex cannot stand here",
        hint="Put it into the scene's text.",
        page="""Links stand in the texts of scenes, endings and the codex. Captions, reasons, titles and names
        have none.""",
        example=bad(
            {
                "story.yaml": "story: small\ntitle: Small\nversion: 1.0.0\nlanguage: en\nstart: one\n"
                "endings:\n  done: {title: Done}\ncategories: {people: People}\n",
                "codex/people.yaml": "category: people\nentries:\n"
                "  nishi: {title: Nishi, kind: record, open: true, text: A rider.}\n",
                "scenes.yaml": 'scenes:\n  one:\n    title: "[Nishi](codex:nishi)"\n    text: One.\n    ending: done\n',
            }
        ),
        line=3,
    ),
    Rule(
        code="S415",
        severity=Severity.ERROR,
        title="Something hidden is shown",
        template="{name} is hidden, and this would show it",
        hint="Use it in conditions, or declare it without `hidden: true`.",
        page="""A hidden variable is never printed and never in the status. What it means can be told in words,
        under a condition.""",
        example=prose("It is {secret}."),
        line=4,
    ),
    Rule(
        code="S416",
        severity=Severity.ERROR,
        title="Something other than a name is printed",
        template="only a name can be printed, not '{source}'",
        hint="Keep the result in a variable, or write {{condition: one|other}}.",
        page="""{name} prints one variable. Sums are made by effects; words that depend on something need a
        condition and a colon.""",
        example=prose("You have {water + 1} left."),
        line=4,
    ),
    Rule(
        code="S417",
        severity=Severity.ERROR,
        title="A heading or a rule that is not alone",
        template="a {what} stands on one line, with an empty line after it",
        hint="Part it from its neighbours by empty lines, or write \\ before the sign.",
        page="""A line # with words is a heading, a line --- a rule; each is a paragraph of its own.""",
        example=prose("# Water", "There is none."),
        line=4,
    ),
    Rule(
        code="S418",
        severity=Severity.ERROR,
        title="Cycles that take too long to come round",
        template="the cycles of this scene come round together only after more than {most} visits",
        hint="Give them lengths that divide each other.",
        page="""A scene counts its visits round and round, in a number that all its cycles divide. Cycles of 7, 11
        and 13 texts would need 1,001.""",
        example=prose("{&" + "|".join("x" * 31) + "}", "{&" + "|".join("x" * 37) + "}"),
        line=5,
    ),
    Rule(
        code="S419",
        severity=Severity.ERROR,
        title="A character that texts may not have",
        template="a text cannot hold the character {char}",
        hint="Delete it.",
        page="""Control characters, characters that turn the direction of writing, and private-use characters
        could act on a terminal or hide what is written.""",
        example=catalogue("One.", "Un\\t."),
        file="locale/fr.po",
        line=HEADED,
    ),
    Rule(
        code="S420",
        severity=Severity.ERROR,
        title="A name that varies",
        template="a title, a place, a date or a name stays the same",
        hint="Leave the braces to texts and captions.",
        page="""Titles, places, dates, labels and names are shown where no state is known, and in lists. They
        cannot print variables nor depend on conditions.""",
        example=with_variables(
            bad({"scenes.yaml": 'scenes:\n  one:\n    title: "{alive: Dawn|Dusk}"\n    text: One.\n    ending: done\n'})
        ),
        line=3,
    ),
    Rule(
        code="S422",
        severity=Severity.ERROR,
        title="A word for something that has none",
        template="{name} is not one of a list, and has no words",
        hint="Use number: or meter: for a number, and text: with a condition for a boolean.",
        page="""`word:` in the status shows the name of a one_of variable's value.""",
        example=story("variables:\n  water: {range: [0, 10]}\nstatus:\n  - {word: water}\n"),
        file="story.yaml",
        line=11,
    ),
    Rule(
        code="S431",
        severity=Severity.ERROR,
        title="A text that shows itself",
        template="the text '{name}' comes back to itself: {way}",
        hint="Let one of them say what it says in words.",
        page="""A text that has a name may show others that have one. Where this goes round in a circle it would never
        end.""",
        example=story('texts:\n  day: "Then {night}."\n  night: "After {day}."\n'),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S432",
        severity=Severity.ERROR,
        title="Paragraphs within a line",
        template="the text '{name}' cannot stand within a line",
        hint="Put {{{name}}} into a paragraph of its own.",
        page="""A text that has a name may stand within a line where it is words of one paragraph. One that has several
        paragraphs, conditions of its own, a picture, a heading, a letter or verse stands alone in a paragraph, with an
        empty line before it and after it; a caption, a reason or a line of the sidebar cannot show it.""",
        example=bad(
            {
                "story.yaml": STORY_FILE + "texts:\n  hymn: |\n    | A line,\n    | and another.\n",
                "scenes.yaml": "scenes:\n  one:\n    text: They sing {hymn}.\n    ending: done\n",
            }
        ),
        line=3,
    ),
    Rule(
        code="S433",
        severity=Severity.ERROR,
        title="Texts within texts without end",
        template="this is {what}, with the texts that it shows",
        hint="Show less of them here, or within one another.",
        page="""Texts that have a name are shown as if they were written where they stand. One text may show 100,000
        characters of them, a story ten million in all, and they may stand in one another twelve deep. What a person
        wrote is far from that.""",
        example=bad(
            {
                "story.yaml": STORY_FILE
                + "texts:\n"
                + "".join(f"  t{n}: '{{t{n + 1}}}'\n" for n in range(12))
                + "  t12: Deep.\n",
                "scenes.yaml": "scenes:\n  one:\n    text: 'It is {t0}.'\n    ending: done\n",
            }
        ),
        file="story.yaml",
        line=20,
    ),
)
