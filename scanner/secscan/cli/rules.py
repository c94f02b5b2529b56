"""`secscan rules list|test`: the rules there are, and whether they answer their cases as they should."""

import json
from pathlib import Path

import click

from secscan.cli import audits
from secscan.errors import Exit, UserError
from secscan.settings import Settings, load


@click.group(short_help="List and test the rules.")
def rules() -> None:
    """List and test the rules."""


@rules.command(name="list")
@click.argument("directory", metavar="[DIR]", required=False)
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
def list_(directory: str | None, as_json: bool) -> int:
    """List our own rules and those that the configuration of DIR adds."""
    catalogue = audits.catalogue(_settings(directory))
    if as_json:
        rows = [{"id": r.id, "severity": r.severity, "title": r.title, "mappings": dict(r.mappings)} for r in catalogue]
        click.echo(json.dumps(rows, indent=2))
        return Exit.PASSED
    width = max(len(rule.id) for rule in catalogue)
    audits.show(f"{rule.id:<{width}}  {rule.severity:<8}  {rule.title}" for rule in catalogue)
    return Exit.PASSED


@rules.command(name="test")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@click.option("--dir", "directory", metavar="DIR", help="Test the rules that the configuration of DIR adds, too.")
def test(names: tuple[str, ...], directory: str | None) -> int:
    """Run the cases of each RULE (default: all). Ends with 1 where an answer is not the expected one."""
    from secscan.rules import load_policies
    from secscan.rules.cases import run_cases
    from secscan.spelling import nearest

    settings = _settings(directory)
    policies = {policy.id: policy for policy in load_policies(audits.policy_places(settings))}
    for name in names:
        if name not in policies:
            meant = nearest(name, policies)
            raise UserError(f"`{name}` is no rule" + (f"; did you mean `{meant}`?" if meant else ""))
    results = run_cases(policies[name] for name in names or policies)
    wrong = [result for result in results if not result.ok]
    for result in wrong:
        told = result.problem or (
            f"{result.address}{f' [{result.key}]' if result.key else ''}: expected {result.expected}, "
            f"the rule says {result.actual} ({result.seen})"
        )
        audits.warn(f"{result.rule}: cases/{result.case} {result.file}:{result.line}: {told}")
    click.echo(f"{len({r.rule for r in results})} rules, {len(results)} answers, {len(wrong)} wrong")
    return Exit.FINDINGS if wrong else Exit.PASSED


def _settings(directory: str | None) -> Settings:
    return load(Path(directory or "."), explicit=directory is not None)
