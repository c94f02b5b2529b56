"""`secscan scan`: the audit and its gate. Only this command and `report` write reports."""

import click

from secscan.cli import audits, outputs
from secscan.errors import Exit
from secscan.model import Report

PROFILES = click.Choice(["full", "github"])


@click.command(short_help="Audit DIR and gate on the verdict.")
@audits.audit_options
@click.option(
    "--format",
    "formats",
    metavar="FMT[=FILE]",
    multiple=True,
    help="console (default), json, sarif, html or markdown; to standard output, or to FILE. May be repeated.",
)
@click.option("--sarif-profile", type=PROFILES, default="full", help="What SARIF holds: all, or what GitHub takes.")
@click.option("--changed", is_flag=True, help="Only the roots that the change staged in git reaches.")
def scan(formats: tuple[str, ...], sarif_profile: str, changed: bool, **asked: object) -> int:
    """Audit DIR and gate on the verdict.

    DIR: the directory to audit; without it, what the configuration names (`paths`), else the current directory.
    """
    places = outputs.parse(formats)
    audit = audits.prepare(audits.asked(asked))
    if changed:
        report = _changed(audit)
        if report is None:
            click.echo("secscan: the change reaches no root: nothing to audit", err=True)
            return Exit.PASSED
    else:
        report = audits.perform(audit)
    return finish(report, places, audit, sarif_profile=sarif_profile, gate=True)


def finish(
    report: Report, places: tuple[outputs.Output, ...], audit: audits.Audit, *, sarif_profile: str, gate: bool
) -> int:
    """Writes the reports; answers the exit code: 2 where one could not be written, else the gate's."""
    from secscan.triage import exit_code

    trouble = outputs.write(report, places, audit.sources, sarif_profile=sarif_profile)
    for sentence in trouble:
        audits.warn(sentence)
    if gate and all(place.file != outputs.STDOUT for place in places):
        audits.warn(f"{report.verdict}" + "".join(f"\n  {reason}" for reason in report.reasons))
    return Exit.USAGE if trouble else exit_code(report, gate=gate)


def _changed(audit: audits.Audit) -> Report | None:
    from secscan.cli.change import NothingReachedError, staged_change

    try:
        return audits.perform_for(audit, staged_change(audit))
    except NothingReachedError:
        return None
