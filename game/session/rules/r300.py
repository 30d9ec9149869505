"""Rules R3xx: parts of the other messages."""

from __future__ import annotations

from game.rule import Rule, Severity
from game.session.rules.examples import FILE, HEADER, LEAVE, PAY, loaded, played, session

RULES: tuple[Rule, ...] = (
    Rule(
        code="R301",
        severity=Severity.NOTE,
        title="Why a file is refused: it is empty",
        template="it is empty",
        hint="",
        page="""Nothing stands in the file. A session begins with a line that says what it is.""",
        example=played(""),
        file=FILE,
        line=0,
    ),
    Rule(
        code="R302",
        severity=Severity.NOTE,
        title="Why a file is refused: no header",
        template="its first line is no header",
        hint="",
        page="""The first line is no JSON object. A session begins with one that names its format, its story, the seed
        and the language.""",
        example=played("A shopping list\n"),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R303",
        severity=Severity.NOTE,
        title="Why a file is refused: no format",
        template="its first line gives no session format",
        hint="",
        page="""The first line is a JSON object, but it does not begin a session: "session" and the number of the format
        are missing.""",
        example=played(session('{"story": "small", "seed": 1}')),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R304",
        severity=Severity.NOTE,
        title="Why a file is refused: a part of the header is missing",
        template="its first line has no {key}",
        hint="",
        page="""The first line names no story, digest, seed or language, or something that none of these can be.""",
        example=played(session(HEADER.replace('"seed": 1, ', ""))),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R305",
        severity=Severity.NOTE,
        title="Why a file is refused: damaged throughout",
        template="more than {most} of its lines are damaged",
        hint="",
        page="""So many lines of the file are no lines of a session that it is none, or that hardly anything of it is
        left.""",
        example=played(session(HEADER, "{water}")),
        file=FILE,
        line=2,
        repeat=2000,
    ),
    Rule(
        code="R306",
        severity=Severity.NOTE,
        title="In the place of a list that is empty",
        template="nothing",
        hint="",
        page="""The choice changes no variable now, and it did then, or something before it did.""",
        example=played(session(HEADER, PAY, LEAVE.replace("}", ', "check": "00000000"}'))),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R307",
        severity=Severity.NOTE,
        title="Why a session is not being saved: its file was changed",
        template="the file was changed by somebody else",
        hint="",
        page="""The file of the session is longer or shorter than it was when the game last wrote to it. It is left as
        it is, so that nothing of somebody else's is lost; what was played since is kept in memory.""",
        situation="write into the file of a session while it is played.",
    ),
    Rule(
        code="R308",
        severity=Severity.NOTE,
        title="Why a session is not being saved: its file was replaced",
        template="another file has taken its place",
        hint="",
        page="""Where the file of the session was, there is another one of the same name now. The new one is left as it
        is; what was played is kept in memory and can be exported.""",
        situation="put another file in the place of a session's while it is played.",
    ),
    Rule(
        code="R309",
        severity=Severity.NOTE,
        title="Why a file is refused: its draws are no list",
        template="the draws in its first line are no list",
        hint="",
        page="""Loaded dice are a list of whole numbers in the first line, the outcome of each draw in order:
        `"draws": [4, 0, 17]`.""",
        example=played(session(loaded('"4 0 17"'), PAY)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R310",
        severity=Severity.NOTE,
        title="Why a file is refused: too many draws",
        template="its first line gives {count} draws, and {most} are the most that a session can carry",
        hint="",
        page="""The list of draws in the first line is longer than any session needs.""",
        situation="open a session that gives the outcomes of a hundred thousand draws and one.",
    ),
    Rule(
        code="R311",
        severity=Severity.NOTE,
        title="Why a file is refused: a draw is no number",
        template="draw {number} in its first line is no whole number from 0 on",
        hint="",
        page="""Each outcome in the list of draws is a whole number: 0 for the first that can come out, and so on. How
        many can come out depends on the place, so a number that is too large is met only where it is drawn.""",
        example=played(session(loaded("[1, 0.5]"), PAY)),
        file=FILE,
        line=1,
    ),
)
