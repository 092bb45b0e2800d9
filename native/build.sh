#!/usr/bin/env bash
# Builds every native library of ours into artifacts/native. Each part skips when its inputs have not changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in "$here"/*/build.sh; do "$part"; done
