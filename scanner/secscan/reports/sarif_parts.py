"""The pieces that SARIF rules, results and notifications share: URIs, regions, texts, numbers. No policy of its own."""

from typing import Final
from urllib.parse import quote

from secscan.model import Severity, Span
from secscan.reports.text import inert

Json = dict[str, object]

# GitHub's bands: over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low; 0.0 has none.
SCORES: Final = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}
LEVELS: Final = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}


def uri(path: str) -> str:
    """A path relative to the repository as a relative URI reference (RFC 3986)."""
    return quote(path, safe="/", errors="surrogatepass")


def message(text: str) -> str:
    """Inert, and with no embedded link: `[words](target)` is one even in plain text (SARIF 3.11.6)."""
    return inert(text).replace("](", "] (")


def region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def physical(span: Span, context: Span | None = None) -> Json:
    """A context that does not enclose the region, or is no more than it, is no context (SARIF 3.29.5)."""
    around = {"contextRegion": region(context)} if context and _encloses(context, span) else {}
    return {"artifactLocation": {"uri": uri(span.file)}, "region": region(span), **around}


def _encloses(outer: Span, inner: Span) -> bool:
    if outer.file != inner.file or outer == inner:
        return False
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
