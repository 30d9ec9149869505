"""Rules R2xx: what a verification finds."""

from __future__ import annotations

from game.rule import Rule, Severity
from game.session.rules.examples import (
    DIGEST,
    FILE,
    HEADER,
    LEAVE,
    PAY,
    TOSS,
    TOSS_BACK,
    loaded,
    played,
    session,
)

RULES: tuple[Rule, ...] = (
    Rule(
        code="R201",
        severity=Severity.NOTE,
        title="The choice is gone",
        template="Choice {step}, {choice}: the scene {scene} has no such choice any more.",
        hint="",
        page="""The scene in which it was taken has no choice of that id any more: it was removed or renamed.""",
        example=played(session(HEADER, '{"choice": "gate/swim", "at": "yard"}')),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R202",
        severity=Severity.NOTE,
        title="The choice is closed",
        template="Choice {step}, {choice}: it is closed now: {why}",
        hint="",
        page="""The choice is still there, but its condition does not hold where it was taken: the condition was
        changed, or what led there. The reason that a player would read is given.""",
        example=played(session(HEADER, '{"choice": "gate/climb", "at": "yard"}')),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R203",
        severity=Severity.NOTE,
        title="The choice is not offered",
        template="Choice {step}, {choice}: it is not offered now.",
        hint="",
        page="""The choice is still in the scene, but it is not shown where it was taken: it is secret, used up, or a
        fallback that is not needed now.""",
        example=played(session(HEADER, '{"choice": "gate/hide", "at": "yard"}')),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R204",
        severity=Severity.NOTE,
        title="The choice leads elsewhere",
        template="Choice {step}, {choice}: it leads to {now} now, and led to {then}.",
        hint="",
        page="""The choice can still be taken, but it leads to another scene than it did.""",
        example=played(session(HEADER, '{"choice": "gate/pay", "at": "home"}')),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R205",
        severity=Severity.NOTE,
        title="The story ends earlier",
        template="Choice {step}, {choice}: the story has ended before it, at {scene}.",
        hint="",
        page="""The way has come to an ending, and the record goes on:
        what was a page with choices is an ending now.""",
        example=played(session(HEADER, PAY, LEAVE, '{"choice": "home/sleep", "at": "gate"}')),
        file=FILE,
        line=4,
    ),
    Rule(
        code="R206",
        severity=Severity.NOTE,
        title="The story has no way on",
        template="Choice {step}, {choice}: the story has no way on there ({why}).",
        hint="",
        page="""The choice can be taken, but all its targets are closed, or its deck is empty: the story itself has a
        gap there, which `game prove` reports with P023 to P026.""",
        example=played(session(HEADER, PAY, '{"choice": "yard/fall", "at": "home"}')),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R207",
        severity=Severity.NOTE,
        title="The choice leads to another state",
        template=(
            "Choice {step}, {choice}: it leads to the same scene, but to another state. A session keeps only a "
            "check of the state, so the variables that differ cannot be named; this choice changes now: "
            "{changes}."
        ),
        hint="",
        page="""The choice leads to the scene that it led to, but the variables have other values than they had then: an
        effect on the way was changed, or the session. What the choice changes now is told.""",
        example=played(session(HEADER, PAY.replace("}", ', "check": "00000000"}'))),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R208",
        severity=Severity.NOTE,
        title="The story starts in another state",
        template=(
            "The story starts otherwise than it did then: a variable was added, removed, renamed, or starts at "
            "another value. A session keeps only a check of the state, so it cannot be named."
        ),
        hint="",
        page="""Already on the first page the variables do not have the values that they had when the session was begun:
        one was added, removed or renamed, or starts at another value.""",
        example=played(session(HEADER.replace("}", ', "at": "gate", "check": "00000000"}'))),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R209",
        severity=Severity.NOTE,
        title="A line is damaged",
        template="Choice {step}: the line that held it is damaged (line {line} of the file).",
        hint="",
        page="""The line in the place of this choice is no JSON object that a session holds: the file was cut, joined or
        changed. What it held cannot be known, so the way ends before it.""",
        example=played(session(HEADER, PAY, "{water}", LEAVE)),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R210",
        severity=Severity.NOTE,
        title="The story starts elsewhere",
        template="The story starts in the scene {now} now, and started in {then}.",
        hint="",
        page="""The first scene of the story is another than it was when the session was begun: `start:` in story.yaml
        was changed.""",
        example=played(session(HEADER.replace("}", ', "at": "cave"}'))),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R211",
        severity=Severity.NOTE,
        title="The session is identical",
        template="Identical: {steps} choices, each leads where it led, to the same state.",
        hint="",
        page="""All choices of the session lead where they led, and to the same state.""",
        example=played(session(HEADER, PAY, LEAVE)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R212",
        severity=Severity.NOTE,
        title="The edition is the same",
        template="It is the edition of the story that the session was played in.",
        hint="",
        page="""What the story does is what it did when the session was played. Texts may have been reworded; that is
        not looked at.""",
        example=played(session(HEADER, PAY)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R213",
        severity=Severity.NOTE,
        title="The edition is another",
        template="The session was recorded in another edition of the story: {then} then, {now} now.",
        hint="",
        page="""The session was played in another edition of the story: something that can change play was changed
        since. Whether that matters to this session is what the verification says.""",
        example=played(session(HEADER.replace(DIGEST, "0000000000000000"), PAY)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R214",
        severity=Severity.NOTE,
        title="Choices without a check",
        template=(
            "{count} of its choices have no check of the state that can be computed now; they were compared by scene "
            "alone."
        ),
        hint="",
        page="""Some lines of the session keep no check of the state that the choice led to, or so many variables were
        renamed since that it cannot be told under which names theirs were made. These choices were compared by
        the scene they led to.""",
        example=played(session(HEADER, PAY)),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R215",
        severity=Severity.NOTE,
        title="Old ids were followed",
        template="Ids that were renamed since were followed: {count}.",
        hint="",
        page="""The session names scenes, choices or codex entries by ids that they had before. `formerly:` says in the
        story what they are called now, and the session was read so.""",
        example=played(session(HEADER, PAY.replace("gate/pay", "gate/bribe"))),
        file=FILE,
        line=2,
    ),
    Rule(
        code="R216",
        severity=Severity.NOTE,
        title="How far the session holds",
        template="The session holds up to choice {held} of {of}.",
        hint="",
        page="""So many choices can be taken and lead to the scenes they led to; there the replay ends, for the reason
        given before. A damaged line is counted as a choice, for it may have been one; a line of a later edition is
        not.""",
        example=played(session(HEADER, PAY, '{"deal": 3, "need": 1000}', LEAVE)),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R217",
        severity=Severity.NOTE,
        title="Loaded dice give what cannot come out",
        template=(
            "Choice {step}, {choice}: draw {number} of the loaded dice gives {given}, and only 0 to {most} can come "
            "out there."
        ),
        hint="",
        page="""The session gives the outcome of each draw, and this one is larger than what can be drawn there: `draws`
        in its first line was written by hand, or the story has fewer ways on at that place than it had.""",
        example=played(session(loaded("[2]"), PAY, TOSS)),
        file=FILE,
        line=3,
    ),
    Rule(
        code="R218",
        severity=Severity.NOTE,
        title="Loaded dice: every draw is given",
        template="Loaded dice: the outcome of every draw on its way is given ({count}); its seed decides nothing.",
        hint="",
        page="""The session gives the outcomes of just as many draws as are made on its way.""",
        example=played(session(loaded("[0]"), PAY, TOSS)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R219",
        severity=Severity.NOTE,
        title="Loaded dice: draws are left over",
        template="Loaded dice: outcomes given: {count}; draws made: {made}. The rest waits for what is played next.",
        hint="",
        page="""The session gives the outcomes of more draws than are made on its way: it goes on somewhere, it was gone
        back in, or its `draws` are of another way.""",
        example=played(session(loaded("[0, 1]"), PAY, TOSS)),
        file=FILE,
        line=1,
    ),
    Rule(
        code="R220",
        severity=Severity.NOTE,
        title="Loaded dice: from some draw on the seed decides",
        template="Loaded dice: outcomes given: {count}; draws made: {made}. After those given the seed decided.",
        hint="",
        page="""More draws are made on the way of the session than it gives outcomes of. The first fall as it says, and
        those after them by its seed, as in any other session.""",
        example=played(session(loaded("[1]"), PAY, TOSS_BACK, PAY, '{"choice": "yard/toss"}')),
        file=FILE,
        line=1,
    ),
)
