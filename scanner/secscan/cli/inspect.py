"""`secscan inspect`: the evaluated configuration for a person. Runs no engine, judges nothing."""

import json
from pathlib import Path

import click

from secscan.cli import audits
from secscan.errors import Exit


@click.command(short_help="Show the evaluated configuration, and where values come from.")
@click.argument("directory", metavar="[DIR]", required=False)
@click.argument("address", metavar="[ADDRESS]", required=False)
@audits.plan_option
@audits.reading_options
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def inspect(directory: str | None, address: str | None, as_json: bool, **asked: object) -> int:
    """Show the evaluated configuration, and where values come from.

    Without ADDRESS: the roots of DIR, their resources by module, what is not known and why, problems.

    ADDRESS: a resource, with or without instance keys; a module; or a pattern with `*`; ROOT:ADDRESS for one root.
    Every value with its line, and the way that it came there: arguments, local values, tfvars, defaults. Sensitive
    values are not shown.
    """
    from secscan.inspection import chosen, document, overview, resources

    if directory is not None and address is None and not Path(directory).is_dir():
        directory, address = None, directory
    found = audits.configuration(audits.asked({"directory": directory, **asked}))
    some = chosen(found.estates, address) if address is not None else None
    if as_json:
        click.echo(json.dumps(document(found.estates, found.problems, some), ensure_ascii=True, indent=2))
    else:
        audits.show(overview(found.estates, found.problems) if some is None else resources(some))
    missing = [problem for problem in found.problems if problem.incomplete]
    if missing and (some is not None or as_json):
        audits.warn(f"what is shown is incomplete: {missing[0].message} ({len(missing)} in all; see `secscan inspect`)")
    return Exit.INCOMPLETE if missing else Exit.PASSED
