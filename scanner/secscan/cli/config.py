"""`secscan config check`: whether configuration, waivers and policies can be read. Audits nothing."""

from datetime import UTC, datetime
from pathlib import Path

import click

from secscan.cli import audits
from secscan.cli.waivers import troubles
from secscan.errors import Exit
from secscan.settings import load


@click.group(short_help="Check the configuration.")
def config() -> None:
    """Check the configuration."""


@config.command(name="check")
@click.argument("directory", metavar="[DIR]", required=False)
def check(directory: str | None) -> int:
    """Check what configures an audit of DIR: .secscan.yaml (or pyproject.toml), waivers, policies.

    Ends with 2 for a mistake, with its file, line and the nearest valid word. A waiver that has expired is said here
    and is no mistake: `secscan waivers check` ends with 2 for it.
    """
    settings = load(Path(directory or "."), explicit=directory is not None)
    _, waivers = audits.register(settings)
    rules = audits.catalogue(settings)
    troubles(waivers, settings, datetime.now(UTC).date())
    missing = [root.path for root in settings.roots if not (settings.top / root.path).is_dir()]
    for path in missing:
        audits.warn(f"{settings.file}: the root `{path}` is not there")
    where = settings.file or "no configuration: the defaults"
    audits.show([f"{where}; {len(waivers)} waivers; {len(rules)} rules"])
    return Exit.USAGE if missing else Exit.PASSED
