#!/usr/bin/env bash
# Adds one migration of the given name for each database: tools/add-migration.sh AddAllowlists
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: tools/add-migration.sh NAME}
dotnet tool restore >/dev/null
dotnet build tools/Tokenhouse.Migrations --nologo -v quiet
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --context "${database}Db" \
    --project src/Tokenhouse.Server --startup-project tools/Tokenhouse.Migrations \
    --output-dir "Data/Migrations/$database"
done
