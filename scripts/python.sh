# Sourced by the other scripts: sets `python` to an interpreter that is new enough, or says what is missing.
python=
for candidate in ${SECSCAN_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "secscan: Python 3.11 or newer is needed and was not found (set SECSCAN_PYTHON to name one)." >&2
  exit 3
fi
