#!/usr/bin/env bash
# CloudFormation Guard alone, over the evaluated Terraform: prints its structured result as one JSON document
# (docs/report-contract.md) for an audit trail, and exits with the gate's code. Arguments go to `secscan scan`.
# The same for PowerShell: guard-validate.ps1.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top"
. scripts/python.sh
# What the set-up says goes to the error stream: standard output is the document alone.
"$python" scripts/bootstrap.py run >&2
secscan=.venv/bin/secscan
"$secscan" engines install guard >&2 || echo "secscan: Guard could not be installed; the audit will say so." >&2
exec "$secscan" scan --engine guard --format json "$@"
