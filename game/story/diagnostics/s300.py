"""Rules S3xx: expressions and effects."""

from __future__ import annotations

from game.story.diagnostics.examples import chosen, effect, guard
from game.story.diagnostics.rule import Rule, Severity, story
from game.story.diagnostics.values import sets, typed_words

_CAPPED = "variables:\n  sealed: {range: [0, 7]}\n  water: {range: [0, 10], start: 6, cap: %s}\n"

RULES: tuple[Rule, ...] = (
    Rule(
        code="S301",
        severity=Severity.ERROR,
        title="A name that was never declared",
        template="there is no variable '{name}'",
        hint="{fix}",
        page="""Every name in an expression is a variable of story.yaml, a value of a one_of variable (beside that
        variable in a comparison), or a function. Look for a misspelling; declare what is new.""",
        example=guard("wter < 3"),
        line=4,
    ),
    Rule(
        code="S302",
        severity=Severity.ERROR,
        title="A value that is not in the list",
        template="'{value}' is not a value of {name}",
        hint="Its values: {values}.",
        page="""A one_of variable has the values that its declaration lists, and no other. Compared with anything
        else it would never be equal.""",
        example=guard("truth == tald"),
        line=4,
    ),
    Rule(
        code="S303",
        severity=Severity.ERROR,
        title="Two kinds that cannot be compared",
        template="this compares {left} with {right}",
        hint="A boolean is written alone, `alive` or `not alive`; a number is compared with a number.",
        page="""Booleans, numbers and one_of values are three kinds, and a comparison stays within one. In
        particular a boolean is not 0 or 1.""",
        example=guard("alive > 3"),
        line=4,
    ),
    Rule(
        code="S304",
        severity=Severity.ERROR,
        title="A comparison that can never hold",
        template="this can never hold: {source}{ranges}",
        hint="Compare within the range that the declaration gives, or widen the range.",
        page="""Going by the declared ranges alone, the comparison is false in every state of the story, so what
        it guards could never happen.""",
        example=guard("water > 10"),
        line=4,
    ),
    Rule(
        code="S305",
        severity=Severity.ERROR,
        title="A comparison that always holds",
        template="this always holds: {source}{ranges}",
        hint="Leave it out, or compare within the range that the declaration gives.",
        page="""Going by the declared ranges alone, the comparison is true in every state of the story: it decides
        nothing, and was probably meant otherwise.""",
        example=guard("water >= 0"),
        line=4,
    ),
    Rule(
        code="S306",
        severity=Severity.ERROR,
        title="There is no such function",
        template="there is no function '{name}'",
        hint="{fix}",
        page="""Expressions know six functions and no others: visits(scene), seen(scene), taken(scene, choice),
        min(...), max(...) and fairly(percent, change). An effect also rolls, roll(1, 6). Nothing of Python can be
        called.""",
        example=guard("visit(one) > 1"),
        line=4,
    ),
    Rule(
        code="S307",
        severity=Severity.ERROR,
        title="A function that is given the wrong things",
        template="{name}() takes {wanted}",
        hint="For example: {example}.",
        page="""visits and seen take a scene; taken takes a scene and the short id of one of its choices; min and
        max take two or more numbers; fairly takes a percentage and by how much it changes.""",
        example=guard("taken(one) > 0"),
        line=4,
    ),
    Rule(
        code="S308",
        severity=Severity.ERROR,
        title="An expression that cannot be read",
        template="this expression cannot be read: {what}",
        hint="{fix}",
        page="""Expressions are spelled as in Python: and, or, not; == != < <= > >=; in [a, b]; + - * // %; round
        brackets. A single = sets a value and belongs under `do:`. Ids with hyphens stand in quotation marks.""",
        example=guard("water = 3"),
        line=4,
    ),
    Rule(
        code="S309",
        severity=Severity.ERROR,
        title="Something that expressions do not have",
        template="an expression has no place for {what}: {source}",
        hint="{fix}",
        page="""An expression is data that can be checked and proved, not a program, so most of Python is missing
        on purpose. There are names, numbers, comparisons, and, or, not, + - * // %, and a few functions: that is all.
        // divides and leaves the fraction off; ChoiceScript's %+ and %- are fairly(trust, 10), fairly(trust, -10).""",
        example=guard("water / 2 > 1"),
        line=4,
    ),
    Rule(
        code="S310",
        severity=Severity.ERROR,
        title="An expression too long or too deep",
        template="this expression is {what}",
        hint="Split it: a paragraph, a choice or a target can have guards one inside the other.",
        page="""Expressions stop at 1,000 characters, 30 brackets one inside the other, and 40 levels. What a
        person wrote is far from that.""",
        example=guard("(" * 31 + "alive" + ")" * 31),
        line=4,
    ),
    Rule(
        code="S311",
        severity=Severity.ERROR,
        title="A condition is needed here",
        template="'{source}' is {kind}, and a condition is needed",
        hint="{fix}",
        page="""`if:`, `and`, `or` and `not` need something that is true or false. A number is not; say which
        numbers are meant. seen(scene) is a condition, visits(scene) a number.""",
        example=guard("water"),
        line=4,
    ),
    Rule(
        code="S312",
        severity=Severity.ERROR,
        title="A number is needed here",
        template="'{source}' is {kind}, and a number is needed",
        hint="Compare values of a list with == and !=, and write a boolean alone.",
        page="""< <= > >=, + - * // %, min, max and fairly work on numbers. The values of a one_of variable have no
        order, and a boolean is not a number.""",
        example=guard("truth < told"),
        line=4,
    ),
    Rule(
        code="S313",
        severity=Severity.ERROR,
        title="A count with no end",
        template="this does not say how far to count: {source}",
        hint="Compare visits(...) or taken(...), or a sum of them, with a number.",
        page="""Visits are counted only as far as some text or condition asks, which keeps the story finite. So a
        count is compared with a number or with a variable; it cannot be multiplied, divided, subtracted, or compared
        with another count. min(visits(one), 9) has an end, and is a number like any other.""",
        example=guard("visits(one) * 2 > 3"),
        line=4,
    ),
    Rule(
        code="S314",
        severity=Severity.ERROR,
        title="A count too far",
        template="this counts to {asked}, and counts end at {most}",
        hint="Ask about a smaller number, or keep a variable.",
        page="""Every number that a count can reach is one more state of the story. Past a few, a variable with a
        range says better what is meant.""",
        example=guard("visits(one) > 5000"),
        line=4,
    ),
    Rule(
        code="S315",
        severity=Severity.ERROR,
        title="Where the reader is, outside the rules",
        template="'{name}' can be asked only in always, never, eventually, stays and at_endings",
        hint="In a scene use seen(...), visits(...) or a variable.",
        page="""The rules of story.yaml may speak of `scene` and `chapter`. A text or a choice stands in a scene
        already.""",
        example=guard("scene == one"),
        line=4,
    ),
    Rule(
        code="S316",
        severity=Severity.ERROR,
        title="A number too large",
        template="a number above {most}",
        hint="Ranges of a few dozen say as much.",
        page="""Numbers in expressions end at a million; the range of a variable is much smaller.""",
        example=guard("water > 99999999"),
        line=4,
    ),
    Rule(
        code="S317",
        severity=Severity.ERROR,
        title="A divisor that can be 0",
        template="this divides by {source}, which can be 0 ({ranges})",
        hint="{fix}",
        page="""Nothing can be divided by 0. Going by the declared ranges alone, what stands after // or % here could
        come to that, so the story could not be played on. A variable that is divided by has a range without 0.""",
        example=guard("10 // water > 2"),
        line=4,
    ),
    Rule(
        code="S318",
        severity=Severity.ERROR,
        title="A percentage outside 0 to 100",
        template="fairly() changes a percentage, and {source} is not always one ({ranges})",
        hint="Give it a range within 0 to 100, or write min(100, max(0, ...)).",
        page="""fairly(trust, 10) adds a tenth of what is missing to 100, and fairly(trust, -10) takes a tenth of
        what is there: what it changes lies between 0 and 100.""",
        example=guard("fairly(water - 2, 10) > 5"),
        line=4,
    ),
    Rule(
        code="S320",
        severity=Severity.ERROR,
        title="An effect that cannot be read",
        template="this effect cannot be read: {what}",
        hint="{fix}",
        page="""An effect sets a variable (truth = told), adds to it (trust += 1) or takes from it (water -= 2).
        Several stand in a list; {if: ..., do: [...], else: [...]} chooses between them.""",
        example=effect("water++"),
        line=4,
    ),
    Rule(
        code="S321",
        severity=Severity.ERROR,
        title="A value outside the range",
        template="{name} cannot be {source}: it is {wanted}",
        hint="Assignments stop at the ends of the range; write the end if that is meant.",
        page="""Whatever the state, the value lies outside the range that the variable declares, and would be cut
        to its end.""",
        example=effect("water = 20"),
        line=4,
    ),
    Rule(
        code="S322",
        severity=Severity.ERROR,
        title="Adding to something that is not a number",
        template="{name} is {kind}: {sign} needs a number",
        hint="Set it with =.",
        page="""+= and -= change numbers. A boolean and a one_of variable are set: alive = false, truth = told.""",
        example=effect("alive += 1"),
        line=4,
    ),
    Rule(
        code="S323",
        severity=Severity.ERROR,
        title="A value of the wrong kind",
        template="{name} is {wanted}, and cannot be '{source}'",
        hint="",
        page="""The right-hand side of an effect must be of the variable's own kind: a number, true or false (or a
        condition), or a value of its list.""",
        example=effect("water = alive"),
        line=4,
    ),
    Rule(
        code="S324",
        severity=Severity.ERROR,
        title="A cap that cannot be kept",
        template="this cap cannot be kept: {why}",
        hint="A cap is a number made of other variables, as in 10 - sealed.",
        page="""A cap is applied after every effect that could break it, so it must be settled by other variables,
        which may have caps of their own but not in a circle. It may not ask about visits.""",
        example=story(_CAPPED % "10 - water"),
        file="story.yaml",
        line=10,
    ),
    Rule(
        code="S325",
        severity=Severity.ERROR,
        title="A start above its own cap",
        template="{name} starts at {start}, above its cap, which is {cap} then",
        hint="Lower the start or raise the cap.",
        page="""With every variable at its start, the cap already allows less than the start of this one.""",
        example=story(_CAPPED % "5 - sealed"),
        file="story.yaml",
        line=10,
    ),
    Rule(
        code="S331",
        severity=Severity.ERROR,
        title="A name that means something else already",
        template="{what} cannot be called '{name}': {why}",
        hint="Give it another name.",
        page="""A bare name in an expression is a variable, a condition that has a name, or a value of a list: one of
        them. Were it two, nobody could tell what `if: lit` asks.""",
        example=story("variables:\n  water: {range: [0, 9]}\nconditions:\n  water: water > 3\n"),
        file="story.yaml",
        line=11,
    ),
    Rule(
        code="S332",
        severity=Severity.ERROR,
        title="A condition that is made of itself",
        template="the condition '{name}' comes back to itself: {way}",
        hint="Write what one of them means in terms of variables.",
        page="""A condition that has a name stands for what is written behind it, and that may name further ones. Where
        this goes round in a circle there is nothing that any of them could mean.""",
        example=story("conditions:\n  calm: not rough\n  rough: not calm\n"),
        file="story.yaml",
        line=9,
    ),
    *sets.RULES,
    *typed_words.RULES,
    Rule(
        code="S360",
        severity=Severity.ERROR,
        title="A roll outside effects",
        template="only an effect rolls: {source} has no place here",
        hint="Keep what it shows, do: found = {source}, and ask or print found.",
        page="""A condition, a cap, a promise and a printed number follow from the state alone: asked twice, they give
        the same. A roll stands on the right of an effect, and what it shows is kept in a variable; conditions read
        that.""",
        example=guard("roll(1, 6) > 3"),
        line=4,
    ),
    Rule(
        code="S361",
        severity=Severity.ERROR,
        title="A roll that is given the wrong things",
        template="{what}",
        hint="{fix}",
        page="""roll(1, 6) gives any whole number from 1 to 6, each as likely as the others; roll(6) says the same. In
        square brackets or braces YAML takes a comma for its own, so that `[water -= roll(1, 6)]` is two texts: write
        roll(6) there, or put the whole effect into quotation marks.""",
        example=effect("[water -= roll(1, 6)]"),
        line=4,
    ),
    Rule(
        code="S362",
        severity=Severity.ERROR,
        title="A roll whose ends change",
        template="the ends of a roll are numbers that are written out, and {source} is none",
        hint="What varies is added to what is rolled, as in found = roll(1, 6) + luck.",
        page="""How many numbers a roll may show has to be known before anybody plays, or nothing could be proved of
        what comes of it. What depends on the state is added, multiplied, or chosen by an `if:`.""",
        example=effect("water = roll(1, water)"),
        line=4,
    ),
    Rule(
        code="S363",
        severity=Severity.ERROR,
        title="A roll that decides nothing",
        template="{source} leaves nothing to chance",
        hint="{fix}",
        page="""A roll goes from a lower number to a higher one: roll(1, 6). roll(6) begins with 1.""",
        example=effect("water = roll(6, 1)"),
        line=4,
    ),
    Rule(
        code="S364",
        severity=Severity.ERROR,
        title="A roll of too many numbers",
        template="{source} may show {sides} numbers, and {most} are the most",
        hint="Roll fewer and multiply, as in roll(10) * 10.",
        page="""Each number that a roll may show is a way the story may go, and a proof follows all of them.""",
        example=effect("water = roll(1000000000)"),
        line=4,
    ),
    Rule(
        code="S365",
        severity=Severity.ERROR,
        title="Rolls that fall in too many ways",
        template="the rolls of one step fall in {count} ways, and {most} are the most: {parts}",
        hint="Roll fewer numbers, or let the reader choose in between.",
        page="""Two rolls of six numbers each fall in 36 ways, and a proof follows all of them. Counted is a whole step:
        the effects of a choice, of the scene that it leads to, and of the scenes that run on, along the way on which
        there are most; of effects under a condition both sides.""",
        example=chosen("water = (roll(100) + roll(100)) // 20"),
        line=4,
    ),
    Rule(
        code="S366",
        severity=Severity.ERROR,
        title="A roll before the first page",
        template="the first page is the same for everybody, and '{name}' rolls on the way to it",
        hint="Roll in the choice that leads on from there.",
        page="""When the first page is shown nobody has chosen yet, and nothing has happened: what the scene there, or
        one that runs on to it, does on being entered cannot hang on chance.""",
        example=effect("water = roll(6)"),
        line=4,
    ),
)
