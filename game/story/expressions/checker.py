"""From a parsed expression to a typed term: names resolved, kinds and ranges checked, faults collected."""

from __future__ import annotations

import ast

from game.engine.program import Expr
from game.story.diagnostics import listed, nearest
from game.story.expressions import functions, memberships, refusals, terms
from game.story.expressions.conditions import MAX_PARTS, MAX_STORY, measure
from game.story.expressions.functions import named
from game.story.expressions.scope import Scope
from game.story.expressions.terms import KINDS, UNKNOWN, Term, range_words, variable_term
from game.story.expressions.typer import MAX_NUMBER, Typer

MAX_DEPTH = 40
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
_LITERALS = {"true": 1, "false": 0, "True": 1, "False": 0}


class Checker(Typer):
    """Types one expression. `invariant` opens the names `scene` and `chapter`."""

    def __init__(self, scope: Scope, source: str, *, invariant: bool = False, here: str = "") -> None:
        super().__init__(scope, source, here)
        self.invariant = invariant
        self.broken = False
        """Whether it names a condition that means nothing: then neither does it, and that is told there."""
        self._depth = 0
        self._parts = 0

    def term(self, node: ast.expr) -> Term:
        """The typed term of any node."""
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                return self.fault("S310", node, what=f"nested more than {MAX_DEPTH} deep")
            return self._term(node)
        finally:
            self._depth -= 1

    def _term(self, node: ast.expr) -> Term:
        match node:
            case ast.Name():
                return self._name(node)
            case ast.Constant():
                return self._constant(node)
            case ast.BoolOp():
                op = "and" if isinstance(node.op, ast.And) else "or"
                return terms.truth(terms.join(op, [self.condition(part) for part in node.values]))
            case ast.UnaryOp(op=ast.Not()):
                return terms.truth(terms.negate(self.condition(node.operand)))
            case ast.UnaryOp(op=ast.USub()):
                term = self.number(node.operand)
                return UNKNOWN if term is UNKNOWN else self._uncounted(term, node) or terms.minus(term)
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                return self._arithmetic(node)
            case ast.Compare():
                return self._comparisons(node)
            case ast.Call():
                return functions.call(self, node)
            case ast.Subscript(value=ast.Name() as name, slice=index) if name.id in self.scope.names:
                return memberships.indexed(self, name, index)
        return self.refuse(node, *refusals.construct(self, node))

    def condition(self, node: ast.expr) -> Expr:
        """A node that must be true or false."""
        term = self.term(node)
        if term.kind in ("int", "enum"):
            self.fault(
                "S311", node, source=self.words(node), kind=KINDS[term.kind], fix=self._compared_with(node, term)
            )
        return term.expr

    def _compared_with(self, node: ast.expr, term: Term) -> str:
        """What a value that stands where a condition should is probably compared with."""
        if isinstance(node, ast.Constant):
            return "Say it in full on both sides: coins == 2 or coins == 3."
        return f"Compare it with something, as in {self.words(node)} " + (
            f"== {functions.quoted(term.names[0])}." if term.names else ">= 1."
        )

    def number(self, node: ast.expr) -> Term:
        """A node that must be a number."""
        term = self.term(node)
        if term.kind in ("bool", "enum"):
            return self.fault("S312", node, source=self.words(node), kind=KINDS[term.kind])
        return term

    def _name(self, node: ast.Name) -> Term:
        if node.id in _LITERALS:
            return terms.truth(("const", _LITERALS[node.id]))
        number = self.scope.numbers.get(node.id)
        if node.id in self.scope.sets:
            return self.fault("S344", node, name=node.id, fix=refusals.set_alone(self, node.id))
        if number is None:
            return self._named(node) if node.id in self.scope.conditions else self._unknown_name(node)
        self.scope.read.add(number)
        return variable_term(number, self.scope.variables[number])

    def _named(self, node: ast.Name) -> Term:
        """A condition that has a name, as if it stood here in brackets; its own faults are told where it stands."""
        compiled = self.scope.named(node.id)
        if compiled is None or compiled.expr is None:
            self.broken = True
            return UNKNOWN
        parts, depth = measure(compiled.expr)
        self._parts += parts
        self.scope.written_out += parts
        if self.scope.written_out > MAX_STORY:
            return self.fault("S310", node, what=f"one of a story with more than {MAX_STORY:,} parts written out")
        if self._parts > MAX_PARTS:
            return self.fault("S310", node, what=f"more than {MAX_PARTS:,} parts long with its conditions written out")
        if self._depth + depth > MAX_DEPTH:
            return self.fault("S310", node, what=f"more than {MAX_DEPTH} deep with its conditions written out")
        return terms.truth(compiled.expr)

    def _unknown_name(self, node: ast.Name) -> Term:
        if node.id in self.scope.typed:
            return self.fault("S352", node, name=node.id)
        if node.id in ("scene", "chapter"):
            return self.fault("S315", node, name=node.id)
        known = refusals.unknown_name(self, node.id)
        if known:
            return self.fault("S301", node, name=node.id, fix=known)
        near = nearest(node.id, self.scope.names)
        return self.fault("S301", node, name=node.id, near=near, fix="Declare it under variables: in story.yaml.")

    def _constant(self, node: ast.Constant) -> Term:
        if isinstance(node.value, bool):
            return terms.truth(("const", int(node.value)))
        if isinstance(node.value, int):
            if node.value > MAX_NUMBER:
                return self.fault("S316", node, most=f"{MAX_NUMBER:,}")
            return terms.number(node.value)
        if isinstance(node.value, str):
            return self.refuse(node, "a text on its own", "Compare a one_of variable with it, as in sky == fog.")
        return self.refuse(node, *refusals.construct(self, node))

    def _arithmetic(self, node: ast.BinOp) -> Term:
        op = _ARITHMETIC[type(node.op)]
        words = self.words(node)
        if (found := memberships.set_among(self, node.left, node.right)) is not None:
            return self.fault("S344", found, name=found.id, fix=refusals.counted(self, node, found))
        if op == "-" and words in self.scope.scenes and named(node.left) not in self.scope.numbers:
            fix = f'Put it in quotation marks: seen("{words}") asks whether the player has been there.'
            return self.fault("S308", node, what="an id with a hyphen reads as a subtraction", fix=fix)
        if op == "%" and (instead := refusals.percent(self, node)):
            return self.refuse(node, *instead)
        left, right = self.number(node.left), self.number(node.right)
        if UNKNOWN in (left, right):
            return UNKNOWN
        doubtful = {"+": (), "-": right.open}.get(op, left.open + right.open)
        if doubtful:
            return self.fault("S313", node, source=self.words(node))
        if op in ("//", "%") and right.low <= 0 <= right.high:
            return self._by_zero(node, right)
        return terms.arithmetic(op, left, right)

    def _by_zero(self, node: ast.BinOp, divisor: Term) -> Term:
        words = self.words(node.right)
        fix = "Divide by a number whose range leaves 0 out."
        if divisor.high > 0:
            fix = f"Write max(1, {words}) there, or let its range leave 0 out."
        return self.fault("S317", node.right, source=words, ranges=range_words(divisor), fix=fix)

    def _uncounted(self, term: Term, node: ast.expr) -> Term | None:
        return self.fault("S313", node, source=self.words(node)) if term.open else None

    # ------------------------------------------------------------ comparisons

    def _comparisons(self, node: ast.Compare) -> Term:
        parts, left = [], node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self._comparison(left, op, right, node))
            left = right
        return terms.truth(terms.join("and", parts))

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, node: ast.Compare) -> Expr:
        if self.invariant and isinstance(left, ast.Name) and left.id in ("scene", "chapter"):
            return memberships.place(self, left, op, right)
        if isinstance(left, ast.Name) and left.id in ("scene", "chapter") and left.id not in self.scope.numbers:
            return self._unknown_name(left).expr
        if typed := next((each for each in (left, right) if named(each) in self.scope.typed), None):
            return self.term(typed).expr
        if isinstance(op, ast.In | ast.NotIn):
            return memberships.membership(self, left, isinstance(op, ast.NotIn), right, node)
        if type(op) not in _COMPARE:
            return self.refuse(node, *refusals.identity(self, op, node)).expr
        if (found := memberships.set_among(self, left, right)) is not None:
            return memberships.compared(self, left, _COMPARE[type(op)], right, found).expr
        first, second = self._sides(left, right)
        if UNKNOWN in (first, second):
            return UNKNOWN.expr
        return self._compared(_COMPARE[type(op)], first, second, node, left)

    def _sides(self, left: ast.expr, right: ast.expr) -> tuple[Term, Term]:
        """Both sides as terms; beside a one_of variable a bare name or a text is one of its values."""
        first = None if self._is_plain_value(left) else self.term(left)
        if first is not None and first.kind == "enum":
            return first, self.value_of(first, right)
        if first is not None and _is_text(right):
            return self._beside(first, left, right), UNKNOWN
        second = self.term(right)
        if second.kind == "enum":
            return self.value_of(second, left), second
        if first is None and _is_text(left):
            return self._beside(second, right, left), UNKNOWN
        return first if first is not None else self.term(left), second

    def _beside(self, term: Term, other: ast.expr, text: ast.expr) -> Term:
        """A text that is compared with something else than a word of a list."""
        if term is UNKNOWN:
            return term
        return self.refuse(text, *refusals.text_beside(term.kind, named(text) or "", self.words(other)))

    def _is_plain_value(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return node.id not in self.scope.names and node.id not in _LITERALS
        return _is_text(node)

    def value_of(self, owner: Term, node: ast.expr) -> Term:
        """A value of the one_of that `owner` is: its name, a text, or another variable with the same list."""
        word = named(node)
        if word in owner.names:
            return owner._replace(expr=("const", owner.names.index(word)))
        if word is None or word in self.scope.names:
            term = self.term(node)
            if term is UNKNOWN or (term.kind == "enum" and term.names == owner.names):
                return term
            return self.fault("S303", node, left=KINDS["enum"], right=KINDS[term.kind])
        name = self._owner_name(owner)
        return self.fault(
            "S302", node, value=word, name=name, values=listed(owner.names), near=nearest(word, owner.names)
        )

    def _owner_name(self, owner: Term) -> str:
        if owner.expr[0] == "var":
            return self.scope.variables[owner.expr[1]].name
        return "this variable"

    def _compared(self, op: str, a: Term, b: Term, node: ast.Compare, left: ast.expr) -> Expr:
        if a.kind != b.kind:
            return self.fault("S303", left, left=KINDS[a.kind], right=KINDS[b.kind]).expr
        if a.kind != "int" and op not in ("==", "!="):
            return self.fault("S312", left, source=self.words(left), kind=KINDS[a.kind]).expr
        if a.open and b.open:
            return self.fault("S313", node, source=self.words(node)).expr
        known = self._verdict(op, a, b)
        if known is not None:
            where = f" ({range_words(a)}, {range_words(b)})" if a.kind == "int" else ""
            return self.fault("S305" if known else "S304", left, source=self.words(node), ranges=where).expr
        self.count(op, a, b, node)
        self.count(terms.MIRROR[op], b, a, node)
        return terms.comparison(op, a, b)

    @staticmethod
    def _verdict(op: str, a: Term, b: Term) -> bool | None:
        """A condition compared with true or false is a way of writing, not a comparison that is always so."""
        if a.kind == "bool" and ("const" in (a.expr[0], b.expr[0])) and a.expr[0] != b.expr[0]:
            return None
        if a.kind == "enum" and a.expr[0] == b.expr[0] == "var" and a.expr != b.expr:
            return None
        if a.kind == "enum" and "const" in (a.expr[0], b.expr[0]):
            return (op == "==") if len(a.names) == 1 else None
        return terms.verdict(op, a, b)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
