"""Judges every resource by every policy: observations of the engine `secscan`. Decides no severity, waives nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from secscan.model import Observation, Outcome, View
from secscan.rules import answers
from secscan.rules.answers import Answer, Sign
from secscan.rules.causes import causes, shown_chain
from secscan.rules.cursors import Scope, start
from secscan.rules.decode import PLACEHOLDER
from secscan.rules.evaluate import ask, expand, read
from secscan.rules.language import Check, Each, Path, Policy
from secscan.rules.links import World, of_types, world_of
from secscan.rules.logic import Truth
from secscan.terraform.estate import Estate, Resource

ENGINE = "secscan"
_OUTCOMES = {Truth.YES: Outcome.PASS, Truth.NO: Outcome.FAIL, Truth.UNKNOWN: Outcome.UNDECIDED}


@dataclass(frozen=True, slots=True)
class Target:
    """What one judgement is about: a resource, or one item of it, with its key. `premise`: whether it is concerned.
    `open`: it stands for items of which it is not known whether and how they are."""

    key: str
    scope: Scope
    premise: Answer
    open: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer of a policy: to which of its checks, about what, and why."""

    check: Check
    target: Target
    answer: Answer

    @property
    def key(self) -> str:
        return self.check.key or self.target.key


def judge(policies: Iterable[Policy], estates: Iterable[Estate]) -> tuple[Observation, ...]:
    """One observation for every applicable resource x rule x key, ordered by root, rule, address and key.

    A resource (or item) to which a policy does not apply gives none. Where it is not known whether it applies, only a
    requirement that holds anyway decides."""
    ordered = sorted(policies, key=lambda policy: policy.id)
    return tuple(
        observation
        for estate in sorted(estates, key=lambda estate: estate.root)
        if not estate.broken
        for world in (world_of(estate),)
        for policy in ordered
        for resource in sorted(of_types(world, policy.resources, policy.mode), key=lambda r: r.address)
        for observation in judge_resource(policy, resource, world)
    )


def judge_resource(policy: Policy, resource: Resource, world: World) -> tuple[Observation, ...]:
    """The observations of one resource by one policy, by key."""
    made = [_observation(policy, judgement) for judgement in judgements(policy, resource, world)]
    return tuple(sorted(made, key=lambda observation: observation.key))


def judgements(policy: Policy, resource: Resource, world: World) -> Iterator[Judgement]:
    """The answers of one policy to one resource, with what they rest on; none where it does not apply."""
    scope = start(resource)
    premise = answers.YES if policy.when is None else ask(policy.when, scope, world)
    if premise.truth is Truth.NO:
        return
    if policy.each is None:
        targets = [Target("", scope, premise)]
    else:
        targets = _keyed(list(_targets(policy.each, scope, premise, world)), policy.each)
    for target in targets:
        for check in policy.checks:
            answer = _judged(check, target, world)
            if answer is not None:
                yield Judgement(check, target, answer)


def _judged(check: Check, target: Target, world: World) -> Answer | None:
    premise = target.premise
    if check.when is not None:
        premise = answers.every((premise, ask(check.when, target.scope, world)))
    if premise.truth is Truth.NO:
        return None
    return premise if target.open else answers.implied(premise, ask(check.require, target.scope, world))


def _targets(each: Each, scope: Scope, premise: Answer, world: World) -> Iterator[Target]:
    """The innermost items; an open list adds one target of which nothing is known, with the list's own scope."""
    for path in each.items:
        found = expand(path, scope)
        for item in found.cursors:
            inside = scope.inside(item, each.name)
            concerned = premise if each.where is None else answers.every((premise, ask(each.where, inside, world)))
            if concerned.truth is Truth.NO:
                continue
            if each.inner is not None:
                yield from _targets(each.inner, inside, concerned, world)
            else:
                yield Target("", inside, concerned)
        if found.unknown:
            place = f"{scope.current.path}.{path.text}" if scope.current.path else _place(path)
            unsure = Sign(scope.current.resource, place, path.text, "not known", found.unknown)
            yield Target("", scope, Answer(Truth.UNKNOWN, (unsure,)), open=True)


def _place(path: Path) -> str:
    """The attribute that a path reads, whatever functions are around it."""
    while path.inner is not None:
        path = path.inner
    return path.text.lstrip("$")


def _keyed(targets: list[Target], each: Each) -> list[Target]:
    """Each target with its own key: what the policy's key path says, else its index; a second of one name gets `#2`.
    All that is not known of a resource's items is one target, without a key."""
    innermost = each
    while innermost.inner is not None:
        innermost = innermost.inner
    made: dict[str, Target] = {}
    for number, target in enumerate(target for target in targets if not target.open):
        name = _key(innermost, target.scope) or str(number)
        count, key = 1, name
        while key in made:
            count, key = count + 1, f"{name}#{count + 1}"
        made[key] = replace(target, key=key)
    return [*made.values(), *[target for target in targets if target.open][:1]]


def _key(each: Each, scope: Scope) -> str:
    if each.key is None:
        return ""
    cursor, _ = read((each.key,), scope)
    value = cursor.value
    usable = value is not None and isinstance(value.payload, str) and not cursor.sensitive
    return str(value.payload) if usable and value is not None else ""


def _observation(policy: Policy, judgement: Judgement) -> Observation:
    check, answer, key = judgement.check, judgement.answer, judgement.key
    resource = judgement.target.scope.names["resource"].resource
    outcome = _OUTCOMES[answer.truth]
    culprit = _culprit(answer, resource)
    steps = culprit.resource.chain(culprit.path) if outcome is Outcome.FAIL else ()
    evidence = _evidence(answer, culprit)
    return Observation(
        engine=ENGINE,
        view=View.EVALUATED,
        outcome=outcome,
        rule_id=policy.id,
        message=_message(policy, check, culprit, {"key": key, "evidence": evidence}, outcome),
        severity=policy.info.severity,
        address=resource.address,
        location=culprit.resource.location(culprit.path),
        key=key,
        evidence=evidence,
        reason=_reason(culprit) if outcome is Outcome.UNDECIDED else "",
        causes=causes(culprit.resource, steps) if outcome is Outcome.FAIL else (),
        chain=shown_chain(steps),
        title=policy.info.title,
    )


def _culprit(answer: Answer, resource: Resource) -> Sign:
    """The sign to point at: for what is undecided one that is not known, else one that is written down, if any is. That
    no other resource is there is pointed at only where nothing is said of any attribute."""
    if answer.truth is Truth.UNKNOWN:
        unknown = next((sign for sign in answer.because if sign.reason), None)
        if unknown is not None:
            return unknown
    attributes = [sign for sign in answer.because if not sign.seen.startswith("no ")]
    written = None
    if answer.truth is Truth.NO:
        written = next((sign for sign in attributes if sign.path and sign.resource.writes(sign.path)), None)
    first = written or next(iter([*attributes, *answer.because]), None)
    return first or Sign(resource, "", "", "")


def _message(policy: Policy, check: Check, culprit: Sign, words: dict[str, str], outcome: Outcome) -> str:
    if outcome is Outcome.PASS:
        return policy.info.title
    if outcome is Outcome.UNDECIDED:
        return f"Not decided: {_reason(culprit)}."
    words |= {
        "address": culprit.resource.address.name,
        "attribute": culprit.label,
        "type": culprit.resource.type,
        "value": culprit.seen,
    }
    return PLACEHOLDER.sub(lambda found: words[found.group(1)], check.message)


def _reason(culprit: Sign) -> str:
    if not culprit.label:
        return culprit.reason
    why = f" ({culprit.reason})" if culprit.reason else ""
    return f"{culprit.label} is not known{why}"


def _evidence(answer: Answer, culprit: Sign) -> str:
    """All that the answer rests on in the culprit's resource; what is merely missing only where nothing else is."""
    signs = [sign for sign in answer.because if sign.resource is culprit.resource and sign.label]
    telling = [sign for sign in signs if sign.seen != "not set" and not sign.seen.startswith("no ")] or signs
    words = (sign.seen if sign.seen.startswith("no ") else f"{sign.label}: {sign.seen}" for sign in telling)
    return "; ".join(dict.fromkeys(words))
