"""`secscan waivers list|check`: the register of waivers, held against today. What they excuse is an audit's to say."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from secscan.cli import audits
from secscan.errors import Exit
from secscan.model import Waiver
from secscan.settings import load

SOON = 30  # days


@click.group(short_help="List and check the waivers.")
def waivers() -> None:
    """List and check the waivers."""


@waivers.command(name="list")
@click.argument("directory", metavar="[DIR]", required=False)
def list_(directory: str | None) -> int:
    """List the register of DIR: what is waived, until when, by which role, and why."""
    path, found, today = _register(directory)
    for waiver in found:
        root = f" (root {waiver.root})" if waiver.root else ""
        ticket = f", {waiver.ticket}" if waiver.ticket else ""
        audits.show(
            [
                f"{waiver.until} ({standing(waiver, today)})  {waiver.rule} on {waiver.address}{root}",
                f"    {waiver.reason} ({waiver.owner}{ticket}; {waiver.file}:{waiver.line})",
            ]
        )
    audits.show([f"{len(found)} waivers in {path}"])
    return Exit.PASSED


@waivers.command(name="check")
@click.argument("directory", metavar="[DIR]", required=False)
def check(directory: str | None) -> int:
    """Check the register of DIR. Ends with 2 for a mistake in it or a waiver that holds no longer."""
    path, found, today = _register(directory)
    for sentence in troubles(found, today):
        audits.warn(sentence)
    expired = [waiver for waiver in found if _days(waiver, today) < 0]
    audits.show([f"{path}: {len(found)} waivers, {len(expired)} expired"])
    return Exit.USAGE if expired else Exit.PASSED


def standing(waiver: Waiver, today: date) -> str:
    days = _days(waiver, today)
    return "expired" if days < 0 else f"{days} days left"


def _days(waiver: Waiver, today: date) -> int:
    """A waiver of the register always has a last day."""
    return (waiver.until - today).days if waiver.until else 0


def troubles(found: tuple[Waiver, ...], today: date) -> list[str]:
    """A sentence for each waiver that has expired or soon will."""
    return [
        f"{waiver.file}:{waiver.line}: {waiver.rule} on {waiver.address}: {standing(waiver, today)} ({waiver.until})"
        for waiver in found
        if _days(waiver, today) < SOON
    ]


def _register(directory: str | None) -> tuple[str, tuple[Waiver, ...], date]:
    settings = load(Path(directory or "."), explicit=directory is not None)
    _, found = audits.register(settings)
    return settings.waivers, found, datetime.now(UTC).date()
