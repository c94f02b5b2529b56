"""Keeps sensitive values out of what engines quote. Knows what is sensitive from the estate, and looks for no secrets.

Not for our own rules, which write what is sensitive out by themselves (rules/answers).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import Value, summary

_SHORT: Final = 4  # characters; a shorter text is in half of all words, and no secret


@dataclass(frozen=True, slots=True)
class Redaction:
    """Writes `(sensitive)` where one of the sensitive texts of a root stands."""

    texts: re.Pattern[str] | None

    @classmethod
    def of(cls, estate: Estate) -> "Redaction":
        values = [*estate.variables.values(), *(v for r in estate.resources for v in r.values.values())]
        found = sorted({text for value in values for text in _sensitive(value)}, key=lambda text: (-len(text), text))
        return cls(re.compile("|".join(map(re.escape, found))) if found else None)

    def clean(self, text: str) -> str:
        return self.texts.sub("(sensitive)", text) if self.texts else text


def _sensitive(value: Value, *, inside: bool = False) -> Iterator[str]:
    """The texts of a value that it, or what holds it, marks as sensitive."""
    inside = inside or value.is_secret
    if not inside and not summary(value).is_secret:
        return
    if inside and isinstance(value.payload, str):
        yield from (text for text in {value.payload, *value.payload.splitlines()} if len(text.strip()) >= _SHORT)
    for child in value.children():
        yield from _sensitive(child, inside=inside)
