"""`secscan rules list|test`: the rules there are, and whether they answer their cases as they should."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.cli import audits
from secscan.cli.ledger import ledger
from secscan.errors import Exit, UserError
from secscan.settings import Settings, load

if TYPE_CHECKING:  # `rules list` need not load the reader of Terraform
    from secscan.rules import Policy
    from secscan.rules.cases import CaseResult


@click.group(short_help="List and test the rules.")
def rules() -> None:
    """List, test and measure the rules."""


rules.add_command(ledger)


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
@click.option("--no-mutations", is_flag=True, help="Run the cases as they stand, and no more.")
@click.option("--engines", is_flag=True, help="Hold the aliases to what the engines say of the cases. Takes minutes.")
@click.option("--record", metavar="FILE", help="With --engines: keep in FILE what they said of each RULE.")
def test(names: tuple[str, ...], directory: str | None, no_mutations: bool, engines: bool, record: str | None) -> int:
    """Run the cases of each RULE (default: all), then mutate them: what no case shows is said.

    Ends with 1 where an answer is not the expected one, a mutation is one that no case explains, or an alias does not
    hold; with 3 where an engine did not answer.
    """
    from secscan.rules.cases import run_cases

    settings = _settings(directory)
    if record and not engines:
        raise UserError("--record goes with --engines")
    chosen = _chosen(names, settings)
    results = run_cases(chosen)
    wrong = [result for result in results if not result.ok]
    _say_wrong(wrong)
    click.echo(f"{len({r.rule for r in results})} rules, {len(results)} answers, {len(wrong)} wrong")
    gaps = 0 if no_mutations or wrong else _mutate(chosen, terms=not names)
    asked = _ask_engines(chosen, settings, record) if engines and not wrong else Exit.PASSED
    return max(asked, Exit.FINDINGS if wrong or gaps else Exit.PASSED)


def _ask_engines(policies: "tuple[Policy, ...]", settings: Settings, record: str | None) -> Exit:
    """What becomes of the aliases; each that does not hold is said."""
    from secscan.catalogue.witnesses import decode, encode, engines_of, joined, witness, wrong
    from secscan.engines import Tools

    names = engines_of(policies)
    audits.progress(f"running {', '.join(names)} on the cases of {len(policies)} rules")
    witnesses = witness(policies, Tools.here(), names, settings.timeout)
    for trouble in witnesses.troubles:
        audits.warn(trouble)
    if witnesses.troubles:
        return Exit.INCOMPLETE
    if record:
        file = Path(record)
        old = decode(file.read_text(encoding="utf-8"), record) if file.exists() else witnesses
        file.write_text(encode(joined(old, witnesses)), encoding="utf-8")
    bad = wrong(policies, witnesses)
    for one in bad:
        audits.warn(f"{one.rule}: {one.engine} {one.id}: {one.says}")
    count = sum(len(policy.info.aliases) for policy in policies)
    click.echo(f"{count} aliases of {len(names) - 1} engines, {len(bad)} that do not hold")
    return Exit.FINDINGS if bad else Exit.PASSED


def _chosen(names: tuple[str, ...], settings: Settings) -> "tuple[Policy, ...]":
    """The policies of these names, or all. Raises UserError."""
    from secscan.documents import nearest
    from secscan.rules import load_policies

    policies = {policy.id: policy for policy in load_policies(audits.policy_places(settings))}
    for name in names:
        if name not in policies:
            meant = nearest(name, policies)
            raise UserError(f"`{name}` is no rule" + (f"; did you mean `{meant}`?" if meant else ""))
    return tuple(policies[name] for name in names or policies)


def _mutate(policies: "tuple[Policy, ...]", *, terms: bool) -> int:
    """How many mutations no case explains; each is said."""
    from secscan.rules.mutations import mutate

    audits.progress(f"mutating the cases of {len(policies)} rules")
    tested = mutate(policies, terms=terms)
    for gap in tested.gaps:
        place = f"cases/{gap.case} {gap.file}:{gap.line}: " if gap.case else ""
        audits.warn(f"{gap.rule}: {place}{gap.says}")
    click.echo(f"{tested.mutants} mutations, {len(tested.gaps)} that no case explains")
    return len(tested.gaps)


def _say_wrong(wrong: "list[CaseResult]") -> None:
    for result in wrong:
        told = result.problem or (
            f"{result.address}{f' [{result.key}]' if result.key else ''}: expected {result.expected}, "
            f"the rule says {result.actual} ({result.seen})"
        )
        audits.warn(f"{result.rule}: cases/{result.case} {result.file}:{result.line}: {told}")


def _settings(directory: str | None) -> Settings:
    return load(Path(directory or "."), explicit=directory is not None)
