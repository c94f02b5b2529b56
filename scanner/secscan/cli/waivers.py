"""`secscan waivers list|add|check`: every waiver on record, in the register and in comments, held against the terms and
today. What they excuse is an audit's to say."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from secscan.cli import audits
from secscan.errors import Exit, UserError
from secscan.model import Concern, Problem, Waiver, WaiverKind
from secscan.settings import Settings, load

SOON = 30  # days


@click.group(short_help="List, add and check the waivers.")
def waivers() -> None:
    """List, add and check the waivers."""


@waivers.command(name="list")
@click.argument("directory", metavar="[DIR]", required=False)
def list_(directory: str | None) -> int:
    """List the waivers of DIR, those of the register and those in comments: what is waived, until when, by which role,
    why, and what speaks against it."""
    settings, today = _settings(directory), _today()
    _, registered = audits.register(settings)
    commented, problems = audits.commented(settings)
    found = (*registered, *commented)
    for waiver, concerns in zip(found, _examined(found, settings, today), strict=True):
        audits.show([*_shown(waiver, today), *(f"    ! {concern.message}" for concern in concerns)])
    _tell(problems)
    inline = f", {len(commented)} in comments" if commented else ""
    audits.show([f"{len(registered)} waivers in {settings.waivers}{inline}"])
    return Exit.INCOMPLETE if problems else Exit.PASSED


@waivers.command(name="add")
@click.argument("rule")
@click.argument("address")
@click.argument("directory", metavar="[DIR]", required=False)
@click.option("--reason", required=True, help="Why the finding may stand.")
@click.option("--owner", required=True, help="The role that answers for it, such as platform-security.")
@click.option("--until", required=True, metavar="YYYY-MM-DD", help="The last day on which it holds.")
@click.option("--root", default="", help="The root that it is for; else every root.")
@click.option("--ticket", default="", help="Where it is discussed.")
def add(rule: str, address: str, directory: str | None, **said: str) -> int:
    """Write a waiver of RULE on ADDRESS into the register of DIR, whose comments and order stay.

    RULE is ours, an engine's, or ENGINE:ID; in ADDRESS `*` stands for any run of characters. What `secscan waivers
    check` would refuse is not written.
    """
    from secscan.cli.outputs import to_file
    from secscan.triage.waivers_text import with_waiver

    settings = _settings(directory)
    text, registered = audits.register(settings, missing_ok=True)
    written, new = with_waiver(text, settings.waivers, {"rule": rule, "address": address, **said})
    *_, concerns = _examined((*registered, new), settings, _today())
    if wrong := [concern.message for concern in concerns if _is_mistake(concern)]:
        raise UserError(f"not written: {'; '.join(wrong)}", hint="`secscan waivers check` would refuse it")
    for concern in concerns:
        audits.warn(concern.message)
    to_file(settings.top / settings.waivers, written.encode(), settings.top)
    audits.show([f"{_place(new)}: {rule} on {address} is waived until {new.until} ({standing(new, _today())})"])
    return Exit.PASSED


@waivers.command(name="check")
@click.argument("directory", metavar="[DIR]", required=False)
def check(directory: str | None) -> int:
    """Check the waivers of DIR, in the register and in comments.

    Ends with 2 for one that does not hold or names a rule that nobody knows, with 3 where a file could not be read.
    What ends within 30 days is said. Whether a waiver is used, an audit says.
    """
    settings, today = _settings(directory), _today()
    _, registered = audits.register(settings)
    commented, problems = audits.commented(settings)
    found = (*registered, *commented)
    wrong = troubles(found, settings, today)
    _tell(problems)
    expired = sum(_days(waiver, today) < 0 for waiver in registered)
    audits.show([f"{settings.waivers}: {len(registered)} waivers, {expired} expired"])
    if commented:
        audits.show([f"comments: {len(commented)} waivers"])
    return Exit.USAGE if wrong else Exit.INCOMPLETE if problems else Exit.PASSED


def _shown(waiver: Waiver, today: date) -> list[str]:
    from secscan.reports import excuses

    ticket = f", {waiver.ticket}" if waiver.ticket else ""
    written = f"; {excuses.written(waiver)}" if waiver.kind is not WaiverKind.REGISTER else ""
    return [
        f"{waiver.until or 'no last day'} ({standing(waiver, today)})  {excuses.waiver(waiver)}",
        f"    {waiver.reason or '(no reason)'} ({waiver.owner or 'no owner'}{ticket}{written}; {_place(waiver)})",
    ]


def standing(waiver: Waiver, today: date) -> str:
    days = _days(waiver, today)
    return "without end" if waiver.until is None else "expired" if days < 0 else f"{days} days left"


def troubles(found: tuple[Waiver, ...], settings: Settings, today: date) -> int:
    """Says what speaks against each waiver, and which soon end; answers how many are mistaken."""
    from secscan.reports import excuses

    mistaken = 0
    for waiver, concerns in zip(found, _examined(found, settings, today), strict=True):
        soon = not concerns and 0 <= _days(waiver, today) < SOON and waiver.until
        told = [concern.message for concern in concerns] + ([standing(waiver, today)] if soon else [])
        if told:
            audits.warn(f"{_place(waiver)}: {excuses.waiver(waiver)}: {'; '.join(told)}")
        mistaken += any(map(_is_mistake, concerns))
    return mistaken


def _examined(found: tuple[Waiver, ...], settings: Settings, today: date) -> tuple[tuple[Concern, ...], ...]:
    from secscan.triage.examine import examine

    return examine(found, audits.catalogue(settings), settings.terms, today)


def _is_mistake(concern: Concern) -> bool:
    from secscan.triage.examine import is_mistake

    return is_mistake(concern)


def _tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        audits.warn(f"{problem.file}:{problem.line}: {problem.message}")


def _place(waiver: Waiver) -> str:
    return f"{waiver.file}:{waiver.line}"


def _days(waiver: Waiver, today: date) -> int:
    return (waiver.until - today).days if waiver.until else 0


def _settings(directory: str | None) -> Settings:
    return load(Path(directory or "."), explicit=directory is not None)


def _today() -> date:
    return datetime.now(UTC).date()
