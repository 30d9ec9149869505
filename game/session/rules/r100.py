"""Rules R1xx: notices."""

from __future__ import annotations

from game.rule import Rule, Severity
from game.session.rules.examples import DIGEST, FILE, HEADER, PAY, TOSS, loaded, played, session

RULES: tuple[Rule, ...] = (
    Rule(
        code="R101",
        severity=Severity.WARNING,
        title="The last line was cut off",
        template="The last line of the session was cut off while it was written, and is left out.",
        hint="",
        page="""The program or the machine was stopped in the middle of writing a line. That line is left out;
        everything before it holds, and play goes on from there.""",
        example=played(session(HEADER, PAY) + '{"choice": "yard/le'),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R103",
        severity=Severity.WARNING,
        title="The story has changed",
        template=(
            "The story has changed since this session was played (version {then} then, {now} now): it holds, but "
            "what the pages say may differ from what was read."
        ),
        hint="",
        page="""The session was played in another edition of the story. All its choices lead where they led, but texts
        may have been reworded since, so what is read now may differ from what was read then.""",
        example=played(session(HEADER.replace(DIGEST, "0000000000000000"), PAY)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R104",
        severity=Severity.WARNING,
        title="The session holds up to a choice",
        template="The session holds up to choice {held} of {of}. {why}",
        hint="You can go on from there.",
        page="""From some choice on, the record and the story do not agree any more: the story was changed. The session
        stands at the last page that holds; what follows stays in the file as an abandoned branch. The reason is
        given; the codes R201 to R209 explain it.""",
        example=played(session(HEADER, PAY, '{"choice": "yard/swim", "at": "home"}')),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R105",
        severity=Severity.WARNING,
        title="The language is gone",
        template=(
            "The session was played in the language {language}, which the story does not have; it is shown in {shown}."
        ),
        hint="",
        page="""The session was played in a language that the story does not have: a catalogue is missing, or was
        renamed. It is shown in the language in which the story was written.""",
        example=played(session(HEADER, '{"language": "ja"}')),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R106",
        severity=Severity.WARNING,
        title="The session is not being saved",
        template=(
            "The session is not being saved in {file}: {why}. You can play on; what is missing is written as soon as "
            "writing works again."
        ),
        hint="Make room on the disk, or look whether you may write in its folder.",
        page="""Writing failed, for the reason given: the disk is full, or the folder may not be written. What is not
        yet on the disk is kept in memory and written as soon as writing works again; what the disk holds
        already stays as it is. Meanwhile the session can be saved elsewhere: line by line with `export FILE`,
        in the full face by exporting it.""",
        situation="play on while the disk is full.",
    ),
    Rule(
        code="R107",
        severity=Severity.WARNING,
        title="The session leads to another state",
        template=(
            "The session leads to the same page, but to another state than was recorded: the file was changed, or"
            " the game."
        ),
        hint="",
        page="""Every line of a session keeps a check of the state that its choice led to. In the same edition of the
        story the choices lead to the same page, but not to the state that was recorded: the file was changed by
        hand, or the game that wrote it counted otherwise.""",
        example=played(session(HEADER, PAY.replace("}", ', "check": "00000000"}'))),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R108",
        severity=Severity.WARNING,
        title="The story has changed, and with it the state",
        template=(
            "The story has changed since this session was played (version {then} then, {now} now): it leads to the "
            "same page, but something on the way counts otherwise now, and the state differs."
        ),
        hint="What you can choose from here on may differ from what it would have been then.",
        page="""The session was played in another edition of the story. All its choices lead where they led, but not to
        the same state: an effect was changed, or a variable was added or removed. `game replay SESSION --verify`
        names the first choice from which on it differs.""",
        example=played(session(HEADER.replace(DIGEST, "0000000000000000"), PAY.replace("}", ', "check": "00000000"}'))),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R109",
        severity=Severity.NOTE,
        title="The dice are loaded",
        template="Loaded dice: draws fall as this session says, not by chance (given: {count}).",
        hint="",
        page="""The file of the session gives the outcome of draws, in order, and they fall so, whatever its seed: that
        is how `game prove` writes a way that hardly any seed leads along, and how a session can be written by hand.
        After the last draw that is given, the seed decides as ever. Whoever goes back and chooses otherwise still
        has loaded dice: the next draw, at whatever place, falls as the next number says.""",
        example=played(session(loaded("[0]"), PAY, TOSS)),
        file=FILE,
        line=1,
    ),
)
