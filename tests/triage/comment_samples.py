"""Trees with comments, read and audited by secscan's own rules as `secscan scan --engine secscan` does."""

from datetime import date
from pathlib import Path

from secscan.engines import Tools
from secscan.model import Disposition, Report, Waiver, WaiverTerms
from secscan.pipeline import Request, audit, commented, options
from secscan.settings import Settings
from secscan.sources import Sources
from secscan.terraform.configuration import read

TODAY = date(2026, 6, 1)
ROTATION = "aws-kms-key-rotation"
UNTIL = 'reason="r" until=2026-12-31'
EXCUSE = f"secscan:ignore={ROTATION} {UNTIL}"


def grow(top: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return top


def waivers_in(top: Path, text: str, name: str = "main.tf") -> tuple[Waiver, ...]:
    """Those that the comments of one file hold."""
    request = Request(settings=Settings(top=grow(top, {name: text})), today=TODAY)
    sources = Sources(top)
    return commented(read(sources, options(request)), sources)


def audited(
    top: Path,
    files: dict[str, str],
    *,
    terms: WaiverTerms | None = None,
    waivers: tuple[Waiver, ...] = (),
    today: date = TODAY,
) -> Report:
    settings = Settings(top=grow(top, files), enabled=("secscan",), terms=terms or WaiverTerms())
    request = Request(settings=settings, today=today, waivers=waivers)
    return audit(request, Sources(top), Tools.here(), lambda _: None)


def waived(report: Report) -> set[str]:
    return {str(f.address.name) for f in report.findings if f.address and f.disposition is Disposition.WAIVED}


def standing(report: Report) -> set[str]:
    return {str(f.address.name) for f in report.findings if f.address and f.disposition is Disposition.OPEN}
