"""The committed table against Terraform itself."""

import subprocess
import sys
from pathlib import Path

import pytest

# Services whose defaults are learnt anew; to learn all takes minutes: `scripts/generate_schema.py` does.
SERVICES = ("batch", "kms", "lb", "rds", "sqs")


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_the_table_is_what_terraform_says_of_the_provider_today(
    top: Path, terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    made = tmp_path / "aws.jsonl"
    script = [sys.executable, str(top / "scripts" / "generate_schema.py")]
    options = ["--output", str(made), "--learn", ",".join(SERVICES), *terraform_plugins]
    done = subprocess.run([*script, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert made.read_bytes() == (top / "scanner/secscan/terraform/schema/aws.jsonl").read_bytes()
