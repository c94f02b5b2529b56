"""`format` and `formatlist`: Go-like verbs over Terraform's values. Not dates (times.py).

Follows go-cty `function/stdlib/format.go`: numbers by Go's fmt, strings and widths in grapheme clusters.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.json_text import quote, write
from secscan.terraform.evaluate.functions.lists import is_sequence
from secscan.terraform.evaluate.functions.spec import (
    LIST_OF_STRING,
    Arguments,
    Function,
    Parameter,
    check_length,
    first_reason,
    items_in,
    number_of,
    text_of,
)
from secscan.terraform.evaluate.functions.strings import graphemes
from secscan.terraform.evaluate.scope import TURN, FunctionContext
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Type,
    UnknownPayload,
    Value,
    list_of,
    string,
    unknown,
)

_VERB: Final = re.compile(
    r"%(?P<flags>[0 #+-]*)(?P<width>[1-9]\d*)?(?:\.(?P<precision>\d*))?(?:\[(?P<index>[1-9]\d*)\])?(?P<mode>.)?",
    re.DOTALL,
)
MAX_WIDTH: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Verb:
    """One `%...` of a format: where it stands, and what it asks for. Width and precision are -1 where not given."""

    raw: str
    offset: int
    mode: str
    flags: str
    width: int
    precision: int

    def refuse(self, why: str) -> FunctionError:
        return FunctionError(f'unsupported value for "{self.raw}" at {self.offset}: {why}')


def render(pattern: str, values: Sequence[Value]) -> Value:
    """The formatted string; unknown, with what stands before, where a verb's value is not wholly known."""
    out: list[str] = []
    parts: list[str | Value] = []
    position, following, highest, reason, length = 0, 1, 0, "", 0
    for found in _VERB.finditer(pattern):
        if found.start() < position:
            continue
        out.append(pattern[position : found.start()])
        position = found.end()
        if found["mode"] == "%" and found[0] == "%%":
            out.append("%")
            continue
        verb = _verb(found)
        number = int(found["index"]) if found["index"] else following
        following, highest = number + 1, max(highest, number)
        value = _argument(verb, number, values)
        if value.is_wholly_known:
            out.append(_one(verb, value))
            length += len(out[-1])
            check_length(length)
        else:
            reason = reason or first_reason(value)
            parts += ["".join(out), value]
            out = []
    out.append(pattern[position:])
    _check_all_used(highest, values)
    if not reason:
        return string("".join(out))
    prefix = parts[0] if isinstance(parts[0], str) else ""
    return Value(STRING, UnknownPayload(reason, prefix, not_null=True, parts=(*parts, "".join(out))))


def _verb(found: re.Match[str]) -> _Verb:
    raw, offset, mode = found[0], len(found.string[: found.start()].encode()), found["mode"]
    if not mode:
        raise FunctionError(f"unterminated format verb at offset {offset}", 0)
    if mode not in "vtbdoxXeEfgGsq":
        raise FunctionError(f'unsupported format verb {mode!r} in "{raw}" at offset {offset}')
    width = int(found["width"] or -1)
    precision = -1 if found["precision"] is None else int(found["precision"] or 0)
    if width > MAX_WIDTH or precision > MAX_WIDTH:
        raise FunctionError(f"a width or precision above {MAX_WIDTH} is too large", 0)
    return _Verb(raw, offset, mode, found["flags"], width, precision)


def _argument(verb: _Verb, number: int, values: Sequence[Value]) -> Value:
    if number > len(values):
        raise FunctionError(
            f'not enough arguments for "{verb.raw}" at {verb.offset}: need index {number} but have {len(values)} total'
        )
    value = values[number - 1]
    if value.payload is None and verb.mode != "v":
        raise verb.refuse("null value cannot be formatted")
    return value


def _check_all_used(highest: int, values: Sequence[Value]) -> None:
    if highest < len(values):
        if highest:
            raise FunctionError(f"too many arguments; only {highest} used by format string")
        raise FunctionError("too many arguments; no verbs in format string")


def _one(verb: _Verb, value: Value) -> str:
    if verb.mode == "v":
        return _pad(verb, _as_is(verb, value))
    kind: Type = BOOL if verb.mode == "t" else STRING if verb.mode in "sq" else NUMBER
    try:
        converted = convert(value, kind)
    except ConversionError as error:
        raise verb.refuse(str(error)) from error
    if kind is BOOL:
        return "true" if converted.payload else "false"
    if kind is STRING:
        text = text_of(converted)
        text = "".join(graphemes(text)[: verb.precision]) if verb.precision > 0 else text
        return _pad(verb, quote(text) if verb.mode == "q" else text)
    return _number(verb, number_of(converted))


def _as_is(verb: _Verb, value: Value) -> str:
    if "#" not in verb.flags and isinstance(value.payload, str):
        return value.payload
    if "#" not in verb.flags and isinstance(value.payload, Decimal):
        return shortest_general(value.payload)
    return write(value)


def _pad(verb: _Verb, text: str) -> str:
    missing = verb.width - len(graphemes(text))
    if missing <= 0:
        return text
    pads = ("0" if "0" in verb.flags else " ") * missing
    return text + pads if "-" in verb.flags else pads + text


def shortest_general(amount: Decimal) -> str:
    """Go's `%g` of a big float: an exponent where it is below -4 or above 5."""
    plain = numbers.text(amount)
    amount = numbers.shown(amount)
    if not amount or not amount.is_finite():
        return plain
    exponent, digits = amount.adjusted(), len(amount.normalize(Context(prec=10_000)).as_tuple().digits)
    if -4 <= exponent < 6:
        return plain
    return _exponential(amount, digits - 1, "e")


def _number(verb: _Verb, amount: Decimal) -> str:
    if verb.mode in "bdoxX":
        if not numbers.is_whole(amount):
            raise verb.refuse("an integer is required")
        return _sign_and_pad(verb, _whole(verb, abs(int(amount))), negative=amount < 0)
    return _sign_and_pad(verb, _float(verb, amount.copy_abs()), negative=amount < 0 or amount.is_signed())


def _whole(verb: _Verb, amount: int) -> str:
    text = format(amount, verb.mode)
    if verb.precision >= 0:
        text = text.zfill(verb.precision)
    if "#" in verb.flags:
        text = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb.mode, "") + text
    return text


def _float(verb: _Verb, amount: Decimal) -> str:
    mode, precision = verb.mode, verb.precision
    if mode == "f":
        return _fixed(amount, 6 if precision < 0 else precision)
    if mode in "eE":
        return _exponential(amount, 6 if precision < 0 else precision, mode)
    letter = "E" if mode == "G" else "e"
    if precision < 0:
        return shortest_general(amount).replace("e", letter)
    return _general(amount, precision or 1, letter)


def _exact(amount: Decimal) -> Decimal:
    """The exact value of the binary number, which rounding must start from."""
    top, bottom = numbers.as_ratio(amount)
    return Context(prec=3000).divide(Decimal(top), Decimal(bottom))


def _fixed(amount: Decimal, places: int) -> str:
    with_places = _exact(amount).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN, context=Context(prec=3 * MAX_WIDTH)
    )
    return format(with_places, "f")


def _exponential(amount: Decimal, places: int, letter: str) -> str:
    if not amount:
        mantissa, exponent = format(Decimal(0), f".{places}f"), 0
    else:
        rounded = Context(prec=places + 1, rounding=ROUND_HALF_EVEN).plus(_exact(amount))
        exponent = rounded.adjusted()
        digits = "".join(map(str, rounded.as_tuple().digits)).ljust(places + 1, "0")[: places + 1]
        mantissa = digits[0] + ("." + digits[1:] if places else "")
        mantissa = "-" + mantissa if amount < 0 else mantissa
    return f"{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(amount: Decimal, precision: int, letter: str) -> str:
    """`%.Ng`: N significant digits, zeros at the end left out."""
    if not amount:
        return "0"
    rounded = Context(prec=precision, rounding=ROUND_HALF_EVEN).plus(_exact(amount)).normalize(Context(prec=precision))
    exponent, digits = rounded.adjusted(), len(rounded.as_tuple().digits)
    limit = digits if precision > digits >= exponent + 1 else precision
    if exponent < -4 or exponent >= limit:
        return _exponential(rounded, digits - 1, letter)
    return numbers.text(rounded)


def _sign_and_pad(verb: _Verb, text: str, *, negative: bool) -> str:
    sign = "-" if negative else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    missing = verb.width - len(text) - len(sign)
    if missing <= 0:
        return sign + text
    if "-" in verb.flags:
        return sign + text + " " * missing
    zeros = "0" in verb.flags and not (verb.mode in "bdoxX" and verb.precision >= 0)
    return sign + "0" * missing + text if zeros else " " * missing + sign + text


def _bare_null(values: Sequence[Value]) -> Value | None:
    """A bare null has no type yet, which leaves the result unknown, as in Terraform."""
    if any(v.payload is None and v.type == DYNAMIC for v in values):
        return unknown(DYNAMIC, "the type of null is not known")
    return None


def _format(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    return _bare_null(arguments[1:]) or render(text_of(arguments[0]), arguments[1:])


def _formatlist(arguments: Arguments, context: FunctionContext) -> Value:
    pattern, values = text_of(arguments[0]), arguments[1:]
    if (hidden := _bare_null(values)) is not None:
        return hidden
    length, chooser = -1, -1
    for index, value in enumerate(values):
        if not is_sequence(value.type) or value.payload is None:
            continue
        size = len(items_in(value)) if value.is_known else len(getattr(value.type, "elements", ())) or -1
        if size >= 0 and length >= 0 and size != length:
            raise FunctionError(
                f"argument {index + 1} has length {size}, which is inconsistent with argument {chooser + 1} of length "
                f"{length}",
                index + 1,
            )
        if size >= 0 and length < 0:
            length, chooser = size, index
    hidden = next((v for v in values if not v.is_known and (is_sequence(v.type) or v.type == DYNAMIC)), None)
    if hidden is not None:
        return unknown(LIST_OF_STRING, hidden.reason, not_null=True)
    rows: list[Value] = []
    for index in range(1 if length < 0 else length):
        row = _row(pattern, values, index)
        context.meter.spend(TURN + (len(row.payload) if isinstance(row.payload, str) else 0))
        rows.append(row)
    return list_of(rows, STRING)


def _row(pattern: str, values: Arguments, index: int) -> Value:
    row = [items_in(v)[index] if is_sequence(v.type) and v.payload is not None else v for v in values]
    try:
        return render(pattern, row)
    except FunctionError as error:
        raise FunctionError(f"error on format iteration {index}: {error.message}") from error


_FORMAT = (Parameter("format", STRING),)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "format": Function(
        _FORMAT, STRING, _format, variadic=Parameter("args", DYNAMIC, null=True, unknown=True, dynamic=True)
    ),
    "formatlist": Function(
        _FORMAT, LIST_OF_STRING, _formatlist, variadic=Parameter("args", DYNAMIC, null=True, unknown=True, dynamic=True)
    ),
}
