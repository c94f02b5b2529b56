"""The failover's own resources, made on the moto server by the platform's modules and the real Terraform.

The root is written for the drill and thrown away with it; the modules are those of production. Not for the clusters and
databases that a failover acts on (`estate`).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drill.estate import (
    ACCOUNT,
    GROUPS,
    PREFIX,
    PRIMARY,
    RECOVERY,
    SERVICES,
    SLICES,
    TARGET_SECONDS,
    TIMES,
    region_settings,
)

MODULES = Path(__file__).resolve().parents[1] / "modules"
INIT_SECONDS, APPLY_SECONDS = 300, 900
FUNCTION = "trading-sync-cluster-sizes"
NAME = "api.trading.example.com"
KEY = f"arn:aws:kms:{RECOVERY}:{ACCOUNT}:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"


def apply(place: Path, address: str, terraform: str, plugins: Path | None) -> Mapping[str, Any]:
    """Apply the root in `place` on the server, and give its outputs. Raises RuntimeError with Terraform's own words."""
    shutil.copytree(MODULES, place / "modules", ignore=shutil.ignore_patterns(".terraform", "tests"))
    (place / "main.tf.json").write_text(json.dumps(_root(), indent=2))
    found = [] if plugins is None else [f"-plugin-dir={plugins}"]
    _run([terraform, "init", "-input=false", *found], place, address, INIT_SECONDS)
    _run([terraform, "apply", "-input=false", "-auto-approve", "-parallelism=20"], place, address, APPLY_SECONDS)
    told = json.loads(_run([terraform, "output", "-json"], place, address, INIT_SECONDS))
    return {name: output["value"] for name, output in told.items()}


def _run(words: Sequence[str], place: Path, address: str, seconds: int) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TF_PLUGIN_CACHE_DIR") if name in os.environ}
    environment = {**kept, "AWS_ENDPOINT_URL": address, "TF_IN_AUTOMATION": "1", "TF_CLI_ARGS": "-no-color"}
    done = subprocess.run(  # noqa: S603 - Terraform, words of our own
        words, cwd=place, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words[:2])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _root() -> dict[str, Any]:
    offline = {
        "access_key": "of-nobody",
        "secret_key": "of-nobody",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_requesting_account_id": True,
    }
    return {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.100"}}},
        "provider": {"aws": [{"region": PRIMARY, **offline}, {"alias": "dr", "region": RECOVERY, **offline}]},
        "resource": {
            "aws_route53_zone": {"public": {"name": "trading.example.com"}},
            "aws_sns_topic": {"alerts": {"provider": "aws.dr", "name": f"{PREFIX}-alerts"}},
        },
        "module": {"function": _function(), "records": _records()},
        "output": {
            name: {"value": f"${{module.function.{name}}}"}
            for name in ("function_name", "slice_alarm_names", "dead_letter_queue_name", "commands_topic_arn")
        }
        | {
            "alert_topic_arn": {"value": "${aws_sns_topic.alerts.arn}"},
            "zone_id": {"value": "${aws_route53_zone.public.zone_id}"},
        },
    }


def _function() -> dict[str, Any]:
    return {
        "source": "./modules/failover-function",
        "providers": {"aws": "aws.dr"},
        "name_prefix": PREFIX,
        "function_name": FUNCTION,
        "account_id": ACCOUNT,
        "primary": _side(PRIMARY),
        "recovery": _side(RECOVERY),
        "node_groups": GROUPS,
        "services": SERVICES,
        "secret_name": f"{PREFIX}/database/trading",
        "host_parameter": f"/{PREFIX}/database/host",
        "alert_topic_arn": "${aws_sns_topic.alerts.arn}",
        "alert_key_arn": KEY,
        "log_key_arn": KEY,
        "slices": SLICES,
        "failover_target_seconds": TARGET_SECONDS,
        "timing": TIMES,
        "protected": False,
    }


def _side(region: str) -> dict[str, Any]:
    told = region_settings(region)
    return {**told, "region": told["name"], "data_key_arn": KEY.replace(RECOVERY, region)}


def _records() -> dict[str, Any]:
    return {
        "source": "./modules/failover-records",
        "name_prefix": PREFIX,
        "zone_id": "${aws_route53_zone.public.zone_id}",
        "name": NAME,
        "slice_alarm_names": "${module.function.slice_alarm_names}",
        "topic_arns": [f"arn:aws:sns:{PRIMARY}:{ACCOUNT}:{PREFIX}-alerts"],
        "primary": _endpoint(PRIMARY, "Z1UJRXOUMOOFQ8"),
        "recovery": _endpoint(RECOVERY, "Z2OJLYMUO9EFXC"),
    }


def _endpoint(region: str, zone: str) -> dict[str, str]:
    return {
        "region": region,
        "dns_name": f"d-a1b2c3d4e5.execute-api.{region}.amazonaws.com",
        "zone_id": zone,
        "health_host": f"health.execute-api.{region}.amazonaws.com",
        "health_path": "/live/healthz",
    }
