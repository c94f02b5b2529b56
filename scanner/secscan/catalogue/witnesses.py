"""Runs the real engines on the cases of the rules, and holds every alias to what they say. Renders nothing (`matrix`).

An alias holds where the engine's rule fails at least one resource that is a finding, in any view, and none that is
clean, in the view that serves the engine best: the evaluated plan, if it reads it (that its reading of the source is
worse is what the plan is for). Else the policy says what differs (`except`). The cases of all rules that claim an
engine are one run of it.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from secscan.catalogue.score import OWN, Label, Score, claims, score
from secscan.engines import ENGINES, Job, Limits, Tools, reads_plans, run_engines
from secscan.errors import UserError
from secscan.model import Address, Alias, EngineRun, RunStatus, View
from secscan.rules import Policy
from secscan.rules.cases import case_sources, lay_cases, run_cases
from secscan.rules.load import own_policies
from secscan.rules.marks import CLEAN, FINDING, UNKNOWN
from secscan.sources import Sources
from secscan.stage import lay
from secscan.terraform.configuration import Options, read

FORM: Final = 1
RECORD: Final = "witnesses.json"
_WORST: Final = (FINDING, UNKNOWN, CLEAN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Witnesses:
    """What the engines answered. `versions` by engine; `digests` of what was asked, by rule: of its cases and aliases;
    `scores` ordered; `troubles`: why an engine's answer is not whole (then nothing can be concluded from it)."""

    versions: Mapping[str, str]
    digests: Mapping[str, str]
    scores: tuple[Score, ...]
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Wrong:
    """An alias that does not hold, or whose exception is not needed."""

    rule: str
    engine: str
    id: str
    says: str


def witness(policies: Sequence[Policy], tools: Tools, names: Iterable[str], seconds: int) -> Witnesses:
    """The engines `names` on the cases of `policies`. Each is bounded by `seconds` for each of its children."""
    labels = tuple(_labels(policies))
    versions: dict[str, str] = {}
    scores: list[Score] = []
    troubles: list[str] = []
    for name in names:
        chosen = [policy for policy in policies if claims(policy.info, name)]
        if not chosen:
            continue
        with tempfile.TemporaryDirectory(prefix="secscan-cases-") as place:
            run, found = _run(name, chosen, labels, Path(place), (tools, seconds))
        versions[name] = run.version
        scores += found
        troubles += [f"{name}: {n.message}" for n in run.notices if n.level == "error"]
        if run.status is not RunStatus.OK and not run.notices:
            troubles.append(f"{name} did not run")
    return Witnesses(
        versions=versions,
        digests={policy.id: digest_of(policy) for policy in policies},
        scores=tuple(sorted(scores)),
        troubles=tuple(troubles),
    )


def _run(
    name: str, chosen: Sequence[Policy], labels: Sequence[Label], place: Path, means: tuple[Tools, int]
) -> tuple[EngineRun, tuple[Score, ...]]:
    tree, copy = place / "cases", place / "stage"
    copy.mkdir()
    cases = lay_cases(chosen, tree)
    sources = Sources(tree)
    configuration = read(sources, Options(roots=tuple(case.root for case in cases)))
    stage = lay(sources, configuration, copy, plans=reads_plans((name,)))
    tools, seconds = means
    job = Job(stage=stage, configuration=configuration, tools=tools, limits=Limits(seconds=seconds))
    (run,) = run_engines((name,), job)
    return run, score(labels, run, [policy.info for policy in chosen], configuration.estates)


def _labels(policies: Sequence[Policy]) -> Iterator[Label]:
    """The marks of the cases: of a resource with several keys the worst, since engines do not know our keys."""
    with tempfile.TemporaryDirectory(prefix="secscan-cases-") as place:
        roots = {(case.rule, case.name): case.root for case in lay_cases(policies, Path(place))}
    marks: dict[tuple[str, Address], str] = {}
    for result in run_cases(policies):
        if result.problem or not result.address:
            continue
        where = result.rule, Address(root=roots[result.rule, result.case], name=result.address)
        marks[where] = min(marks.get(where, CLEAN), result.expected, key=_WORST.index)
    for (rule, address), expected in sorted(marks.items()):
        yield Label(rule=rule, address=address, expected=expected)


def wrong(policies: Iterable[Policy], witnesses: Witnesses) -> tuple[Wrong, ...]:
    """The aliases that do not hold, and the exceptions that nothing needs, of the rules and engines that were
    asked."""
    found: dict[tuple[str, str, str], list[Score]] = {}
    for one in witnesses.scores:
        if one.id:
            found.setdefault((one.rule, one.engine, one.id), []).append(one)
    # `evaluated` sorts before `source`.
    return tuple(
        sorted(
            Wrong(rule=policy.id, engine=alias.engine, id=alias.rule_id, says=says)
            for policy in policies
            if policy.id in witnesses.digests
            for alias in policy.info.aliases
            if alias.engine in witnesses.versions
            for says in _verdict(alias, found.get((policy.id, alias.engine, alias.rule_id), []))
        )
    )


def _verdict(alias: Alias, scores: Sequence[Score]) -> Iterator[str]:
    says = "; ".join(_differences(scores))
    if says and not alias.exception:
        yield f"{says}. Take it out, or say why in its `except`"
    if not says and alias.exception:
        yield "it does as the rule does: its `except` is not needed"


def _differences(scores: Sequence[Score]) -> Iterator[str]:
    if not any(one.hits for one in scores):
        count = max((one.misses for one in scores), default=0)
        yield f"it fails none of the {count} resources that are findings"
    alarms = scores[0].alarms if scores else ()  # of the evaluated view where there is one
    if alarms:
        shown = ", ".join(alarms[:3]) + (" ..." if len(alarms) > 3 else "")
        yield f"it fails {len(alarms)} that are clean ({shown})"


def engines_of(policies: Iterable[Policy]) -> tuple[str, ...]:
    """Our own and every engine that some alias names, in the order of the reports."""
    named = {alias.engine for policy in policies for alias in policy.info.aliases}
    return tuple(name for name in ENGINES if name == OWN or name in named)


def digest_of(policy: Policy) -> str:
    """SHA-256, hex, over the cases of a rule and the aliases that it claims."""
    digest = hashlib.sha256(repr([(a.engine, a.rule_id) for a in policy.info.aliases]).encode())
    for name, source in case_sources(policy):
        files = [source] if source.is_file() else sorted(path for path in source.rglob("*") if path.is_file())
        for file in files:
            inside = "" if file == source else file.relative_to(source).as_posix()
            data = file.read_bytes()
            digest.update(f"{name}\0{inside}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def record() -> Witnesses:
    """What the engines answered on the cases of our own rules, as it was recorded. Raises UserError where it cannot be
    read."""
    file = own_policies() / RECORD
    try:
        return decode(file.read_text(encoding="utf-8"), RECORD)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot be read: {error}", path=str(file)) from None


def joined(old: Witnesses, new: Witnesses) -> Witnesses:
    """A record in which the rules that were asked anew stand as they answered now."""
    kept = [one for one in old.scores if one.rule not in new.digests]
    return Witnesses(
        versions={**old.versions, **new.versions},
        digests={**old.digests, **new.digests},
        scores=tuple(sorted([*kept, *new.scores])),
    )


def encode(witnesses: Witnesses) -> str:
    """The record as JSON, one line a score."""
    rows = [json.dumps({k: v for k, v in asdict(one).items() if v not in ("", ())}) for one in witnesses.scores]
    head = json.dumps({"form": FORM, "versions": dict(sorted(witnesses.versions.items()))})[:-1]
    digests = ",\n".join(f"{json.dumps(rule)}: {json.dumps(one)}" for rule, one in sorted(witnesses.digests.items()))
    return f'{head},\n"digests": {{\n{digests}\n}},\n"scores": [\n' + ",\n".join(rows) + "\n]}\n"


def decode(text: str, path: str) -> Witnesses:
    """What `encode` wrote. Raises UserError for anything else."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data["form"] != FORM:
            raise KeyError(f"form {data['form']}")
        scores = [
            Score(**{**row, "view": View(row["view"]), "alarms": tuple(row.get("alarms", ()))})
            for row in data["scores"]
        ]
        return Witnesses(versions=data["versions"], digests=data["digests"], scores=tuple(scores))
    except (ValueError, KeyError, TypeError) as error:
        hint = "make it again with `secscan rules test --engines --record FILE`"
        raise UserError(f"is no record of the engines' answers ({error})", path=path, hint=hint) from None
