"""`secscan report`: the audit as it stands, stored or new. Gates only when it is asked to."""

import click

from secscan.cli import audits, outputs
from secscan.cli.scan import PROFILES, finish


@click.command(short_help="Render the audit of DIR as it stands.")
@audits.audit_options
@click.option("--format", "format_", metavar="FMT", required=True, help="console, json, sarif, html or markdown.")
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write it; standard output by default.")
@click.option("--sarif-profile", type=PROFILES, default="full", help="What SARIF holds: all, or what GitHub takes.")
def report(format_: str, output: str, sarif_profile: str, **asked: object) -> int:
    """Render the audit of DIR as it stands.

    The stored run where nothing that it depends on has changed; else DIR is audited first. Ends with 0, or with 3 where
    the audit is incomplete; findings count (1) only with --fail-on.
    """
    places = outputs.parse((f"{format_}={output}",))
    given = audits.asked(asked)
    audit = audits.prepare(given)
    found = audits.recall(audit) or audits.perform(audit)
    return finish(found, places, audit, sarif_profile=sarif_profile, gate=given.fail_on is not None)
