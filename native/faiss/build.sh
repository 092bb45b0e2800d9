#!/usr/bin/env bash
# Builds artifacts/native/libnlsql_faiss.so over Debian's libfaiss. Skips in milliseconds when its inputs have not changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$here/../../artifacts/native
library=$out/libnlsql_faiss.so
stamp=$out/libnlsql_faiss.stamp

hash=$(cd "$here" && sha256sum build.sh CMakeLists.txt exports.map ./*.cpp ./*.h | sha256sum | cut -d' ' -f1)
if [[ -f $library && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

# Set by the scripts in the root where the release has no package of FAISS. The note tells the tests that this is no broken build.
if [[ -n ${NLSQL_WITHOUT_FAISS:-} ]]; then
  mkdir -p "$out"
  printf '%s' "$NLSQL_WITHOUT_FAISS" > "$out/without-faiss"
  exit 0
fi

say() { printf 'faiss: %s\n' "$*" >&2; }
fail() { printf 'faiss: %s\n' "$*" >&2; exit 1; }
for tool in g++ cmake make; do
  command -v "$tool" >/dev/null || fail "$tool is missing; install it with: sudo apt-get install -y g++ cmake make"
done
[[ -f /usr/include/faiss/Index.h ]] || fail "libfaiss is missing; install it with: sudo apt-get install -y libfaiss-dev libblas-dev liblapack-dev (or go on without it: NLSQL_WITHOUT_FAISS='the reason')"

mkdir -p "$out"
exec 9>"$out/.faiss.lock"
flock 9
if [[ -f $library && -f $stamp && $(<"$stamp") == "$hash" ]]; then exit 0; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/nlsql-faiss.XXXXXX")
trap 'rm -rf "$work"' EXIT
started=$SECONDS
say "compiling (a few seconds)"
cmake -S "$here" -B "$work" -DCMAKE_BUILD_TYPE=Release >"$work/configure.log" 2>&1 || { cat "$work/configure.log" >&2; fail "cmake could not configure the build"; }
cmake --build "$work" --parallel "$(nproc)" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail "the compiler failed"; }
cp "$work/libnlsql_faiss.so" "$library.new"
strip --strip-unneeded "$library.new"
mv "$library.new" "$library"
rm -f "$out/without-faiss"
printf '%s' "$hash" > "$stamp"
say "built in $((SECONDS - started)) s"
