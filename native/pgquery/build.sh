#!/usr/bin/env bash
# Builds artifacts/native/libnlsql_pgquery.so: PostgreSQL 18's grammar from npm (WebAssembly), through wasm2c, to machine code.
# Skips in milliseconds when its inputs have not changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$here/../../artifacts/native
library=$out/libnlsql_pgquery.so
stamp=$out/libnlsql_pgquery.stamp

# The hash covers all that decides the result, the compiler's flags in this script included.
hash=$(cd "$here" && sha256sum build.sh split.awk host.c host.h runtime.c runtime.h wasm2c.h package-lock.json | sha256sum | cut -d' ' -f1)
if [[ -f $library && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

say() { printf 'pgquery: %s\n' "$*" >&2; }
fail() { printf 'pgquery: %s\n' "$*" >&2; exit 1; }
for tool in gcc wasm2c npm awk; do
  command -v "$tool" >/dev/null || fail "$tool is missing; install it with: sudo apt-get install -y gcc wabt npm gawk"
done
header=/usr/include/wasm-rt.h
[[ -f $header ]] || fail "$header is missing; install it with: sudo apt-get install -y wabt"
# Each of these has been built and tested (docs/adr/0005-postgres-grammar.md); what a release in between changed is not known.
version=$(wasm2c --version)
case $version in
  1.0.32 | 1.0.34 | 1.0.36 | 1.0.42) release=${version##*.} ;;
  *) fail "wasm2c $version (package wabt) is not supported; supported are 1.0.32, 1.0.34, 1.0.36 and 1.0.42 (Debian 12 and later, Ubuntu 24.04 and later)" ;;
esac

mkdir -p "$out"
exec 9>"$out/.pgquery.lock"
flock 9
if [[ -f $library && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/nlsql-pgquery.XXXXXX")
trap 'rm -rf "$work"' EXIT
started=$SECONDS

say "fetching libpg-query 18.1.5 (npm, by lock file)"
cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent)

say "translating WebAssembly to C"
wasm2c -n pgq "$work/node_modules/libpg-query/wasm/libpg-query.wasm" -o "$work/pgq.c"
# 25,000 lines a unit keeps both cores busy: two functions of the grammar are most of the work.
awk -v OUT="$work" -v LINES=25000 -f "$here/split.awk" "$work/pgq.c"
cp "$here"/{host,runtime}.{c,h} "$here/wasm2c.h" "$work/"

units=$(<"$work/units")
jobs=$(nproc)
say "compiling $((units + 3)) units, $jobs at a time (about a minute on two cores)"
# Bounds and stack depth are checked in code, not by signal handlers: those belong to .NET. Calls are 1,800 deep at most.
flags=(-O1 -fPIC -fvisibility=hidden -fno-strict-aliasing -DWASM2C_RELEASE="$release" -DWASM_RT_MAX_CALL_STACK_DEPTH=1800 -I"$work")
if [[ $release -lt 34 ]]; then
  flags+=(-DWASM_RT_MEMCHECK_SIGNAL_HANDLER=0 -DWASM_RT_USE_STACK_DEPTH_COUNT=1)
else
  # Later releases count the depth per thread; initial-exec keeps that as cheap as a global. The memory's size is read where it is
  # checked, because a copy made when a function begins would be too small after the memory grew.
  flags+=(-ftls-model=initial-exec -DWASM_RT_MEMCHECK_BOUNDS_CHECK=1 -DWASM_RT_USE_LOCAL_MEMORY_BASE_SIZE=0)
  if [[ $release -lt 36 ]]; then flags+=(-DWASM_RT_USE_STACK_DEPTH_COUNT=1); else flags+=(-DWASM_RT_STACK_DEPTH_COUNT=1); fi
fi
cd "$work"
{ seq -f 'unit_%.0f' 1 "$units"; echo module; } | xargs -P "$jobs" -I{} gcc "${flags[@]}" -w -fstack-usage -c {}.c -o {}.o
# All of them must fit the 1.5 MB that .NET gives a thread, with room for whoever called.
largest=$(awk -F'\t' '$2 > largest { largest = $2 } END { print largest }' unit_*.su)
[[ $largest -le 700 ]] || fail "$(gcc --version | head -n 1) makes a frame of $largest bytes: 1,800 of them do not fit a thread's stack"
for unit in host runtime; do gcc "${flags[@]}" -Wall -Wextra -Werror -Wno-clobbered -c $unit.c -o $unit.o; done
gcc -shared -o "$library.new" ./*.o -lm -lpthread -Wl,-z,defs -Wl,-z,relro,-z,now -Wl,-z,noexecstack
strip --strip-unneeded "$library.new"
mv "$library.new" "$library"
printf '%s' "$hash" > "$stamp"
say "built in $((SECONDS - started)) s"
