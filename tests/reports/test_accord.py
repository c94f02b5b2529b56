"""Who agrees and who does not, in words that name what each engine read."""

import pytest

from secscan.model import Finding, Observation, Outcome, Severity, View
from secscan.reports.accord import accord, alone, contrary

SOURCE, EVALUATED = View.SOURCE, View.EVALUATED


def said(engine: str, view: View, outcome: Outcome = Outcome.FAIL, reason: str = "") -> Observation:
    return Observation(engine=engine, view=view, outcome=outcome, rule_id=f"{engine}-1", message="m", reason=reason)


def finding(*observations: Observation) -> Finding:
    by = {outcome: tuple(o for o in observations if o.outcome is outcome) for outcome in Outcome}
    return Finding(
        rule="r", severity=Severity.HIGH, message="m", fingerprint="f", observations=by[Outcome.FAIL],
        disagreement=by[Outcome.PASS], undecided=by[Outcome.UNDECIDED],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("observations", "told"),
    [
        ([said("kics", SOURCE)], ("kics alone fails it, on the source",)),
        (
            [said("checkov", SOURCE), said("checkov", EVALUATED)],
            ("checkov alone fails it, on the source and the evaluated plan",),
        ),
        (
            [said("kics", SOURCE), said("secscan", EVALUATED)],
            ("2 engines agree: kics on the source, secscan on the evaluated plan",),
        ),
        (
            [said("checkov", SOURCE), said("checkov", EVALUATED, Outcome.PASS)],
            (
                "checkov alone fails it, on the source",
                "checkov fails it on the source, passes it on the evaluated plan",
            ),
        ),
        (
            [said("secscan", EVALUATED), said("checkov", SOURCE, Outcome.PASS)],
            ("secscan alone fails it, on the evaluated plan", "checkov passes it on the source (checkov-1)"),
        ),
        (
            [said("secscan", EVALUATED), said("guard", EVALUATED, Outcome.UNDECIDED, "known after apply")],
            (
                "secscan alone fails it, on the evaluated plan",
                "guard cannot tell on the evaluated plan (known after apply)",
            ),
        ),
    ],
)
def test_each_engine_is_named_with_what_it_read(observations: list[Observation], told: tuple[str, ...]) -> None:
    assert accord(finding(*observations), among=2) == told
    assert contrary(finding(*observations)) == told[1:]


def test_that_the_only_engine_stands_alone_is_no_news() -> None:
    one = finding(said("secscan", EVALUATED))
    assert (accord(one, among=1), alone(one, among=1), alone(one, among=2)) == ((), False, True)
