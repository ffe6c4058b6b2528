#!/usr/bin/env bash
# Adds a migration with the given name for each database: tools/add-migration.sh AddAllowlists
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: tools/add-migration.sh NAME}
scratch=$(mktemp -d) # dotnet ef starts the server until its host is built, which creates a data folder
trap 'rm -rf "$scratch"' EXIT
dotnet tool restore >/dev/null
dotnet build src/Tokenhouse.Server --nologo -v quiet
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --context "${database}Db" --project src/Tokenhouse.Server \
    --output-dir "Data/Migrations/$database" -- --Tokenhouse:DataFolder "$scratch"
done
