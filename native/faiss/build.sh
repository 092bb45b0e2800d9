#!/usr/bin/env bash
# Builds artifacts/native/libnlsql_faiss.so over Debian's libfaiss. Skips in milliseconds when its inputs have not changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(dirname "$(dirname "$here")")/artifacts/native
library=$out/libnlsql_faiss.so
stamp=$out/libnlsql_faiss.stamp

hash=$(cd "$here" && sha256sum build.sh CMakeLists.txt exports.map ./*.cpp ./*.h | sha256sum | cut -d' ' -f1)
if [[ -f $library && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

say() { printf 'faiss: %s\n' "$*" >&2; }
fail() { printf 'faiss: %s\n' "$*" >&2; exit 1; }

# NlSql works without FAISS. The note says why there is none, to people and to the tests, which otherwise take its absence for a fault.
lacking=()
for tool in g++ cmake make; do command -v "$tool" >/dev/null || lacking+=("$tool"); done
[[ -f /usr/include/faiss/Index.h ]] || lacking+=(libfaiss-dev)
if [[ ${#lacking[@]} -gt 0 ]]; then
  mkdir -p "$out"
  rm -f "$library" "$stamp"
  remedy="install cmake g++ libblas-dev libfaiss-dev liblapack-dev make, then remove $out/without-faiss"
  printf '%s' "This machine lacks ${lacking[*]} (to have it: $remedy)." > "$out/without-faiss"
  say "$(<"$out/without-faiss")"
  exit 0
fi

mkdir -p "$out"
exec 9>"$out/.faiss.lock"
flock 9
if [[ -f $library && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/nlsql-faiss.XXXXXX")
trap 'rm -rf "$work"' EXIT
started=$SECONDS
say "compiling (a few seconds)"
cmake -S "$here" -B "$work" -DCMAKE_BUILD_TYPE=Release >"$work/configure.log" 2>&1 \
  || { cat "$work/configure.log" >&2; fail "cmake could not configure the build"; }
cmake --build "$work" --parallel "$(nproc)" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail "the compiler failed"; }
cp "$work/libnlsql_faiss.so" "$library.new"
strip --strip-unneeded "$library.new"
mv "$library.new" "$library"
rm -f "$out/without-faiss"
printf '%s' "$hash" > "$stamp"
say "built in $((SECONDS - started)) s"
