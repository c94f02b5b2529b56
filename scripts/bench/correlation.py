"""Times the joining of many observations into findings; `make bench` puts what this prints on its page.

    scripts/bench/correlation.py

An estate of two roots with the same module, each of its blocks with 50 instances; observations of five engines on them:
half by address, a quarter by an address without keys, a quarter by their lines; one in eight passes, one in sixteen is
undecided. What is timed is `secscan.triage.judge`, waivers and gate included: CPU seconds of this process.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import date

from secscan.model import (
    Address,
    Alias,
    EngineRun,
    Location,
    Observation,
    Outcome,
    RuleInfo,
    RunStatus,
    Severity,
    Span,
    View,
    Waiver,
)
from secscan.terraform.estate import Estate, ModuleCall, Resource
from secscan.triage import judge

ENGINES = ("secscan", "checkov", "kics", "terrascan", "guard")
RULES = 40
INSTANCES = 50
SIZES = (6_250, 12_500, 25_000)


def span(file: str, line: int, end: int) -> Span:
    return Span(file=file, line=line, column=1, end_line=end, end_column=2)


def catalogue() -> tuple[RuleInfo, ...]:
    others = [engine for engine in ENGINES if engine != "secscan"]
    return tuple(
        RuleInfo(
            id=f"rule-{number}",
            title=f"Rule {number}",
            severity=Severity.HIGH,
            aliases=tuple(Alias(engine=engine, rule_id=f"{engine}-{number}") for engine in others),
        )
        for number in range(RULES)
    )


def estate(root: str, blocks: int) -> Estate:
    call = ModuleCall(name="module.m", span=span(f"{root}/main.tf", 1, 3))
    found = [
        Resource(
            address=Address(root=root, name=f"module.m.aws_kms_key.k{block}[{number}]"),
            mode="managed",
            type="aws_kms_key",
            name=f"k{block}",
            module="m",
            values={},
            block=span("m/main.tf", block * 10 + 1, block * 10 + 8),
            header=span("m/main.tf", block * 10 + 1, block * 10 + 1),
            spans={},
            calls=(call,),
        )
        for block in range(blocks)
        for number in range(INSTANCES)
    ]
    ordered = tuple(sorted(found, key=lambda resource: resource.address))
    return Estate(root=root, resources=ordered, files=(f"{root}/main.tf", "m/main.tf"), module_directories=("m",))


def observations(estates: tuple[Estate, ...], count: int) -> Iterator[Observation]:
    resources = [resource for estate in estates for resource in estate.resources]
    for number in range(count):
        engine, resource = ENGINES[number % 5], resources[number // 5 % len(resources)]
        rule = number // 5 // len(resources) % RULES
        bare = Address(root=resource.address.root, name=resource.address.name.partition("[")[0])
        exact = engine == "secscan" or number % 4 < 2
        yield Observation(
            engine=engine,
            view=View.EVALUATED if engine in ("secscan", "guard", "terrascan") else View.SOURCE,
            outcome=outcome(number),
            rule_id=f"rule-{rule}" if engine == "secscan" else f"{engine}-{rule}",
            message=f"wrong {number}",
            address=resource.address if exact else bare if number % 4 == 2 else None,
            location=Location(span=resource.block),
            reason="not known",
        )


def outcome(number: int) -> Outcome:
    if number % 8 == 3:
        return Outcome.PASS
    return Outcome.UNDECIDED if number % 16 == 5 else Outcome.FAIL


def measure(count: int, runs: int = 5) -> tuple[float, int]:
    """Median CPU seconds of some runs, and the number of findings."""
    blocks = max(1, count // 25 // INSTANCES // 2)
    estates = (estate("dev", blocks), estate("prod", blocks))
    said: dict[str, list[Observation]] = {engine: [] for engine in ENGINES}
    for observation in observations(estates, count):
        said[observation.engine].append(observation)
    ran = [
        EngineRun(engine=engine, version="1", status=RunStatus.OK, observations=tuple(words))
        for engine, words in said.items()
    ]
    book, day = catalogue(), date(2026, 1, 1)
    excuses = [
        Waiver(rule=f"rule-{n}", address=f"module.m.aws_kms_key.k{n}[*", reason="r", owner="o", until=day)
        for n in range(RULES)
    ]
    seconds = []
    for _ in range(runs):
        started = time.process_time()
        report = judge(runs=ran, catalogue=book, estates=estates, waivers=excuses, today=day)
        seconds.append(time.process_time() - started)
    return statistics.median(seconds), len(report.findings)


def table() -> list[str]:
    goal = (
        "Measured by itself with `scripts/bench/correlation.py` (goal: 25,000 observations in 2 s at most, and linear):"
    )
    rows = [
        goal,
        "",
        "| observations | findings | judged in, CPU s | microseconds an observation |",
        "|--:|--:|--:|--:|",
    ]
    for count in SIZES:
        took, found = measure(count)
        rows.append(f"| {count} | {found} | {took:.2f} | {took / count * 1e6:.0f} |")
    return rows


if __name__ == "__main__":
    print("\n".join(table()))
