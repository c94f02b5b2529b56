"""What we tell the reader: one finding a defect (rule x address x key)."""

from dataclasses import dataclass
from enum import StrEnum

from secscan.model.address import Address, Location
from secscan.model.observation import ChainStep, Observation
from secscan.model.severity import Severity
from secscan.model.waiver import Waiver


class Disposition(StrEnum):
    OPEN = "open"
    WAIVED = "waived"
    BELOW_THRESHOLD = "below_threshold"


class BaselineState(StrEnum):
    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    ABSENT = "absent"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """The wrong line that several instances share. `id` is equal for every finding with the same cause (rule + block's
    file and name); `location` is that block or attribute; `calls` are the module calls from the root inwards, each at
    the argument that gave the value, where one did; `values` the other lines that gave it (a local value, a line of a
    tfvars file, a variable's default), outermost last."""

    id: str
    location: Location
    calls: tuple[Location, ...] = ()
    values: tuple[Location, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`locations[0]` is the place to point at; it is empty only where no engine gave a place.

    `fingerprint`: 32 hex characters over recipe version, rule, root, address and key; never line, message or severity.
    `address` is None where nothing placed it (then `locations` or the engine's words are its identity).
    `chain`: how the value at `locations[0]` came there, where we have judged it; as Observation.chain. `waivers`: those
    that excuse it, in file order.
    """

    rule: str
    severity: Severity
    message: str
    fingerprint: str
    address: Address | None = None
    root: str = ""
    key: str = ""
    cause: Cause | None = None
    locations: tuple[Location, ...] = ()
    confidence: Confidence = Confidence.HIGH
    observations: tuple[Observation, ...] = ()
    disagreement: tuple[Observation, ...] = ()
    evidence: str = ""
    chain: tuple[ChainStep, ...] = ()
    disposition: Disposition = Disposition.OPEN
    baseline_state: BaselineState | None = None
    waivers: tuple[Waiver, ...] = ()
