"""The comments by which engines are told to leave something out, read as waivers. Judges none of them.

The engines never see them (`stage.markers` blanks them); what each would leave out is worked out here, with its own
grammar, read in its source:

- Checkov 3.3.30 `common/comment/enum.py`, `terraform/context_parsers/base_parser.py`: inside a top-level block, between
  its first and last line; in a module call it counts for all below it (`terraform/runner.py`).
- TFLint 0.64.0 `tflint/annotation.go`: its own line and the next; the whole file where it begins it.
- KICS 2.2.0 `pkg/parser/parser.go`, `pkg/parser/terraform/comment/comment.go`: commands at the head of a file; the next
  line, or what begins there.
- Terrascan 1.19.9 `pkg/utils/skip_rules.go`: inside a resource.
- tfsec and Trivy run nowhere here; their comments are read so that nobody takes them for excuses.

After an engine's own words may stand ours: `until=2027-01-31`, `owner=...`, `ticket=...`, `reason="..."`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from secscan.model import Scope, Span, Waiver, WaiverKind
from secscan.terraform.elements import ARGUMENT, ITEM, Element, Page
from secscan.terraform.syntax import Comment
from secscan.triage.waiver_fields import FIELDS, PAIR, said

FOREIGN: Final = ("tfsec", "trivy")
"""Engines of others, whose comments lie in many trees."""

_CHECKOV: Final = re.compile(
    r"(?:checkov:skip=|bridgecrew:skip=|cortex:skip=) *([A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*)?(?::([^\n]*))?"
)
_TFLINT: Final = re.compile(r"tflint-ignore: ([^\n*/#]+)")
_TFLINT_FILE: Final = re.compile(r"tflint-ignore-file: ([^\n*/#]+)")
_KICS: Final = re.compile(r"(?:^|\n)(?:/{2}|#|;)*\s*kics-scan\s*")
_TERRASCAN: Final = re.compile(
    r"#ts:skip=((?:[ A-Za-z0-9]+[.-]){2,5}[0-9]+|AC_(?:AWS|AZURE|GCP|K8S|GITHUB|DOCKER)_[0-9]{4})([ \t]+.*)?"
)
_FOREIGN: Final = re.compile(r"(tfsec|trivy):ignore:([^\s:\[]+)(\S*)((?:(?!(?:tfsec|trivy):ignore:)[^\n])*)")
_EXPIRES: Final = re.compile(r":exp:([0-9-]+)")
_OURS: Final = re.compile(rf"(?<!\S)(?={'|'.join(f'{name}=' for name in FIELDS)}){PAIR.pattern}", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How far a comment goes: `where` for a person. `faults`: why it goes nowhere."""

    where: str = ""
    scope: Scope | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Skip:
    """One engine's comment: `rules` as the engine names them, `*` for all, "" for none; `rest` its reason."""

    engine: str
    rules: tuple[str, ...]
    rest: str
    reach: Reach


def read(comment: Comment, page: Page) -> tuple[Waiver, ...]:
    """The waivers of a comment in which an engine's marker occurs, one a rule; none where the engine would take it for
    prose."""
    found = (skip for reader in dict.fromkeys(READERS.values()) for skip in reader(comment, page))
    return tuple(waiver for skip in found for waiver in _waivers(skip, comment))


def _waivers(skip: Skip, comment: Comment) -> Iterator[Waiver]:
    told = said((match[1], match[2]) for match in _OURS.finditer(skip.rest))
    reason = told.reason or " ".join(_OURS.sub("", skip.rest).split()).strip("#/ ").removesuffix("*/").rstrip()
    for rule in dict.fromkeys(skip.rules):
        yield Waiver(
            rule=f"{skip.engine}:{rule}" if rule else "",
            address=skip.reach.where,
            reason=reason,
            owner=told.owner,
            until=told.until,
            ticket=told.ticket,
            file=comment.span.file,
            line=comment.span.line,
            kind=WaiverKind.ENGINE,
            engine=skip.engine,
            scope=skip.reach.scope,
            faults=(*skip.reach.faults, *told.faults, *(() if rule else ("it names no rule",))),
        )


def _checkov(comment: Comment, page: Page) -> Iterator[Skip]:
    block = page.around(comment)
    if block is None or not block.span.line < comment.span.line < block.span.end_line:
        reach = Reach(faults=("it stands outside of a block, where Checkov does not look",))
    else:
        reach = _at(block)
    for match in filter(None, map(_CHECKOV.search, comment.text.split("\n"))):
        rules = tuple((match[1] or "").split(","))
        yield Skip(engine="checkov", rules=rules, rest=(match[2] or "").removesuffix("*/"), reach=reach)


def _tflint(comment: Comment, page: Page) -> Iterator[Skip]:
    text, span = comment.text, comment.span
    if match := _TFLINT.search(text):
        reach = _lines(page, span.line, span.line + 1)
        yield Skip(engine="tflint", rules=_names(match[1]), rest=text[match.end() :], reach=reach)
    elif match := _TFLINT_FILE.search(text):
        reach = _file(page)
        if (span.line, span.column) != (1, 1):
            reach = Reach(faults=("it does not begin the file, and TFLint takes it for an error",))
        yield Skip(engine="tflint", rules=_names(match[1]), rest=text[match.end() :], reach=reach)


def _names(words: str) -> tuple[str, ...]:
    return tuple("*" if rule.strip() == "all" else rule.strip() for rule in words.split(","))


def _kics(comment: Comment, page: Page) -> Iterator[Skip]:
    words = comment.text.removeprefix("#").split() if _heads(comment, page) else []
    if len(words) > 1 and words[0] == "kics-scan":
        yield from _kics_file(words[1], " ".join(words[2:]), page)
    lower = comment.text.lower()
    if page.is_beside(comment) or not _KICS.search(lower):
        return
    commands = _KICS.sub("", lower).strip("\r\n").split(" ")
    command = next((word for word in commands if word in ("ignore-line", "ignore-block")), "")
    rest = re.split(re.escape(command), comment.text, maxsplit=1, flags=re.IGNORECASE)[-1]
    if command == "ignore-line":
        reach = _lines(page, comment.span.line, _kics_next(comment.span.end_line, page))
        yield Skip(engine="kics", rules=("*",), rest=rest, reach=reach)
    elif command == "ignore-block":
        yield Skip(engine="kics", rules=("*",), rest=rest, reach=_kics_block(comment, page))


def _heads(comment: Comment, page: Page) -> bool:
    """Whether above it are empty lines and lines that begin with `#` alone, as it does itself."""
    lines = (line.strip() for line in page.lines[: comment.span.line])
    return all(not line or line.startswith("#") for line in lines)


def _kics_file(command: str, rest: str, page: Page) -> Iterator[Skip]:
    name, _, queries = command.partition("=")
    if name == "ignore":
        yield Skip(engine="kics", rules=("*",), rest=rest, reach=_file(page))
    elif name == "disable":
        rules = tuple(query.lower() for query in queries.split(",") if query)
        yield Skip(engine="kics", rules=rules, rest=rest, reach=_file(page))
    elif name == "enable":
        yield Skip(engine="kics", rules=("*",), rest=rest or f"all queries but {queries}", reach=_file(page))


def _kics_next(line: int, page: Page) -> int:
    """KICS takes the line of the next token's end: that of a line break, or of a comment, is the line after it."""
    following = page.lines[line].strip() if line < len(page.lines) else ""
    return line + 1 if following and not following.startswith(("#", "//")) else line + 2


def _kics_block(comment: Comment, page: Page) -> Reach:
    """What begins on the next line; of an item the argument that it is part of."""
    line = comment.span.end_line + 1
    element = page.on(line)
    if element is not None and element.kind == ITEM:
        inside = [e for e in page.elements if e.kind == ARGUMENT and e.span.line <= line <= e.span.end_line]
        element = inside[-1] if inside else element
    if element is None:
        return Reach(faults=("nothing begins on the next line, and KICS leaves out nothing",))
    return Reach(where=element.name, scope=Scope(element="lines", span=element.span))


def _terrascan(comment: Comment, page: Page) -> Iterator[Skip]:
    block = page.around(comment)
    reach = Reach(faults=("it stands in no resource, where Terrascan does not look",))
    if block is not None and block.kind == "resource":
        reach = _at(block)
    for match in _TERRASCAN.finditer(comment.text):
        yield Skip(engine="terrascan", rules=(match[1],), rest=match[2] or "", reach=reach)


def _foreign(comment: Comment, page: Page) -> Iterator[Skip]:
    element = page.at(comment)
    for match in _FOREIGN.finditer(comment.text):
        expires = _EXPIRES.search(match[3])
        rest = f"{match[4]} until={expires[1]}" if expires and "until=" not in match[4] else match[4]
        yield Skip(engine=match[1], rules=(match[2],), rest=rest, reach=_at(element) if element else Reach())


def _at(element: Element) -> Reach:
    return Reach(where=element.name, scope=Scope(element=element.kind, span=element.span))


def _file(page: Page) -> Reach:
    path = page.file.path
    span = Span(file=path, line=1, column=1, end_line=len(page.lines), end_column=1)
    return Reach(where=path, scope=Scope(element="file", span=span))


def _lines(page: Page, first: int, last: int) -> Reach:
    span = Span(file=page.file.path, line=first, column=1, end_line=last, end_column=1)
    element = page.on(last) or page.on(first)
    where = element.name if element else f"line {last}"
    return Reach(where=where, scope=Scope(element="lines", span=span))


READERS: Final[Mapping[str, Callable[[Comment, Page], Iterator[Skip]]]] = {
    "checkov:skip": _checkov,
    "bridgecrew:skip": _checkov,
    "cortex:skip": _checkov,
    "tflint-ignore": _tflint,
    "kics-scan": _kics,
    "ts:skip": _terrascan,
    "tfsec:ignore": _foreign,
    "trivy:ignore": _foreign,
}
"""One for each of `stage.markers.MARKERS`."""
