"""Renders `docs/rules/severities.md`: how bad the engines' rules outside the catalogue are. Decides none of it."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from secscan.engines import kics, terrascan, tflint
from secscan.model import Severity
from secscan.triage.severities import DEFAULT, table

_NOTE = "<!-- Made from the code by `make docs`. Do not edit. -->"


def render_severities() -> str:
    """The page as Markdown."""
    lines = [
        *(_NOTE, "", "# Severities of the engines' rules", ""),
        "A rule of ours has the severity that its policy says, with a reason; what engines say of the same defect does",
        "not change it. An engine's rule that means none of ours has the severity of the first of these that has one:",
        "",
        "1. the table below, secscan's own judgement;",
        "2. the engine's word, as mapped here;",
        f"3. {DEFAULT}, and the rule then says that it is assumed.",
        "",
        *("## What the engines say", "", "| engine | its word | here |", "|---|---|---|"),
        *_words("kics", kics.SEVERITIES),
        *_words("terrascan", terrascan.SEVERITIES),
        *_words("tflint", tflint.SEVERITIES),
        f"| guard | `Severity:` in a rule's message, in secscan's own words | the same; without it {DEFAULT} |",
        "| checkov | none without an account of its vendor | the table below |",
        "",
        *_table(),
    ]
    return "\n".join(lines) + "\n"


def _words(engine: str, mapped: Mapping[str, Severity]) -> Iterator[str]:
    return (f"| {engine} | `{word}` | {severity} |" for word, severity in mapped.items())


def _table() -> Iterator[str]:
    ordered = sorted(table(), key=lambda row: (row[0], -row[2].rank, row[1]))
    for engine, rows in groupby(ordered, key=lambda row: row[0]):
        yield from (f"## The table for {engine}", "", "| here | its rules |", "|---|---|")
        for severity, same in groupby(rows, key=lambda row: row[2]):
            yield f"| {severity} | {', '.join(f'`{rule}`' for _, rule, _ in same)} |"
