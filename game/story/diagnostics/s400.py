"""Rules S4xx: prose: paragraphs, inline constructs, links."""

from __future__ import annotations

from game.story.diagnostics.examples import HEADED, catalogue, dropping, prose, with_variables
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
        text|another}; so for a condition.""",
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
        hint="Here only {{name}}, {{oil + 1}} and {{condition: one|other}} can stand.",
        page="""{a|b}, {&a|b}, {!a|b}, {~a|b} and {shuffle: a|b} go by the visits of the scene they stand in. The
        codex, endings, the status and pictures are not visited.""",
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
        hint="Write \\\\ for a backslash; one at the end of a line, if the paragraph goes on, breaks the line.",
        page="""A backslash makes the next sign ordinary, and only these signs are anything else. At the end of a
        line of a paragraph, but not of its last, it breaks the line; a caption has no breaks.""",
        example=prose("One\\n"),
        line=4,
    ),
    Rule(
        code="S410",
        severity=Severity.ERROR,
        title="A way without a condition that is not the last",
        template="only the last of several ways may be without a condition",
        hint="Give it one, as in {{oil == 0: none|oil < 3: little|enough}}, or write \\: if no condition was meant.",
        page="""In {condition: text|other condition: text|text} the first way whose condition holds is read, and the
        last may be without one, for all that is left. In a sequence whose first alternative holds a colon, the colon
        makes it a condition: write \\: there.""",
        example=prose("He is {alive: here|gone|lost}."),
        line=4,
    ),
    Rule(
        code="S411",
        severity=Severity.ERROR,
        title="A sequence with a single text",
        template="a sequence needs at least two texts",
        hint="Part them by |.",
        page="""{&...}, {~...} and {shuffle: ...} choose between texts, parted by bars. For a text that
        appears once only, write {!text}.""",
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
        title="Something other than a name or a number is printed",
        template="only a name or a number can be printed, not '{source}'",
        hint="A number may be worked out, {{oil + 1}}; words need a condition, {{condition: one|other}}.",
        page="""{name} prints a variable; {water + 1}, {visits(shed)} and {min(water, 3)} print a number. Words that
        depend on something need a condition and a colon.""",
        example=prose("You have {water left}."),
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
        code="S423",
        severity=Severity.ERROR,
        title="Too many ways in a line",
        template="at most {most} ways can follow one another in braces",
        hint="Use paragraphs with conditions, or a variable that is one of a list, whose words are printed.",
        page="""Each way is read where all before it do not hold. So many can hardly be read in one line, and those of
        the braces around them count as well.""",
        example=prose("{" + "|".join(["water == 3: x"] * 32) + "}"),
        line=4,
    ),
    Rule(
        code="S424",
        severity=Severity.WARNING,
        title="Words that look like a condition",
        template="this looks like a condition, and is none: {source}",
        hint="It is printed as it stands. Put its names right, or write \\: for the sign itself.",
        page="""The last of several ways may be without a condition, and then a colon in it is only a colon. Here it
        stands after something that compares, with a name that the story has not or a value that cannot be.""",
        example=dropping("{water == 3: none|wter < 3: little}"),
        line=5,
    ),
    Rule(
        code="S425",
        severity=Severity.ERROR,
        title="Too many texts for one order",
        template="at most {most} texts are shuffled into an order, and here are {count}",
        hint="Let some of them hold others, or write {{~one|other}}, which draws each time.",
        page="""{shuffle: one|two|three} gives each of its texts once before any comes again, in an order that is drawn
        when the game begins. Of more texts there are more orders than chance could deal out evenly.""",
        example=prose("{shuffle: " + "|".join("abcdefghijklm") + "}"),
        line=4,
    ),
    Rule(
        code="S426",
        severity=Severity.ERROR,
        title="Plurals of a language that is not known",
        template="it is not known which forms numbers take in '{language}'",
        hint="Write conditions, as in {{oil == 1: can|cans}}.",
        page="""The forms of {oil: plural|can|cans} follow the rules that Unicode's CLDR gathers for a good
        two hundred languages. This is none of them: there are no rules for Latin and Occitan, for instance.""",
        example=dropping("{water: plural|can|cans}", language="tlh"),
        line=5,
    ),
    Rule(
        code="S427",
        severity=Severity.ERROR,
        title="More or fewer texts than the language has forms",
        template="in '{language}' this number has {count} forms, and here: {given}",
        hint="In this order: {forms}.",
        page="""{oil: plural|can|cans} has a text for each form that the language gives a noun beside this number, in
        the order zero, one, two, few, many, other. Only forms count that some number of the range has: English has
        two, Polish three, Japanese one.""",
        example=prose("You have {water} {water: plural|can}."),
        line=4,
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
    Rule(
        code="S440",
        severity=Severity.ERROR,
        title="A shuffle in a caption of a scene that is stayed in",
        template="the caption of '{name}' is drawn anew with every choice that stays here",
        hint="Use a sequence that counts visits, or move the shuffle into the text.",
        page="""A choice without `to:` leaves the reader in front of the same choices. A shuffle in their words would
        give them other words each time, as if they were other choices. Captions and costs of such a scene may vary
        with variables and with sequences that count visits, but not by draw.""",
        example=bad(
            {
                "scenes.yaml": "scenes:\n  one:\n    text: One.\n    choices:\n"
                "      look: {text: 'Look {~left|right}.', result: Nothing.}\n"
                "      leave: {text: Leave., to: two}\n  two:\n    text: Two.\n    ending: done\n"
            }
        ),
        line=5,
    ),
    Rule(
        code="S441",
        severity=Severity.ERROR,
        title="A choice linked where none can be",
        template="a link to a choice cannot stand here",
        hint="Put it into the text of the scene that has the choice.",
        page="""`[words](choice:id)` makes words of a scene's text a way to one of its own choices. What a choice
        answers, captions, reasons, titles, endings and the codex have no such links: the choice may not be there.""",
        example=bad(
            {
                "scenes.yaml": "scenes:\n  one:\n    text: One.\n    choices:\n"
                "      look: {text: Look., once: true, result: 'Go [on](choice:leave).'}\n"
                "      leave: {text: Leave., to: two}\n  two:\n    text: Two.\n    ending: done\n"
            }
        ),
        line=5,
    ),
)
