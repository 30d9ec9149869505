"""PO files for the tests: a header that gettext is content with, and entries in every form that it reads or refuses."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: small 1\\n"\n"Report-Msgid-Bugs-To: \\n"\n'
    '"POT-Creation-Date: 2026-11-22 22:48+0000\\n"\n"PO-Revision-Date: 2026-11-22 22:48+0000\\n"\n'
    '"Last-Translator: Sae\\n"\n"Language-Team: fr\\n"\n"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
LINES = HEADER.count("\n")
"""So many lines stand before the entries."""

ENTRY = 'msgctxt "one"\nmsgid "One."\nmsgstr "Un."\n'

READ: dict[str, tuple[str, str]] = {
    "plain": (ENTRY, "Un."),
    "over several lines": ('msgctxt "one"\nmsgid ""\n"On"\n"e."\nmsgstr ""\n"U"\n\n"n."\n', "Un."),
    "several strings on one line": ('msgctxt "one"\nmsgid "One" "."\nmsgstr "U" "n."\n', "Un."),
    "the word by itself": ('msgctxt\n"one"\nmsgid\n"One."\nmsgstr\n"Un."\n', "Un."),
    "all on one line": ('msgctxt "one" msgid "One." msgstr "Un."\n', "Un."),
    "no space after the word": ('msgctxt"one"\nmsgid"One."\nmsgstr"Un."\n', "Un."),
    "escapes": ('msgctxt "one"\nmsgid "One."\nmsgstr "\\"Un\\" \\x41\\101."\n', '"Un" AA.'),
    "bytes as escapes": ('msgctxt "one"\nmsgid "One."\nmsgstr "\\303\\251t\\xc3\\xa9"\n', "été"),
    "a string goes on over the line's end": ('msgctxt "one"\nmsgid "One."\nmsgstr "U\\\nn."\n', "Un."),
    "comments without a space": ("#note\n#:a.yaml:1\n#.from\n#,no-wrap\n" + ENTRY, "Un."),
    "a comment after the strings": (ENTRY.rstrip("\n") + " # so\n", "Un."),
    "an empty comment at the end": (ENTRY + "#:\n", "Un."),
    "an empty flag at the end": (ENTRY + "#,\n", "Un."),
    "obsolete entries without a space": (ENTRY + '\n#~msgid "was"\n#~msgstr "était"\n', "Un."),
    "what was": ('#| msgctxt "on"\n#| msgid "Won."\n' + ENTRY, "Un."),
    "what was of obsolete entries": (ENTRY + '\n#~| msgid "x"\n#~ msgid "was"\n#~ msgstr "était"\n', "Un."),
    "tabs between": ('msgctxt\t"one"\n\tmsgid "One."\nmsgstr  "Un."\t\n', "Un."),
    "carriage returns": (ENTRY.replace("\n", "\r\n"), "Un."),
    "an entry with a context and no text": ('msgctxt "x"\nmsgid ""\nmsgstr "y"\n\n' + ENTRY, "Un."),
    "plural forms beside it": (
        'msgid "can"\nmsgid_plural "cans"\nmsgstr [ 0 ] "bidon"\nmsgstr[1] "bidons"\n\n' + ENTRY,
        "Un.",
    ),
}
"""Entries as gettext reads them, and the translation that stands in them."""

REFUSED: dict[str, tuple[str, str, int, int]] = {
    "an open string": ('msgctxt "one"\nmsgid "One."\nmsgstr "Un.\n', "S501", 3, 8),
    "an open string in a source": ('msgctxt "one"\nmsgid "One.\nmsgstr "Un."\n', "S501", 2, 7),
    "an open string in what was": ('#| msgid "On\n' + ENTRY, "S501", 1, 10),
    "an open string of an obsolete entry": ('#~ msgid "One.\n#~ msgstr "Un."\n', "S501", 1, 10),
    "an escape that is none": ('msgid "One."\nmsgstr "Un\\q."\n', "S501", 2, 11),
    "an escape without its number": ('msgid "One."\nmsgstr "Un\\xg."\n', "S501", 2, 11),
    "no msgstr": ('msgid "One."\n', "S501", 1, 1),
    "no msgstr, and a comment": ('msgid "One."\n# so\nmsgid "Two."\nmsgstr "Deux."\n', "S501", 1, 1),
    "no msgid": (ENTRY + 'msgctxt "two"\n', "S501", 4, 1),
    "two msgstr": ('msgid "One."\nmsgstr "Un."\nmsgstr "Une."\n', "S501", 3, 1),
    "a comment within an entry": ('msgid "One."\n# so\nmsgstr "Un."\n', "S501", 1, 1),
    "a flag within an entry": ('msgid "One."\n#, fuzzy\nmsgstr "Un."\n', "S501", 1, 1),
    "a comment within a string": (ENTRY + '# so\n"."\n', "S501", 5, 1),
    "a plural of which a form begins otherwise": (
        'msgid "\\nOne."\nmsgid_plural "\\nOnes."\nmsgstr[0] "\\nUn."\nmsgstr[1] "Uns."\n',
        "S515",
        2,
        15,
    ),
    "a plural of which a form ends otherwise": (
        'msgid "One.\\n"\nmsgid_plural "Ones."\nmsgstr[0] "Un.\\n"\nmsgstr[1] "Uns.\\n"\n',
        "S515",
        2,
        15,
    ),
    "a plural with one msgstr": ('msgid "One."\nmsgid_plural "Ones."\nmsgstr "Un."\n', "S501", 2, 1),
    "a number without a plural": ('msgid "One."\nmsgstr[0] "Un."\n', "S501", 2, 1),
    "numbers out of order": (
        'msgid "One."\nmsgid_plural "Ones."\nmsgstr[1] "Un."\nmsgstr[0] "Uns."\n',
        "S501",
        3,
        1,
    ),
    "a word that is none": (ENTRY + "junk\n", "S501", 4, 1),
    "a word in capitals": ('MSGID "One."\nMSGSTR "Un."\n', "S501", 1, 1),
    "a domain": ('domain "x"\n' + ENTRY, "S501", 1, 1),
    "a sign outside of strings": ('msgid "One.";\nmsgstr "Un."\n', "S501", 1, 13),
    "a no-break space outside of strings": ('msgid\u00a0"One."\nmsgstr "Un."\n', "S501", 1, 6),
    "a word without a string": ('msgid "One."\nmsgstr\n', "S501", 2, 1),
    "half an obsolete entry": ('#~ msgid "One."\nmsgstr "Un."\n', "S501", 2, 1),
    "an obsolete line in an entry": ('msgid "One."\n#~ msgstr "Un."\n', "S501", 2, 4),
    "what was, after what is": ('msgid "One."\n#| msgid "Won."\nmsgstr "Un."\n', "S501", 1, 1),
    "what was, of nothing": (ENTRY + '#| msgid "Won."\n', "S501", 4, 4),
    "one text twice": (ENTRY + "\n" + ENTRY, "S510", 6, 8),
    "one text twice, once not sure": ("#, fuzzy\n" + ENTRY + "\n" + ENTRY, "S510", 7, 8),
    "one text twice, once obsolete": (
        ENTRY + "\n#~ " + ENTRY.rstrip("\n").replace("\n", "\n#~ ") + "\n",
        "S510",
        6,
        11,
    ),
    "a line break at the end": ('msgctxt "one"\nmsgid "One."\nmsgstr "Un.\\n"\n', "S515", 3, 12),
    "a line break at the beginning": ('msgctxt "one"\nmsgid "One."\nmsgstr "\\nUn."\n', "S515", 3, 9),
    "a flag for another kind of text": ('#, c-format\nmsgctxt "one"\nmsgid "One %d."\nmsgstr "Un."\n', "S514", 3, 8),
    "too few plural forms": ('msgid "can"\nmsgid_plural "cans"\nmsgstr[0] "bidon"\n', "S513", 2 - LINES, 9),
}
"""Entries as gettext refuses them, with our code for it, and the line (counted from the first of them) and column."""

HEADS: dict[str, str] = {
    "no header": "",
    "an empty header": 'msgid ""\nmsgstr ""\n\n',
    "another charset": HEADER.replace("UTF-8", "ISO-8859-1"),
    "no charset yet": HEADER.replace("UTF-8", "CHARSET"),
    "no word of a charset": HEADER.replace("; charset=UTF-8", ""),
    "no type": HEADER.replace('"Content-Type: text/plain; charset=UTF-8\\n"\n', ""),
    "one plural form of several": HEADER.replace("nplurals=2; plural=(n > 1)", "nplurals=1; plural=(n > 1)"),
    "no formula for plurals": HEADER.replace("(n > 1)", "(n > "),
    "no number of plurals": HEADER.replace("nplurals=2", "nplurals=x"),
    "a formula with too many results": HEADER.replace("(n > 1)", "n"),
    "a byte order mark": "\ufeff" + HEADER,
}
"""Headers that stories can use and gettext cannot, or not rightly."""

BITS = [
    *'"\\\n# 1[x\u00a0é', "#~ ", "#, fuzzy\n", "msgid ", "msgstr ", "msgctxt ", "msgid_plural ", "msgstr[0] ", '"c"\n',
    'msgid "a"\n', 'msgstr "b"\n', "\\n", '\\"', "\\101", "#:", "#.\n", "\\q", "#, c-format\n", "%d", "domain ",
]  # fmt: skip
BASE = (
    HEADER
    + '# note\n#. from\n#: scenes.yaml:3\n#, fuzzy\n#| msgctxt "one"\n#| msgid "was"\n'
    + 'msgctxt "one"\nmsgid "The \\"boat\\" is late.\\n"\n"More."\nmsgstr "Le bateau.\\n"\n"Plus."\n\n'
    + 'msgctxt "one/go"\nmsgid "Go."\nmsgstr ""\n"Al"\n"ler."\n\n'
    + 'msgid "can"\nmsgid_plural "cans"\nmsgstr[0] "bidon"\nmsgstr[1] "bidons"\n\n'
    + '#~ msgctxt "two"\n#~ msgid "gone"\n#~ msgstr "parti"\n\n#~| msgid "x"\n#~ msgid "y"\n#~ msgstr "z"\n'
)


def mutated(seed: int) -> str:
    """A catalogue with a few signs or lines left out, put in or moved."""
    draw = random.Random(seed)
    text = BASE
    for _ in range(draw.choice([1, 1, 2, 3])):
        at = draw.randrange(len(HEADER), len(text))
        lines = text.split("\n")
        one, other = draw.randrange(LINES, len(lines)), draw.randrange(LINES, len(lines))
        match draw.randrange(5):
            case 0:
                text = text[:at] + text[at + draw.choice([1, 1, 2, 5]) :]
            case 1 | 2:
                text = text[:at] + draw.choice(BITS) + text[at:]
            case 3:
                text = "\n".join([*lines[:one], *lines[one + 1 :]])
            case _:
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
    return text


have_msgfmt = shutil.which("msgfmt") is not None


def msgfmt(file: Path) -> tuple[bool, str]:
    """Whether gettext's own checker accepts a file, and what it says."""
    command = ["msgfmt", "--check", "-o", str(file.with_suffix(".mo")), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr
