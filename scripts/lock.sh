#!/usr/bin/env bash
# Writes the hash-locked requirement files from pyproject.toml. Run it after a dependency changed; commit the result.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
compile() { "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header "$@"; }
compile pyproject.toml -o requirements/runtime.txt
compile requirements/build.in -c requirements/runtime.txt -o requirements/build.txt
compile pyproject.toml --group dev -c requirements/runtime.txt -c requirements/build.txt -o requirements/dev.txt
