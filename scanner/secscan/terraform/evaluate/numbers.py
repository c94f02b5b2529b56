"""Numbers as Terraform computes and prints them: binary floats of 512 bits, written as the shortest decimal that means
the same float. Not formatting by verbs (functions/formatting).

A number's payload is that shortest Decimal, so equal floats are equal Decimals. Whole numbers below 2**512 take a fast
way; everything else goes through exact integers. Follows Go's math/big Float with round-to-nearest-even.
"""

import re
from collections.abc import Callable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation
from typing import Final

from secscan.terraform.evaluate.errors import LimitExceeded

BITS: Final = 512
_TOP: Final = 1 << BITS
_EXACT: Final = Context(prec=153, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])
_WIDE: Final = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation])
_SYNTAX: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,9})?\Z", re.ASCII)
# A decimal of at most so many digits is its own shortest form at 512 bits: floor(511 * log10(2)).
_SAFE_DIGITS: Final = 153
MAX_EXPONENT: Final = 10_000
ZERO: Final = Decimal(0)


class Float64(Decimal):
    """The exact value of a float of 53 bits, which `pow` and `log` give: prints as the shortest text of that float."""

    __slots__ = ()


def shown(value: Decimal) -> Decimal:
    """The decimal to print for `value`."""
    return Decimal(repr(float(value))) if isinstance(value, Float64) and value.is_finite() else value


def rounded(value: Decimal, direction: str) -> Decimal:
    """The whole number next to `value` in a direction of the decimal module; never a negative zero."""
    whole = value.to_integral_value(direction, context=_WIDE) or ZERO
    return Float64(whole) if isinstance(value, Float64) else whole


def equal(left: Decimal, right: Decimal) -> bool:
    """As Terraform compares for equality: fractions that print alike are equal, whatever their precision."""
    return left == right or (not is_whole(left) and not is_whole(right) and shown(left) == shown(right))


def parse(text: str) -> Decimal | None:
    """The number that `text` writes in decimal, or None if it writes none."""
    if text.lstrip("+-") in ("Inf", "inf") and len(text) <= 4:
        return Decimal("-Infinity" if text[0] == "-" else "Infinity")
    if len(text) > MAX_EXPONENT or not _SYNTAX.match(text):
        return None
    return canonical(_WIDE.create_decimal(text))


def canonical(value: Decimal) -> Decimal:
    """The shortest decimal of the 512-bit float nearest to `value`. Raises LimitExceeded beyond 10**+-10000."""
    if not value or not value.is_finite():
        return value
    if abs(value.adjusted()) > MAX_EXPONENT:
        raise LimitExceeded(f"A number beyond 10 to the power of {MAX_EXPONENT} is too large to evaluate.")
    if len(value.as_tuple().digits) <= _SAFE_DIGITS:
        return value
    numerator, denominator = value.as_integer_ratio()
    return from_ratio(numerator, denominator)


def text(value: Decimal) -> str:
    """As Terraform converts a number to a string: no exponent, no trailing zeros."""
    if not value.is_finite():
        return "-Inf" if value < 0 else "+Inf"
    plain = format(shown(value), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def is_whole(value: Decimal) -> bool:
    return value.is_finite() and value == value.to_integral_value()


def add(left: Decimal, right: Decimal) -> Decimal:
    return _combine(left, right, _EXACT.add, lambda a, b, c, d: (a * d + c * b, b * d))


def subtract(left: Decimal, right: Decimal) -> Decimal:
    return _combine(left, right, _EXACT.subtract, lambda a, b, c, d: (a * d - c * b, b * d))


def multiply(left: Decimal, right: Decimal) -> Decimal:
    return _combine(left, right, _EXACT.multiply, lambda a, b, c, d: (a * c, b * d))


def divide(left: Decimal, right: Decimal) -> Decimal:
    """The quotient; a number divided by zero is infinite. Raises InvalidOperation for 0 / 0."""
    if not right:
        if not left:
            raise InvalidOperation
        return Decimal("Infinity").copy_sign(left) * Decimal(1).copy_sign(right)
    return _combine(left, right, _EXACT.divide, lambda a, b, c, d: (a * d, b * c))


def remainder(left: Decimal, right: Decimal) -> Decimal:
    """What is left of `left` after the division by `right`, rounded to zero, with the sign of `left`."""
    if not left or not right or not right.is_finite():
        return left
    if is_whole(left) and is_whole(right):
        a, b = int(left), int(right)
        return Decimal(a - b * (abs(a) // abs(b)) * (1 if (a < 0) == (b < 0) else -1))
    whole = Decimal(int(divide(left, right)))
    return subtract(left, multiply(whole, right))


def _combine(
    left: Decimal,
    right: Decimal,
    exact: Callable[[Decimal, Decimal], Decimal],
    ratio: Callable[[int, int, int, int], tuple[int, int]],
) -> Decimal:
    """The exact decimal result where both sides and it are whole, else the ratio of the two floats, rounded.

    Raises InvalidOperation where infinities leave no result."""
    if not left.is_finite() or not right.is_finite():
        return exact(left, right)
    if (is_whole(left) and is_whole(right)) or not left or not right:
        try:
            result = exact(left, right)
        except Inexact:
            pass
        else:
            if is_whole(result) or not left or not right:
                return canonical(result)
    numerator, denominator = ratio(*as_ratio(left), *as_ratio(right))
    return from_ratio(numerator, denominator)


def as_ratio(value: Decimal) -> tuple[int, int]:
    """The exact value of the 512-bit float that `value` stands for."""
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1 and abs(numerator) < _TOP:
        return numerator, 1
    mantissa, exponent = _nearest(abs(numerator), denominator)
    signed = -mantissa if numerator < 0 else mantissa
    return (signed << exponent, 1) if exponent >= 0 else (signed, 1 << -exponent)


def from_ratio(numerator: int, denominator: int) -> Decimal:
    """The shortest decimal of the 512-bit float nearest to the ratio."""
    if not numerator:
        return ZERO
    negative = (numerator < 0) != (denominator < 0)
    mantissa, exponent = _nearest(abs(numerator), abs(denominator))
    if abs(exponent + BITS) > MAX_EXPONENT * 4:
        raise LimitExceeded(f"A number beyond 10 to the power of {MAX_EXPONENT} is too large to evaluate.")
    result = _shortest(mantissa, exponent)
    return result.copy_negate() if negative else result


def _nearest(numerator: int, denominator: int) -> tuple[int, int]:
    """(mantissa of exactly 512 bits, exponent) of the float nearest to a positive ratio, ties to even."""
    shift = BITS - (numerator.bit_length() - denominator.bit_length())
    for attempt in (shift, shift - 1):
        top, bottom = (numerator << attempt, denominator) if attempt >= 0 else (numerator, denominator << -attempt)
        mantissa, rest = divmod(top, bottom)
        shift = attempt
        if mantissa < _TOP:
            break
    else:
        raise AssertionError("the second quotient has 512 bits")
    if 2 * rest > bottom or (2 * rest == bottom and mantissa & 1):
        mantissa += 1
    return (mantissa >> 1, 1 - shift) if mantissa == _TOP else (mantissa, -shift)


def _shortest(mantissa: int, exponent: int) -> Decimal:
    """The decimal of fewest digits that lies nearer to this float than to any other."""
    top, bottom = (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)
    magnitude = _magnitude(top, bottom)
    for digits in range(_SAFE_DIGITS, _SAFE_DIGITS + 4):
        scale = digits - 1 - magnitude
        candidate = _rounded(top, bottom, scale)
        if _means(candidate, scale, mantissa, exponent):
            break
    else:
        raise AssertionError("156 digits name every float of 512 bits")
    stripped = str(candidate).rstrip("0")
    return Decimal((0, tuple(int(d) for d in stripped), len(str(candidate)) - len(stripped) - scale))


def _magnitude(top: int, bottom: int) -> int:
    """The exponent of the first decimal digit of the ratio."""
    guess = int((top.bit_length() - bottom.bit_length()) * 0.30102999566398)
    while _less(top, bottom, guess):
        guess -= 1
    while not _less(top, bottom, guess + 1):
        guess += 1
    return guess


def _less(top: int, bottom: int, power: int) -> bool:
    """Is top / bottom < 10**power?"""
    scale: int = 10 ** abs(power)
    return top < bottom * scale if power >= 0 else top * scale < bottom


def _rounded(top: int, bottom: int, scale: int) -> int:
    """The whole number nearest to top / bottom * 10**scale, ties to even."""
    top, bottom = (top * 10**scale, bottom) if scale >= 0 else (top, bottom * 10**-scale)
    whole, rest = divmod(top, bottom)
    return whole + 1 if 2 * rest > bottom or (2 * rest == bottom and whole & 1) else whole


def _means(candidate: int, scale: int, mantissa: int, exponent: int) -> bool:
    """Is candidate * 10**-scale read back as this very float?"""
    top, bottom = (candidate, 10**scale) if scale >= 0 else (candidate * 10**-scale, 1)
    return _nearest(top, bottom) == (mantissa, exponent)
