"""`secscan explain`: a rule, or one finding of the repository's last audit, in plain words. Judges nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from secscan.cli import audits
from secscan.errors import UserError
from secscan.model import ChainStep, Finding, Location, Observation, Report, RuleInfo
from secscan.settings import Settings, cache_directory, load

_SHORTEST = 6  # characters of a fingerprint


@click.command(short_help="Explain a rule, or a finding of the last audit.")
@click.argument("what", metavar="RULE|FINGERPRINT")
@click.argument("directory", metavar="[DIR]", required=False)
def explain(what: str, directory: str | None) -> int:
    """Explain a rule, or a finding of the last audit.

    RULE: ours (aws-kms-key-rotation), an engine's that means the same (CKV_AWS_7), or ENGINE:ID as a report names it.
    FINGERPRINT: its first characters, six at least, from a report of the last audit of DIR.
    """
    settings = load(Path(directory or "."), explicit=directory is not None)
    report = _last(settings)
    rules = _rules(what, settings, report)
    findings = (
        [f for f in report.findings if f.fingerprint.startswith(what)] if report and len(what) >= _SHORTEST else []
    )
    if not rules and not findings:
        raise _unknown(what, settings, report)
    for finding in findings:
        rule = next((rule for rule in report.rules if rule.id == finding.rule), None) if report else None
        audits.show([*_finding(finding), *([*_rule(rule), *_waivers(rule, settings)] if rule else [])])
    for rule in rules:
        audits.show([*_rule(rule), *_waivers(rule, settings), *_cases(rule, settings)])
    return 0


def _waivers(rule: RuleInfo, settings: Settings) -> Iterator[str]:
    """Whether a waiver can excuse it, and for how long, where that is limited."""
    from secscan.triage import terms

    most = dict(settings.terms.longest_days).get(rule.severity)
    refused = terms.not_waivable(terms.names_of(rule), rule, settings.terms)
    if refused is not None:
        yield f"No waiver excuses it: {refused.message}."
    elif most is not None:
        yield f"A waiver may excuse it for {most} days at most."


def _cases(rule: RuleInfo, settings: Settings) -> Iterator[str]:
    """Where the rule's cases lie, if it is ours."""
    from secscan.rules import load_policies
    from secscan.rules.cases import case_sources

    policy = next((p for p in load_policies(audits.policy_places(settings)) if p.id == rule.id), None)
    if policy is not None:
        names = ", ".join(name for name, _ in case_sources(policy))
        yield f"Cases (`secscan rules test {rule.id}` runs them): {names or 'none'}"


def _last(settings: Settings) -> Report | None:
    from secscan.store import Store

    return Store(directory=cache_directory()).latest(str(settings.top))


def _rules(what: str, settings: Settings, report: Report | None) -> list[RuleInfo]:
    own = audits.catalogue(settings)
    exact = [rule for rule in own if rule.id == what]
    alias = [rule for rule in own if any(what in (a.rule_id, f"{a.engine}:{a.rule_id}") for a in rule.aliases)]
    seen = [rule for rule in report.rules if what in (rule.id, rule.id.partition(":")[2])] if report else []
    return exact or alias or seen


def _unknown(what: str, settings: Settings, report: Report | None) -> UserError:
    from secscan.spelling import nearest
    from secscan.triage import terms

    ids = [rule.id for rule in audits.catalogue(settings)]
    meant = nearest(what, [*ids, *(rule.id for rule in report.rules)] if report else ids)
    audited = "" if report else "; this repository has no stored audit, whose findings could be explained"
    hint = "`secscan rules list` lists the rules"
    if meant:
        hint = f"did you mean `{meant}`?"
    elif engine := terms.engine_of(what):
        hint = f"{engine} may have it, and what it means is known once an audit met it: `secscan scan`"
    return UserError(f"`{what}` is no rule and no fingerprint{audited}; {hint}", hint=hint)


def _rule(rule: RuleInfo) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    reason = f" ({rule.severity_reason})" if rule.severity_reason else ""
    yield f"Severity: {rule.severity}{reason}"
    for title, text in (("What", rule.what), ("Why", rule.why), ("How to fix it", rule.remediation)):
        if text:
            yield f"\n{title}: {text}"
    if rule.example:
        yield "\n" + "\n".join(f"    {line}".rstrip() for line in rule.example.splitlines())
    yield ""
    if rule.resource_types:
        yield f"Resources: {', '.join(rule.resource_types)}"
    yield from _aliases(rule)
    for framework, controls in rule.mappings:
        yield f"{framework}: {', '.join(controls)}"
    for reference in rule.references:
        yield f"{reference.title}: {reference.uri}"
    if rule.help_uri:
        yield rule.help_uri


def _aliases(rule: RuleInfo) -> Iterator[str]:
    """The engines' rules of the same meaning, with what they read and where they answer otherwise."""
    for alias in rule.aliases:
        yield f"Means the same: {alias.engine} {alias.rule_id}, which reads {', '.join(alias.reads)}"
        if alias.exception:
            yield f"  but: {alias.exception}"


def _finding(finding: Finding) -> Iterator[str]:
    where = str(finding.address) if finding.address else finding.root
    yield f"{finding.fingerprint}  {finding.severity}, {finding.disposition}"
    yield f"{finding.rule} on {where}" + (f" [{finding.key}]" if finding.key else "")
    yield finding.message
    yield from (f"  {_place(location)}" for location in finding.locations[: 1 if finding.chain else None])
    if finding.evidence:
        yield f"Seen: {finding.evidence}"
    if finding.chain:
        yield "How the value came there:"
        yield from (_step(step) for step in finding.chain)
    if finding.cause:
        told = {step.span for step in finding.chain}
        calls = (call for call in finding.cause.calls if call.span not in told)
        yield from (f"  called from {call.span.file}:{call.span.line}" for call in calls)
    yield from _witnesses("Said by", finding.observations)
    yield from _witnesses("Not so for", finding.disagreement)
    yield from _accord(finding)
    yield "\nTo waive it, in the register of waivers:\n" + "\n".join(_waiver(finding)) + "\n"


def _accord(finding: Finding) -> Iterator[str]:
    from secscan.reports.accord import contrary

    yield from contrary(finding)


def _step(step: ChainStep) -> str:
    from secscan.reports.words import step as words

    return f"  {'  ' * step.depth}{words(step)}  {step.span.file}:{step.span.line}"


def _witnesses(title: str, observations: Sequence[Observation]) -> Iterator[str]:
    for observation in observations:
        yield f"{title} {observation.engine} {observation.rule_id} ({observation.view}): {observation.message}"


def _place(location: Location) -> str:
    return f"{location.span.file}:{location.span.line}" + ("" if location.role == "defect" else f" ({location.role})")


def _waiver(finding: Finding) -> Iterator[str]:
    import json

    from secscan.triage.waive import waived_by

    yield f"  - rule: {finding.rule}"
    yield f"    address: {json.dumps(waived_by(finding))}"
    yield f"    root: {json.dumps(finding.root)}"
    yield "    reason: ..."
    yield "    owner: platform-security"
    yield "    until: 20..-..-.."
