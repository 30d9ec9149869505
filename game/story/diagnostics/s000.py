"""Rules S0xx: files and YAML."""

from __future__ import annotations

from game.story.diagnostics.rule import SCENE_FILE, STORY_FILE, Rule, Severity, bad, scenes

RULES: tuple[Rule, ...] = (
    Rule(
        code="S001",
        severity=Severity.ERROR,
        title="The YAML cannot be read here",
        template="this is not YAML: {what}",
        hint="Look at this line and the one before it; put unusual text in quotation marks or in a block after |.",
        page="""The file cannot be read as YAML from this place on. Look at the line named and at the one before it:
        most often a sign stands where YAML gives it a meaning of its own. Put such a text in quotation marks, or
        write it as a block after |, where every sign is only a sign.""",
        example=scenes("%scenes:\n  one:\n    text: One.\n    ending: done\n"),
        line=1,
    ),
    Rule(
        code="S002",
        severity=Severity.ERROR,
        title="The file is not UTF-8",
        template="this file is not UTF-8 text: the byte {byte} cannot stand here",
        hint="Save the file again as UTF-8 in your editor.",
        page="""Every file of a story is UTF-8 text. This one was saved in another encoding (often Latin-1 or
        Windows-1252, where accented letters are single bytes), or it is not text at all. Open it in your editor,
        choose 'Save with encoding', UTF-8, and check that the accents are right.""",
        example=scenes("scenes:\n  one:\n    text: Caf\udce9.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S003",
        severity=Severity.ERROR,
        title="A forbidden character in the file",
        template="the file holds {what} here",
        hint="Delete it and type the text again; it is often pasted in unseen.",
        page="""Control characters, characters that reverse the reading direction, private-use characters and other
        invisible ones are refused: in a terminal they could act instead of being read. They usually come in with
        pasted text. Delete the place named and type it again.""",
        example=scenes("scenes:\n  one:\n    text: On\x1b[31me.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S004",
        severity=Severity.ERROR,
        title="A forbidden character written as an escape",
        template="this escape stands for {what}, which may not stand here",
        hint="Take the escape out, or write the text without quotation marks, where \\ is only a sign.",
        page="""In a text in double quotation marks, \\e, \\t, \\x07 and the like stand for control characters. They
        are refused as they would be if typed. If you meant a backslash, write the text in single quotation marks or
        as a block after |.""",
        example=scenes('scenes:\n  one:\n    text: "On\\e[31me."\n    ending: done\n'),
        line=3,
    ),
    Rule(
        code="S006",
        severity=Severity.ERROR,
        title="A tab",
        template="the file holds {what} here",
        hint="Write spaces instead; most editors can replace all tabs at once.",
        page="""YAML forbids tabs as indentation, and in a text a tab has no fixed width on a terminal, so a story
        holds none at all. Replace it by spaces; set your editor to insert spaces for the Tab key in .yaml files.""",
        example=scenes("scenes:\n  one:\n\ttext: One.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S007",
        severity=Severity.ERROR,
        title="The file is too large",
        template="the file is larger than {limit} MB",
        hint="Split it: scenes may be spread over as many files as you like.",
        page="""One file may hold 8 MB, which is more than a million words. A larger one is most likely not a story.
        Split scenes over several files, a chapter each.""",
        example=scenes("scenes: {}\n# a very long file\n"),
        repeat=440_000,
        line=1,
    ),
    Rule(
        code="S008",
        severity=Severity.ERROR,
        title="Too deeply nested",
        template="lists and mappings are nested deeper than {limit} levels here",
        hint="Flatten it: no part of a story needs more than a dozen levels.",
        page="""Lists within lists within lists: no construct of the format needs this many levels, so the file is
        refused before it can exhaust the machine. Look for an opening bracket that should have been text.""",
        example=scenes("scenes: " + "[" * 70 + "]" * 70 + "\n"),
        line=1,
    ),
    Rule(
        code="S009",
        severity=Severity.ERROR,
        title="The file is empty",
        template="the file holds nothing",
        hint="Write its content, or delete the file.",
        page="""A .yaml file of the story holds nothing but perhaps comments. Write into it what belongs there, or
        delete it. A file that should rest for a while can be given another ending, such as .txt.""",
        example=scenes("# scenes to come\n"),
        line=1,
    ),
    Rule(
        code="S010",
        severity=Severity.ERROR,
        title="A key written twice",
        template="'{key}' is written twice in the same mapping; the first is on line {line}",
        hint="Rename one of them, or join the two.",
        page="""Within one mapping every key may stand once. YAML readers silently keep the last and drop the others:
        here it is an error, so that no scene or choice is lost unnoticed. Rename one of the two, or join them.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    text: Two.\n    ending: done\n"),
        line=4,
    ),
    Rule(
        code="S011",
        severity=Severity.ERROR,
        title="An anchor or an alias",
        template="a value that begins with & or * is a YAML anchor or alias, which may not stand here",
        hint="If it is text, such as *emphasis*, put it in quotation marks or in a block after |.",
        page="""YAML's & and * at the beginning of a value name it and copy it; copies hide from the author what a
        scene holds and can make a small file explode, so they are refused. Nearly always the sign was meant as text:
        *emphasis* at the beginning of a line. Put the text in quotation marks, or write it as a block after |.""",
        example=scenes("scenes:\n  one:\n    text: *Now* it is one.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S012",
        severity=Severity.ERROR,
        title="A YAML tag",
        template="a value that begins with ! is a YAML tag, which may not stand here",
        hint="If it is text, put it in quotation marks or in a block after |.",
        page="""YAML's ! at the beginning of a value asks the reader to build a special object. A story is data and
        holds none. If the sign was meant as text, put the text in quotation marks.""",
        example=scenes("scenes:\n  one:\n    text: !now One.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S013",
        severity=Severity.ERROR,
        title="A second YAML document",
        template="a second YAML document begins here",
        hint="Take out the line '---' or '...', or move what follows into a file of its own.",
        page="""A line of three dashes or three dots ends a YAML document. A file of a story holds one document. As a
        rule between paragraphs, write --- within a text block, indented like the text. Otherwise move the rest to a
        file of its own.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    ending: done\n---\nscenes: {}\n"),
        line=5,
    ),
    Rule(
        code="S014",
        severity=Severity.ERROR,
        title="A quotation mark is not closed",
        template="this quotation mark is not closed where it should be",
        hint="Close it at the end of the text. Longer prose is easier as a block after |, without quotation marks.",
        page="""A text that begins with a quotation mark goes on to the next one, over as many lines as it takes. When
        the closing mark is missing, everything that follows is swallowed, and the error shows only further down.
        Close it at the end of the text; within single quotation marks an apostrophe is written twice.""",
        example=scenes('scenes:\n  one:\n    text: "One.\n    ending: done\n'),
        line=3,
    ),
    Rule(
        code="S015",
        severity=Severity.ERROR,
        title="A bracket is not closed, or a comma is missing",
        template="this bracket's list or mapping does not read on: a comma or the closing bracket is missing",
        hint="Put commas between the parts and close the bracket; text that holds [ or {{ needs quotation marks.",
        page="""Between [ ] and { } the parts are separated by commas, and the bracket must be closed. If the bracket
        is the beginning of a text, such as {water} or [a link](codex:x), put the whole text in quotation marks or
        write it as a block after |.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    facts: [F1, F2\n    ending: done\n"),
        line=4,
    ),
    Rule(
        code="S016",
        severity=Severity.ERROR,
        title="A colon within a text",
        template="a text holds a colon followed by a space, which YAML reads as another key",
        hint="Put the whole text in quotation marks, or write it as a block after |.",
        page="""After a key, YAML reads ': ' as the beginning of another mapping. A caption such as Tell him: no. must
        be put in quotation marks, or written on the next line as a block after |.""",
        example=scenes("scenes:\n  one:\n    text: He says: one.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S017",
        severity=Severity.ERROR,
        title="The indentation does not fit",
        template="this line does not fit its neighbours: wrong indentation, or the line above is not closed",
        hint="Give it the same indentation as the other lines of its list or mapping; a key ends with ':'.",
        page="""Lines of the same mapping or list begin in the same column; what belongs to a key is indented more
        than the key. Compare this line with the one above: too little or too much indentation, a dash missing or too
        many, or a key above without its ':'.""",
        example=scenes("scenes:\n  one:\n      text: One.\n    ending: done\n"),
        line=4,
    ),
    Rule(
        code="S018",
        severity=Severity.ERROR,
        title="A text cannot begin with this sign",
        template="a text cannot begin with '{char}' in YAML",
        hint="Put the text in quotation marks, or write it as a block after |.",
        page="""The signs @ ` % , ] } and a few more may not begin a text in YAML. Put the text in quotation marks, or
        write it as a block after |, where it may begin with anything.""",
        example=scenes("scenes:\n  one:\n    text: @one.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S019",
        severity=Severity.ERROR,
        title="A key that is not a text",
        template="a key must be a text; this one is {what}",
        hint="Write a name before the ':'. A text that begins with {{ or [ needs quotation marks.",
        page="""Keys are plain names. A key that is empty, or a list or a mapping, mostly comes from a text that
        begins with a bracket, such as {water}: put such a text in quotation marks, or write it as a block after
        |.""",
        example=scenes("scenes:\n  one:\n    text: {[water]: one}\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S020",
        severity=Severity.ERROR,
        title="The file cannot be read",
        template="this file cannot be read: {what}",
        hint="Look at the file's name and permissions.",
        page="""The file or folder is there, or should be, and the system does not let it be read: it does not exist,
        it is not a plain file, or the permission is missing.""",
        example={"story.yaml/keep.txt": "This is a folder where a file should be.\n"},
        line=1,
        file="story.yaml",
    ),
    Rule(
        code="S021",
        severity=Severity.ERROR,
        title="No story here",
        template="there is no story.yaml in this folder, so it is not a story",
        hint="Name the folder that holds story.yaml, or make a new story with: game new FOLDER",
        page="""A story is a folder with a file named story.yaml in it. Either another folder was meant, or the story
        is yet to be made: game new FOLDER makes a small complete one.""",
        example={"scenes.yaml": "scenes: {}\n"},
        line=1,
        file="story.yaml",
    ),
    Rule(
        code="S022",
        severity=Severity.ERROR,
        title="A key without its colon",
        template="a ':' is missing: this line should be a key or belong to the text above",
        hint="Write 'key: value'; a text over several lines needs | after its key, and indentation.",
        page="""Among the keys of a mapping stands a line without ':'. Either the colon is missing, or the line
        belongs to the text above and must be indented more than the key; prose over several lines is written as a
        block after |.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    ending\n"),
        line=4,
    ),
    Rule(
        code="S023",
        severity=Severity.WARNING,
        title="The file's name is not read",
        template="this file is not read: files of a story end in .yaml",
        hint="Rename it to {name}.",
        page="""The game reads files that end in .yaml. A file that ends in .yml, .YAML or .yaml.txt is easily taken
        for a part of the story, and is not. Rename it.""",
        example={**bad({}), "more.yml": "scenes: {}\n"},
        line=1,
        file="more.yml",
    ),
    Rule(
        code="S024",
        severity=Severity.ERROR,
        title="An escape that does not exist",
        template="within double quotation marks, the backslash here begins an escape that YAML does not know",
        hint="Use single quotation marks, or a block after |, where \\ is only a sign.",
        page="""In a text in double quotation marks a backslash begins an escape, such as \\n. The prose of a story
        uses backslashes of its own (\\{, \\*): write such a text in single quotation marks, or as a block after
        |.""",
        example=scenes('scenes:\n  one:\n    text: "One \\{."\n    ending: done\n'),
        line=3,
    ),
    Rule(
        code="S025",
        severity=Severity.ERROR,
        title="Text on the line of | or >",
        template="after | or > the text must begin on the next line",
        hint="Move the text to the next line, indented; a text that begins with > or | needs quotation marks.",
        page="""The signs | and > at the beginning of a value announce a block of text on the following lines,
        indented more than the key. Move the text there. If the sign is part of the text, put the text in quotation
        marks.""",
        example=scenes("scenes:\n  one:\n    text: | One.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S026",
        severity=Severity.ERROR,
        title="Text after a closing quotation mark or bracket",
        template="the text goes on after the closing {before}",
        hint="Put the whole text in quotation marks, or write it as a block after |.",
        page="""A value that begins with a quotation mark or a bracket ends where that is closed; nothing may follow
        on the line. This mostly happens to speech ("No," he said) and to prose that begins with {water}. Write such a
        text as a block after |, or put single quotation marks around all of it.""",
        example=scenes('scenes:\n  one:\n    text: "One," he said.\n    ending: done\n'),
        line=3,
    ),
    Rule(
        code="S027",
        severity=Severity.ERROR,
        title="The file holds something else",
        template="a {kind} file is a mapping (key: value); this one is {what}",
        hint="Begin with '{first}:'.",
        page="""At its top every file of a story is a mapping: story.yaml begins with story:, a scene file holds
        scenes:, a codex file entries:, a picture file pictures:. This file is a list or one text.""",
        example=bad({"story.yaml": STORY_FILE, "scenes.yaml": "- one\n- two\n"}),
        line=1,
    ),
    Rule(
        code="S028",
        severity=Severity.ERROR,
        title="A part of { } without its colon",
        template="'{key}' stands within {{ }} without a ':' after it",
        hint="{fix}",
        page="""Between { and } stand keys with their values, separated by commas. A comma that was meant as part of a
        text ends it, and a text that begins with { is taken for such a mapping altogether. Put the text in quotation
        marks, or write it as a block after |.""",
        example=scenes("scenes:\n  one:\n    text: One.\n    choices:\n      go: {text: Go, if you can., to: one}\n"),
        line=5,
    ),
    Rule(
        code="S030",
        severity=Severity.ERROR,
        title="A first line that is indented more than the rest",
        template="the first line of this block is indented more than those below it",
        hint="If it should be, write {sign} instead; otherwise begin it in the same column.",
        page="""YAML takes the first line of a block for its left edge, so that a drawing whose first row begins with
        spaces, or a paragraph with its first line set in, ends too soon. Write the number of spaces by which the text
        stands further in than its key after the sign, as in |2: then all others are the text's own.""",
        example=bad({"pictures/p.yaml": "pictures:\n  p:\n    alt: A.\n    art: |\n        /\\\n      /__\\\n"}),
        line=5,
        file="pictures/p.yaml",
    ),
    Rule(
        code="S031",
        severity=Severity.ERROR,
        title="A story within a story",
        template="this folder is a story of its own, and stands in the folder of another",
        hint="Move it beside the other story, or take its story.yaml away.",
        page="""A story is a folder, and all files below it belong to it. A folder in it that has a story.yaml of its
        own is another story, and the two would be read as one; nothing of it is read. Move the folder out: stories
        stand beside each other.""",
        example=bad({"draft/story.yaml": STORY_FILE, "draft/scenes.yaml": SCENE_FILE}),
        line=1,
        file="draft/story.yaml",
    ),
    Rule(
        code="S032",
        severity=Severity.ERROR,
        title="A folder that is called otherwise",
        template="the folder '{folder}' is not read: it is probably meant to be '{right}'",
        hint="Rename it to {right}, or give it another name if it holds scenes.",
        page="""Codex entries stand in the folder codex, pictures in pictures, translations in locale: in small letters,
        and spelt like this. Files of any other folder hold scenes. A folder called Codex or Locales is neither one nor
        the other. Rename it.""",
        example=bad({"Codex/people.yaml": "entries: {}\n"}),
        line=1,
        file="Codex",
    ),
    Rule(
        code="S033",
        severity=Severity.ERROR,
        title="A link that leads out of the story's folder",
        template="this is a link to something outside of the story's folder, and is not followed",
        hint="Put the file itself in its place, or let the link lead to one within the folder.",
        page="""A story is what stands in its folder. A link to a file or a folder elsewhere is not followed: a story
        that somebody sends you could otherwise show what is on your disk, in a message or in the log of a build, or
        have it changed. Links within the folder are followed, those to folders aside.""",
        example=bad({"more.yaml": "-> ../elsewhere/more.yaml"}),
        line=1,
        file="more.yaml",
    ),
    Rule(
        code="S034",
        severity=Severity.ERROR,
        title="A file where a folder belongs",
        template="'{name}' is a file; a folder of this name belongs here, if anything",
        hint="Give the file another name, or move it away.",
        page="""Codex entries stand in the folder codex, pictures in pictures, translations in locale. Here a file has
        one of these names, so that there is no place for the folder, and nothing is read from the file.""",
        example=bad({"locale": "fr\n"}),
        line=1,
        file="locale",
    ),
    Rule(
        code="S035",
        severity=Severity.ERROR,
        title="More problems than are listed",
        template="the file has more than {most:,} {what}s; the others are neither listed nor counted",
        hint="Mend what is listed and check again.",
        page="""Of one file five thousand errors are listed, and as many warnings and notes: more than anybody reads. So
        many come of one slip that is repeated, or of a file that is none of the story's. What is not listed is found
        when the rest is mended.""",
        example=bad({"scenes.yaml": f"{SCENE_FILE}again: 1\n"}),
        line=1,
        repeat=5_002,
    ),
)
