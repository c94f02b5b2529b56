"""An answer and what it rests on: yes, no or unknown, with the places that made it so. Asks nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from secscan.rules.cursors import Cursor
from secscan.rules.language import Scalar
from secscan.rules.logic import Truth, all_of, any_of, negation
from secscan.terraform.estate import Resource
from secscan.terraform.evaluate.values import Plain, Sensitive, Unknown, Value, plain

_LONGEST = 120
_WITNESSES = 8


@dataclass(frozen=True, slots=True)
class Sign:
    """One place that an answer rests on: `path` in `resource`, `label` as a person calls it, what was `seen` there
    (redacted), and why it is not known (`reason`, "" where it is)."""

    resource: Resource
    path: str
    label: str
    seen: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`because`: the signs that alone decide `truth`; a few of them where there are many."""

    truth: Truth
    because: tuple[Sign, ...] = ()


YES = Answer(Truth.YES)
NO = Answer(Truth.NO)


def every(answers: Iterable[Answer]) -> Answer:
    """Kleene's `and`."""
    found = tuple(answers)
    return _resting(all_of(answer.truth for answer in found), found)


def either(answers: Iterable[Answer]) -> Answer:
    """Kleene's `or`."""
    found = tuple(answers)
    return _resting(any_of(answer.truth for answer in found), found)


def opposite(answer: Answer) -> Answer:
    return Answer(negation(answer.truth), answer.because)


def implied(premise: Answer, conclusion: Answer) -> Answer:
    """Where the premise is sure, the conclusion with its own signs: they are what a finding is about."""
    return conclusion if premise.truth is Truth.YES else either((opposite(premise), conclusion))


def _resting(result: Truth, answers: tuple[Answer, ...]) -> Answer:
    """The signs of the parts that gave the result."""
    signs: list[Sign] = []
    for answer in answers:
        if answer.truth is result and len(signs) < _WITNESSES:
            signs.extend(answer.because)
    return Answer(result, tuple(signs[:_WITNESSES]))


def sign(cursor: Cursor, label: str, default: Scalar | None = None) -> Sign:
    """The sign of a place, its value shown as `seen` tells."""
    return Sign(cursor.resource, cursor.path, label, seen(cursor, default), cursor.reason)


def seen(cursor: Cursor, default: Scalar | None = None) -> str:
    """A value for a person: JSON, cut short, control characters escaped, nothing of a sensitive one."""
    if cursor.is_absent:
        return "not set" if default is None else f"not set, which means {scalar_text(default)}"
    if cursor.sensitive:
        return "(sensitive)"
    if cursor.value is None or cursor.reason:
        return "not known"
    return shown(cursor.value)


def told(value: Value) -> str:
    """A value for a person, whatever it is: nothing of a sensitive one, why an unknown one is so."""
    if value.is_secret:
        return "(sensitive)"
    return f"not known ({value.reason})" if value.reason else shown(value)


def shown(value: Value) -> str:
    """A known value as short JSON; parts that are unknown or sensitive are named so."""
    text = json.dumps(_bare(plain(value)), ensure_ascii=False)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: _LONGEST + 1])
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _bare(data: Plain) -> object:
    if isinstance(data, Unknown):
        return "(not known)"
    if isinstance(data, Sensitive):
        return "(sensitive)"
    if isinstance(data, list):
        return [_bare(item) for item in data[:_LONGEST]]
    if isinstance(data, dict):
        return {key: _bare(data[key]) for key in list(data)[:_LONGEST]}
    return data if data is None or isinstance(data, (str, bool, int)) else float(data)


def scalar_text(value: Scalar) -> str:
    """A scalar of a policy as Terraform would write it in a string."""
    return str(value).lower() if isinstance(value, bool) else str(value)
