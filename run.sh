#!/usr/bin/env bash
# Installs what is missing, builds what changed and serves the app; Ctrl+C stops it and its PostgreSQL. Settings: docs/operations.md.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"
prepare_web
exec dotnet "$root/NlSql.Web/bin/$configuration/net10.0/NlSql.Web.dll" "$@"
