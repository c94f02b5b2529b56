"""The open brackets of a text while its tokens are named: where we are, what may follow, how deep it goes.

Used by `terminals` alone, which holds the rules; nothing here knows a token's meaning beyond its bracket.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from secscan.terraform.hcl.tokens import Token, fail
from secscan.terraform.syntax import SyntaxInvalid

MAX_DEPTH: Final = 200
MAX_CHAIN: Final = 10_000
MAX_TOKENS: Final = 1_100_000
CLOSERS: Final = {"(": ")", "[": "]", "{": "}", "${": "}", "%{": "}", '"': '"', "<<": "the end marker"}


@dataclass(slots=True)
class Frame:
    """An open bracket. `kind`: body, object, flat (newlines mean nothing: parentheses, brackets, template sequences,
    `for`), or text (inside a string). `stage` of a body: start of an item, name, header, value, after a block; `single`
    for a block on one line.

    The rest bounds the tree's depth: `operand` levels in the current operand, `height` in the deepest one so far,
    `nested` conditionals or template directives around it; `chain` counts binary operators, which lean to the left.
    """

    kind: str
    opened: Token
    stage: str = "start"
    single: bool = False
    operand: int = 0
    height: int = 0
    nested: int = 0
    chain: int = 0

    @property
    def levels(self) -> int:
        return max(self.height, self.operand) + self.nested


@dataclass(slots=True)
class Phrase:
    """The work on one text: the tokens, how many are read, the open brackets, the terminals so far."""

    tokens: Sequence[Token]
    path: str
    frames: list[Frame]
    out: list[Token] = field(default_factory=list)
    index: int = 0
    ended: bool = False  # the last token ends an operand: an operator, a separator or a closer may follow
    unary: bool = False  # the last terminal is a run of unary operators


def emit(phrase: Phrase, kind: str, token: Token, *, ended: bool) -> None:
    """Write the token as a terminal; `ended` says whether an operand ends with it."""
    phrase.out.append(Token(kind, token.text, token.line, token.column))
    phrase.ended, phrase.unary = ended, False


def error(phrase: Phrase, token: Token, message: str) -> SyntaxInvalid:
    """The exception that says it at the token; the caller raises it."""
    return fail(phrase.path, token, message)


def describe(token: Token) -> str:
    """What a person calls this token."""
    names = {
        "NEWLINE": "the end of the line",
        "NL_OR_COMMENT": "the end of the line",
        "END": "the end of the file",
        "$END": "the end of the file",
        '"': "a string",
        "DBLQUOTE": "a string",
        "<<": "a heredoc",
    }
    return names.get(token.kind, f'"{token.text}"')


def push(phrase: Phrase, kind: str, opened: Token, *, single: bool = False) -> None:
    """A bracket opens. Raises SyntaxInvalid beyond MAX_DEPTH."""
    phrase.frames.append(Frame(kind, opened, single=single))
    _check_depth(phrase, len(phrase.frames), opened)


def _check_depth(phrase: Phrase, depth: int, token: Token) -> None:
    if depth > MAX_DEPTH:
        raise error(phrase, token, f"nested more than {MAX_DEPTH} levels deep, which secscan does not read")


def pop(phrase: Phrase, token: Token, *openers: str) -> None:
    """A bracket closes, which must be one of `openers`. Raises SyntaxInvalid."""
    opened = phrase.frames[-1].opened
    if len(phrase.frames) == 1:
        raise error(phrase, token, f'"{token.text}" closes nothing that is open')
    if opened.kind not in openers:
        expected = CLOSERS[opened.kind]
        raise error(phrase, token, f'expected "{expected}" to close "{opened.kind}" of line {opened.line}')
    inner, outer = phrase.frames.pop().levels + 1, phrase.frames[-1]
    if outer.kind == "text":
        outer.height = max(outer.height, inner + outer.nested)
    else:
        outer.operand += inner
    _check_depth(phrase, outer.levels, token)


def next_item(frame: Frame) -> None:
    """What follows begins a new tree: an item of a body, an argument, an element."""
    frame.height, frame.operand, frame.nested, frame.chain = frame.levels, 0, 0, 0


def peek(phrase: Phrase) -> Token:
    """The next token, and past newlines where they mean nothing. Stays on END."""
    index = phrase.index
    while phrase.frames[-1].kind == "flat" and phrase.tokens[index].kind == "NEWLINE":
        index += 1
    return phrase.tokens[min(index, len(phrase.tokens) - 1)]


def skip_to(phrase: Phrase, token: Token) -> None:
    """Go on behind a token that `peek` showed."""
    while phrase.tokens[phrase.index] is not token:
        phrase.index += 1
    phrase.index += 1


def end_of_value(phrase: Phrase, token: Token) -> None:
    """Raises SyntaxInvalid where an expression has only begun."""
    if not phrase.ended:
        raise error(phrase, token, f"expected an expression, found {describe(token)}")


def begin_operand(phrase: Phrase, token: Token) -> None:
    """Two operands side by side are never one expression: say what is missing between them."""
    frame = phrase.frames[-1]
    if not phrase.ended or (frame.kind == "body" and frame.stage != "value"):
        return
    missing = {"body": "a new line after the argument", "object": "a comma or a new line", "flat": "a comma"}
    wanted = missing[frame.kind]
    if frame.kind == "flat" and frame.opened.kind not in {"(", "[", "{"}:
        wanted = '"}"' if len(phrase.frames) > 1 else "an operator or the end of the expression"
    if frame.kind == "body" and frame.single:
        wanted = '"}": a block on one line holds one argument only'
    raise error(phrase, token, f"expected {wanted}, found {describe(token)}")


def step(phrase: Phrase, token: Token) -> None:
    """A level more in this operand: an attribute, a splat, a unary operator."""
    frame = phrase.frames[-1]
    frame.operand += 1
    _check_depth(phrase, frame.levels, token)


def chain(phrase: Phrase, token: Token) -> None:
    """A binary operator. `a + b + c` leans to the left, so it may be long; `a ? b : c ? d : e` nests."""
    frame = phrase.frames[-1]
    frame.chain += 1
    frame.height, frame.operand = max(frame.height, frame.operand), 0
    frame.nested += token.kind == "?"
    _check_depth(phrase, frame.levels, token)
    if frame.chain > MAX_CHAIN:
        raise error(phrase, token, f"an expression of more than {MAX_CHAIN} operators, which secscan does not read")
