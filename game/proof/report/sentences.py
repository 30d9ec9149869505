"""A finding, and what a proof has to say besides, put into words: in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator

from game.proof.questions.answers import Limit, Reason
from game.proof.report.report import Finding, Report, RoundFacts, Widest
from game.proof.report.rules import RULES
from game.wording import Words, words

ENGLISH = words("en")
"""What machines read, whatever a person's language is."""

ROUNDS = {
    "way": ("the way through the story", ""),
    "joined": ("the endings in sets of states", ""),
    "further": ("{n} further question", "{n} further questions"),
    "before": ("{n} answer known from the proof before", "{n} answers known from the proof before"),
    "plays": ("{n} play at random", "{n} plays at random"),
    "diagrams": ("{n} question in sets of states", "{n} questions in sets of states"),
    "singly": ("{n} question by a search of its own", "{n} questions by searches of their own"),
    "without": ("without sets of states, since the package oxidd cannot be imported", ""),
}
"""What an exploration is for, in a singular and a plural form."""

PROGRESS = {
    "waiting": "another process is proving this story",
    "reading": "reading",
    "way": "the way through the story",
    "plays": "playing at random",
    "diagrams": "sets of states",
    "further": "further questions",
    "endings": "endings",
    "mending": "what would mend it",
}
"""What is worked on, while it is."""

IN_STATES = frozenset({"way", "further"})
"""What goes through states one by one, so that they can be counted meanwhile."""


WHY = {
    Limit.BOUND: "--bound {amount} was not enough; a larger one would go further",
    Limit.MEMORY: "--memory {amount} was not enough; a larger one would go further",
    Limit.TIME: "--time {amount} was not enough; a longer one would go further",
    Limit.INTERRUPT: "interrupted; proving it again goes on from here",
    Limit.NODES: "sets of states took more than they may without --memory; --memory {amount} would go further",
    Limit.MENDING: "without --time no more than {amount} seconds are spent on it; --time with more would go further",
    Limit.REFUSED: "the system gave no more memory at {amount} MB; a smaller --memory keeps clear of that",
    Limit.LIBRARY: "the package oxidd cannot be imported; where it can be, proving goes further",
    Limit.SIZE: "too many combinations of values; only fewer or narrower variables would decide it",
}
"""What can stop a proof, and what would take it further."""


def message(finding: Finding, say: Words) -> str:
    """What is wrong, or may be, in one sentence without its full stop."""
    rule = RULES[finding.code]
    if not finding.fields:
        return say(rule.whole)
    return say(rule.template, **finding.fields)


def question(asked: Finding, say: Words) -> str:
    """What is open: whether it is so as a finding would say, or, of the whole story, what is asked of it."""
    told = message(asked, say)
    return say("{claim}?", claim=told) if asked.fields else told


def hint(finding: Finding, say: Words) -> str:
    """The way out."""
    return say(RULES[finding.code].hint, **finding.fields)


def notes(finding: Finding, say: Words) -> Iterator[str]:
    """What else is known of it, a sentence each."""
    for name, (one, many) in RULES[finding.code].notes.items():
        value = finding.fields.get(name)
        if value is None:
            continue
        if many:
            yield say.n(one, many, int(value))
        else:
            yield say(one, **finding.fields)


def mends(finding: Finding, say: Words) -> Iterator[str]:
    """What would mend it, a line each: first the guards, else what else would."""
    mend = finding.mend
    if mend is None:
        return
    for guard in mend.guards:
        yield say("mend: `if: {condition}` at {choice}", condition=guard.condition, choice=guard.choice)
    for detour in mend.detours:
        yield say(
            "mend: an ending from {scene}, such as {to}" if detour.ends else "mend: a way back from {scene} to {to}",
            scene=detour.scene,
            to=detour.to,
        )


def mend_notes(finding: Finding, say: Words) -> Iterator[str]:
    """What else is known of a mend, a sentence each without its full stop."""
    mend = finding.mend
    if mend is None:
        return
    yield say("after {choice}, choice {n} of the way, no ending can be reached", choice=mend.crossing, n=mend.number)
    if mend.comply is not None:
        yield say("until choice {n} of the way the player could still come to take it safely", n=mend.comply + 1)
    elif not mend.guards:
        yield say("no condition on that choice would mend it")
    if mend.wide:
        yield say("an exact condition would read more than four variables; the one told closes safe ways as well")
    if mend.guards and mend.costs is not None:
        closed = ", ".join(one.partition(":")[2] for one in mend.costs)
        yield say("it closes {what}", what=closed) if closed else say("it closes nothing that can be met besides")
    if mend.guards or mend.detours:
        yield say("proved: the story mended so has no new trap")


def verdict(report: Report, say: Words) -> str:
    """Whether everything asked has its answer and nothing is wrong; and if not, why, and what would decide it."""
    reasons = "; ".join(why(one, say) for one in report.reasons)
    if not report.asked:
        return say("nothing is proved yet: {why}", why=reasons)
    count = len(report.findings)
    found = say.n("{n} finding", "{n} findings", count)
    if report.proved:
        return say("proved, {findings}", findings=found) if count else say("all proved")
    rest = say.n("all but {n} question proved", "all but {n} questions proved", report.open)
    return say("{label}: {value}", label=f"{rest}, {found}" if count else rest, value=reasons)


def not_known(reason: Reason, say: Words) -> str:
    """What is said of a single thing that is open."""
    return say("not proved: {why}", why=why(reason, say))


def why(reason: Reason, say: Words) -> str:
    """Why something is open, and what would decide it."""
    return say(WHY[reason.limit], amount=reason.amount)


def advice(widest: Widest | None, say: Words) -> Iterator[str]:
    """What makes a story too large, and what bounding it would save."""
    if widest is None:
        return
    yield say.n(
        "scene “{scene}” alone has {size} combinations of {n} variable",
        "scene “{scene}” alone has {size} combinations of {n} variables",
        widest.variables,
        scene=widest.scene,
        size=widest.size,
    )
    for one in widest.of:
        few = 2 if one.size > 2 else 1
        yield say.n(
            "{name} takes {n} value there: with {few} there would be {times} times fewer",
            "{name} takes {n} values there: with {few} there would be {times} times fewer",
            one.size,
            name=one.name,
            few=few,
            times=f"{one.size / few:.3g}",
        )


def about(facts: RoundFacts, say: Words) -> str:
    """What an exploration was for."""
    one, many = ROUNDS[facts.about]
    return say.n(one, many, facts.number) if many else say(one)


def capital(sentence: str) -> str:
    """A sentence as it stands at the beginning of a line."""
    return sentence[:1].upper() + sentence[1:]
