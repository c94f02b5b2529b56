"""Writes the tables of the documents about the platform from what its Terraform amounts to: counts, sizes, networks,
doors, log groups, alarms, waivers.

    python infra/scripts/generate_pages.py

A document holds a pair of comments, `<!-- table: NAME -->` and `<!-- end: NAME -->`; what stands between them is made
here, what stands around them is a person's. The figures are secscan's evaluation of the roots, which the tests hold to
Terraform's own plans. Not for the READMEs (`generate_readmes.py`), and not for prose.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from generate_readmes import table

from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import Value

TOP = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)
ROOTS = ("bootstrap", "dev", "prod-with-dr")

# How each region is called in the tables: the root, and the module that makes the region there.
REGIONS = {
    "development": ("dev", "platform"),
    "primary": ("prod-with-dr", "primary"),
    "recovery": ("prod-with-dr", "dr"),
}

Estates = Mapping[str, Estate]
Rows = Iterable[tuple[str, ...]]


def pages(top: Path) -> Mapping[Path, str]:
    """What each document with tables must hold, by its path. Raises ValueError for a table that nobody makes."""
    estates = {e.root.rpartition("/")[2]: e for e in read(Sources(top, scope=("infra",)), Options()).estates}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((top / "docs").rglob("*.md"))}
    return {path: _filled(path, text, estates, top) for path, text in texts.items() if BLOCK.search(text)}


def _filled(path: Path, text: str, estates: Estates, top: Path) -> str:
    def made(match: re.Match[str]) -> str:
        if match[2] == "waivers":
            head, rows = _waivers(top)
        elif match[2] in TABLES:
            head, rows = TABLES[match[2]](estates)
        else:
            raise ValueError(
                f"{path}: no table is called {match[2]}; there are {', '.join(sorted(TABLES))} and waivers"
            )
        return f"{match[1]}\n{table(head, list(rows))}\n\n{match[3]}"

    return BLOCK.sub(made, text)


# Reading --------------------------------------------------------------------------------------------------------------


def _said(value: Value | None, path: str = "") -> object:
    """A value, or what lies in it under `path` (`scaling_config.0.min_size`); None where it is unknown or not set."""
    payload: object = value.payload if value is not None else None
    for step in filter(None, path.split(".")):
        if isinstance(payload, tuple):
            payload = payload[int(step)].payload if int(step) < len(payload) else None
        else:
            payload = payload[step].payload if isinstance(payload, Mapping) and step in payload else None
    return payload if isinstance(payload, str | bool | tuple | Mapping) or payload is None else _number(payload)


def _number(payload: object) -> str | None:
    text = str(payload)
    return f"{int(text):d}" if re.fullmatch(r"-?\d+", text) else text if re.fullmatch(r"-?[\d.]+", text) else None


def _text(resource: Resource, path: str) -> str:
    name, _, rest = path.partition(".")
    said = _said(resource.values.get(name), rest)
    return "" if said is None else str(said)


def _managed(estate: Estate) -> Iterator[Resource]:
    return (resource for resource in estate.resources if resource.mode == "managed")


def _of(estates: Estates, region: str, *types: str) -> list[Resource]:
    root, module = REGIONS[region]
    return [r for r in estates[root].of_type(*types) if r.module.startswith(f"module.{module}.")]


def _key(resource: Resource) -> str:
    """The last instance key of an address: `general` of `module.node_group["general"].aws_eks_node_group.this`."""
    keys = re.findall(r'\["([^"]*)"\]', resource.address.name)
    return keys[-1] if keys else ""


def _side_by_side(found: Mapping[str, Mapping[str, str]]) -> Rows:
    """Rows of what each region has, by name; `-` where a region has none."""
    names = sorted({name for region in found.values() for name in region})
    return (((name, *(found[region].get(name, "-") for region in REGIONS))) for name in names)


# Tables --------------------------------------------------------------------------------------------------------------

Made = tuple[tuple[str, ...], Rows]


def _roots(estates: Estates) -> Made:
    rows = [
        (f"`{root}`", str(len(found)), str(len({resource.type for resource in found})))
        for root in ROOTS
        for found in [list(_managed(estates[root]))]
    ]
    return ("root", "instances", "resource types"), rows


def _modules(estates: Estates) -> Made:
    """Instances by the directory in which they are written."""
    counts = {root: Counter(Path(r.block.file).parent.name for r in _managed(estates[root])) for root in ROOTS}
    names = sorted({name for count in counts.values() for name in count if (TOP / "infra" / "modules" / name).is_dir()})
    rows = [
        (f"[`{name}`](../../infra/modules/{name}/README.md)", *(str(counts[root][name] or "-") for root in ROOTS))
        for name in names
    ]
    return ("module", *ROOTS), rows


def _types(estates: Estates) -> Made:
    counts = {root: Counter(r.type for r in _managed(estates[root])) for root in ROOTS}
    names = sorted({name for count in counts.values() for name in count})
    return ("type", *ROOTS), [(f"`{name}`", *(str(counts[root][name] or "-") for root in ROOTS)) for name in names]


def _nodes(estates: Estates) -> Made:
    found: dict[str, dict[str, str]] = {}
    for region in REGIONS:
        types = {r.module: _text(r, "instance_type") for r in _of(estates, region, "aws_launch_template")}
        found[region] = {
            f"`{_text(r, 'node_group_name')}`, {types.get(r.module, '')}": " / ".join(
                _text(r, f"scaling_config.0.{size}") for size in ("min_size", "desired_size", "max_size")
            )
            for r in _of(estates, region, "aws_eks_node_group")
        }
    return ("node group", *REGIONS), _side_by_side(found)


def _tasks(estates: Estates) -> Made:
    found = {
        region: {
            f"`{_key(r)}`": f"{_text(r, 'min_capacity')} to {_text(r, 'max_capacity')}"
            for r in _of(estates, region, "aws_appautoscaling_target")
        }
        for region in REGIONS
    }
    return ("service, tasks", *REGIONS), _side_by_side(found)


def _stores(estates: Estates) -> Made:
    return ("store", *REGIONS), _side_by_side({region: dict(_stores_of(estates, region)) for region in REGIONS})


def _stores_of(estates: Estates, region: str) -> Iterator[tuple[str, str]]:
    for r in _of(estates, region, "aws_db_instance"):
        role = "writes" if _text(r, "engine") else "replica"
        standby = "standby in another zone" if _said(r.values.get("multi_az")) is True else "one zone"
        yield "PostgreSQL", f"{_text(r, 'instance_class')}, {role}, {standby}"
    for r in _of(estates, region, "aws_elasticache_replication_group"):
        yield "Valkey", f"{_text(r, 'num_cache_clusters')} x {_text(r, 'node_type')}"
    for r in _of(estates, region, "aws_kinesis_stream"):
        shards = f"{_text(r, 'shard_count')} shards" if _text(r, "shard_count") else "on demand"
        yield f"stream `{_key(r)}`", f"{shards}, {_text(r, 'retention_period')} h"
    for r in _of(estates, region, "aws_dynamodb_table"):
        yield f"table `{_key(r)}`", "table"
    for r in _of(estates, region, "aws_dynamodb_table_replica"):
        yield f"table `{_key(r)}`", "replica"
    locked = {_key(r): r for r in _of(estates, region, "aws_s3_bucket_object_lock_configuration")}
    for r in _of(estates, region, "aws_s3_bucket"):
        if name := _key(r):
            days = _text(locked[name], "rule.0.default_retention.0.days") if name in locked else ""
            yield f"bucket `{name}`", f"locked for {days} days" if days else "not locked"


def _subnets(estates: Estates) -> Made:
    found: dict[str, dict[str, str]] = {}
    for region in REGIONS:
        tiers: dict[str, list[str]] = {}
        for r in _of(estates, region, "aws_subnet"):
            tiers.setdefault(_key(r).rpartition("-")[0], []).append(_text(r, "cidr_block"))
        found[region] = {tier: "<br>".join(cidrs) for tier, cidrs in tiers.items()}
    return ("tier", *REGIONS), _side_by_side(found)


def _doors(estates: Estates) -> Made:
    """Who is let in where, in the primary region; the recovery region has the same doors."""
    rows = set()
    for r in _of(estates, "primary", "aws_vpc_security_group_ingress_rule"):
        (group, _), *_ = [*r.references.get("security_group_id", ()), ("", "")]
        into = re.sub(r"^module\.primary\.|module\.|aws_security_group\.|\[\d+\]", "", group)
        first, last = _text(r, "from_port"), _text(r, "to_port")
        ports = "all" if _text(r, "ip_protocol") == "-1" else first if first == last else f"{first} to {last}"
        rows.add((f"`{into}`", re.sub(r"(\d+\.){3}\d+/\d+(, port \d+)?", "…", _text(r, "description")), ports))
    return ("group", "who", "port"), sorted(rows)


def _logs(estates: Estates) -> Made:
    rows = [
        (f"`{_text(r, 'name')}`", _text(r, "retention_in_days"))
        for r in estates["prod-with-dr"].of_type("aws_cloudwatch_log_group")
        if not r.module.startswith("module.dr.")
    ]
    return ("log group", "days"), sorted(rows)


def _alarms(estates: Estates) -> Made:
    """One row for each kind of alarm: every component of that kind has it."""
    prod = estates["prod-with-dr"]
    impairing = {n for r in prod.of_type("aws_cloudwatch_composite_alarm") for n in _quoted(_text(r, "alarm_rule"))}
    rows: dict[tuple[str, ...], list[Resource]] = {}
    for r in prod.of_type("aws_cloudwatch_metric_alarm"):
        told = re.fullmatch(r"(.*): (.*) \((.*)\)", _text(r, "alarm_description"))
        title, kind = (told[1], told[3]) if told else (_text(r, "alarm_description"), "account")
        rows.setdefault((kind, title, f"`{_text(r, 'metric_name')}`", _condition(r)), []).append(r)
    return ("kind", "alarm", "metric", "goes on", "impairs", "there are"), [
        (*row, "yes" if any(_text(r, "alarm_name") in impairing for r in found) else "", str(len(found)))
        for row, found in sorted(rows.items())
    ]


def _quoted(rule: str) -> list[str]:
    return re.findall(r'ALARM\("([^"]+)"\)', rule)


def _condition(r: Resource) -> str:
    sign = {
        "GreaterThanThreshold": "above",
        "LessThanThreshold": "below",
        "GreaterThanOrEqualToThreshold": "from",
        "LessThanOrEqualToThreshold": "to",
    }[_text(r, "comparison_operator")]
    return f"{sign} {_text(r, 'threshold')}, {_text(r, 'evaluation_periods')} x {_text(r, 'period')} s"


def _waivers(top: Path) -> Made:
    entries: Sequence[Mapping[str, object]] = yaml.safe_load((top / ".secscan" / "waivers.yaml").read_text())["waivers"]
    rows = [
        (f"`{e['rule']}`", f"`{e['address']}`", " ".join(str(e["reason"]).split()), str(e["owner"]), str(e["until"]))
        for e in entries
    ]
    return ("rule", "where", "why", "owner", "until"), rows


TABLES: Mapping[str, Callable[[Estates], Made]] = {
    "alarms": _alarms,
    "doors": _doors,
    "logs": _logs,
    "modules": _modules,
    "nodes": _nodes,
    "roots": _roots,
    "stores": _stores,
    "subnets": _subnets,
    "tasks": _tasks,
    "types": _types,
}


def main() -> int:
    for path, text in pages(TOP).items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
