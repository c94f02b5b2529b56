"""A report to bytes, one module a format. Filters nothing and counts nothing: two formats cannot disagree.

A new format is a module here and a line in `FORMATS`. Heavy libraries are imported when a report is rendered.
"""

from typing import Final

from secscan.reports import console, html, json, markdown, sarif
from secscan.reports.options import Format, RenderOptions

__all__ = ["FORMATS", "Format", "RenderOptions"]

FORMATS: Final[dict[str, Format]] = {
    console.NAME: console,
    json.NAME: json,
    sarif.NAME: sarif,
    html.NAME: html,
    markdown.NAME: markdown,
}
