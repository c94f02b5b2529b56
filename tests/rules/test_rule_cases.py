"""The policies' own cases: they are the proof of the rules; and the proof of the cases' runner."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from rule_samples import PROSE

from secscan.rules import load_policies
from secscan.rules.cases import Case, CaseResult, lay_cases, run_cases
from secscan.rules.language import Policy
from secscan.rules.load import own_policies

POLICIES = {policy.id: policy for policy in load_policies()}


@pytest.fixture(scope="module")
def results() -> tuple[CaseResult, ...]:
    return run_cases(POLICIES.values())


def test_every_case_of_every_rule_is_answered_as_it_is_marked(results: tuple[CaseResult, ...]) -> None:
    assert [result for result in results if not result.ok] == []


@pytest.mark.parametrize("rule", sorted(POLICIES))
def test_every_rule_has_a_finding_a_clean_and_an_unknown(rule: str, results: tuple[CaseResult, ...]) -> None:
    assert {result.actual for result in results if result.rule == rule} == {"finding", "clean", "unknown"}


def test_the_rules_are_those_of_the_folders() -> None:
    place = own_policies()
    folders = {"-".join(path.parent.relative_to(place).parts) for path in place.rglob("policy.yaml")}
    assert set(POLICIES) == folders


def test_severities_are_what_was_decided() -> None:
    assert {rule: str(policy.info.severity) for rule, policy in POLICIES.items()} == {
        "aws-alb-desync-mitigation": "medium",
        "aws-alb-drop-invalid-headers": "medium",
        "aws-alb-http-redirect": "high",
        "aws-alb-http-rule-redirect": "high",
        "aws-alb-security-headers": "medium",
        "aws-alb-web-acl": "medium",
        "aws-apigateway-access-logs": "medium",
        "aws-apigateway-cache-encryption": "medium",
        "aws-apigateway-domain-tls": "medium",
        "aws-apigateway-method-authorization": "high",
        "aws-apigateway-route-authorization": "high",
        "aws-apigateway-web-acl": "medium",
        "aws-backup-copies-elsewhere": "low",
        "aws-backup-vault-customer-key": "medium",
        "aws-backup-vault-lock": "low",
        "aws-batch-non-root-user": "medium",
        "aws-batch-privileged-container": "high",
        "aws-cloudfront-access-logs": "medium",
        "aws-cloudfront-default-root-object": "low",
        "aws-cloudfront-origin-access": "medium",
        "aws-cloudfront-origin-https": "high",
        "aws-cloudfront-origin-tls": "medium",
        "aws-cloudfront-viewer-https": "high",
        "aws-cloudfront-viewer-tls": "medium",
        "aws-cloudfront-web-acl": "medium",
        "aws-cloudtrail-cis-alarms": "low",
        "aws-cloudtrail-customer-key": "medium",
        "aws-cloudtrail-insights": "info",
        "aws-cloudtrail-log-group": "low",
        "aws-cloudtrail-log-validation": "medium",
        "aws-cloudtrail-logging": "high",
        "aws-cloudtrail-multi-region": "medium",
        "aws-cloudtrail-s3-data-events": "low",
        "aws-cloudwatch-alarm-actions-enabled": "low",
        "aws-cloudwatch-log-group-customer-key": "medium",
        "aws-cloudwatch-log-retention": "low",
        "aws-config-recorder-enabled": "medium",
        "aws-config-recorder-resources": "medium",
        "aws-dynamodb-customer-key": "medium",
        "aws-dynamodb-deletion-protection": "low",
        "aws-dynamodb-point-in-time-recovery": "medium",
        "aws-ebs-default-encryption": "medium",
        "aws-ebs-snapshot-public-access": "high",
        "aws-ebs-volume-encryption": "medium",
        "aws-ec2-block-device-encryption": "medium",
        "aws-ec2-imdsv2": "high",
        "aws-ec2-public-address": "medium",
        "aws-ec2-public-image": "critical",
        "aws-ecr-image-scanning": "medium",
        "aws-ecr-immutable-tags": "medium",
        "aws-ecr-public-policy": "critical",
        "aws-ecs-exec-logging": "medium",
        "aws-ecs-host-network": "medium",
        "aws-ecs-host-pid": "high",
        "aws-ecs-non-root-user": "medium",
        "aws-ecs-privileged-container": "high",
        "aws-ecs-public-address": "medium",
        "aws-ecs-read-only-root": "medium",
        "aws-ecs-secret-in-environment": "high",
        "aws-eks-api-from-anywhere": "high",
        "aws-eks-control-plane-logs": "medium",
        "aws-eks-node-remote-access": "critical",
        "aws-eks-public-endpoint": "medium",
        "aws-eks-secrets-encryption": "medium",
        "aws-elasticache-at-rest-encryption": "medium",
        "aws-elasticache-authentication": "medium",
        "aws-elasticache-transit-encryption": "medium",
        "aws-elb-access-logs": "medium",
        "aws-elb-deletion-protection": "low",
        "aws-elb-tls-policy": "medium",
        "aws-firehose-encryption": "medium",
        "aws-guardduty-enabled": "medium",
        "aws-guardduty-features": "medium",
        "aws-iam-access-key-in-state": "medium",
        "aws-iam-admin-policy": "high",
        "aws-iam-administrator-access": "high",
        "aws-iam-assume-role-everybody": "critical",
        "aws-iam-oidc-subject": "critical",
        "aws-iam-password-policy": "medium",
        "aws-iam-user-policies": "low",
        "aws-kinesis-retention": "low",
        "aws-kinesis-stream-encryption": "medium",
        "aws-kms-deletion-window": "low",
        "aws-kms-key-rotation": "medium",
        "aws-kms-public-key-policy": "critical",
        "aws-kms-replica-key-policy": "medium",
        "aws-lambda-dead-letter-queue": "low",
        "aws-lambda-environment-key": "low",
        "aws-lambda-permission-source": "medium",
        "aws-lambda-public-permission": "critical",
        "aws-lambda-reserved-concurrency": "low",
        "aws-lambda-runtime": "medium",
        "aws-lambda-tracing": "low",
        "aws-lambda-url-authorization": "high",
        "aws-lambda-vpc": "low",
        "aws-opensearch-at-rest-encryption": "medium",
        "aws-opensearch-audit-logs": "medium",
        "aws-opensearch-https": "medium",
        "aws-opensearch-node-to-node-encryption": "medium",
        "aws-opensearch-public-policy": "critical",
        "aws-opensearch-tls-policy": "medium",
        "aws-opensearch-vpc": "medium",
        "aws-rds-aurora-tls-required": "medium",
        "aws-rds-backups": "medium",
        "aws-rds-cluster-instances": "low",
        "aws-rds-deletion-protection": "low",
        "aws-rds-iam-authentication": "low",
        "aws-rds-log-exports": "medium",
        "aws-rds-minor-upgrades": "medium",
        "aws-rds-multi-az": "low",
        "aws-rds-public-access": "high",
        "aws-rds-storage-encryption": "medium",
        "aws-rds-tls-required": "medium",
        "aws-route53-dnssec": "low",
        "aws-route53-domain-transfer-lock": "medium",
        "aws-route53-query-logging": "medium",
        "aws-s3-access-logging": "low",
        "aws-s3-customer-key": "medium",
        "aws-s3-object-lock-retention": "low",
        "aws-s3-public-access-block": "high",
        "aws-s3-public-access-block-flags": "high",
        "aws-s3-public-acl": "high",
        "aws-s3-public-policy": "critical",
        "aws-s3-tls-only": "medium",
        "aws-s3-versioning": "medium",
        "aws-secretsmanager-customer-key": "medium",
        "aws-secretsmanager-public-policy": "critical",
        "aws-secretsmanager-rotation": "low",
        "aws-security-group-all-ports-from-anywhere": "critical",
        "aws-security-group-data-ports-from-anywhere": "critical",
        "aws-security-group-egress-to-anywhere": "low",
        "aws-security-group-rdp-from-anywhere": "critical",
        "aws-security-group-ssh-from-anywhere": "critical",
        "aws-sns-encryption": "medium",
        "aws-sns-public-policy": "critical",
        "aws-sqs-dead-letter-queue": "low",
        "aws-sqs-encryption": "medium",
        "aws-sqs-public-policy": "critical",
        "aws-transit-gateway-auto-accept": "high",
        "aws-transit-gateway-default-routes": "low",
        "aws-vpc-default-security-group": "medium",
        "aws-vpc-default-security-group-rules": "medium",
        "aws-vpc-flow-logs": "medium",
        "aws-vpc-network-acl-admin-ports": "medium",
        "aws-vpc-subnet-public-address": "medium",
        "aws-vpn-client-connection-logs": "medium",
        "aws-vpn-tunnel-algorithms": "medium",
        "aws-vpn-tunnel-logs": "medium",
        "aws-waf-logging": "medium",
        "aws-waf-web-acl-rules": "medium",
        "kubernetes-workload-non-root-user": "medium",
        "kubernetes-workload-privileged-container": "high",
    }


def test_no_rule_claims_an_engines_rule_that_another_claims() -> None:
    claims = [(alias.engine, alias.rule_id) for policy in POLICIES.values() for alias in policy.info.aliases]
    assert sorted(claims) == sorted(set(claims))


def _rule(place: Path, cases: dict[str, str]) -> Policy:
    folder = place / "policies" / "acme" / "thing" / "rule"
    for name, text in cases.items():
        path = folder / "cases" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    questions = "resources: aws_thing\nrequire: {attribute: a, equals: 1}\nmessage: '{value}'\n"
    (folder / "policy.yaml").write_text(PROSE + questions, encoding="utf-8")
    return next(policy for policy in load_policies((place / "policies",)) if policy.id == "acme-thing-rule")


def _shown(results: tuple[CaseResult, ...]) -> list[tuple[str, int, str, str, str, str]]:
    return [(r.file, r.line, r.address, r.expected, r.actual, r.problem) for r in results]


def test_a_mark_that_does_not_hold_is_said_with_its_place(tmp_path: Path) -> None:
    text = '# expect: clean\nresource "aws_thing" "x" {\n  a = 2\n}\n'
    assert _shown(run_cases([_rule(tmp_path, {"a.tf": text})])) == [
        ("main.tf", 2, "aws_thing.x", "clean", "finding", "")
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('resource "aws_thing" "x" {}\n', 1, "aws_thing.x has no `# expect:` mark"),
        (
            '# expect: fine\nresource "aws_other" "x" {}\n',
            1,
            "not a mark: write `# expect: finding`, `clean` or `unknown`",
        ),
        ('# expect: clean\n\nresource "aws_other" "x" {}\n', 1, "the mark stands at no resource"),
        ("# expect: clean\nlocals {}\n", 1, "the mark stands at no resource"),
        ('# expect: clean aws_thing.y\nresource "aws_thing" "x" {}\n', 2, "aws_thing.x has no `# expect:` mark"),
        ('resource "aws_thing" {\n', 0, "the case cannot be read as Terraform"),
        ('module "m" {\n  source = "./absent"\n}\n', 1, ""),
    ],
)
def test_a_case_that_proves_nothing_is_a_problem(text: str, line: int, problem: str, tmp_path: Path) -> None:
    results = run_cases([_rule(tmp_path, {"a.tf": text})])
    assert results
    assert not any(result.ok for result in results)
    if problem:
        assert (results[0].line, results[0].problem) == (line, problem)


def test_marks_name_keys_instances_and_headers(tmp_path: Path) -> None:
    text = """
# What this is about.
# expect: clean aws_thing.many["a"]
# expect: finding aws_thing.many["b"]
resource "aws_thing" "many" {
  for_each = { a = 1, b = 2 }
  a        = each.value
}

resource "aws_thing" "at_the_header" { # expect: finding
  a = 3
}
"""
    results = run_cases([_rule(tmp_path, {"a.tf": text})])
    assert [(r.address, r.expected, r.ok) for r in results] == [
        ('aws_thing.many["a"]', "clean", True),
        ('aws_thing.many["b"]', "finding", True),
        ("aws_thing.at_the_header", "finding", True),
    ]


def test_a_file_is_a_root_of_its_own_and_a_folder_is_one_with_its_modules(tmp_path: Path) -> None:
    same = '# expect: finding\nresource "aws_thing" "x" {}\n'
    module = '# expect: clean\nresource "aws_thing" "m" {\n  a = 1\n}\n'
    policy = _rule(
        tmp_path,
        {
            "a.tf": same,
            "b.tf": same,
            "c/main.tf": 'module "m" {\n  source = "./m"\n}\n',
            "c/m/main.tf": module,
            "d.tf.json": '{"resource": {"aws_other": {"x": {}}}}',
        },
    )
    assert [case.root for case in lay_cases([policy], tmp_path / "laid")] == [
        "acme-thing-rule/a",
        "acme-thing-rule/b",
        "acme-thing-rule/c",
        "acme-thing-rule/d",
    ]
    assert [(r.case, r.file, r.address, r.ok) for r in run_cases([policy])] == [
        ("a.tf", "main.tf", "aws_thing.x", True),
        ("b.tf", "main.tf", "aws_thing.x", True),
        ("c", "m/main.tf", "module.m.aws_thing.m", True),
    ]


_VARIABLE = re.compile(r'variable "(\w+)" \{(.*?)\n\}', re.DOTALL)


def _call(number: int, case: Case, place: Path) -> str:
    """A case as a module of one root: its variables get null, which nobody asks before a plan."""
    text = "\n".join(path.read_text() for path in sorted((place / case.root).glob("*.tf")))
    needed = sorted(name for name, body in _VARIABLE.findall(text) if "default" not in body)
    arguments = "".join(f"  {name} = null\n" for name in needed)
    return f'module "case_{number}" {{\n  source = "./{case.root}"\n{arguments}}}\n'


NEWER = ("aws_wafv2_web_acl_rule_group_association",)
"""Types that the AWS provider has since its version 6, and that an older one refuses."""


@pytest.mark.slow
def test_terraform_itself_finds_the_cases_valid(
    terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    """The AWS cases: the Kubernetes provider is not always at hand, and `secscan` needs none. All in one root, for the
    provider takes seconds to start."""
    cases = lay_cases([policy for rule, policy in POLICIES.items() if rule.startswith("aws-")], tmp_path)
    provider = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
    calls = [_call(number, case, tmp_path) for number, case in enumerate(cases)]
    (tmp_path / "main.tf").write_text(provider + "".join(calls))

    def run(*arguments: str) -> str:
        command = [terraform, f"-chdir={tmp_path}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    run("init", "-backend=false", *terraform_plugins)
    verdict = json.loads(run("validate", "-json"))
    errors = [d for d in verdict["diagnostics"] if d["severity"] == "error"]
    said = [(d.get("range", {}).get("filename", ""), d["summary"], d.get("detail", "")) for d in errors]
    newer = [one for one in said if one[1] == "Invalid resource type" and any(f'"{kind}"' in one[2] for kind in NEWER)]
    assert [one for one in said if one not in newer] == []
    assert verdict["valid"] is not bool(newer)


@pytest.mark.slow
def test_the_cases_are_formatted_as_terraform_formats(terraform: str) -> None:
    found = subprocess.run(
        [terraform, "fmt", "-check", "-recursive", str(own_policies())], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "")
