"""Terrascan on the evaluated plan of every root: its command, and its report as observations. Legacy: the project was
archived in November 2025, its rules follow AWS and Terraform no more, and no audit may depend on it.

It is given a plan document of its own making: its parser of HCL is of 2021 and asks a registry for providers, its
reader of plans takes the values of planned resources alone, and names them by `name`. It tells violations alone; that a
rule did not fire says nothing, since what the rule looked at is not known. https://github.com/tenable/terrascan
"""

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from secscan.engines import process
from secscan.engines.bench import Bench, bench, finished, shown
from secscan.engines.blindness import Blindness
from secscan.engines.job import Job
from secscan.engines.output import UnreadableError, document, mapping, number, raw, sequence, tame, words
from secscan.engines.provision import locked_version
from secscan.model import EngineRun, Notice, Observation, Outcome, Severity, View
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.plan import EngineView

NAME: Final = "terrascan"
TITLE: Final = "Terrascan (legacy)"
URI: Final = "https://github.com/tenable/terrascan"
EXTERNAL: Final = True
READS_PLANS: Final = True

Word = Observation | Notice

_LEGACY: Final = Notice(
    level="note",
    message="archived upstream since November 2025: its rules no longer follow AWS; no audit can require it",
)
SEVERITIES: Final = {"HIGH": Severity.HIGH, "MEDIUM": Severity.MEDIUM, "LOW": Severity.LOW}
_POLICIES: Final = "pkg/policies/opa/rego"
# 0: no violation, 3: some; 4 and 5: some of it could not be read.
_BROKEN: Final = 3
_CODES: Final = frozenset({0, _BROKEN})
# Two of its packages claim one name of a protocol; without this it ends before it begins.
_SETTINGS: Final = {"GOLANG_PROTOBUF_REGISTRATION_CONFLICT": "warn"}
_TRIES: Final = 4
_INPUT: Final = re.compile(r"\binput(?:\.(\w+)|\[\"(\w+)\"\])")
_FORMAT: Final = "0.2"  # the newest format of plans that it takes


def run(job: Job) -> EngineRun:
    """Terrascan's word on every estate that could be evaluated, several at a time."""
    tool = job.tools.verified(NAME)
    version = locked_version(NAME)
    estates = tuple(estate for estate in job.configuration.estates if estate.root in job.stage.roots)
    with bench(NAME) as place, ThreadPoolExecutor(max_workers=max(job.workers, 1)) as pool:
        started = time.monotonic()
        policies = _Policies(tool / _POLICIES)
        start = _Start(tool=tool, config=_config(tool, place), policies=policies, place=place, job=job)
        done = tuple(pool.map(start.on, enumerate(estates)))
        seconds = time.monotonic() - started
        said = [_LEGACY, *(word for root in done for word in _of_root(root, policies, place))]
    return finished(NAME, version, said, seconds=seconds, cpu=sum(root.done.cpu for root in done if root.done))


def _config(tool: Path, place: Bench) -> Path:
    """Its whole configuration: where its policies are, so that it fetches none. JSON texts are TOML texts too."""
    file, policies = place.work / "terrascan.toml", json.dumps(str(tool / _POLICIES))
    file.write_text(f"[policy]\npath = {policies}\nrego_subdir = {policies}\n", encoding="utf-8")
    return file


@dataclass(frozen=True, kw_only=True, slots=True)
class _Root:
    """One root's answer: how its run ended, None where it has no resource to look at."""

    estate: Estate
    view: EngineView
    done: process.Finished | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Start:
    tool: Path
    config: Path
    policies: "_Policies"
    place: Bench
    job: Job

    def on(self, numbered: tuple[int, Estate]) -> _Root:
        number, estate = numbered
        view = self.job.stage.plans[estate.root].view
        plan = _plan(view, self.policies)
        if not plan["planned_values"]["root_module"]["resources"]:
            return _Root(estate=estate, view=view)
        file = self.place.work / f"plan-{number}.json"
        file.write_text(json.dumps(plan, separators=(",", ":")), encoding="utf-8")
        tries = (self.once(file) for _ in range(_TRIES))
        done = next((one for one in tries if not _gave_up(one)), None)
        return _Root(estate=estate, view=view, done=done or self.once(file))

    def once(self, file: Path) -> process.Finished:
        return process.run(
            (
                *(str(self.tool / "bin" / "terrascan"), "scan", "--iac-type", "tfplan", "--iac-file", str(file)),
                *("--config-path", str(self.config), "--output", "json", "--use-colors", "f", "--log-level", "error"),
            ),
            cwd=self.place.cwd,
            environment={**self.place.environment, **_SETTINGS},
            limits=self.job.limits,
        )


def _gave_up(done: process.Finished) -> bool:
    """Its reader gives itself a tenth of a second for the whole of a plan, by the clock, and then says that the plan is
    no JSON: on a busy machine the next try may do."""
    return done.ran and done.code == 1 and b"failed to decode processed jq output" in done.stderr


def _plan(view: EngineView, policies: "_Policies") -> dict[str, Any]:
    """The part of a plan that it reads, with whole addresses for names: it tells a resource's name alone. Of the types
    that its policies look at, the attributes that these policies name: it has little time to read them (`_gave_up`)."""
    planned: Any = view.document["planned_values"]
    resources = [
        {
            **{key: entry[key] for key in ("address", "mode", "type")},
            "name": entry["address"],
            "values": {name: value for name, value in entry["values"].items() if name in policies.read(entry["type"])},
        }
        for entry in planned["root_module"]["resources"]
        if entry["mode"] == "managed" and entry["type"] in policies.types
    ]
    return {
        "format_version": _FORMAT,
        "terraform_version": view.document["terraform_version"],
        "planned_values": {"root_module": {"resources": resources}},
    }


class _Policies:
    """Its policies: the types that they look at, and what each rule mentions, since an attribute that is not known may
    have made it fire."""

    def __init__(self, directory: Path) -> None:
        self.texts: dict[str, list[str]] = defaultdict(list)
        self.mentioned: dict[str, frozenset[str]] = {}
        types: set[str] = set()
        self._read: dict[str, set[str]] = defaultdict(set)
        for about in sorted(directory.rglob("*.json")):
            entry = mapping(document(about.read_bytes(), about.name), about.name)
            text = (about.parent / str(entry.get("file"))).read_text(encoding="utf-8", errors="replace")
            text += json.dumps(entry.get("template_args", ""))  # what stands in the place of its `{{.parameter}}`
            self.texts[str(entry.get("id"))].append(text)
            looked_at = {name for pair in _INPUT.findall(text) for name in pair} | {str(entry.get("resource_type"))}
            types |= looked_at
            for name in looked_at:
                self._read[name].update(re.findall(r"\w+", text))
        self.types = frozenset(types)

    def read(self, kind: str) -> set[str]:
        """Every word of the policies that look at resources of this type, its attributes' names among them."""
        return self._read[kind]

    def words(self, rule: str) -> frozenset[str]:
        """Every word of it, names of attributes and of types among them."""
        if rule not in self.mentioned:
            found = (word for text in self.texts.get(rule, ()) for word in re.findall(r"\w+", text))
            self.mentioned[rule] = frozenset(found)
        return self.mentioned[rule]

    def not_known(self, rule: str, resource: Resource, blindness: Blindness) -> str:
        """Why a rule that fired on a resource decides nothing, "" where it does."""
        said = self.words(rule)
        read = sorted(word for word in said if not word.startswith("aws_"))
        if any(word.startswith("aws_") and word != resource.type for word in said):
            return blindness.of_connections(resource.address.name, read, failed=True)
        return blindness.of_attributes(resource.address.name, read)


def _of_root(root: _Root, policies: _Policies, place: Bench) -> Iterator[Word]:
    """What was said of one root; an answer that cannot be read is an error, and costs that root alone."""
    if root.done is None:
        return
    try:
        if _gave_up(root.done):
            raise UnreadableError("the plan is more than it reads in the tenth of a second that it gives itself")
        if not root.done.ran or root.done.code not in _CODES:
            raise UnreadableError(shown(root.done, place))
        yield from tuple(_report(document(root.done.stdout, "its report"), root, root.done.code, policies))
    except UnreadableError as problem:
        yield Notice(level="error", message=f"root {root.estate.root}: {problem}")


def _report(report: Any, root: _Root, code: int | None, policies: _Policies) -> Iterator[Word]:
    results = mapping(mapping(report, "its report").get("results"), "results")
    summary = mapping(results.get("scan_summary"), "scan_summary")
    violations = sequence(results.get("violations") or [], "violations")
    if bool(violations) != (code == _BROKEN) or bool(violations) != bool(_violated(summary)):
        raise UnreadableError(f"exit code {code}, {_violated(summary)} violated policies and {len(violations)} listed")
    if sequence(results.get("skipped_violations") or [], "skipped_violations"):
        raise UnreadableError("it skipped violations, and was given nothing that tells it to")
    blindness = Blindness(estate=root.estate, view=root.view)
    for violation in violations:
        yield from _observed(mapping(violation, "a violation"), root.estate, policies, blindness)


def _violated(summary: Mapping[str, Any]) -> int:
    return number(summary.get("violated_policies"), "violated_policies")


def _observed(violation: dict[str, Any], estate: Estate, policies: _Policies, blindness: Blindness) -> Iterator[Word]:
    rule = words(violation.get("rule_id"), "a rule's id")
    severity, unknown = _severity(raw(violation.get("severity"), "a severity"))
    yield from unknown
    name = raw(violation.get("resource_name"), "a resource's name")
    resource = estate.at(name)
    if resource is None:
        yield Notice(level="warning", message=f"named {tame(name)!r}, which is no resource that it was given")
    title = words(violation.get("description"), "a description")
    reason = policies.not_known(rule, resource, blindness) if resource else ""
    yield Observation(
        engine=NAME,
        view=View.EVALUATED,
        outcome=Outcome.UNDECIDED if reason else Outcome.FAIL,
        rule_id=rule,
        message=title if resource else f"{title} ({tame(name)})",
        severity=severity,
        address=resource.address if resource else None,
        location=resource.location() if resource else None,
        reason=reason,
        title=title,
    )


def _severity(name: str) -> tuple[Severity | None, tuple[Notice, ...]]:
    if name.upper() in SEVERITIES:
        return SEVERITIES[name.upper()], ()
    return None, (Notice(level="warning", message=f"gave a severity that is not known, {tame(name)!r}"),)
