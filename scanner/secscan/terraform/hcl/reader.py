"""Tokens to trees: the terminals through python-hcl2's grammar, its refusals in words. Reads no file, knows no JSON."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from secscan.terraform.hcl import grammar, lower
from secscan.terraform.hcl.frames import describe
from secscan.terraform.hcl.terminals import terminals
from secscan.terraform.hcl.tokens import Token, fail
from secscan.terraform.syntax import Body, Expression, SyntaxInvalid

_OPERAND: Final = frozenset({"NAME", "INT_LITERAL", "LPAR"})


def read_body(tokens: Sequence[Token], path: str) -> Body:
    """The items of a file. Raises SyntaxInvalid."""
    return _reduce(terminals(tokens, path), path)


def read_value(tokens: Sequence[Token], path: str) -> Expression:
    """One expression or template. Raises SyntaxInvalid."""
    return _reduce(terminals(tokens, path, expression=True), path).attributes[0].value


@lru_cache(maxsize=1)
def _driver() -> grammar.Driver:
    return grammar.driver(lower.REDUCTIONS, lower.SINGLE)


def _reduce(tokens: Sequence[Token], path: str) -> Body:
    try:
        body: Body = grammar.reduce_all(_driver(), tokens, path)
    except grammar.UnexpectedTokenError as unexpected:
        raise _explained(unexpected, path) from None
    return body


def _explained(unexpected: grammar.UnexpectedTokenError, path: str) -> SyntaxInvalid:
    wanted, found = unexpected.expected, describe(unexpected.token)
    if wanted >= _OPERAND:
        message = f"expected an expression, found {found}"
    elif closers := sorted(wanted & {"RPAR", "RSQB", "RBRACE"}):
        names = {"RPAR": 'a closing ")"', "RSQB": 'a closing "]"', "RBRACE": 'a closing "}"'}
        separator = "a comma or " if "COMMA" in wanted else ""
        message = f"expected {separator}{names[closers[0]]}, found {found}"
    else:
        message = f"{found} is not expected here"
    return fail(path, unexpected.token, message)
