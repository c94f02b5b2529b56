"""The marks that say what a rule must answer of a resource: `# expect: ...` above a block or at its header.

    # expect: finding | clean | unknown      every key of every instance of the block
    # expect: finding[app]                   the key `app` alone; other keys are clean unless marked too
    # expect: finding module.default         the instances at or under that address alone
    # expect: RULE: finding                  of that rule; in the cases of a rule the rule is understood

`clean` is a pass, or that the rule does not apply. Judges nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from secscan.terraform.configuration import Configuration
from secscan.terraform.estate import Estate
from secscan.terraform.syntax import Comment

FINDING: Final = "finding"
CLEAN: Final = "clean"
UNKNOWN: Final = "unknown"
_INTENT: Final = re.compile(r"(?:#|//)\s*expect\s*:\s*(.*?)\s*$")
_MARK: Final = re.compile(r"(?:([\w.:-]+):\s+)?(finding|clean|unknown)(?:\[([^\]]+)\])?(?:\s+(\S.*))?$")

Attached = Mapping[tuple[str, int], tuple["Mark", ...]]


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Mark:
    """`expected` is "" where what stands there is no mark, though it was meant for one. `rule`: "" where none is
    named."""

    file: str
    line: int
    expected: str
    key: str = ""
    address: str = ""
    rule: str = ""

    def concerns(self, address: str) -> bool:
        at = self.address
        return not at or address == at or address.startswith((f"{at}.", f"{at}["))


def marks_of(estate: Estate, configuration: Configuration) -> tuple[Mark, ...]:
    """Every mark of a root's files, in order."""
    found = {mark for file in estate.files for mark in _marks(configuration.comments.get(file, ()))}
    return tuple(sorted(found))


def _marks(comments: Iterable[Comment]) -> Iterator[Mark]:
    for comment in comments:
        intent = _INTENT.match(comment.text)
        if intent:
            found = _MARK.match(intent.group(1))
            rule, expected, key, address = (one or "" for one in found.groups()) if found else ("", "", "", "")
            place = comment.span
            yield Mark(file=place.file, line=place.line, expected=expected, key=key, address=address, rule=rule)


def attached(estate: Estate, marks: Iterable[Mark], configuration: Configuration) -> Attached:
    """Marks by the header (file, line) of the block that they stand at; those at no block by their own place."""
    headers = {(r.header.file, r.header.line) for r in estate.resources}
    comments = {(c.span.file, c.span.line) for file in estate.files for c in configuration.comments.get(file, ())}
    made: dict[tuple[str, int], tuple[Mark, ...]] = {}
    for mark in sorted(marks):
        line = mark.line
        while (mark.file, line) not in headers and (mark.file, line + 1) in comments:
            line += 1
        place = (mark.file, line) if (mark.file, line) in headers else (mark.file, line + 1)
        made[place] = (*made.get(place, ()), mark)
    return made
