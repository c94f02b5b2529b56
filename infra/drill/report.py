"""The drill's report, in Markdown for people and JSON for programs, from the same acts. Not for playing them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drill.gaps import FILLED

SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Played:
    """An act that was played: the drill's own seconds at which it began and that it took, and what came true."""

    name: str
    at: int
    seconds: int
    proves: str
    cannot: str
    claims: Mapping[str, bool]
    error: str = ""

    @property
    def held(self) -> bool:
        return not self.error and bool(self.claims) and all(self.claims.values())


def document(acts: Sequence[Played], *, machine_seconds: int, missing: int) -> dict[str, Any]:
    """The report as JSON. `missing` counts acts that were not played; only `machine_seconds` differs each time."""
    return {
        "schema": SCHEMA,
        "passed": missing == 0 and all(act.held for act in acts),
        "acts": [{**vars(act), "held": act.held} for act in acts],
        "not_played": missing,
        "filled": list(FILLED),
        "machine_seconds": machine_seconds,
    }


def markdown(told: Mapping[str, Any]) -> str:
    """The same for people."""
    acts = told["acts"]
    verdict = "Passed" if told["passed"] else "FAILED"
    claims = [held for act in acts for held in act["claims"].values()]
    lines = [
        "# Recovery drill",
        "",
        f"**{verdict}**: {sum(claims)} of {len(claims)} claims held in {len(acts)} acts;",
        f"{told['not_played']} acts were not played.",
        "",
        "It ran against a local moto server: it proves which calls are made, in which order and under which faults. It",
        "proves neither RTO nor RPO. Seconds are those of the drill's own clock, whose waits for AWS are assumptions.",
        "",
        *(line for number, act in enumerate(acts, 1) for line in _act(number, act)),
        "## What moto lacks, filled in by the drill",
        "",
        *(f"- {gap}" for gap in told["filled"]),
        "",
        f"The drill took {told['machine_seconds']} s of this machine.",
    ]
    return "\n".join(lines) + "\n"


def _act(number: int, act: Mapping[str, Any]) -> Sequence[str]:
    return [
        f"## {number}. {act['name']}",
        "",
        f"At {act['at']} s, for {act['seconds']} s.",
        "",
        *(f"- {'yes' if held else '**NO**'}: {claim}" for claim, held in act["claims"].items()),
        *([f"- **ERROR**: {act['error']}"] if act["error"] else []),
        "",
        f"Proves: {act['proves']}",
        "",
        f"Does not prove: {act['cannot']}",
        "",
    ]


def write(place: Path, told: Mapping[str, Any]) -> None:
    """`drill-report.md` and `drill-report.json` in `place`."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "drill-report.md").write_text(markdown(told), encoding="utf-8")
    (place / "drill-report.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
