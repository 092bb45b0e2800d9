#!/usr/bin/env bash
# Proves that publish/ works alone: copied to an empty folder and run without network by a user who may not write there, it must serve
# the page, answer a question from the demo database and run the command line. One line a check; the last line is "N passed, N failed".
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

if [[ "${1:-}" != --inside ]]; then
  folder="$(mktemp -d "${TMPDIR:-/tmp}/nlsql publish.XXXXXX")"
  trap 'chmod -R u+w "$folder" && rm -rf "$folder"' EXIT
  # The embedded server runs as another user when root starts it, and must reach its files.
  chmod 755 "$folder"
  cp -R "$root/publish" "$folder/app"
  cp "${BASH_SOURCE[0]}" "$folder/check.sh"
  # Root's program run by nobody, as in the image; for others, their own program without the right to write.
  export CHECK_AS=""
  if [[ $EUID -eq 0 ]]; then
    chown -R root:root "$folder/app"
    chmod -R go-w "$folder/app"
    CHECK_AS=65534
  else
    chmod -R a-w "$folder/app"
  fi
  cd "$folder" || exit 1
  if unshare --net true 2>/dev/null; then
    unshare --net bash ./check.sh --inside
  elif unshare --map-root-user --net true 2>/dev/null; then
    unshare --map-root-user --net bash ./check.sh --inside
  else
    echo "This machine does not allow network namespaces: the check runs with the network in reach." >&2
    bash ./check.sh --inside
  fi
  exit
fi

# A new network namespace has its loopback interface down; perl is on every Debian, iproute2 is not.
perl -MSocket -e 'socket(my $s, AF_INET, SOCK_DGRAM, 0); my $request = pack("a16 s x22", "lo", 0x49); ioctl($s, 0x8914, $request)' 2>/dev/null

passed=0 failed=0
check() {
  local text="$1"
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "  ok      $text"
  else
    failed=$((failed + 1))
    echo "  FAILED  $text"
  fi
}

# http METHOD PATH [BODY]: the whole answer, head included; curl is not on every machine.
http() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
    "$1" "$2" "$port" "$(printf '%s' "${3:-}" | wc -c)" "${3:-}" >&3
  cat <&3
  exec 3>&-
}

# The answer is read to its end first: a reader that stops early would fail the pipe.
answers() {
  local answer
  answer="$(http "$1" "$2" "${4:-}" | tr -d '\0')"
  grep -q -- "$3" <<<"$answer"
}

no_foreign_address() {
  local page
  page="$(http GET / | tr -d '\0')"
  [[ -n "$page" ]] && ! grep -Eo '(src|href)="(https?:)?//[^"]*"' <<<"$page"
}

ready() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    answers GET /readyz '^HTTP/1.1 200' && return
    kill -0 "$app" 2>/dev/null || return 1
    sleep 0.2
  done
  return 1
}

listening() {
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    port="$(sed -n 's/^NlSql is at [a-z]*:\/\/[^:]*:\([0-9]*\).*/\1/p' app.log)"
    [[ -n "$port" ]] && return
    kill -0 "$app" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

as_user=()
mkdir state && chmod 755 state
if [[ -n "$CHECK_AS" ]]; then
  as_user=(setpriv "--reuid=$CHECK_AS" "--regid=$CHECK_AS" --clear-groups)
  chown "$CHECK_AS" state
fi
program_files() { find app -printf '%p %y %m %s %T@ %l\n' | LC_ALL=C sort | sha256sum; }
before="$(program_files)"
export HOME="$PWD/state"
export DATA_PATH="$PWD/state/data" CACHE_PATH="$PWD/state/cache" FAISS_INDEX_PATH="$PWD/state/index" AGENT_PORT=0
unset DB_HOST LLM_API_URL DOTNET_ROOT NLSQL_NATIVE_PATH NLSQL_POSTGRES_PATH
"${as_user[@]}" ./app/NlSql.Web >app.log 2>&1 &
app=$!
compiled() { compgen -G 'app/native/libpg-query-*.cwasm' >/dev/null; }
# Without its links the app would copy 60 MB of programs to where it may write, at each new user's first start.
linked() {
  local target made=0
  while IFS= read -r target; do
    [[ -L "app/postgres/${target#native/}" && -e "app/postgres/${target#native/}" ]] || return
    made=$((made + 1))
  done < <(grep -oE '"target":"[^"]+"' app/postgres/pg-symlinks.json | cut -d '"' -f 4)
  [[ $made -gt 0 ]]
}
check "the compiled grammar is in it" compiled
check "the embedded PostgreSQL has its links" linked
check "the app starts" listening
check "it becomes ready with the demo database" ready
check "the page is served" answers GET / '^HTTP/1.1 200'
check "the page asks nothing of other hosts" no_foreign_address
check "the guard refuses a write" answers POST /api/run 'urn:nlsql:problem:sql-refused' '{"sql":"DELETE FROM x"}'
check "a statement gives rows" answers POST /api/run '"rows":\[\[1\]\]' '{"sql":"SELECT 1 AS one"}'
two() { [[ "$("${as_user[@]}" ./app/nlsql run 'SELECT 2 AS two')" == *2* ]]; }
check "the command line runs beside it" two
loads() { "${as_user[@]}" ./app/NlSql.LocalModel --check | grep -q '^llama.cpp loads'; }
check "llama.cpp loads for a local model" loads
no_model() { [[ "$(MODEL_PATH="$PWD/check.sh" "${as_user[@]}" ./app/nlsql model check 2>&1)" == *'is not a GGUF file'* ]]; }
check "a model file is looked at before it is loaded" no_model
check "the grammar is used as it was published" test ! -e state/cache/grammar
# TERM rather than INT: a script starts its background programs with INT ignored.
kill -TERM "$app" 2>/dev/null
check "it stops cleanly" wait "$app"
check "no PostgreSQL is left behind" bash -c '! pgrep -f "$PWD/state/" >/dev/null'
check "the program's folder is as it was" test "$before" == "$(program_files)"
[[ $failed -eq 0 ]] || sed 's/^/  | /' app.log | tail -n 40
printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
