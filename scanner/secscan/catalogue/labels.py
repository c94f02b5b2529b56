"""Reads what is known of a directory of Terraform: a CSV of labels, or `# expect:` marks in its files. Judges nothing.

The CSV (RFC 4180, UTF-8) has a header with the columns `file`, `address`, `rule` and `expected`, in any order; others
are passed over. `file` is relative to the repository, `address` as Terraform names it, or as the module that declares
the resource does (`aws_s3_bucket.logs`): then every instance of the block is meant. `rule` is one of ours, or an
engine's as reports name it (`checkov:CKV_AWS_20`). `expected`: `finding`, `clean` or `unknown`.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from secscan.catalogue.score import Label
from secscan.model import Address
from secscan.rules.marks import CLEAN, FINDING, UNKNOWN, attached, marks_of
from secscan.spelling import nearest
from secscan.terraform.configuration import Configuration
from secscan.terraform.estate import Resource
from secscan.triage.addresses import local

COLUMNS: Final = ("file", "address", "rule", "expected")
WORDS: Final = (FINDING, UNKNOWN, CLEAN)
ENGINES_RULE: Final = ":"


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """`problems`: (file, line, what is wrong there); then `labels` are those that are right."""

    labels: tuple[Label, ...]
    problems: tuple[tuple[str, int, str], ...] = ()


def from_csv(text: str, path: str, configuration: Configuration, rules: Collection[str]) -> Labels:
    """`path` names the file in problems. `rules`: our rules' ids."""
    found = _Found()
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as error:
        return Labels(labels=(), problems=((path, reader.line_num, f"is no CSV: {error}"),))
    header = rows[0][1] if rows else []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        return Labels(labels=(), problems=((path, 1, f"its header lacks {', '.join(missing)}"),))
    by_file = _by_file(configuration)
    for line, row in rows[1:]:
        told = _row(dict(zip(header, row, strict=False)), by_file, rules, found)
        if told:
            found.problems.append((path, line, told))
    return found.labels()


class _Found:
    """Labels while they are read; where two speak of one address and rule, the worse holds (a resource of two keys)."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, Address], str] = {}
        self.problems: list[tuple[str, int, str]] = []

    def add(self, rule: str, address: Address, expected: str) -> None:
        old = self.known.get((rule, address), CLEAN)
        self.known[rule, address] = min(old, expected, key=WORDS.index)

    def labels(self) -> Labels:
        labels = (Label(rule=rule, address=at, expected=word) for (rule, at), word in sorted(self.known.items()))
        return Labels(labels=tuple(labels), problems=tuple(sorted(self.problems)))


def _row(row: Mapping[str, str], by_file: Mapping[str, list[Resource]], rules: Collection[str], found: _Found) -> str:
    """What is wrong with a row, "" where nothing is."""
    if any(name not in row for name in COLUMNS):
        return f"has {len(row)} cells, fewer than the header"
    if row["expected"] not in WORDS:
        return f"`{row['expected']}` is not finding, clean or unknown"
    if told := unknown_rule(row["rule"], rules):
        return told
    if row["file"] not in by_file:
        return f"no resource is declared in `{row['file']}`" + _meant(row["file"], by_file)
    declared = by_file[row["file"]]
    named = [r for r in declared if row["address"] in (r.address.name, local(r.address.name))]
    if not named:
        names = {local(resource.address.name) for resource in declared}
        return f"`{row['file']}` declares no `{row['address']}`" + _meant(row["address"], names)
    for resource in named:
        found.add(row["rule"], resource.address, row["expected"])
    return ""


def from_marks(configuration: Configuration, rules: Collection[str]) -> Labels:
    """The marks in the files, each of which names its rule: `# expect: RULE: finding`."""
    found = _Found()
    problems: set[tuple[str, int, str]] = set()
    for estate in configuration.estates:
        marks = marks_of(estate, configuration)
        wrong = {mark: told for mark in marks if (told := _told(mark.expected, mark.rule, rules))}
        problems |= {(mark.file, mark.line, told) for mark, told in wrong.items()}
        standing = attached(estate, [mark for mark in marks if mark not in wrong], configuration)
        for resource in estate.resources:
            for mark in standing.get((resource.header.file, resource.header.line), ()):
                if mark.concerns(resource.address.name):
                    found.add(mark.rule, resource.address, mark.expected)
        headers = {(resource.header.file, resource.header.line) for resource in estate.resources}
        lost = [mark for place in standing.keys() - headers for mark in standing[place]]
        problems |= {(mark.file, mark.line, "the mark stands at no resource") for mark in lost}
    found.problems = sorted(problems)
    return found.labels()


def _told(expected: str, rule: str, rules: Collection[str]) -> str:
    if not expected:
        return "not a mark: write `# expect: RULE: finding`, `clean` or `unknown`"
    return unknown_rule(rule, rules) if rule else "the mark names no rule: write `# expect: RULE: finding`"


def unknown_rule(rule: str, rules: Collection[str]) -> str:
    """Why `rule` is none, "" where it is one; an engine's own rule is what its engine calls so."""
    if rule in rules or ENGINES_RULE in rule:
        return ""
    return f"`{rule}` is no rule" + _meant(rule, rules)


def _meant(word: str, words: Collection[str]) -> str:
    meant = nearest(word, words)
    return f"; did you mean `{meant}`?" if meant else ""


def _by_file(configuration: Configuration) -> Mapping[str, list[Resource]]:
    found: dict[str, list[Resource]] = defaultdict(list)
    for estate in configuration.estates:
        for resource in estate.resources:
            found[resource.block.file].append(resource)
    return found
