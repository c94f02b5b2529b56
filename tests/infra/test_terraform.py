"""Terraform itself accepts the platform: formatting, validation, and plans with fake keys. Not what the rules say."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import moto
import pytest
from terraform_copy import ROOTS, TOP, copied, initialised, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("terraform")]


# What stands in the recovery region and nowhere else.
RECOVERY = ("backup_plan_dr", "dr", "failover_function", "keys_dr")

REGION = re.compile(r"(?<![a-z0-9])(?:us|eu|ap|sa|ca|me|af|il|mx)(?:-gov)?-[a-z]+-[0-9]")

# Where it must name the other region all the same.
NAMES_THE_PEER = {
    "module.dr.module.alarms.aws_cloudwatch_metric_alarm.this dimensions": "the replica that receives its writes",
    "module.dr.module.storage.aws_s3_bucket_policy.this policy": "the account's one trail stands in the other region",
    "module.dr.module.storage.aws_s3_bucket_replication_configuration.this rule": "its buckets are copied there",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("platform"))


def test_every_file_is_formatted(terraform: str, copy: Path) -> None:
    done = run(terraform, "fmt", "-check", "-recursive", "-diff", cwd=copy)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("root", ROOTS)
def test_the_root_is_valid_without_a_warning(
    root: str, terraform: str, terraform_plugins: tuple[str, ...], copy: Path
) -> None:
    place = initialised(terraform, terraform_plugins, copy / root)
    validated = run(terraform, "validate", "-json", cwd=place)
    answer = json.loads(validated.stdout)
    assert (answer["valid"], answer["diagnostics"]) == (True, [])


def test_what_is_made_for_the_recovery_region_goes_through_its_provider_alone(
    platform_plan: Callable[[str], dict[str, object]],
) -> None:
    """Of every module, resources and data sources; the peering of the two regions alone has both providers."""
    document: dict = platform_plan("prod-with-dr")
    configured = document["configuration"]["provider_config"]
    region = {key: configured[key]["expressions"]["region"]["references"] for key in configured}
    assert region == {"aws": ["var.primary_region"], "aws.dr": ["var.dr_region"]}
    calls = document["configuration"]["root_module"]["module_calls"]
    through = {name: _providers(calls[name]["module"]) for name in calls}
    assert {name: providers for name, providers in through.items() if providers != {"aws"}} == {
        **{name: {"aws.dr"} for name in RECOVERY},
        "transit_peering": {"aws", "aws.dr"},
        "recovery_objectives": set(),
    }


@pytest.mark.parametrize("module", RECOVERY)
def test_what_is_planned_for_the_recovery_region_names_no_other_region_but_where_it_must(
    module: str, platform_plan: Callable[[str], dict[str, object]]
) -> None:
    """Of all that is known before an apply: ARNs, zones, host names, policies, what a function is told."""
    document: dict = platform_plan("prod-with-dr")
    values = {name: document["variables"][name]["value"] for name in ("primary_region", "dr_region", "dr_zones")}
    assert values == {
        "primary_region": "us-east-1",
        "dr_region": "us-west-2",
        "dr_zones": ["us-west-2a", "us-west-2b", "us-west-2c"],
    }
    named = _regions(document, f"module.{module}.")
    elsewhere = {where for region, places in named.items() if region != "us-west-2" for where in places}
    assert elsewhere == {where for where in NAMES_THE_PEER if where.startswith(f"module.{module}.")}
    assert named["us-west-2"]


def test_the_recovery_region_s_subnets_lie_in_its_zones(platform_plan: Callable[[str], dict[str, object]]) -> None:
    document: dict = platform_plan("prod-with-dr")
    zones = {
        change["change"]["after"]["availability_zone"]
        for change in document["resource_changes"]
        if change["address"].startswith("module.dr.") and change["type"] == "aws_subnet"
    }
    assert zones == {"us-west-2a", "us-west-2b", "us-west-2c"}


def test_each_region_s_backups_are_copied_into_the_vault_of_the_other(
    platform_plan: Callable[[str], dict[str, object]],
) -> None:
    """The vaults' ARNs are known after an apply: what can be read is where each plan takes them from."""
    document: dict = platform_plan("prod-with-dr")
    calls = document["configuration"]["root_module"]["module_calls"]
    names = ("vault_name", "copy_region", "copy_vault_arn")
    taken = {
        call: tuple(calls[call]["expressions"][name]["references"][0] for name in names)
        for call in ("backup_plan", "backup_plan_dr")
    }
    assert taken == {
        "backup_plan": ("module.primary.backup_vault.name", "var.dr_region", "module.dr.backup_vault.arn"),
        "backup_plan_dr": ("module.dr.backup_vault.name", "var.primary_region", "module.primary.backup_vault.arn"),
    }
    rules = {
        change["address"].split(".")[1]: sorted(
            (rule["rule_name"], rule["schedule"]) for rule in change["change"]["after"]["rule"]
        )
        for change in document["resource_changes"]
        if change["type"] == "aws_backup_plan"
    }
    assert rules["backup_plan_dr"] == rules["backup_plan"]
    assert len(rules["backup_plan"]) == 3


def test_the_two_regions_hold_the_same_kinds_of_resources_but_for_what_one_alone_can_have(
    platform_plan: Callable[[str], dict[str, object]],
) -> None:
    document: dict = platform_plan("prod-with-dr")
    kinds = {side: _kinds(document, f"module.{side}.") for side in ("primary", "dr")}
    assert kinds["primary"] - kinds["dr"] == {
        "aws_dynamodb_table",
        "aws_secretsmanager_secret",
        "aws_secretsmanager_secret_policy",
        "aws_secretsmanager_secret_rotation",
        "aws_secretsmanager_secret_version",
        "aws_securityhub_finding_aggregator",
        "aws_serverlessapplicationrepository_cloudformation_stack",
    }
    assert kinds["dr"] - kinds["primary"] == {"aws_dynamodb_table_replica"}


@pytest.mark.parametrize(("side", "peer"), [("primary", "10.30"), ("dr", "10.20")])
def test_a_service_of_one_region_has_the_whole_way_to_the_database_of_the_other_and_back(
    side: str, peer: str, platform_plan: Callable[[str], dict[str, object]]
) -> None:
    """What a failback stands on from `cross_over` to `shrink_recovery`: route, network ACL and both groups' rules."""
    changes = platform_plan("prod-with-dr")["resource_changes"]
    made: dict = {change["address"]: change["change"]["after"] for change in changes}  # type: ignore[attr-defined]
    at = f"module.{side}.module."
    clients = {f"{peer}.{third}.0/20" for third in (0, 16, 32)}
    databases = {f"{peer}.{third}.0/22" for third in (64, 68, 72)}

    back = {
        v["destination_cidr_block"] for a, v in made.items() if a.startswith(f"{at}transit_gateway.aws_route.data[")
    }
    assert back == clients
    acl = made[f'{at}network.aws_network_acl.this["data"]']
    for way, ports in (("ingress", (5432, 5432)), ("egress", (32768, 60999))):
        rules = [rule for rule in acl[way] if rule["cidr_block"].startswith(peer)]
        assert {(r["cidr_block"], r["from_port"], r["to_port"], r["action"]) for r in rules} == {
            (cidr, *ports, "allow") for cidr in clients
        }
    admitted = [v for a, v in made.items() if a.startswith(f"{at}database.aws_vpc_security_group_ingress_rule.peers[")]
    assert {(v["cidr_ipv4"], v["from_port"], v["to_port"]) for v in admitted} == {(c, 5432, 5432) for c in clients}

    private = made[f'{at}network.aws_network_acl.this["private"]']["egress"]
    assert any(r["cidr_block"] == f"{peer}.0.0/16" and r["from_port"] <= 5432 <= r["to_port"] for r in private)
    leaving = {
        (re.findall(r'module\.service\["(.+?)"\]', address)[0], value["cidr_ipv4"], value["to_port"])
        for address, value in made.items()
        if address.startswith(at) and ".aws_vpc_security_group_egress_rule.peer_data_stores[" in address
    }
    assert leaving == {(s, cidr, 5432) for s in ("audit-reporter", "order-gateway") for cidr in databases}


def test_no_two_resources_take_one_name_that_the_account_has_once(
    platform_plan: Callable[[str], dict[str, object]],
) -> None:
    """Roles and buckets know no region: the same module twice must not ask for the same name twice."""
    document: dict = platform_plan("prod-with-dr")
    names = [
        (change["type"], change["change"]["after"].get("name") or change["change"]["after"].get("bucket"))
        for change in document["resource_changes"]
        if change["type"] in ("aws_iam_role", "aws_iam_policy", "aws_s3_bucket")
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_families_of_low_latency_are_those_of_which_ec2_says_so() -> None:
    """Held to the answer of DescribeInstanceTypes that moto keeps: a cluster placement group, ENA, x86."""
    text = (TOP / "infra" / "modules" / "node-group" / "main.tf").read_text()
    (listed,) = re.findall(r"low_latency_families = \[(.*?)\]", text, re.DOTALL)
    kept = Path(moto.__file__).parent / "ec2" / "resources" / "instance_types.json.gz"
    fit: dict[str, set[bool]] = {}
    for name, said in json.loads(gzip.decompress(kept.read_bytes())).items():
        fit.setdefault(name.split(".")[0], set()).add(
            "cluster" in said["PlacementGroupInfo"]["SupportedStrategies"]
            and said["NetworkInfo"]["EnaSupport"] in ("required", "supported")
            and said["ProcessorInfo"]["SupportedArchitectures"] == ["x86_64"]
        )
    families = re.findall(r'"([a-z0-9-]+)"', listed)
    assert {family: fit[family] for family in families} == {family: {True} for family in families}
    assert [fit[family] for family in ("m7i-flex", "t3", "c7gn")] == [{False}, {False}, {False}]


@pytest.mark.parametrize("name", ["dev", "prod-with-dr"])
def test_the_state_goes_into_the_bucket_that_bootstrap_makes_in_the_same_account(
    name: str, platform_plan: Callable[[str], dict[str, object]]
) -> None:
    document: dict = platform_plan("bootstrap")
    (made,) = (c for c in document["resource_changes"] if c["address"] == 'module.state.aws_s3_bucket.this["state"]')
    place = TOP / "infra" / "environments" / name
    (account,) = re.findall(r'^account_id *= "(\d+)"$', (place / "terraform.tfvars").read_text(), re.MULTILINE)
    (named,) = re.findall(r'bucket *= "(.*)"', (place / "backend.tf").read_text())
    assert named == made["change"]["after"]["bucket"].replace(document["variables"]["account_id"]["value"], account)


@pytest.mark.parametrize("name", ["dev", "prod-with-dr"])
def test_the_password_is_nowhere_in_the_plan(name: str, platform_plan: Callable[[str], dict[str, object]]) -> None:
    script = (TOP / "infra" / "scripts" / "plan-offline.sh").read_text()
    (password,) = re.findall(r"^export TF_VAR_database_password=(\S+)$", script, re.MULTILINE)
    assert password not in json.dumps(platform_plan(name))


def test_without_the_password_the_plan_says_how_to_give_it(
    terraform: str, terraform_plugins: tuple[str, ...], copy: Path
) -> None:
    place = initialised(terraform, terraform_plugins, copy / "environments" / "dev")
    (place / "offline_override.tf").write_text('terraform {\n  backend "local" {}\n}\n')
    assert run(terraform, "init", "-input=false", *terraform_plugins, cwd=place).returncode == 0
    done = run(terraform, "plan", "-input=false", cwd=place, TF_VAR_database_password="")
    assert done.returncode == 1
    assert "run Terraform by scripts/with-database-password.sh" in " ".join(done.stderr.split()).replace("│ ", "")


def _kinds(document: dict, prefix: str) -> set[str]:
    changes = document["resource_changes"]
    return {
        change["type"] for change in changes if change["address"].startswith(prefix) and change["mode"] == "managed"
    }


def _regions(document: dict, prefix: str) -> dict[str, set[str]]:
    """The places, as address and attribute without keys, in which planned resources name a region, by its name."""
    found: dict[str, set[str]] = {}
    for change in document["resource_changes"]:
        if change["mode"] == "managed" and change["address"].startswith(prefix):
            address = re.sub(r"\[[^]]*\]", "", change["address"])
            for attribute, value in change["change"]["after"].items():
                for region in REGION.findall(json.dumps(value)):
                    found.setdefault(region, set()).add(f"{address} {attribute}")
    return found


def _providers(module: dict) -> set[str]:
    here = {resource["provider_config_key"] for resource in module.get("resources", [])}
    return here.union(*(_providers(call["module"]) for call in module.get("module_calls", {}).values()))
