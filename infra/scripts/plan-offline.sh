#!/usr/bin/env bash
# Plan one root, an environment or bootstrap, with neither an AWS account nor its state: a copy in a temporary directory
# gets a local backend and invented keys. Nothing is read from AWS and nothing is written beside the sources.
#
#   scripts/plan-offline.sh dev [plan.json]
#   scripts/plan-offline.sh bootstrap
#
# With a second argument the plan is written there as JSON.
set -euo pipefail

infra=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=${1:?usage: plan-offline.sh ENVIRONMENT|bootstrap [PLAN.JSON]}
root=environments/$name
[ "$name" = bootstrap ] && root=bootstrap
[ -d "$infra/$root" ] || { echo "no such root: $name" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$infra/bootstrap" "$infra/environments" "$infra/modules" "$infra/tests" "$work/"
root=$work/$root
export TF_DATA_DIR=$work/data TF_IN_AUTOMATION=1
export TF_VAR_database_password=offline-password-of-no-database-at-all

# One block for each provider block of the root: the default one and every alias.
{
  printf 'terraform {\n  backend "local" {}\n}\n'
  for alias in "" $(sed -n 's/^ *alias *= *"\(.*\)"$/\1/p' "$root/providers.tf"); do
    printf 'provider "aws" {\n'
    [ -z "$alias" ] || printf '  alias = "%s"\n' "$alias"
    printf '  access_key = "offline"\n  secret_key = "offline"\n'
    for check in credentials_validation requesting_account_id metadata_api_check region_validation; do
      printf '  skip_%s = true\n' "$check"
    done
    printf '}\n'
  done
} > "$root/offline_override.tf"

terraform -chdir="$root" init -input=false -no-color > "$work/init.log" || { cat "$work/init.log" >&2; exit 1; }
terraform -chdir="$root" plan -input=false -no-color -refresh=false -out="$work/plan" > "$work/plan.log" || { cat "$work/plan.log" >&2; exit 1; }
grep -E '^Plan:|Warning:' "$work/plan.log"
if [ $# -gt 1 ]; then
  terraform -chdir="$root" show -json "$work/plan" > "$2"
fi
