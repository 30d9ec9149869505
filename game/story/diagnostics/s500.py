"""Rules S5xx: translation catalogues."""

from __future__ import annotations

from game.story.diagnostics.examples import HEADED, catalogue, with_water
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
        hint="Mend it by hand; until then its language is left out, and `game translate` does not touch the file.",
        page="""A file locale/LANGUAGE.po is not what gettext calls a PO file. Most often a quotation mark is
        missing, or an edit left half an entry behind. Nothing is read from it then, for a guess could lose a
        translator's work: the story is played without this language. `msgfmt --check` finds the same faults.""",
        example=bad({"locale/fr.po": 'msgid ""\nmsgstr ""\n\nmsgctxt "one"\nmsgid "One."\nmsgstr "Un.\n'}),
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
        example=with_water("You have {water} left.", "Il te reste de l'eau."),
        file="locale/fr.po",
        line=HEADED,
    ),
    Rule(
        code="S503",
        severity=Severity.NOTE,
        title="Texts without a translation",
        template="{count} of {total} {total:text|texts} {count:is|are} not translated into '{language}' "
        "({fuzzy} of them fuzzy): {first}",
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
        example=with_water("{water} left.", "{water} {water > 1: bidons|bidon}."),
        file="locale/fr.po",
        line=HEADED,
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
        line=HEADED,
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
        line=HEADED,
    ),
    Rule(
        code="S507",
        severity=Severity.NOTE,
        title="Translations of texts that are gone",
        template="{count} {count:translation|translations} into '{language}' {count:belongs|belong} to no text of the "
        "story: {first}",
        hint="`game translate` sets them aside, and keeps those of reworded texts as fuzzy.",
        page="""The catalogue translates texts that the story no longer has: they were reworded, moved to another
        owner, or deleted. Nothing is lost when the catalogue is brought up to date.""",
        example=catalogue("One.", "Un.", more='\nmsgctxt "one"\nmsgid "Gone."\nmsgstr "Parti."\n'),
        file="locale/fr.po",
        line=1,
    ),
    Rule(
        code="S508",
        severity=Severity.WARNING,
        title="A catalogue that is not read",
        template="this catalogue is not read: {what}",
        hint="{cure}",
        page="""A catalogue stands directly in the folder locale, and its name is its language as gettext spells it:
        fr.po, pt_BR.po, zh_Hant.po, es_419.po, ca@valencia.po. A file of another name or in another place was
        perhaps meant as one, but nothing is read from it. The story's own language has no catalogue.""",
        example=bad({"locale/fr (1).po": 'msgid ""\nmsgstr ""\n'}),
        file="locale/fr (1).po",
        line=1,
    ),
    Rule(
        code="S510",
        severity=Severity.ERROR,
        title="Two entries for one text",
        template="{what} has an entry already, on line {line}",
        hint="Keep the better translation, and delete the other entry.",
        page="""A catalogue has one entry for each text, that is for each msgctxt and msgid together. Of two, the one
        would be played and the other kept, and somebody's work would be lost: so the choice is yours. Obsolete
        entries (#~) count as well, as they do to gettext, and so does the header, whose msgid is empty.""",
        example=catalogue("One.", "Un.", more='\nmsgctxt "one"\nmsgid "One."\nmsgstr "Une."\n'),
        file="locale/fr.po",
        line=HEADED + 11,
    ),
    Rule(
        code="S511",
        severity=Severity.ERROR,
        title="A translation that shows nothing",
        template="this translation shows nothing",
        hint="Write what the source says, or leave nothing at all between the quotation marks.",
        page="""Between the quotation marks there are only spaces, or characters that cannot be seen. A choice would
        have a number and no words. A translation that is still to be written is empty: then the reader sees the
        source.""",
        example=catalogue("One.", "\u00a0"),
        file="locale/fr.po",
        line=HEADED,
    ),
    Rule(
        code="S512",
        severity=Severity.WARNING,
        title="A translation with plural forms",
        template="this entry has plural forms, which stories do not have; the source is shown",
        hint="Translate it once, and let a condition choose the words: {{oil == 1: bidon|bidons}}.",
        page="""gettext can keep several forms of one text, for one thing and for many. In a story that is done within
        the text, by a condition, because a text may have several numbers in it. Write the entry with a single
        msgstr, and without msgid_plural.""",
        example=catalogue("One.", "Un.", plural="Ones."),
        file="locale/fr.po",
        line=HEADED + 1,
    ),
    Rule(
        code="S513",
        severity=Severity.WARNING,
        title="A catalogue that gettext refuses or misreads",
        template="{what}",
        hint="`game translate` writes a header that they accept.",
        page="""The story can use the catalogue. But `msgfmt --check` refuses it, or reads it in another charset than
        the UTF-8 that catalogues of stories are written in, and so may an editor for translations: its header says
        nothing, or something else than the file. The header is the first entry, whose msgid is empty.""",
        example=catalogue("One.", "Un.", head=""),
        file="locale/fr.po",
        line=1,
    ),
    Rule(
        code="S514",
        severity=Severity.NOTE,
        title="Translations flagged as another kind of text",
        template="{count} {count:translation is|translations are} flagged {flag}, so gettext holds {count:it|them} to "
        "rules that stories do not have",
        hint="Take the flag out; what stands in braces is checked by `game check`.",
        page="""A flag such as c-format or python-brace-format says that a text is a pattern of some programming
        language. Tools add it by themselves to texts with braces or percent signs. `msgfmt --check` then refuses
        translations that are sound.""",
        example=catalogue("One.", "Un.", flag="python-brace-format"),
        file="locale/fr.po",
        line=HEADED,
    ),
    Rule(
        code="S515",
        severity=Severity.ERROR,
        title="A line break at one end of a translation",
        template="the translation {side} with a line break, and the source does not, or the other way round",
        hint="Take the \\n out, or put it in, so that both are alike.",
        page="""gettext wants a text and its translation to begin, and to end, alike: both with a line break, or both
        without. Texts of stories do neither.""",
        example=catalogue("One.", "Un.\\n"),
        file="locale/fr.po",
        line=HEADED,
    ),
)
