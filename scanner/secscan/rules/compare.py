"""The operators of the policy language: one value against one operand, in three-valued logic. Reads no paths."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final

from secscan.rules.answers import scalar_text
from secscan.rules.cursors import Cursor
from secscan.rules.language import Path, Test
from secscan.rules.logic import Truth, any_of, negation, truth
from secscan.terraform.evaluate.convert import primitive_text
from secscan.terraform.evaluate.values import UnknownPayload, Value, string

# Attributes that a provider always fills: a plain reference to one of them is a value, though a later one.
_ALWAYS_FILLED: Final = frozenset({"arn", "id", "key_id", "target_key_arn", "target_key_id"})
_LONGEST_MATCH: Final = 100_000


def compare(test: Test, cursor: Cursor) -> Truth:
    """Whether what stands at `cursor`, or the default where nothing does, passes. What is missing equals nothing."""
    value = cursor.value
    if test.operator == "is_set":
        found = Truth.UNKNOWN if _is_open(cursor) else _is_set(value)
        return found if test.operand else negation(found)
    if cursor.is_absent or value is None:
        value = None if test.default is None else string(scalar_text(test.default))
    positive, asked = _NEGATIONS.get(test.operator, test.operator), _OPERATORS
    if value is None:
        found = Truth.NO
    elif isinstance(value.payload, UnknownPayload):
        found = _of_unknown(test, positive, value.payload)
    else:
        found = asked[positive](test, value)
    return found if positive == test.operator else negation(found)


def compare_with(test: Test, cursor: Cursor, bound: Cursor) -> Truth:
    """The same with the number that stands at `bound` for the operand. What is missing there is not above or below."""
    if bound.is_absent or bound.value is None:
        return Truth.NO
    if isinstance(bound.value.payload, UnknownPayload):
        return Truth.UNKNOWN
    number = _number(replace(test, extract=""), bound.value)
    return Truth.NO if number is None else compare(replace(test, operand=str(number)), cursor)


_NEGATIONS: Final = {"not_equals": "equals", "not_in": "in", "not_matches": "matches", "not_contains": "contains"}


def _is_set(value: Value | None) -> Truth:
    """An empty string, list or map counts as not set: providers treat it so."""
    if value is None or value.payload is None:
        return Truth.NO
    payload = value.payload
    if isinstance(payload, UnknownPayload):
        return Truth.YES if _is_filled(payload) else Truth.UNKNOWN
    return truth(not isinstance(payload, (str, tuple, dict)) or len(payload) > 0)


def _is_open(cursor: Cursor) -> bool:
    """Whether nothing stands there but what a dynamic block may or may not make."""
    payload = cursor.value.payload if cursor.value is not None else None
    if cursor.path not in cursor.resource.unknown_blocks or not isinstance(payload, tuple):
        return False
    return not any(block.is_known for block in payload)


def _is_filled(payload: UnknownPayload) -> bool:
    """Whether a value that is not known is surely more than nothing."""
    if payload.reference is not None and payload.reference[1].rpartition(".")[2] in _ALWAYS_FILLED:
        return True
    return bool(payload.prefix) or payload.structure is not None or any(isinstance(part, str) for part in payload.parts)


def _of_unknown(test: Test, operator: str, payload: UnknownPayload) -> Truth:
    """What is known of a text may decide: what begins with `vpc-` is not `*`, and neither is an ARN."""
    if test.extract or test.ignore_case:
        return Truth.UNKNOWN
    prefix, words = _prefix(payload), [word for word in _texts(test) if not _is_anothers(word, payload)]
    if operator in ("equals", "in"):
        pieces = [part for part in payload.parts if isinstance(part, str)]
        possible = [word for word in words if word.startswith(prefix) and all(piece in word for piece in pieces)]
        return Truth.UNKNOWN if possible else Truth.NO
    if operator == "starts_with" and prefix:
        if any(prefix.startswith(word) for word in words):
            return Truth.YES
        return Truth.UNKNOWN if any(word.startswith(prefix) for word in words) else Truth.NO
    if operator == "ends_with":
        last = payload.parts[-1] if payload.parts else None
        if isinstance(last, str) and last.endswith(tuple(words)):
            return Truth.YES
        return Truth.UNKNOWN if words else Truth.NO
    return Truth.UNKNOWN


def _is_anothers(word: str, payload: UnknownPayload) -> bool:
    """Whether `word` is the ARN (or the end of one) of something that AWS owns, and the value that of a resource made
    here."""
    if payload.reference is None or "::aws:" not in word:
        return False
    name, attribute = payload.reference
    return attribute.rpartition(".")[2] == "arn" and "data" not in name.split(".")


def _prefix(payload: UnknownPayload) -> str:
    """How an unknown text begins, as far as that is known: an ARN that a provider will give begins with `arn:`."""
    if payload.prefix:
        return payload.prefix
    if payload.reference is not None and payload.reference[1].rpartition(".")[2] == "arn":
        return "arn:"
    first = payload.parts[0] if payload.parts else None
    begins = first.payload if isinstance(first, Value) else None
    return _prefix(begins) if isinstance(begins, UnknownPayload) else ""


def _texts(test: Test) -> tuple[str, ...]:
    """The operand as texts, folded where case does not count."""
    operand = test.operand
    if operand is None or isinstance(operand, Path):
        return ()
    operand = operand if isinstance(operand, tuple) else (operand,)
    return tuple(_folded(test, scalar_text(word)) for word in operand)


def _folded(test: Test, text: str) -> str:
    return text.casefold() if test.ignore_case else text


def _text(test: Test, value: Value) -> str | None:
    """The scalar as Terraform writes it in a string, or the piece of it that `extract` takes out."""
    if not isinstance(value.payload, (str, bool, Decimal)):
        return None
    text = _folded(test, primitive_text(value.payload))
    if not test.extract:
        return text
    found = re.search(test.extract, text[:_LONGEST_MATCH])
    return found.group(1) if found else None


def _equals(test: Test, value: Value) -> Truth:
    """Scalars are equal as Terraform converts them: `true` and "true", 1 and "1"."""
    text = _text(test, value)
    return truth(text is not None and text in _texts(test))


def _contains(test: Test, value: Value) -> Truth:
    if not isinstance(value.payload, tuple):
        return _equals(test, value)
    return any_of(Truth.UNKNOWN if not item.is_known else _equals(test, item) for item in value.payload)


def _starts_with(test: Test, value: Value) -> Truth:
    text = _text(test, value)
    return truth(text is not None and text.startswith(_texts(test)))


def _ends_with(test: Test, value: Value) -> Truth:
    text = _text(test, value)
    return truth(text is not None and text.endswith(_texts(test)))


def _matches(test: Test, value: Value) -> Truth:
    """The pattern anywhere in the text, unless it is anchored; a text that is too long is not judged."""
    text = _text(test, value)
    if text is None:
        return Truth.NO
    if len(text) > _LONGEST_MATCH:
        return Truth.UNKNOWN
    flags = re.IGNORECASE if test.ignore_case else 0
    return truth(re.search(str(test.operand), text, flags) is not None)


def _at_least(test: Test, value: Value) -> Truth:
    number = _number(test, value)
    return truth(number is not None and number >= Decimal(str(test.operand)))


def _at_most(test: Test, value: Value) -> Truth:
    number = _number(test, value)
    return truth(number is not None and number <= Decimal(str(test.operand)))


def _number(test: Test, value: Value) -> Decimal | None:
    text = _text(test, value)
    try:
        number = Decimal(text) if text is not None and not isinstance(value.payload, bool) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


_OPERATORS: Final[dict[str, Callable[[Test, Value], Truth]]] = {
    "equals": _equals,
    "in": _equals,
    "contains": _contains,
    "starts_with": _starts_with,
    "ends_with": _ends_with,
    "matches": _matches,
    "at_least": _at_least,
    "at_most": _at_most,
}
