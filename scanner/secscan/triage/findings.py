"""Makes a finding of each group: severity, words, places, cause, who disagrees. Waives nothing, gates nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from secscan.model import Cause, Confidence, Finding, Location, Observation, Outcome, RuleInfo, Severity, View
from secscan.terraform.estate import ModuleCall, Resource
from secscan.triage import fingerprint
from secscan.triage.correlate import Group, Order, Subject, Word, order, reported, spot
from secscan.triage.place import Index
from secscan.triage.rulebook import OWN_ENGINE, worst

Passes = Mapping[Subject, Sequence[Observation]]


def findings(
    groups: Iterable[Group], spoken: Sequence[Word], rules: Mapping[str, RuleInfo], places: Index
) -> tuple[Finding, ...]:
    """One finding a group, most severe first, then rule, root, address, key."""
    groups = tuple(groups)
    passes = _passes(spoken, {(g.rule, g.address) for g in groups if g.address})
    return tuple(sorted((_finding(g, passes, rules[g.rule], places) for g in groups), key=reading_order))


def reading_order(finding: Finding) -> Order:
    name = finding.address.name if finding.address else ""
    places = tuple(spot(location) for location in finding.locations)
    subject = (finding.rule, finding.root, name, finding.key)
    return (-finding.severity.rank, *subject, places, finding.fingerprint)


def _finding(group: Group, passes: Passes, rule: RuleInfo, places: Index) -> Finding:
    observations = tuple(word.observation for word in group.words)
    first = min(observations, key=_best_told)
    against = _disagreement(group, passes)
    locations = _locations(observations, group.resource)
    return Finding(
        rule=group.rule,
        severity=_severity(observations, rule),
        message=first.message,
        fingerprint=_fingerprint(group, locations, first.absent_from),
        address=group.address,
        root=group.address.root if group.address else first.absent_from or _root(locations, places),
        key=group.key,
        cause=_cause(group, locations, places),
        chain=first.chain,
        locations=locations,
        confidence=_confidence(group, against),
        observations=observations,
        disagreement=against,
        evidence=first.evidence,
    )


def _best_told(observation: Observation) -> Order:
    """Our own words first: they name the attribute and its evaluated value."""
    return (observation.engine != OWN_ENGINE, not observation.evidence, order(observation))


def _severity(observations: Sequence[Observation], rule: RuleInfo) -> Severity:
    """The rule's own. It is the worst that any engine states for it, so no finding looks milder than its witnesses."""
    stated = [o.severity for o in observations if o.severity]
    return rule.severity if not stated or ":" not in rule.id else worst([rule.severity, *stated])


def _fingerprint(group: Group, locations: Sequence[Location], absent_from: str) -> str:
    if group.address:
        return fingerprint.of_address(group.rule, group.address, group.key)
    file = locations[0].span.file if locations else absent_from
    return fingerprint.of_file(group.rule, file, group.ordinal, group.key)


def _root(locations: Sequence[Location], places: Index) -> str:
    """The root that reads the file, where just one does."""
    roots = places.roots.get(locations[0].span.file, ()) if locations else ()
    return roots[0] if len(roots) == 1 else ""


def _locations(observations: Sequence[Observation], resource: Resource | None) -> tuple[Location, ...]:
    """Where to look, best first: our own place, then the others' narrowest, then what made it so (calls, values).

    A place that only encloses a better one is left out; its observation still has it."""
    ranked = sorted(observations, key=lambda o: (o.engine != OWN_ENGINE, *_width(o.location), order(o)))
    given = [o.location for o in ranked if o.location] or ([resource.location()] if resource else [])
    kept: list[Location] = []
    for location in given:
        if not any(_encloses(location, better) for better in kept):
            kept.append(location)
    causes = [cause for o in ranked for cause in o.causes]
    return tuple(dict.fromkeys(_in_context(location, resource) for location in (*kept, *causes)))


def _width(location: Location | None) -> tuple[int, int]:
    if location is None:
        return (0, 0)
    return (location.span.end_line - location.span.line, location.span.line)


def _encloses(outer: Location, inner: Location) -> bool:
    a, b = outer.span, inner.span
    return a.file == b.file and a.line <= b.line and b.end_line <= a.end_line


def _in_context(location: Location, resource: Resource | None) -> Location:
    """Gives a place inside the resource's block that block as its context."""
    span = location.span
    if location.context or not resource or not _encloses(Location(span=resource.block), location):
        return location
    return Location(span=span, context=resource.block, role=location.role)


def _confidence(group: Group, against: Sequence[Observation]) -> Confidence:
    """High: the evaluated configuration was judged, or two engines agree. Low: the estate knows no such resource, or
    who judged the evaluated configuration passes it. Else medium: one engine's own reading of the source."""
    views = {word.observation.view for word in group.words}
    engines = {word.observation.engine for word in group.words}
    if View.EVALUATED in views or len(engines) > 1:
        return Confidence.HIGH
    contradicted = any(o.view is View.EVALUATED for o in against)
    return Confidence.LOW if contradicted or not group.resource else Confidence.MEDIUM


def _cause(group: Group, locations: Sequence[Location], places: Index) -> Cause | None:
    """For a block that stands for several instances, that a module call brought in, or whose value comes from another
    line."""
    resource = group.resource
    values = tuple(place for place in locations if place.role == "value")
    if not resource or not (resource.calls or values or len(places.siblings(resource)) > 1):
        return None
    within = (place for place in locations if _encloses(Location(span=resource.block), place))
    return Cause(
        id=fingerprint.of_cause(group.rule, resource.block.file, f"{resource.mode}.{resource.type}.{resource.name}"),
        location=next(within, resource.location()),
        calls=tuple(_called(call, locations) for call in resource.calls),
        values=values,
    )


def _called(call: ModuleCall, locations: Sequence[Location]) -> Location:
    """The argument of the call that gave the value; else the call itself."""
    given = (place for place in locations if place.role == "call" and call.gives(place.span))
    return next(given, Location(span=call.span, role="call"))


def _passes(spoken: Sequence[Word], subjects: set[Subject]) -> Passes:
    """The passing observations of the subjects that have a finding. One that may mean several instances of a block
    passes them all; said again of the same instances, it counts once."""
    found: dict[Subject, list[Observation]] = defaultdict(list)
    heard = set()
    for word in spoken:
        o = word.observation
        said = (o.engine, o.view, o.rule_id, o.key, id(word.place.candidates), word.place.named)
        if o.outcome is Outcome.PASS and said not in heard:
            heard.add(said)
            for subject in _meant(word) & subjects:
                found[subject].append(o)
    return found


def _meant(word: Word) -> set[Subject]:
    meant = {(word.rule, resource.address) for resource in word.place.candidates}
    return meant | {(word.rule, address) for address in (reported(word.place),) if address}


def _disagreement(group: Group, passes: Passes) -> tuple[Observation, ...]:
    """Who looked at the same thing and passed it. An engine that itself fails it, in the same view, does not disagree:
    several of its rules may be one of ours."""
    if group.address is None:
        return ()
    witnesses = {(word.observation.engine, word.observation.view) for word in group.words}
    return tuple(
        o
        for o in passes.get((group.rule, group.address), ())
        if (o.engine, o.view) not in witnesses and o.key in ("", group.key)
    )
