"""The estate against Terraform's own plan of whole roots: same addresses, same values, unknown where the plan is."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from terraform_truth import ROOTS, differences, plan, record, recorded, reduced

from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import plain

PLATFORM = {
    "bootstrap": "infra/bootstrap",
    "dev": "infra/environments/dev",
    "prod-with-dr": "infra/environments/prod-with-dr",
}
NAMES = ("fleet", "later", "policies", "shapes")


def estate_of(name: str) -> Estate:
    configuration = read(Sources(ROOTS / name), Options())
    assert configuration.problems == ()
    assert [estate.root for estate in configuration.estates] == ["."]
    return configuration.estates[0]


def plain_values(estate: Estate) -> list[tuple[str, object]]:
    return [(r.address.name, {name: plain(value) for name, value in r.values.items()}) for r in estate.resources]


@pytest.mark.parametrize("name", NAMES)
def test_a_root_amounts_to_what_terraform_planned_for_it(name: str) -> None:
    assert differences(estate_of(name), recorded(name)) == []


def test_policy_documents_are_written_byte_for_byte_as_the_provider_writes_them() -> None:
    estate, truth = estate_of("policies"), recorded("policies")
    documents = {r.address.name: r for r in estate.of_type("aws_iam_policy_document", mode="data")}
    theirs = {name: told["values"] for name, told in truth.items() if name in documents and told["unknown"] == {}}
    assert len(theirs) == 7
    for name, values in theirs.items():
        mine = {key: plain(documents[name].values[key]) for key in ("json", "minified_json")}
        assert mine == {key: values[key] for key in mine}


def test_every_resource_uses_the_provider_configuration_that_terraform_gives_it() -> None:
    providers = {r.address.name: r.provider for r in estate_of("fleet").resources}
    assert providers["module.key_dr.aws_kms_key.this"] == "aws.dr"
    assert providers["module.web[0].aws_cloudwatch_log_group.reserve"] == "aws.dr"
    assert {name for name, provider in providers.items() if provider == "aws.dr"} == {
        "data.aws_region.there",
        "module.key_dr.aws_kms_alias.this",
        "module.key_dr.aws_kms_key.this",
        "module.key_dr.data.aws_iam_policy_document.this",
        "module.key_dr.data.aws_partition.current",
        "module.key_dr.data.aws_region.current",
        "module.web[0].aws_cloudwatch_log_group.reserve",
        "module.web[1].aws_cloudwatch_log_group.reserve",
    }


def test_reading_twice_gives_equal_estates() -> None:
    assert estate_of("fleet") == estate_of("fleet")
    assert repr(plain_values(estate_of("fleet"))) == repr(plain_values(estate_of("fleet")))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_recorded_plans_are_what_terraform_says_today(
    name: str, terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    document = plan(terraform, terraform_plugins, ROOTS / name, tmp_path)
    if os.environ.get("SECSCAN_RECORD"):
        record(name, document)
    assert json.loads(json.dumps(reduced(document))) == recorded(name)


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
@pytest.mark.parametrize("name", sorted(PLATFORM))
def test_the_platform_amounts_to_what_terraform_plans_for_it(
    name: str, top: Path, platform_plan: Callable[[str], dict[str, object]]
) -> None:
    document = platform_plan(name)
    found = read(Sources(top, scope=("infra",)), Options())
    assert [problem for problem in found.problems if problem.incomplete] == []
    estate = next(estate for estate in found.estates if estate.root == PLATFORM[name])
    assert differences(estate, reduced(document)) == []
