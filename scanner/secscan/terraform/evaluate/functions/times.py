"""Time functions. `timestamp` is unknown while planning; `plantimestamp` answers the injected clock."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, text_of
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import NUMBER, STRING, Value, number, string, unknown

_RFC3339: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_DURATION: Final = re.compile(r"(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_NANOSECONDS: Final = {
    "ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9,
}  # fmt: skip
_TOKEN: Final = re.compile(r"'(?:[^']|'')*'|'|([A-Za-z])\1*|[^A-Za-z']+")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def parse(text: str, argument: int) -> tuple[datetime, int]:
    """(the moment to the second, the nanoseconds on top of it) of an RFC 3339 timestamp. Raises FunctionError."""
    found = _RFC3339.match(text)
    if not found:
        raise FunctionError(f'not a valid RFC3339 timestamp: cannot use "{text}"', argument)
    try:
        moment = datetime(*(int(found[i]) for i in range(1, 7)), tzinfo=_zone(found[8]))  # type: ignore[misc, arg-type]  # six ints
    except ValueError as error:
        raise FunctionError(f"not a valid RFC3339 timestamp: {error}", argument) from error
    return moment, int((found[7] or "0")[:9].ljust(9, "0"))


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError("UTC offset out of range")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def _offset(moment: datetime, *, colon: bool) -> str:
    seconds = int((moment.utcoffset() or timedelta()).total_seconds())
    sign = "-" if seconds < 0 else "+"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{sign}{hours:02d}{':' if colon else ''}{minutes:02d}"


def show(moment: datetime) -> str:
    """RFC 3339 to the second."""
    zone = "Z" if not moment.utcoffset() else _offset(moment, colon=True)
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}{zone}"


def duration(text: str) -> int:
    """Nanoseconds of a Go duration such as `-1.5h30m`. Raises FunctionError."""
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return 0
    total, position = 0, 0
    while position < len(body):
        found = _DURATION.match(body, position)
        if not found or not (found[1] or found[2]) or len(found[0]) > 40:
            break
        unit = _NANOSECONDS[found[3]]
        total += int(found[1] or 0) * unit
        if found[2]:
            total += int(found[2]) * unit // 10 ** len(found[2])
        position = found.end()
    if not body or position < len(body) or total > 2**63:
        raise FunctionError(f'time: invalid duration "{text}"')
    return -total if text[0] == "-" else total


def _timeadd(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    moment, nanoseconds = parse(text_of(arguments[0]), 0)
    seconds = (nanoseconds + duration(text_of(arguments[1]))) // 10**9
    try:
        return string(show(moment + timedelta(seconds=seconds)))
    except OverflowError as error:
        raise FunctionError("the result is out of range") from error


def _timecmp(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    left, right = parse(text_of(arguments[0]), 0), parse(text_of(arguments[1]), 1)
    return number((left > right) - (left < right))


def _hour12(moment: datetime) -> int:
    return moment.hour % 12 or 12


def _zone_text(moment: datetime, length: int) -> str:
    if length == 5:
        return _offset(moment, colon=True)
    if length == 4 or moment.utcoffset():
        return _offset(moment, colon=length == 1)
    return "Z" if length == 1 else "UTC"


# verb letter -> its lengths, each with how it writes a moment
_VERBS: Final[Mapping[str, Mapping[int, Callable[[datetime], str]]]] = {
    "Y": {2: lambda t: f"{t.year % 100:02d}", 4: lambda t: f"{t.year:04d}"},
    "M": {
        1: lambda t: str(t.month),
        2: lambda t: f"{t.month:02d}",
        3: lambda t: _MONTHS[t.month - 1][:3],
        4: lambda t: _MONTHS[t.month - 1],
    },
    "D": {1: lambda t: str(t.day), 2: lambda t: f"{t.day:02d}"},
    "E": {3: lambda t: _DAYS[t.weekday()][:3], 4: lambda t: _DAYS[t.weekday()]},
    "h": {1: lambda t: str(t.hour), 2: lambda t: f"{t.hour:02d}"},
    "H": {1: lambda t: str(_hour12(t)), 2: lambda t: f"{_hour12(t):02d}"},
    "A": {2: lambda t: "AM" if t.hour < 12 else "PM"},
    "a": {2: lambda t: "am" if t.hour < 12 else "pm"},
    "m": {1: lambda t: str(t.minute), 2: lambda t: f"{t.minute:02d}"},
    "s": {1: lambda t: str(t.second), 2: lambda t: f"{t.second:02d}"},
    "Z": {
        1: lambda t: _zone_text(t, 1),
        3: lambda t: _zone_text(t, 3),
        4: lambda t: _zone_text(t, 4),
        5: lambda t: _zone_text(t, 5),
    },
}


def _formatdate(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    moment, _ = parse(text_of(arguments[1]), 1)
    out: list[str] = []
    for found in _TOKEN.finditer(text_of(arguments[0])):
        token = found[0]
        if token == "'":  # noqa: S105  # a token of a date format
            raise FunctionError("unterminated literal '", 0)
        if token[0] == "'":
            out.append(token[1:-1].replace("''", "'") or "'")
        elif token[0].isalpha() and token[0].isascii():
            write = _VERBS.get(token[0], {}).get(len(token))
            if write is None:
                raise FunctionError(f'invalid date format verb "{token}"', 0)
            out.append(write(moment))
        else:
            out.append(token)
    return string("".join(out))


def _plantimestamp(arguments: Arguments, context: FunctionContext) -> Value:
    del arguments
    if context.clock is None:
        return unknown(STRING, "plantimestamp() has no clock to ask", not_null=True)
    return string(show(context.clock.astimezone(UTC).replace(microsecond=0)))


def _timestamp(arguments: Arguments, context: FunctionContext) -> Value:
    del arguments, context
    return unknown(STRING, "timestamp() is computed when applying", not_null=True)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "formatdate": Function((Parameter("format", STRING), Parameter("time", STRING)), STRING, _formatdate),
    "plantimestamp": Function((), STRING, _plantimestamp),
    "timeadd": Function((Parameter("timestamp", STRING), Parameter("duration", STRING)), STRING, _timeadd),
    "timecmp": Function((Parameter("timestamp_a", STRING), Parameter("timestamp_b", STRING)), NUMBER, _timecmp),
    "timestamp": Function((), STRING, _timestamp),
}
