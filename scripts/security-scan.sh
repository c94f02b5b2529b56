#!/usr/bin/env bash
# The main job in one command: sets up what it needs, audits what .secscan.yaml names, prints the report, writes
# reports/secscan.{json,sarif,html}, and exits with the gate's code. Arguments go to `secscan scan`.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top"
. scripts/python.sh
"$python" scripts/bootstrap.py run
secscan=.venv/bin/secscan
mkdir -p reports
# A failed installation is not the end: the audit says which engine is missing, and that it is incomplete.
"$secscan" engines install || echo "secscan: not every engine could be installed; the audit will say so." >&2
exec "$secscan" scan --format console --format json=reports/secscan.json --format sarif=reports/secscan.sarif \
  --format html=reports/secscan.html "$@"
