"""Rules S5xx: translation catalogues."""

from __future__ import annotations

from game.story.diagnostics.examples import catalogue, with_variables
from game.story.diagnostics.rule import Rule, Severity, bad

_PEOPLE = "".join(
    f'\nmsgctxt "{owner}"\nmsgid "{text}"\nmsgstr "{text}"\n'
    for owner, text in (("category:people", "People"), ("codex:nishi", "Nishi"), ("codex:nishi", "A rider."))
)

RULES: tuple[Rule, ...] = (
    Rule(
        code="S501",
        severity=Severity.ERROR,
        title="A catalogue that cannot be read",
        template="this catalogue cannot be read: {what}",
        hint="Catalogues are gettext PO files in UTF-8; `msgfmt --check` says more.",
        page="""A file locale/LANGUAGE.po is not what gettext calls a PO file. Most often a quotation mark is
        missing, or an edit left half an entry behind.""",
        example=bad({"locale/fr.po": 'msgid ""\nmsgstr ""\n\nmsgctxt "one"\nmsgid "One."\nthis is no line\n'}),
        file="locale/fr.po",
        line=6,
    ),
    Rule(
        code="S502",
        severity=Severity.ERROR,
        title="A translation that breaks a placeholder",
        template="the translation {what}",
        hint="It prints the same {{names}} as the source, in any order and any words.",
        page="""Where the source prints a variable the translation must print it too, under the same name, and no
        other.""",
        example=with_variables(catalogue("You have {water} left.", "Il te reste de l'eau.")),
        file="locale/fr.po",
        line=8,
    ),
    Rule(
        code="S503",
        severity=Severity.NOTE,
        title="Texts without a translation",
        template="{count} of {total} texts are not translated into '{language}' ({fuzzy} of them fuzzy): {first}",
        hint="The source text is shown in their place. `game translate` brings the catalogue up to date.",
        page="""These texts of the story have no translation in the catalogue, an empty one, or one that is marked
        fuzzy because the source was reworded. Until somebody translates them the reader sees the source text.""",
        example=catalogue("One.", ""),
        file="locale/fr.po",
        line=1,
    ),
    Rule(
        code="S504",
        severity=Severity.ERROR,
        title="A translation with a condition of its own",
        template="the translation has a condition that the source has not",
        hint="Conditions are not translated: copy the part before the colon as it is.",
        page="""A translation may use the conditions of its source as often as its grammar needs, in any order,
        but no others: the story is proved on those of the source.""",
        example=with_variables(catalogue("It is hot.", "Il fait {alive: chaud|froid}.")),
        file="locale/fr.po",
        line=8,
    ),
    Rule(
        code="S505",
        severity=Severity.ERROR,
        title="A translation with other links",
        template="the translation {what}",
        hint="It links to the same codex entries as the source.",
        page="""A link that is shown unlocks its codex entry, so every language must link to the same ones.""",
        example=catalogue("Ask Nishi.", "Demande à [Nishi](codex:nishi).", more=_PEOPLE)
        | {
            "story.yaml": "story: small\ntitle: Small\nversion: 1.0.0\nlanguage: en\nstart: one\nendings:\n"
            "  done: {title: Done}\ncategories: {people: People}\n",
            "codex/people.yaml": "category: people\nentries:\n"
            "  nishi: {title: Nishi, kind: record, open: true, text: A rider.}\n",
        },
        file="locale/fr.po",
        line=8,
    ),
    Rule(
        code="S506",
        severity=Severity.ERROR,
        title="A translation with a sequence of its own",
        template="the translation has a sequence ({mode}) that the source has not",
        hint="Use the kinds of sequences that the source uses, with as many texts as you need.",
        page="""What a sequence shows goes by counts that the source asks for. A translation may vary where the
        source varies, in the same manner.""",
        example=catalogue("It is hot.", "Il fait {chaud|encore chaud}."),
        file="locale/fr.po",
        line=8,
    ),
    Rule(
        code="S507",
        severity=Severity.NOTE,
        title="Translations of texts that are gone",
        template="{count} translations into '{language}' belong to no text of the story: {first}",
        hint="`game translate` sets them aside, and keeps those of reworded texts as fuzzy.",
        page="""The catalogue translates texts that the story no longer has: they were reworded, moved to another
        owner, or deleted. Nothing is lost when the catalogue is brought up to date.""",
        example=catalogue("One.", "Un.", more='\nmsgctxt "one"\nmsgid "Gone."\nmsgstr "Parti."\n'),
        file="locale/fr.po",
        line=1,
    ),
    Rule(
        code="S508",
        severity=Severity.ERROR,
        title="A catalogue for no language",
        template="'{name}' is not a language to translate into",
        hint="Name the file after a language other than '{language}', such as fr.po or pt_BR.po.",
        page="""The name of a catalogue is its language: two or three small letters, if need be followed by a
        country. The story's own language has no catalogue.""",
        example=bad({"locale/french.po": 'msgid ""\nmsgstr ""\n'}),
        file="locale/french.po",
        line=1,
    ),
)
