"""Rules R0xx: what is refused, raised as SessionError."""

from __future__ import annotations

from game.rule import Rule, Severity
from game.session.rules.examples import FILE, HEADER, LEAVE, PAY, played, session

RULES: tuple[Rule, ...] = (
    Rule(
        code="R001",
        severity=Severity.ERROR,
        title="The file is not a session",
        template="{file} is not a session of this game: {why}.",
        hint="Sessions are the .jsonl files that this game writes as you play; choose another file.",
        page="""A session begins with a line that says what it is: a JSON object with the story's id, its digest, the
        seed and the language. This file begins otherwise, so it was not written by this game, or its beginning
        is lost. Choose another file; sessions are the .jsonl files in the folder that `game sessions` names.""",
        example=played("A shopping list\n"),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R002",
        severity=Severity.ERROR,
        title="The file cannot be read",
        template="{file} cannot be read: {why}.",
        hint="Look whether the file is there and whether you may read it.",
        page="""The system refused to hand the file over, for the reason given: it is not there, it may not be read, or
        the disk has trouble. Look at the name and at its permissions.""",
        situation="open a session by a name that no file has.",
    ),
    Rule(
        code="R003",
        severity=Severity.ERROR,
        title="The session is of a later edition",
        template=(
            "{file} was written by a later edition of this game (session format {format}; this one reads up to "
            "{known})."
        ),
        hint="Update the game, then open it again.",
        page="""The file says that it is written in a format that this edition does not know, or a line of it says so.
        Nothing in it is touched. A later edition of the game reads it. Where it is one line that says so, the session
        can be played up to there, and imported; the line stays in it.""",
        example=played(session(HEADER.replace('"session": 1', '"session": 1000'))),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R004",
        severity=Severity.ERROR,
        title="The session is of another story",
        template="{file} is a session of another story, {story}; this one is {here}.",
        hint="Open it together with the folder of the story it was played in.",
        page="""A session is a list of choices of one story, which it names by its id. Of another story they mean
        nothing. Open it together with the folder of its own story: `game replay SESSION --story FOLDER`, `game
        play FOLDER --session SESSION`.""",
        example=played(session(HEADER.replace('"small"', '"other"', 1))),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R005",
        severity=Severity.ERROR,
        title="The file is too large for a session",
        template="{file} is too large for a session: more than {limit} MB.",
        hint="A session of ten thousand choices has about one megabyte: this is probably another file.",
        page="""A session of ten thousand choices has about one megabyte. A file beyond the limit is not read at all: it
        is something else.""",
        situation="open a film or a disk image as a session.",
    ),
    Rule(
        code="R006",
        severity=Severity.ERROR,
        title="The file is not an ordinary file",
        template="{file} is not an ordinary file.",
        hint="Give the .jsonl file itself, not a folder or a device.",
        page="""What was named is a folder, a device or a pipe. A session is an ordinary file, which can be read from
        its beginning as often as need be.""",
        situation="name the folder of the sessions in the place of one of them.",
    ),
    Rule(
        code="R007",
        severity=Severity.ERROR,
        title="The session is open elsewhere",
        template="{file} is being played already, by another window or program.",
        hint="Go on there, or close it first; or start a new session here.",
        page="""A session is written by one player at a time, so that no line of it is lost. Another window or program
        holds it. Go on there, or close it there first.""",
        situation="continue the same session in two windows.",
    ),
    Rule(
        code="R008",
        severity=Severity.ERROR,
        title="The file exists already",
        template="{file} exists already and was not overwritten.",
        hint="Give another name, or move the old file away.",
        page="""Nothing is ever written over. Give another name, or move the old file away.""",
        situation="export a session twice under the same name.",
    ),
    Rule(
        code="R009",
        severity=Severity.ERROR,
        title="A session with a damaged line is not imported",
        template="{file} has a damaged line, number {line}, and was not imported.",
        hint="Ask for the file again. It can still be replayed as far as that line.",
        page="""A line in the middle of the file is no JSON object that a session holds: the file was cut, joined or
        changed on its way. An imported session would end there for good, so it is refused. Ask for the file
        again; as it is, it can be replayed up to that line.""",
        example=played(session(HEADER, PAY, "{water}", LEAVE)),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R010",
        severity=Severity.ERROR,
        title="There is no such session",
        template="There is no session {name} here.",
        hint="List the sessions to see their names.",
        page="""No session of this story has that name, and no file of that path is there. `game sessions` lists the
        names; the beginning of a name is enough where only one begins so.""",
        situation="ask for a session by a name that none has.",
    ),
    Rule(
        code="R011",
        severity=Severity.ERROR,
        title="There is no such turn",
        template="There is no turn {turn} to go back to: the session stands at turn {last}.",
        hint="Give a number from 0 to {last}.",
        page="""Going back takes the number of a page of the way that was played: 0 is the first page, and the last is
        the page that is shown.""",
        situation="after five choices, go back to turn 9.",
    ),
    Rule(
        code="R012",
        severity=Severity.ERROR,
        title="The story has no such language",
        template="The story has no language {language}.",
        hint="It has: {languages}.",
        page="""A story can be read in its own language and in those of its catalogues, `locale/LANGUAGE.po`. The
        languages of this one are named.""",
        situation="begin a story that is told in English and French in Japanese.",
    ),
    Rule(
        code="R013",
        severity=Severity.ERROR,
        title="The entry is not known",
        template="The codex has no entry {entry} that you know of.",
        hint="Entries open when a page you read speaks of them.",
        page="""An entry of the codex can be read once a page has spoken of it. Either there is none of that name, or no
        page has spoken of it yet.""",
        situation="open an entry of the codex before any page links to it.",
    ),
    Rule(
        code="R014",
        severity=Severity.ERROR,
        title="The file cannot be written",
        template="{file} cannot be written: {why}.",
        hint="Look for room on the disk and whether you may write there.",
        page="""The system refused to write the file, for the reason given: the disk is full, the folder is not there,
        or you may not write in it. Nothing was changed.""",
        situation="export a session into a folder that does not exist.",
    ),
    Rule(
        code="R015",
        severity=Severity.ERROR,
        title="The session is closed",
        template="This session is closed.",
        hint="Open it again.",
        page="""Something was asked of a session that had been let go of. A program that uses the sessions' own
        functions can meet this; the game does not.""",
        situation="close a session, and then choose in it.",
    ),
    Rule(
        code="R016",
        severity=Severity.ERROR,
        title="The session cannot be deleted",
        template="{file} cannot be deleted: {why}.",
        hint="Look whether you may write in its folder.",
        page="""The system refused to delete the file, for the reason given. It is still there. Look whether you may
        write in its folder.""",
        situation="delete a session that has been deleted meanwhile.",
    ),
    Rule(
        code="R017",
        severity=Severity.ERROR,
        title="So many choices are not ahead",
        template="There are not so many choices ahead: {ahead}.",
        hint="Only what was gone back from lies ahead, until another choice is made.",
        page="""After going back, the choices that were gone back from can be taken again one after the other. Another
        choice than the next of them leaves that branch, as in the redo of an editor. A program that uses the sessions'
        own functions can meet this; the game says itself that nothing is ahead.""",
        situation="go forward in a session that was never gone back in.",
    ),
    Rule(
        code="R018",
        severity=Severity.ERROR,
        title="The branch that was left does not go on here",
        template="The branch that was left does not go on here any more. {why}",
        hint="Choose otherwise, or go back; nothing is lost.",
        page="""Going forward takes again what was gone back from. The story has changed since, and the next of those
        choices cannot be taken any more, for the reason given; those before it were taken.""",
        situation="go back in a session, take the choice away in the story, and go forward in the session.",
    ),
    Rule(
        code="R019",
        severity=Severity.ERROR,
        title="Loaded dice give what cannot come out",
        template=(
            "Draw {number} of this session’s loaded dice gives {given}, and only 0 to {most} can come out there."
        ),
        hint="Choose otherwise, or go back; `draws` in the first line of the file says how the dice fall.",
        page="""The dice of the session are loaded: its file gives the outcome of each draw, in order. The next of them
        is larger than what can be drawn there: the file was written by hand, or the story was changed since and
        has fewer ways on at that place. Nothing was chosen. Another choice may draw among more, and a choice that
        draws nothing can always be taken; whoever wrote the file can mend the number.""",
        situation="play on from a session whose `draws` give 9, where there are two ways on.",
    ),
    Rule(
        code="R020",
        severity=Severity.ERROR,
        title="More draws than a session can carry",
        template="A session carries at most {most} draws, and this one would have to carry {count}.",
        hint="Make it shorter; or look for a seed under which its draws come out.",
        page="""A session whose dice are loaded gives the outcome of each draw in its first line, and that has a limit.
        No session that somebody plays comes near it.""",
        situation="write a session with the draws of a hundred thousand dice and one.",
    ),
    Rule(
        code="R030",
        severity=Severity.ERROR,
        title="No such page in the tree of ways",
        template="There is no page {number} in this session; its pages are 0 to {last}.",
        hint="Choose one of the pages that have been read in it.",
        page="""Every page that a choice has led to in a session has a number there, the first page 0. A page that was
        never come to has none.""",
        situation="go to page 900 of the tree of ways of a session of two pages.",
    ),
)
