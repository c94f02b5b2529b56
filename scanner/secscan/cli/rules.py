"""`secscan rules list|test|new|ledger`: the rules there are, and whether they answer their cases as they should."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.cli import audits
from secscan.cli.ledger import ledger
from secscan.errors import Exit, UserError
from secscan.model import Severity
from secscan.settings import Settings, load

if TYPE_CHECKING:  # `rules list` need not load the reader of Terraform
    from secscan.rules import Policy
    from secscan.rules.cases import CaseResult


@click.group(short_help="List, test and measure the rules.")
def rules() -> None:
    """List, test and measure the rules."""


rules.add_command(ledger)


@rules.command(name="list")
@click.argument("directory", metavar="[DIR]", required=False)
@click.option("--severity", type=click.Choice([str(one) for one in Severity]), help="Those of this severity or worse.")
@click.option("--service", metavar="NAME", help="Those of this service, as s3.")
@click.option("--framework", metavar="NAME", help="Those that map to it, as cis-aws-foundations.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
def list_(
    directory: str | None, severity: str | None, service: str | None, framework: str | None, as_json: bool
) -> int:
    """List our own rules and those that the configuration of DIR adds."""
    policies = _chosen((), _settings(directory))
    _known("service", service, {_service(policy) for policy in policies})
    _known("framework", framework, {name for policy in policies for name, _ in policy.info.mappings})
    chosen = [
        policy
        for policy in policies
        if (not severity or policy.info.severity.rank >= Severity(severity).rank)
        and (not service or service == _service(policy))
        and (not framework or framework in dict(policy.info.mappings))
    ]
    if as_json:
        click.echo(json.dumps([_row(policy) for policy in chosen], indent=2))
    elif chosen:
        audits.show(_columns(chosen, framework))
    return Exit.PASSED


def _service(policy: "Policy") -> str:
    return Path(policy.directory).parent.name


def _known(what: str, name: str | None, names: set[str]) -> None:
    """Raises UserError for a name that no rule has."""
    from secscan.spelling import nearest

    if name is not None and name not in names:
        meant = nearest(name, names)
        hint = f"did you mean `{meant}`?" if meant else f"there are {', '.join(sorted(names))}"
        raise UserError(f"no rule has the {what} `{name}`; {hint}", hint=hint)


def _row(policy: "Policy") -> dict[str, object]:
    rule = policy.info
    return {
        "id": rule.id,
        "severity": rule.severity,
        "title": rule.title,
        "service": _service(policy),
        "resources": rule.resource_types,
        "engines": _engines(policy),
        "mappings": dict(rule.mappings),
    }


def _engines(policy: "Policy") -> list[str]:
    """The engines that have a rule of the same meaning."""
    return sorted({alias.engine for alias in policy.info.aliases})


def _columns(policies: "Sequence[Policy]", framework: str | None) -> Iterator[str]:
    """Id, severity, the framework's controls where one was asked for, engines, title."""
    cells = [
        (
            policy.id,
            str(policy.info.severity),
            *((",".join(dict(policy.info.mappings)[framework]),) if framework else ()),
            ",".join(_engines(policy)) or "-",
            policy.info.title,
        )
        for policy in policies
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


@rules.command(name="new")
@click.argument("name", metavar="PROVIDER/SERVICE/SLUG")
@click.option("--resource", metavar="TYPE", help="The resource type that it judges. [default: PROVIDER_SERVICE]")
@click.option("--dir", "directory", metavar="DIR", help="The repository whose rule it is.")
def new(name: str, resource: str | None, directory: str | None) -> int:
    """Begin a rule: a policy and a case in a folder of their own.

    It stands in the first directory of `policies` in the configuration, else in `policies/`, and fails `secscan rules
    test` until it is written.
    """
    from secscan.catalogue.scaffold import scaffold

    settings = _settings(directory)
    places = audits.policy_places(settings)
    place = next(iter(places), settings.top / "policies")
    kind = resource or "_".join(name.split("/")[:2]).replace("-", "_")
    made = scaffold(name, kind, place)
    audits.show(f"made {file.relative_to(settings.top)}" for file in made)
    if not places:
        click.echo("no audit reads it yet: add `policies: [policies]` to .secscan.yaml")
    click.echo("docs/writing-rules.md teaches the language; `secscan rules test` says what is missing")
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
    from secscan.rules import load_policies
    from secscan.spelling import nearest

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
        place = f"cases/{result.case} {result.file}:{result.line}" if result.case else result.file
        audits.warn(f"{result.rule}: {place}: {told}")


def _settings(directory: str | None) -> Settings:
    return load(Path(directory or "."), explicit=directory is not None)
