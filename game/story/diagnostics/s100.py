"""Rules S1xx: the shape of the files: keys, kinds of values, ids."""

from __future__ import annotations

from game.story.diagnostics.rule import SCENE_FILE, Rule, Severity, bad, scenes, story

_CHOICE = "scenes:\n  one:\n    text: One.\n    choices:\n      go:\n"

RULES: tuple[Rule, ...] = (
    Rule(
        code="S101",
        severity=Severity.ERROR,
        title="A key is missing",
        template="{owner} has no '{key}', which it needs",
        hint="Add '{key}: ...'.",
        page="""Some keys may not be left out: a choice leads somewhere (to) and has a caption (text) unless it is a
        fallback, a picture has its words (alt), a story its start. Add the key named; the guide shows what each may
        hold.""",
        example=scenes(_CHOICE + "        text: Go.\n"),
        line=5,
    ),
    Rule(
        code="S102",
        severity=Severity.ERROR,
        title="A key that is not known here",
        template="the key '{key}' is not known here",
        hint="The keys known here: {known}.",
        page="""Every mapping knows a fixed set of keys, so that a misspelt one is found instead of silently doing
        nothing. Correct the key, or move it to where it belongs: an indentation too small or too large puts it into
        another mapping. Remarks of your own go into 'note:' or after a #.""",
        example=scenes("scenes:\n  one:\n    txet: One.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S103",
        severity=Severity.ERROR,
        title="Not an id",
        template="'{id}' cannot be an id",
        hint="{fix}",
        page="""Ids of scenes, choices, endings, chapters, tags, categories, codex entries and pictures are made of
        small letters a to z, digits, and - or _ between them, and begin with a letter. They are never shown to a
        player; titles and captions say whatever you like.""",
        example=scenes("scenes:\n  One:\n    text: One.\n    ending: done\n"),
        line=2,
    ),
    Rule(
        code="S104",
        severity=Severity.ERROR,
        title="Another kind of value is needed",
        template="{expected} belongs here; found {found}",
        hint="{fix}",
        page="""The key is right and its value is of another kind: a list where a text belongs, a text where a mapping
        belongs. Often a dash is missing or too many, or the lines below are not indented as they should be. A text
        that begins with a bracket must be put in quotation marks.""",
        example=scenes("scenes:\n  one:\n    text: {now: One.}\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S105",
        severity=Severity.ERROR,
        title="Nothing is written here",
        template="nothing is written here",
        hint="Write the value, or take the key out.",
        page="""A key stands without a value, or with an empty text. Write what belongs there, or take the key out: a
        key that is left out has its default.""",
        example=scenes("scenes:\n  one:\n    text:\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S106",
        severity=Severity.ERROR,
        title="Neither true nor false",
        template="true or false belongs here; found '{found}'",
        hint="Write true or false, in small letters and without quotation marks.",
        page="""A yes-or-no value is written true or false. The words yes, no, on and off, which some YAML readers
        take for booleans and others for texts, are not accepted where a boolean is meant; as text they are only
        text.""",
        example=scenes(_CHOICE + "        text: Go.\n        once: yes\n        to: one\n"),
        line=7,
    ),
    Rule(
        code="S107",
        severity=Severity.ERROR,
        title="Not such a whole number",
        template="a whole number from {low} to {high} belongs here; found '{found}'",
        hint="Write digits only, without quotation marks, leading zeros or a decimal point.",
        page="""Numbers of the format are whole and have bounds. They are written with digits only: no 007, no 1e3, no
        0x10, no 1.5, no quotation marks.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    tags: t\n    weight: 0\n    ending: done\n"),
        line=5,
    ),
    Rule(
        code="S108",
        severity=Severity.ERROR,
        title="Not one of the words allowed",
        template="'{found}' is not possible here",
        hint="Possible: {allowed}.",
        page="""The value is one of a few fixed words, and this is none of them. The message lists them.""",
        example=story("variables:\n  water: {range: [0, 5], saturates: top}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S109",
        severity=Severity.ERROR,
        title="Keys that exclude each other",
        template="these exclude each other: {keys}",
        hint="Keep one of them.",
        page="""Two keys stand side by side that cannot both be meant: a scene has choices, or one way on (to), or is
        an ending; a variable has a range, or one_of, or is a boolean. Keep the one you mean.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    to: one\n    ending: done\n"),
        line=5,
    ),
    Rule(
        code="S110",
        severity=Severity.ERROR,
        title="One of several keys is needed",
        template="{owner} needs one of these: {keys}",
        hint="Add one of them.",
        page="""Of these keys exactly one must be given, and none is: a variable must say what it can be (boolean,
        range or one_of), a wish under 'can' what it is about. Add the one you mean.""",
        example=story("variables:\n  water: {start: 3}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S111",
        severity=Severity.ERROR,
        title="Not a name for a variable",
        template="'{name}' cannot be a variable: {why}",
        hint="Choose another name, such as water_left.",
        page="""Variables appear in expressions, so their names are those of Python in small letters: letters, digits
        and _, beginning with a letter, and none of the words that mean something there (and, or, not, in, if, visits,
        seen, taken, min, max, scene, chapter, true, yes, on ...).""",
        example=story("variables:\n  water-left: {range: [0, 5]}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S112",
        severity=Severity.ERROR,
        title="An empty list or mapping",
        template="{what} is empty",
        hint="Write at least one entry, or take the key out.",
        page="""A list or mapping is there and holds nothing: a draw without targets, one_of without values. Write at
        least one entry, or take the key out.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    to: {draw: []}\n"),
        line=4,
    ),
    Rule(
        code="S114",
        severity=Severity.ERROR,
        title="Not a range",
        template="a range is two whole numbers, the lower first: [0, 10]",
        hint="The numbers may go from -1000000 to 1000000.",
        page="""A range names the lowest and the highest value of a number: [low, high], both whole, the lower one
        first, both within a million of zero. A story is finite by construction, and everything in it can be proved
        because of that.""",
        example=story("variables:\n  water: {range: [10, 0]}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S115",
        severity=Severity.ERROR,
        title="The start is not among the values",
        template="the variable cannot start at '{start}'",
        hint="Possible: {allowed}.",
        page="""A variable's start is one of the values it can have: within its range, or in its list; that of a set,
        some of its list. Correct the start, or widen the values.""",
        example=story("variables:\n  water: {range: [0, 5], start: 6}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S116",
        severity=Severity.ERROR,
        title="A key that needs another",
        template="'{key}' has no meaning without '{needs}'",
        hint="Add '{needs}', or take '{key}' out.",
        page="""Some keys mean something only beside another: a secret choice is shown when its condition (if) holds;
        heavy and skip go together; names belong to a variable with one_of or set, cap and saturates to one with a
        range.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    heavy: Blood.\n    ending: done\n"),
        line=4,
    ),
    Rule(
        code="S117",
        severity=Severity.ERROR,
        title="A name for a value that does not exist",
        template="'{value}' is not one of the variable's values",
        hint="The values: {allowed}.",
        page="""Under 'names' stands how a value of one_of, or a member of a set, is printed. The key must be one of
        the values as they are listed; this one is not, or is spelt in another way.""",
        example=story("variables:\n  truth:\n    one_of: [rumour, known]\n    names: {rumor: only a rumour}\n"),
        line=11,
        file="story.yaml",
    ),
    Rule(
        code="S118",
        severity=Severity.ERROR,
        title="A value listed twice",
        template="the value '{value}' is listed twice",
        hint="Take one out.",
        page="""Each value of one_of, and each member of a set, is listed once. Take the second one out, or give it
        another name if another value is meant.""",
        example=story("variables:\n  truth: {one_of: [told, known, told]}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S119",
        severity=Severity.ERROR,
        title="One id used twice",
        template="there is already a {what} '{id}': {file}, line {line}",
        hint="Give one of them another id.",
        page="""Ids hold for the whole story, across all its files: two scenes, two codex entries or two pictures of
        one id cannot be told apart. Rename one, and the places that lead to it.""",
        example=bad({"more.yaml": SCENE_FILE}),
        line=2,
    ),
    Rule(
        code="S120",
        severity=Severity.ERROR,
        title="A word that is no expression",
        template="'{found}' is no expression",
        hint="Write true or false, or a condition such as water > 3.",
        page="""An expression says when something holds: water > 3, truth == told, not hamabe_alive. The words yes,
        no, on, off and null mean nothing in it. If it is always so, leave the key out; otherwise write the
        condition.""",
        example=scenes(_CHOICE + "        text: Go.\n        if: no\n        to: one\n"),
        line=7,
    ),
    Rule(
        code="S121",
        severity=Severity.ERROR,
        title="One sign is needed",
        template="a single sign belongs here; found '{found}'",
        hint="Write one character, in quotation marks if it means something to YAML.",
        page="""The parts of a row in the sidebar, and the legend and key of a picture, speak of single signs of a
        drawing. Write exactly one character; signs such as # and ~ need quotation marks.""",
        example=story("status:\n  - {row: cans, slots: 5, parts: [{count: 1 + 1, glyph: '**', name: paper}]}\n"),
        line=9,
        file="story.yaml",
    ),
    Rule(
        code="S122",
        severity=Severity.ERROR,
        title="An id with a meaning of its own",
        template="'{id}' cannot be a scene: as a target it means going back from a call",
        hint="Choose another id.",
        page="""'to: return' leads back from a called scene, so that no scene can have the id return. Choose another
        one.""",
        example=scenes(SCENE_FILE + "  return:\n    text: Back.\n    ending: done\n"),
        line=5,
    ),
    Rule(
        code="S123",
        severity=Severity.ERROR,
        title="A key that belongs elsewhere",
        template="the key '{key}' does not belong here",
        hint="{fix}",
        page="""The key is one of the format, and stands in another file: story.yaml holds what the story is, what it
        remembers and how it can end; files of the folder codex hold entries, files of the folder pictures hold
        pictures, and all other files hold scenes, under 'scenes:'. Move it there.""",
        example=scenes("variables: {water: true}\nscenes:\n  one:\n    text: One.\n    ending: done\n"),
        line=1,
    ),
    Rule(
        code="S124",
        severity=Severity.ERROR,
        title="A variable of no kind",
        template="'{found}' does not say what the variable can be: true or false, a number of a range, one of a list",
        hint="{fix}",
        page="""A variable is true or false, a whole number of a range, or one word of a list, and its declaration says
        which: 'lit: false', 'coins: {range: [0, 9], start: 3}', 'sky: {one_of: [clear, fog]}'. So there is an end to
        what can happen, and everything can be proved.""",
        example=story("variables:\n  health: 100\n"),
        line=9,
        file="story.yaml",
    ),
)
