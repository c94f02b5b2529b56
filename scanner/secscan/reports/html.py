"""The report as one HTML file: what an auditor prints and a reviewer clicks. Fetches nothing, needs no JavaScript.

Autoescape is on and every text passes `inert`; a content security policy allows the page's own style and script by
their hashes and nothing else, so that a name which got through would still do nothing.
"""

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

from secscan.model import Disposition, FileStatus, Report, Severity
from secscan.reports import excuses, words
from secscan.reports.accord import accord
from secscan.reports.options import RenderOptions
from secscan.reports.text import inert, prose

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

NAME: Final = "html"
EXTENSION: Final = "html"


def render(report: Report, _options: RenderOptions) -> bytes:
    from markupsafe import Markup

    style, script = _part("report.css"), _part("report.js")
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            words=words,
            excuses=excuses,
            accord=accord,
            open_groups=words.groups(report, Disposition.OPEN),
            waived_groups=words.groups(report, Disposition.WAIVED),
            below_groups=words.groups(report, Disposition.BELOW_THRESHOLD),
            engines=words.engines(report),
            files=words.files_by_status(report.coverage),
            severities=tuple(Severity),
            disposition=Disposition,
            unread=[f for f in report.coverage.files if f.status is not FileStatus.SCANNED],
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file, not a word of the report in it
            script=Markup(script),  # noqa: S704 - as above
        )
    )
    return page.encode("utf-8", "backslashreplace")


def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_part),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    return environment


def _prose(text: str) -> "Markup":
    from markupsafe import Markup

    pieces = ((Markup("<code>{}</code>") if is_code else Markup("{}")).format(piece) for piece, is_code in prose(text))
    return Markup("").join(pieces)


def _inert(value: object) -> object:
    """What every expression of the templates passes; what some filter has escaped already stays so marked."""
    if not isinstance(value, str):
        return value
    return type(value)(inert(value)) if hasattr(value, "__html__") else inert(value)


def _part(name: str) -> str:
    return resources.files("secscan.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    allowed = {"default-src": "'none'", "style-src": _source(style), "script-src": _source(script)}
    closed = {"base-uri": "'none'", "form-action": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in {**allowed, **closed}.items())


def _source(text: str) -> str:
    """A CSP source for an inline element with exactly that text. https://www.w3.org/TR/CSP3/#grammardef-hash-source"""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
