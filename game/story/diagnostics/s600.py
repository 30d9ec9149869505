"""Rules S6xx: the codex, pictures and the ledger of facts."""

from __future__ import annotations

from game.story.diagnostics.rule import SCENE_FILE, STORY_FILE, Rule, Severity, bad, story

_CITING = SCENE_FILE.replace("    text: One.\n", "    text: One.\n    facts: F2\n")


def _with_ledger(ledger: str, scenes: str = SCENE_FILE) -> dict[str, str]:
    """A small story with a ledger beside it."""
    return {
        "story.yaml": STORY_FILE + "facts: ../seeds/facts.yaml\n",
        "scenes.yaml": scenes,
        "../seeds/facts.yaml": ledger,
    }


RULES: tuple[Rule, ...] = (
    Rule(
        code="S601",
        severity=Severity.ERROR,
        title="A fact that is not in the ledger",
        template="there is no fact '{id}' in the ledger",
        hint="Correct the id, or add the fact to the ledger.",
        page="""Scenes, choices and codex entries cite the facts they stand on by the ids of the ledger named by
        'facts:' in story.yaml. This id is not among them: it is misspelt, or the fact has yet to be written down.""",
        example=_with_ledger("- id: F1\n", _CITING),
        line=4,
    ),
    Rule(
        code="S602",
        severity=Severity.WARNING,
        title="A fact still to be dramatised",
        template="the fact '{id}' must be dramatised, and no scene that can be reached cites it ({done} of {all} "
        "{done:is|are})",
        hint="Write it into a scene and cite it there with 'facts:'.",
        page="""A fact marked must_dramatise in the ledger has to become playable: at least one scene that can be
        reached, or one of its choices, cites it. Write it into a scene and add its id to the scene's 'facts:'. While
        a story says 'unfinished: true', this is only a note.""",
        example=_with_ledger("- id: F1\n  must_dramatise: true\n"),
        line=1,
        file="../seeds/facts.yaml",
    ),
    Rule(
        code="S603",
        severity=Severity.WARNING,
        title="The ledger is not there",
        template="there is no ledger of facts at '{path}', so cited facts are not checked",
        hint="Correct the path (it is relative to the story's folder), or take the line out.",
        page="""story.yaml names a ledger of facts, and there is no such file. The story plays without it, but nobody
        checks that the facts it cites exist. Correct the path, which is relative to the story's folder, or bring the
        file along.""",
        example=story("facts: facts.txt.yaml\n"),
        line=8,
        file="story.yaml",
    ),
    Rule(
        code="S604",
        severity=Severity.ERROR,
        title="Two facts of one id",
        template="the fact '{id}' is in the ledger twice; the first is on line {line}",
        hint="Give one of them another id.",
        page="""An id names one fact, or citations would be ambiguous. Give the second one an id of its own and look
        through the scenes that cite it.""",
        example=_with_ledger("- id: F1\n- id: F1\n"),
        line=2,
        file="../seeds/facts.yaml",
    ),
    Rule(
        code="S605",
        severity=Severity.ERROR,
        title="The ledger has another shape",
        template="the ledger of facts cannot be used: {what}",
        hint="Write it as a list of entries, each with an id: '- id: F1'.",
        page="""A ledger of facts is a YAML list; every entry is a mapping with at least an id. It may say much more
        about the fact; the game reads must_dramatise and codex besides.""",
        example=_with_ledger("F1: It was so.\n"),
        line=1,
        file="../seeds/facts.yaml",
    ),
    Rule(
        code="S606",
        severity=Severity.ERROR,
        title="A drawing is too large",
        template="the drawing is {what}; at most {limit} fit",
        hint="Make it smaller: 72 columns and 30 rows fit every terminal the game supports.",
        page="""Text art is shown as it is drawn, never cut or scaled, so that it must fit: at most 72 columns and 30
        rows. Make the drawing smaller, or split it into two pictures.""",
        example=bad({"pictures/p.yaml": f"pictures:\n  p:\n    alt: A line.\n    art: |\n      {'#' * 73}\n"}),
        line=5,
        file="pictures/p.yaml",
    ),
    Rule(
        code="S607",
        severity=Severity.ERROR,
        title="A ledger somewhere else on the disk",
        template="the ledger of facts cannot be at '{path}'",
        hint="Name a .yaml file in the story's folder or beside it, such as ../seeds/facts.yaml.",
        page="""The path of the ledger is relative, ends in .yaml, and leads into the story's folder or one beside it.
        Anything else is refused, so that a story from a stranger reads nothing of the disk but itself.""",
        example=story("facts: ../../../etc/passwd\n"),
        line=8,
        file="story.yaml",
    ),
    Rule(
        code="S608",
        severity=Severity.NOTE,
        title="Facts are cited, and there is no ledger",
        template="'{id}' is cited, but story.yaml names no ledger, so cited facts are not checked",
        hint="Add 'facts: PATH' to story.yaml, or take the citations out.",
        page="""Scenes or entries cite facts, and story.yaml does not say where the facts are. That is allowed; but
        only with a ledger can the game find a misspelt id or a fact that is still missing.""",
        example=bad({"scenes.yaml": _CITING}),
        line=4,
    ),
    Rule(
        code="S609",
        severity=Severity.NOTE,
        title="A fact still to be told in the codex",
        template="the fact '{id}' is meant for the codex, and no entry cites it ({done} of {all} {done:is|are})",
        hint="Write it into an entry and cite it there with 'facts:'.",
        page="""A fact marked 'codex: true' in the ledger is one that a reader should be able to look up: an entry of
        the codex tells it and cites its id in 'facts:'. Until then this note remains.""",
        example=_with_ledger("- id: F1\n  codex: true\n"),
        line=1,
        file="../seeds/facts.yaml",
    ),
    Rule(
        code="S610",
        severity=Severity.NOTE,
        title="All facts have found their place",
        template="no fact is missing: {played} of {played} {played:is|are} dramatised in scenes that can be reached, "
        "{told} of {told} {told:is|are} told in the codex",
        hint="Nothing to do: this only says that it was counted.",
        page="""The ledger marks facts that must be dramatised and facts meant for the codex. Every one of the first is
        cited by a scene that can be reached, or by one of its choices, and every one of the second by an entry of the
        codex. There is nothing to do.""",
        example=_with_ledger("- id: F2\n  must_dramatise: true\n", _CITING),
        line=1,
        file="../seeds/facts.yaml",
    ),
)
