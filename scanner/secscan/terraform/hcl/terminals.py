"""Tokens to the terminals of python-hcl2's grammar, with HCL's rules on newlines and separators. Builds no tree.

The grammar takes newlines, commas and line ends more freely than Terraform, and knows no run of unary operators, no
namespaced names of other than two parts, no keyword-named variables. So those are settled here, where the brackets are
known: newlines inside brackets vanish, an object's become commas, a body's stay; what follows what is checked with its
line. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md ("Structural Elements", "Expressions").
"""

import re
from collections.abc import Callable, Sequence

from secscan.terraform.hcl.frames import (
    CLOSERS,
    MAX_TOKENS,
    Frame,
    Phrase,
    begin_operand,
    chain,
    describe,
    emit,
    end_of_value,
    error,
    next_item,
    peek,
    pop,
    push,
    skip_to,
    step,
)
from secscan.terraform.hcl.tokens import Token, fail

_NUMBER = re.compile(r"[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
_LITERALS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}
_BINARY = {
    "==": "DOUBLE_EQ",
    "!=": "NEQ",
    "<": "LT",
    ">": "GT",
    "<=": "LEQ",
    ">=": "GEQ",
    "-": "MINUS",
    "*": "ASTERISK",
    "/": "SLASH",
    "%": "PERCENT",
    "&&": "DOUBLE_AMP",
    "||": "DOUBLE_PIPE",
    "+": "PLUS",
    "?": "QMARK",
}
_MARKS = {",": "COMMA", ":": "COLON", "=": "EQ", "=>": "FOR_OBJECT_ARROW", "...": "ELLIPSIS", ".": "DOT"}
_DIRECTIVES = {"if": "IF", "else": "ELSE", "endif": "ENDIF", "for": "FOR", "endfor": "ENDFOR"}


def terminals(tokens: Sequence[Token], path: str, *, expression: bool = False) -> list[Token]:
    """The tokens with the grammar's names as their kinds. Raises SyntaxInvalid with the place of the first error.

    A NOT stands for a whole run of unary operators (its `parts`); a NAME may be a namespaced function's whole name.
    With `expression`, the tokens are one expression, and read as the value of an attribute of no name.
    """
    start = tokens[0]
    if len(tokens) > MAX_TOKENS:
        raise fail(path, tokens[MAX_TOKENS], f"more than {MAX_TOKENS} words and signs, which secscan does not read")
    phrase = Phrase(tokens, path, [Frame("flat" if expression else "body", start)])
    if expression:
        phrase.out += [Token("NAME", "", start.line, start.column), Token("EQ", "", start.line, start.column)]
    while phrase.index < len(tokens):
        token = tokens[phrase.index]
        phrase.index += 1
        if phrase.frames[-1].kind == "body":
            _check_item(phrase, phrase.frames[-1], token)
        _STEPS.get(token.kind, _mark)(phrase, token)
    return phrase.out


# Items of a body


def _check_item(phrase: Phrase, body: Frame, token: Token) -> None:
    """HCL's rules for what may follow what in a body; moves `stage` on."""
    stage, kind = body.stage, token.kind
    if stage == "start":
        if kind == "NAME":
            body.stage = "name"
        elif kind not in {"NEWLINE", "}", "END"}:
            hint = ": the name of an argument is not quoted" if kind == '"' else ""
            raise error(phrase, token, f"expected an argument or a block, found {describe(token)}{hint}")
    elif stage == "name" and kind == "=":
        body.stage = "value"
    elif stage in {"name", "header"}:
        _check_header(phrase, body, token)
    elif stage == "after" and kind not in {"NEWLINE", "END"}:
        raise error(phrase, token, f"expected a new line after the block, found {describe(token)}")


def _check_header(phrase: Phrase, body: Frame, token: Token) -> None:
    if body.single and token.kind in {"NAME", '"', "{"}:
        raise error(phrase, token, "a block on one line holds one argument only; give each its own line")
    if token.kind in {"NAME", '"', "{"}:
        body.stage = "header"
    elif token.kind == "NEWLINE":
        raise error(phrase, token, 'expected "{" or a label on the same line as the block\'s type, or "=" and a value')
    else:
        raise error(phrase, token, f'expected "=" or a block\'s label or "{{", found {describe(token)}')


def _newline(phrase: Phrase, token: Token) -> None:
    frame = phrase.frames[-1]
    if frame.kind == "object":
        _newline_in_object(phrase, token)
    elif frame.kind == "body" and frame.stage != "start":
        if frame.stage == "value":
            if not phrase.ended:
                raise error(phrase, token, "the expression goes on in the next line: put it in parentheses")
            if frame.single:
                raise error(phrase, token, 'expected "}" on the same line as the "{" of a block on one line')
        frame.stage = "start"
        next_item(frame)
        emit(phrase, "NL_OR_COMMENT", token, ended=False)


def _newline_in_object(phrase: Phrase, token: Token) -> None:
    if phrase.out[-1].kind in {"LBRACE", "COMMA"}:
        return
    if not phrase.ended:
        raise error(phrase, token, "the expression goes on in the next line: put it in parentheses")
    phrase.out.append(Token("COMMA", "\n", token.line, token.column))
    phrase.ended = False
    next_item(phrase.frames[-1])


def _end(phrase: Phrase, token: Token) -> None:
    frame = phrase.frames[-1]
    if len(phrase.frames) > 1:
        opened = frame.opened
        raise error(phrase, opened, f'"{opened.text}" is never closed: expected "{CLOSERS[opened.kind]}"')
    if frame.stage in {"name", "header"}:
        raise error(phrase, token, 'expected "=" or a block\'s "{", found the end of the file')
    if frame.stage == "value" or frame.kind == "flat":
        end_of_value(phrase, token)
    emit(phrase, "$END", token, ended=False)


# Operands


def _name(phrase: Phrase, token: Token) -> None:
    frame, last = phrase.frames[-1], phrase.out[-1].kind if phrase.out else ""
    if last == "DOT":
        return emit(phrase, "NAME", token, ended=True)
    if frame.kind == "body" and frame.stage != "value":
        return emit(phrase, "NAME", token, ended=True)
    if last == "DIRECTIVE_START":
        return _directive(phrase, token)
    if phrase.ended and token.text in {"in", "if"}:
        return emit(phrase, token.text.upper(), token, ended=False)
    begin_operand(phrase, token)
    if token.text == "for" and last in {"LSQB", "LBRACE"} and _opens_for(frame):
        frame.kind = "flat"
        return emit(phrase, "FOR", token, ended=False)
    following = peek(phrase).kind
    if following == "::":
        token = _namespaced(phrase, token)
        following = "("
    kind = "NAME" if following == "(" else _LITERALS.get(token.text, "NAME")
    return emit(phrase, kind, token, ended=True)


def _opens_for(frame: Frame) -> bool:
    """After the bracket of a tuple or an object; not after an index's (its stage says so)."""
    return frame.stage != "index" and frame.opened.kind in {"[", "{"}


def _directive(phrase: Phrase, token: Token) -> None:
    if token.text not in _DIRECTIVES:
        known = ", ".join(_DIRECTIVES)
        raise error(phrase, token, f'"{token.text}" is no template directive (known: {known})')
    emit(phrase, _DIRECTIVES[token.text], token, ended=token.text in {"else", "endif", "endfor"})
    phrase.frames[-2].nested += {"if": 1, "for": 1, "else": 0}.get(token.text, -1)


def _namespaced(phrase: Phrase, token: Token) -> Token:
    """`provider::aws::arn_parse` as one NAME; a call must follow."""
    parts = [token.text]
    while (colons := peek(phrase)).kind == "::":
        skip_to(phrase, colons)
        part = peek(phrase)
        if part.kind != "NAME":
            raise error(phrase, part, f'expected a function\'s name after "::", found {describe(part)}')
        skip_to(phrase, part)
        parts.append(part.text)
    if (following := peek(phrase)).kind != "(":
        raise error(phrase, following, f'expected "(" after a function\'s name, found {describe(following)}')
    return Token("NAME", "::".join(parts), token.line, token.column)


def _number(phrase: Phrase, token: Token) -> None:
    if not _NUMBER.fullmatch(token.text) or (phrase.out and phrase.out[-1].kind == "DOT" and not token.text.isdigit()):
        raise error(phrase, token, f'"{token.text}" is no number; an index is written in brackets, as in [0]')
    if not phrase.out or phrase.out[-1].kind != "DOT":
        begin_operand(phrase, token)
    emit(phrase, "INT_LITERAL" if token.text.isdigit() else "FLOAT_LITERAL", token, ended=True)


# Brackets


def _open_parenthesis(phrase: Phrase, token: Token) -> None:
    if phrase.ended and phrase.out[-1].kind != "NAME":
        begin_operand(phrase, token)
    emit(phrase, "LPAR", token, ended=False)
    push(phrase, "flat", token)


def _close_parenthesis(phrase: Phrase, token: Token) -> None:
    pop(phrase, token, "(")
    emit(phrase, "RPAR", token, ended=True)


def _open_bracket(phrase: Phrase, token: Token) -> None:
    index = phrase.ended
    if index and (star := peek(phrase)).kind == "*":
        skip_to(phrase, star)
        closer = peek(phrase)
        if closer.kind != "]":
            raise error(phrase, closer, f'expected "]" after "[*", found {describe(closer)}')
        skip_to(phrase, closer)
        emit(phrase, "FULL_SPLAT_START", token, ended=True)
        return step(phrase, token)
    emit(phrase, "LSQB", token, ended=False)
    push(phrase, "flat", token)
    phrase.frames[-1].stage = "index" if index else "start"
    return None


def _close_bracket(phrase: Phrase, token: Token) -> None:
    pop(phrase, token, "[")
    emit(phrase, "RSQB", token, ended=True)


def _open_brace(phrase: Phrase, token: Token) -> None:
    frame = phrase.frames[-1]
    if frame.kind == "body" and frame.stage != "value":
        emit(phrase, "LBRACE", token, ended=False)
        frame.stage = "after"
        return push(phrase, "body", token, single=peek(phrase).kind not in {"NEWLINE", "}", "END"})
    begin_operand(phrase, token)
    emit(phrase, "LBRACE", token, ended=False)
    return push(phrase, "object", token)


def _close_brace(phrase: Phrase, token: Token) -> None:
    frame = phrase.frames[-1]
    if frame.kind == "body" and len(phrase.frames) > 1:
        if frame.stage == "value" and not frame.single:
            end_of_value(phrase, token)
            raise error(phrase, token, 'expected a new line after the argument, found "}"')
        if frame.stage == "value":
            end_of_value(phrase, token)
    elif frame.kind == "object" and phrase.out[-1].kind == "COMMA" and phrase.out[-1].text == "\n":
        phrase.out.pop()
    pop(phrase, token, "{")
    emit(phrase, "RBRACE", token, ended=True)


# Strings and their sequences


def _open_quote(phrase: Phrase, token: Token) -> None:
    begin_operand(phrase, token)
    emit(phrase, "DBLQUOTE", token, ended=False)
    push(phrase, "text", token)


def _close_quote(phrase: Phrase, token: Token) -> None:
    pop(phrase, token, '"', "<<")
    emit(phrase, "DBLQUOTE", token, ended=True)


def _text(phrase: Phrase, token: Token) -> None:
    emit(phrase, "STRING_CHARS", token, ended=False)


def _open_sequence(phrase: Phrase, token: Token) -> None:
    emit(phrase, "INTERP_START" if token.kind == "${" else "DIRECTIVE_START", token, ended=False)
    push(phrase, "flat", token)


def _close_sequence(phrase: Phrase, token: Token) -> None:
    end_of_value(phrase, token)
    pop(phrase, token, "${", "%{")
    emit(phrase, "RBRACE", token, ended=False)


# Operators


def _operator(phrase: Phrase, token: Token) -> None:
    if token.kind in {"-", "!"} and not phrase.ended:
        return _unary(phrase, token)
    if not phrase.ended and token.kind != "*":
        raise error(phrase, token, f"expected an expression, found {describe(token)}")
    if token.kind == "*" and phrase.out and phrase.out[-1].kind == "DOT":
        dot = phrase.out.pop()
        return emit(phrase, "ATTR_SPLAT", Token("", ".*", dot.line, dot.column), ended=True)
    if token.kind not in _BINARY:
        return begin_operand(phrase, token)
    end_of_value(phrase, token)
    chain(phrase, token)
    return emit(phrase, _BINARY[token.kind], token, ended=False)


def _unary(phrase: Phrase, token: Token) -> None:
    step(phrase, token)
    run = phrase.out.pop().parts if phrase.unary else ()
    emit(phrase, "NOT", (run or (token,))[0], ended=False)
    phrase.out[-1] = phrase.out[-1]._replace(parts=(*run, token))
    phrase.unary = True


def _mark(phrase: Phrase, token: Token) -> None:
    frame = phrase.frames[-1]
    if token.kind not in _MARKS:
        raise error(phrase, token, f"{describe(token)} is not expected here")
    if not phrase.ended:
        raise error(phrase, token, f"expected an expression, found {describe(token)}")
    if token.kind == "," and frame.kind == "body":
        raise error(phrase, token, "arguments are separated by new lines, not by commas")
    if token.kind in {",", "=", "=>"}:
        next_item(frame)
    if token.kind == ".":
        step(phrase, token)
    emit(phrase, _MARKS[token.kind], token, ended=token.kind == "...")


_STEPS: dict[str, Callable[[Phrase, Token], None]] = {
    "NAME": _name,
    "NUMBER": _number,
    "NEWLINE": _newline,
    "END": _end,
    "(": _open_parenthesis,
    ")": _close_parenthesis,
    "[": _open_bracket,
    "]": _close_bracket,
    "{": _open_brace,
    "}": _close_brace,
    '"': _open_quote,
    "<<": _open_quote,
    "QUOTE_END": _close_quote,
    "HEREDOC_END": _close_quote,
    "TEXT": _text,
    "${": _open_sequence,
    "%{": _open_sequence,
    "}$": _close_sequence,
    "!": _operator,
    **dict.fromkeys(_BINARY, _operator),
}
