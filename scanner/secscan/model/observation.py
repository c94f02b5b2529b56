"""What an engine said, normalised and not judged: observations, and the run that they came from."""

from dataclasses import dataclass
from enum import StrEnum

from secscan.model.address import Address, Location, Span
from secscan.model.severity import Severity


class Outcome(StrEnum):
    FAIL = "fail"
    PASS = "pass"  # noqa: S105 - an outcome, not a password
    UNDECIDED = "undecided"


class View(StrEnum):
    """What the engine read: the staged source, or the plan document of the evaluated estate."""

    SOURCE = "source"
    EVALUATED = "evaluated"


class RunStatus(StrEnum):
    OK = "ok"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class ChainStep:
    """One step of the way that a value came, as reports show it.

    `kind`: what stands there (`attribute`, `argument` of a module call, `tfvars`, `environment`, `default`, `unset`,
    `local`, `output`, `resource`, `data`, `each`, `count`, `document`, `condition`, `setting`, `module`). `label`: its
    address (`module.kms["main"].var.rotation`), of a condition its text. `value`: what it is there, for a person,
    redacted. `depth`: 0 for the attribute, one more for each step away from it. `chosen`: it did not give the value but
    chose which one it is."""

    kind: str
    label: str
    span: Span
    value: str
    depth: int = 0
    chosen: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One engine's word on one thing.

    `rule_id` is the engine's own id (`CKV_AWS_7`; for engine `secscan` the policy's id). `severity` is None where the
    engine gives none. `address` is None where the engine named no resource (correlation places it by `location`);
    its name may lack instance keys, or be relative to a module directory (then `address.root` is that directory).
    `key` tells two failures of one rule on one resource apart (a container's name, a port), else "".
    `evidence` is what was seen, for a person, already redacted. `skipped_by_engine` marks a result that the engine
    suppressed by itself. `reason` says why an undecided one is undecided. `causes` are further places that made it so
    (module calls, the tfvars line), outermost last. `absent_from`: the root that lacks something altogether (an access
    analyzer): then there is no address and no location, and it is said once a root.
    """

    engine: str
    view: View
    outcome: Outcome
    rule_id: str
    message: str
    severity: Severity | None = None
    address: Address | None = None
    location: Location | None = None
    key: str = ""
    evidence: str = ""
    reason: str = ""
    causes: tuple[Location, ...] = ()
    chain: tuple[ChainStep, ...] = ()
    skipped_by_engine: bool = False
    title: str = ""
    help_uri: str = ""
    absent_from: str = ""


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Notice:
    """Something that an engine run wants said: `level` is `error` (the run cannot be trusted), `warning` or `note`."""

    level: str
    message: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineRun:
    """One engine over the whole audit. `duration` is wall seconds, `cpu` CPU seconds of its children; both never
    reach a report that must be byte-identical."""

    engine: str
    version: str
    status: RunStatus
    observations: tuple[Observation, ...] = ()
    notices: tuple[Notice, ...] = ()
    duration: float = 0.0
    cpu: float = 0.0
