"""Rules S8xx: what was renamed, and what it was called before."""

from __future__ import annotations

from game.story.diagnostics.rule import Rule, Severity, scenes

RULES: tuple[Rule, ...] = (
    Rule(
        code="S801",
        severity=Severity.ERROR,
        title="An old id is in use",
        template="'{id}' cannot be what this {what} was called before: something is called so now, {where}",
        hint="An old id is taken for ever: give what has it now another id, or take the old one out of `formerly:`.",
        page="""`formerly:` lists the ids that something had before, so that sessions and catalogues made then are still
        understood. Something else has one of these ids now, and a session that names it could mean either.""",
        example=scenes(
            "scenes:\n  one:\n    text: One.\n    to: two\n"
            "  two:\n    formerly: one\n    text: Two.\n    ending: done\n"
        ),
        line=6,
    ),
    Rule(
        code="S802",
        severity=Severity.ERROR,
        title="An old id is claimed twice",
        template="'{id}' is already among the old ids of {what} '{other}'",
        hint="Only one thing can have been called so: take it out of one of the two.",
        page="""Two things say that they had this id before, or one says it twice. A session that names it could mean
        either. Where one scene was split into two, the one that goes on where the old one did has its id.""",
        example=scenes(
            "scenes:\n  one:\n    formerly: start\n    text: One.\n    to: two\n"
            "  two:\n    formerly: start\n    text: Two.\n    ending: done\n"
        ),
        line=7,
    ),
    Rule(
        code="S803",
        severity=Severity.ERROR,
        title="An old id that is the present one",
        template="'{id}' is what this {what} is called now",
        hint="`formerly:` takes the ids it had before; that a choice's scene was renamed need not be said again.",
        page="""The id in `formerly:` is the thing's own id, or a choice's old full id that follows already from the
        `formerly:` of its scene.""",
        example=scenes("scenes:\n  one:\n    formerly: one\n    text: One.\n    ending: done\n"),
        line=3,
    ),
    Rule(
        code="S804",
        severity=Severity.ERROR,
        title="An old id that can be none",
        template="this {what} cannot have had the id '{id}'",
        hint="An id is made of small letters and digits; an old one of a choice may name its scene: 'trench/tell'.",
        page="""`formerly:` takes ids as they were written then: of a scene, an ending or a codex entry 'trench', of a
        variable 'water', of a choice 'tell', or 'trench/tell' where it belonged to another scene.""",
        example=scenes("scenes:\n  one:\n    formerly: The Start\n    text: One.\n    ending: done\n"),
        line=3,
    ),
)
