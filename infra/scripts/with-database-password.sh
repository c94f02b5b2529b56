#!/usr/bin/env bash
# Run a command with the password of a database's administrator in TF_VAR_database_password, the one value that is in no
# terraform.tfvars. Needs the AWS CLI, jq, and permission to read the secret.
#
#   scripts/with-database-password.sh trading-prod/database/trading terraform -chdir=environments/prod-with-dr apply
#
# The password is read from the secret. Before the first apply there is neither secret nor database: then Secrets Manager
# makes one up, and the apply keeps it. A database without a secret means that an apply broke off between the two: nobody
# knows that password any more, so the script stops and says what to do.
set -euo pipefail

secret=${1:?usage: with-database-password.sh PREFIX/database/NAME COMMAND...}
shift
[ $# -gt 0 ] || { echo "usage: with-database-password.sh PREFIX/database/NAME COMMAND..." >&2; exit 2; }
case $secret in
  */database/*) database=${secret%%/*}-${secret##*/} ;;
  *) echo "$secret is no secret of a database: its name is PREFIX/database/NAME" >&2; exit 2 ;;
esac

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

if value=$(aws secretsmanager get-secret-value --secret-id "$secret" --query SecretString --output text 2> "$errors"); then
  password=$(jq -er .password <<< "$value") || { echo "the secret $secret holds no password" >&2; exit 1; }
elif ! grep -q ResourceNotFoundException "$errors"; then
  cat "$errors" >&2
  exit 1
elif aws rds describe-db-instances --db-instance-identifier "$database" > /dev/null 2> "$errors"; then
  echo "the database $database stands, and the secret $secret has no value: raise database_password_version by one and" >&2
  echo "run this again with NEW_DATABASE_PASSWORD=yes, so that Terraform writes a new password into both" >&2
  [ "${NEW_DATABASE_PASSWORD:-}" = yes ] || exit 1
  password=
elif ! grep -q DBInstanceNotFound "$errors"; then
  cat "$errors" >&2
  exit 1
fi

if [ -z "${password:-}" ]; then
  password=$(aws secretsmanager get-random-password --password-length 40 --exclude-punctuation --query RandomPassword --output text)
fi
rm -f "$errors"
TF_VAR_database_password=$password exec "$@"
