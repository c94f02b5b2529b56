"""The manifests under infra/kubernetes: they fit the clusters that Terraform makes, and ask for no more than they need.

What a manifest may hold is checked by Kubernetes itself; here stands what the platform wants of it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from terraform_copy import TOP

KUBERNETES = TOP / "infra" / "kubernetes"
BASE = sorted((KUBERNETES / "base").glob("*.yaml"))

# By overlay: the root whose cluster it is for, and the variable that names its region.
OVERLAYS = {
    "dev": ("dev", "region"),
    "prod-dr": ("prod-with-dr", "dr_region"),
    "prod-primary": ("prod-with-dr", "primary_region"),
}


def objects() -> Iterator[dict]:
    for path in BASE:
        if path.name != "kustomization.yaml":
            yield from yaml.safe_load_all(path.read_text())


def of_kind(kind: str) -> list[dict]:
    return [found for found in objects() if found["kind"] == kind]


def setting(root: str, name: str) -> str:
    text = (TOP / "infra" / "environments" / root / "terraform.tfvars").read_text()
    (found,) = re.findall(rf'^{name} *= "(.*)"$', text, re.MULTILINE)
    return found


def test_every_manifest_and_overlay_is_named() -> None:
    listed = yaml.safe_load((KUBERNETES / "base" / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == sorted(path.name for path in BASE if path.name != "kustomization.yaml")
    assert sorted(OVERLAYS) == sorted(path.name for path in (KUBERNETES / "overlays").iterdir())


@pytest.mark.parametrize("overlay", sorted(OVERLAYS))
def test_an_overlay_names_the_cluster_and_the_registry_of_its_environment(overlay: str) -> None:
    root, region_name = OVERLAYS[overlay]
    region, account = setting(root, region_name), setting(root, "account_id")
    cluster = f"{setting(root, 'project_name')}-{setting(root, 'environment')}"
    document = yaml.safe_load((KUBERNETES / "overlays" / overlay / "kustomization.yaml").read_text())
    (image,), (settings,) = document["images"], document["configMapGenerator"]
    assert image["newName"] == f"{account}.dkr.ecr.{region}.amazonaws.com/{cluster}/cluster-autoscaler"
    assert settings["literals"] == [f"CLUSTER_NAME={cluster}", f"AWS_REGION={region}"]


def test_the_autoscaler_is_of_the_cluster_s_version_of_kubernetes() -> None:
    variables = (TOP / "infra" / "modules" / "eks" / "variables.tf").read_text()
    (version,) = re.findall(r'variable "kubernetes_version".*?default *= "(.*?)"', variables, re.DOTALL)
    tags = {
        image["newTag"]
        for path in (KUBERNETES / "overlays").glob("*/kustomization.yaml")
        for image in yaml.safe_load(path.read_text())["images"]
    }
    assert {tag.rpartition(".")[0] for tag in tags} == {f"v{version}"}


def test_the_autoscaler_takes_the_role_that_terraform_gives_its_service_account() -> None:
    module = (TOP / "infra" / "modules" / "cluster-autoscaler" / "main.tf").read_text()
    said = dict(re.findall(r'^  (namespace|service_account) *= "(.*)"$', module, re.MULTILINE))
    (account,) = of_kind("ServiceAccount")
    (deployment,) = of_kind("Deployment")
    assert account["metadata"] == {"name": said["service_account"], "namespace": said["namespace"]}
    assert deployment["metadata"]["namespace"] == said["namespace"]
    assert deployment["spec"]["template"]["spec"]["serviceAccountName"] == said["service_account"]


def test_a_container_is_an_ordinary_user_without_privileges_on_a_read_only_disk() -> None:
    (deployment,) = of_kind("Deployment")
    pod = deployment["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert [container["securityContext"] for container in pod["containers"]] == [
        {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    ]


def test_no_role_has_a_wildcard_and_none_reads_secrets() -> None:
    rules = [rule for role in (*of_kind("ClusterRole"), *of_kind("Role")) for rule in role["rules"]]
    words = {word for rule in rules for part in ("apiGroups", "resources", "verbs") for word in rule[part]}
    assert words & {"*", "secrets", "escalate", "bind", "impersonate"} == set()


def test_the_trading_namespace_is_restricted_and_closed_until_a_policy_opens_it() -> None:
    (namespace,) = of_kind("Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    closed = [p for p in of_kind("NetworkPolicy") if p["metadata"]["name"] == "nothing-unless-said"]
    assert [(p["metadata"]["namespace"], p["spec"]) for p in closed] == [
        (namespace["metadata"]["name"], {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})
    ]


def test_the_manifests_are_where_the_readme_says() -> None:
    named = set(re.findall(r"`base/([a-z-]+\.yaml)`", (Path(KUBERNETES) / "README.md").read_text()))
    assert named == {path.name for path in BASE} - {"kustomization.yaml"}
