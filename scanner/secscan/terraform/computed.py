"""Data sources of the AWS provider whose answer follows from the configuration alone. Asks no cloud.

Each function takes a data source's instance and answers the attributes that it can tell, with their origin; what it
cannot tell it leaves out, and a reference to that is unknown. Behaviour: the provider's documentation,
https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from secscan.terraform import iam
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.marks import inherit
from secscan.terraform.evaluate.values import UnknownPayload, Value, object_of, string
from secscan.terraform.json_documents import decode
from secscan.terraform.providers import provider_values
from secscan.terraform.regions import DESCRIPTIONS, LOAD_BALANCER_ACCOUNTS, partition_of

if TYPE_CHECKING:
    from secscan.terraform.resources import ResourceInstance

# Attributes of later versions of the provider: answered to who asks, but not counted to what the data source holds.
LATER: Final = frozenset({"region"})
_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def attributes(instance: "ResourceInstance") -> Mapping[str, Value]:
    """What a data source computes, by attribute; nothing for a resource and for a data source that asks the cloud."""
    block = instance.resources.block
    answer = _ANSWERS.get(block.type) if block.mode == "data" else None
    if answer is None:
        return {}
    try:
        made = answer(instance)
    except EvaluationError as error:
        instance.resources.scope.run.fault(error, block.block.header)
        return {}
    found = {name: value for name, value in made.items() if value is not None}
    if waits := instance.resources.waits_for:
        found = {name: _not_yet(value, waits) for name, value in found.items()}
    return {name: _from(instance, name, value) for name, value in found.items()}


def _not_yet(value: Value, waits: str) -> Value:
    """What is only read when it is applied is not known to a plan. A policy document's structure stays readable: it
    follows from the configuration, and rules judge it."""
    payload = value.payload
    if isinstance(payload, UnknownPayload):
        return value
    structure = decode(value) if isinstance(payload, str) and payload.startswith("{") else None
    reason = f"known after apply: it is read only when {waits} is there"
    return replace(value, payload=UnknownPayload(reason, not_null=True, structure=structure))


def _from(instance: "ResourceInstance", name: str, value: Value) -> Value:
    origin = (instance.address, name)
    payload = value.payload
    if isinstance(payload, UnknownPayload):
        payload = replace(payload, reference=origin)
    return replace(value, payload=payload, origins=value.origins | {origin})


def _policy_document(instance: "ResourceInstance") -> dict[str, Value | None]:
    body = instance.body
    values = object_of({name: instance.configured(name) for name in (*body.attributes, *body.groups)})
    indented, compact = iam.documents(values)
    text = indented.payload
    identity = inherit(string(str(zlib.crc32(text.encode()))), indented) if isinstance(text, str) else None
    return {"json": indented, "minified_json": compact, "id": identity}


def _provider(instance: "ResourceInstance") -> Mapping[str, Value]:
    return provider_values(instance.resources.scope, instance.resources.block.provider)


def _argument(instance: "ResourceInstance", name: str) -> Value | None:
    """An argument that is a known string."""
    found = instance.configured(name) if name in instance.body.attributes else None
    return found if found is not None and isinstance(found.payload, str) else None


def _payload(value: Value) -> str:
    return value.payload if isinstance(value.payload, str) else ""


def _region_of(instance: "ResourceInstance") -> Value | None:
    """Its own `region` (some have that argument, all since version 6), else its provider configuration's."""
    if "region" in instance.body.attributes and not instance.configured("region").is_null:
        return _argument(instance, "region")
    found = _provider(instance).get("region")
    return found if found is not None and _payload(found) else None


def _region(instance: "ResourceInstance") -> dict[str, Value | None]:
    region = _argument(instance, "name") or _region_of(instance)
    if region is None:
        return {}
    endpoint = inherit(string(f"ec2.{_payload(region)}.{partition_of(_payload(region))[1]}"), region)
    told = DESCRIPTIONS.get(_payload(region))
    description = inherit(string(told), region) if told else None
    return {"name": region, "id": region, "region": region, "endpoint": endpoint, "description": description}


def _partition(instance: "ResourceInstance") -> dict[str, Value | None]:
    region = _region_of(instance)
    if region is None:
        return {}
    partition, suffix = partition_of(_payload(region))
    reverse = ".".join(reversed(suffix.split(".")))
    texts = {"partition": partition, "id": partition, "dns_suffix": suffix, "reverse_dns_prefix": reverse}
    return {name: inherit(string(text), region) for name, text in texts.items()}


def _elb_service_account(instance: "ResourceInstance") -> dict[str, Value | None]:
    region, home = _region_of(instance), _provider(instance).get("region")
    account = LOAD_BALANCER_ACCOUNTS.get(_payload(region)) if region is not None else None
    if region is None or account is None:
        return {}
    arn = f"arn:{partition_of(_payload(home or region))[0]}:iam::{account}:root"
    return {"id": inherit(string(account), region), "arn": inherit(string(arn), region)}


def _service_principal(instance: "ResourceInstance") -> dict[str, Value | None]:
    """Outside of the `aws` partition some services keep names of their own: there it is not told."""
    region, service = _region_of(instance), _argument(instance, "service_name")
    partition, suffix = partition_of(_payload(region)) if region is not None else ("", "")
    if region is None or service is None or partition != "aws":
        return {}
    name, regional = f"{_payload(service)}.{suffix}", f"{_payload(service)}.{_payload(region)}.{suffix}"
    texts = {"name": name, "id": regional, "suffix": suffix}
    return {"region": region, **{key: inherit(string(text), region, service) for key, text in texts.items()}}


def _arn(instance: "ResourceInstance") -> dict[str, Value | None]:
    arn = _argument(instance, "arn")
    parts = _payload(arn).split(":", 5) if arn is not None else []
    if arn is None or len(parts) < 6 or parts[0] != "arn":
        return {}
    names = ("partition", "service", "region", "account", "resource")
    return {"id": arn, **{name: inherit(string(part), arn) for name, part in zip(names, parts[1:], strict=True)}}


def _caller_identity(instance: "ResourceInstance") -> dict[str, Value | None]:
    """The account where the configuration allows one only: `allowed_account_ids`, or the role to assume."""
    provider = _provider(instance)
    account = _only_allowed(provider.get("allowed_account_ids")) or _role_account(provider.get("assume_role"))
    return {"account_id": account, "id": account}


def _only_allowed(accounts: Value | None) -> Value | None:
    members = accounts.payload if accounts is not None else None
    if not isinstance(members, tuple) or len(members) != 1 or not isinstance(members[0].payload, str):
        return None
    return members[0]


def _role_account(roles: Value | None) -> Value | None:
    """The account of the last role that the provider assumes."""
    blocks = roles.payload if roles is not None else None
    if not isinstance(blocks, tuple) or not blocks or not isinstance(blocks[-1].payload, Mapping):
        return None
    arn = blocks[-1].payload.get("role_arn")
    parts = arn.payload.split(":") if arn is not None and isinstance(arn.payload, str) else []
    if arn is None or len(parts) < 6 or not _ACCOUNT.fullmatch(parts[4]):
        return None
    return inherit(string(parts[4]), arn)


_ANSWERS: Final[Mapping[str, Callable[["ResourceInstance"], dict[str, Value | None]]]] = {
    "aws_iam_policy_document": _policy_document,
    "aws_region": _region,
    "aws_partition": _partition,
    "aws_caller_identity": _caller_identity,
    "aws_elb_service_account": _elb_service_account,
    "aws_service_principal": _service_principal,
    "aws_arn": _arn,
}
