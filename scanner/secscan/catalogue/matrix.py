"""Renders `docs/rules/matrix.md` from the record of what the engines answered on the cases. Runs no engine."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from secscan.catalogue.score import OWN, Score, total
from secscan.catalogue.witnesses import Witnesses
from secscan.engines import ENGINES
from secscan.model import View
from secscan.rules import Policy

_NOTE = "<!-- Made from policies/witnesses.json by `make docs`. Do not edit. -->"
_VIEWS = {View.SOURCE: "source", View.EVALUATED: "evaluated"}
Column = tuple[str, View]


def render_matrix(policies: Sequence[Policy], witnesses: Witnesses) -> str:
    """The page as Markdown."""
    ordered = sorted(policies, key=lambda policy: policy.id)
    cells = {(one.rule, one.engine, one.view): one for one in witnesses.scores if not one.id}
    columns = sorted({(one.engine, one.view) for one in witnesses.scores}, key=_order)
    lines = [
        *(_NOTE, "", "# Who detects what", ""),
        "The real engines on the cases of the rules: which of a rule's defects each of them finds, alone on the source",
        "as it does in a shell, and on the evaluated plan that secscan writes for it. `3/4` is three of four resources",
        "that are findings; `+1` is one false alarm, at a resource that is clean. Empty: it claims no such rule.",
        "Measured by `secscan rules test --engines`, of which `policies/witnesses.json` is the record.",
        "",
        *_totals(ordered, columns, cells, witnesses),
        *_table(ordered, columns, cells),
        *_exceptions(ordered),
    ]
    return "\n".join(lines)


def _order(column: Column) -> tuple[int, View]:
    return list(ENGINES).index(column[0]), column[1]


def _totals(
    policies: Sequence[Policy],
    columns: Sequence[Column],
    cells: dict[tuple[str, str, View], Score],
    witnesses: Witnesses,
) -> Iterator[str]:
    own = [cells[policy.id, OWN, View.EVALUATED] for policy in policies if (policy.id, OWN, View.EVALUATED) in cells]
    defects = sum(one.hits + one.misses for one in own)
    yield from ("## In all", "")
    yield "Precision and recall are of the rules that an engine claims; `of all defects` is of those of all rules,"
    yield f"of which the cases have {defects}. Guesses are failures on what nobody can know. On the evaluated plan what"
    yield "an engine says of a placeholder is undecided, right or wrong: that takes guesses away, and now and then a"
    yield "hit; an audit doubts most of the others too. TFLint and KICS read the source alone, Guard and Terrascan the"
    yield "evaluated plan alone."
    yield ""
    yield "| engine | reads | rules | precision | recall | of all defects | guesses |"
    yield "|---|---|---|---|---|---|---|"
    for engine, view in columns:
        found = [cells[policy.id, engine, view] for policy in policies if (policy.id, engine, view) in cells]
        if not found:
            continue
        whole = total(found)
        share = whole.hits / defects if defects else None
        title = f"{ENGINES[engine].TITLE} {witnesses.versions[engine]}"
        shown = " | ".join(percent(one) for one in (whole.precision, whole.recall, share))
        yield f"| {title} | {_VIEWS[view]} | {len(found)} | {shown} | {whole.guesses} |"
    yield ""


def percent(share: float | None) -> str:
    """A share as a number with three places, "-" where there is none."""
    return "-" if share is None else f"{share:.3f}"


def _table(
    policies: Sequence[Policy], columns: Sequence[Column], cells: dict[tuple[str, str, View], Score]
) -> Iterator[str]:
    yield from ("## Rule by rule", "")
    yield "| rule | " + " | ".join(f"{engine} {_VIEWS[view]}" for engine, view in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for policy in policies:
        row = (_cell(cells.get((policy.id, engine, view))) for engine, view in columns)
        yield f"| [{policy.id}]({policy.id}.md) | " + " | ".join(row) + " |"
    yield ""


def _cell(score: Score | None) -> str:
    if score is None:
        return ""
    alarms = f" +{len(score.alarms)}" if score.alarms else ""
    return f"{score.hits}/{score.hits + score.misses}{alarms}"


def _exceptions(policies: Iterable[Policy]) -> Iterator[str]:
    by_engine: dict[str, list[str]] = defaultdict(list)
    for policy in policies:
        for alias in policy.info.aliases:
            if alias.exception:
                by_engine[alias.engine].append(f"- [{policy.id}]({policy.id}.md), {alias.rule_id}: {alias.exception}")
    if by_engine:
        yield from ("## Where an engine's rule is not quite ours", "")
    for engine in (name for name in ENGINES if name in by_engine):
        yield from (f"### {ENGINES[engine].TITLE}", "", *by_engine[engine], "")
