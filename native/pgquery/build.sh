#!/usr/bin/env bash
# Puts PostgreSQL 18's grammar into artifacts/native/libpg-query.wasm: libpg_query as WebAssembly from npm, exactly as the lock file
# names it. Nothing is compiled here: the program does that when it first starts (docs/adr/0005-postgres-grammar.md).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$here/../../artifacts/native
module=$out/libpg-query.wasm
stamp=$out/libpg-query.stamp

hash=$(cd "$here" && sha256sum build.sh package-lock.json | sha256sum | cut -d' ' -f1)
if [[ -f $module && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi
command -v npm >/dev/null || { echo "npm is missing (needed for PostgreSQL's grammar): sudo apt-get install -y npm" >&2; exit 1; }

mkdir -p "$out"
# Machine code is kept in this folder, and believed only where nobody else may write.
chmod go-w "$out"
exec 9>"$out/.pgquery.lock"
flock 9
if [[ -f $module && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/nlsql-pgquery.XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "Fetching PostgreSQL's grammar (npm, by lock file) ..." >&2
cp "$here/package.json" "$here/package-lock.json" "$work/"
if ! (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
  echo "PostgreSQL's grammar could not be fetched. When the network is back: native/pgquery/build.sh" >&2
  exit 1
fi
# Moved into place whole; what earlier versions of this script built is not needed any more.
install -m 644 "$work/node_modules/libpg-query/wasm/libpg-query.wasm" "$module.new"
mv "$module.new" "$module"
rm -f "$out"/libnlsql_pgquery.* "$stamp"
printf '%s' "$hash" > "$stamp"
