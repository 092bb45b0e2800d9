#!/usr/bin/env bash
# Installs what is missing, builds what changed and runs every test; arguments go to the test program (--help lists its filters).
# --fuzz instead asks the guard 200,000 random statements (NLSQL_FUZZ_SEED, NLSQL_FUZZ_COUNT) and tells how it went.
# The last line is "N passed, N failed".
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"
trap 'code=$?; [[ -n "${counted:-}" ]] || { say "The tests did not run."; printf "0 passed, 1 failed\n"; }; exit $code' EXIT

if [[ "${1:-}" == --fuzz ]]; then
  shift
  export NLSQL_FUZZ_COUNT="${NLSQL_FUZZ_COUNT:-200000}" NLSQL_FUZZ_SEED="${NLSQL_FUZZ_SEED:-1}"
  set -- --filter-class '*GuardFuzzTests' --show-live-output on "$@"
fi

prepare_tests
ensure_browser

# The counts come from the report, which the test program writes only when it lives to the end: a crash has no report.
report="$root/artifacts/test-results/tests.xml"
rm -f "$report"
status=0
# A shell lets its background programs ignore Ctrl+C, and nohup a hangup; the apps under test would inherit that, and tests stop them so.
interruptible=()
if env --default-signal=INT,HUP true 2>/dev/null; then interruptible=(env --default-signal=INT,HUP); fi
"${interruptible[@]}" "$root/NlSql.Tests/bin/$configuration/net10.0/NlSql.Tests" --results-directory "$(dirname "$report")" \
  --report-xunit-xml --report-xunit-xml-filename "$(basename "$report")" --progress off "$@" || status=$?

count() { grep -o "<assembly [^>]*" "$report" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=0 failed=1
if [[ -s "$report" ]]; then
  passed=$(count passed)
  failed=$(($(count failed) + $(count errors)))
  if [[ $status -ne 0 && $failed -eq 0 ]]; then
    say "The test program ended with exit code $status although no test failed."
    failed=1
  fi
else
  say "The test program ended with exit code $status and wrote no report."
  ls -la "$(dirname "$report")" || true
  [[ $status -ne 0 ]] || status=1
fi
counted=1
printf '%s passed, %s failed\n' "$passed" "$failed"
exit "$status"
