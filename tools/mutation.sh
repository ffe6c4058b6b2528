#!/usr/bin/env bash
# Prints how many of the small changes that dotnet-stryker makes to Tokenhouse.Core, one at a time, the tests of Core notice, and which they don't.
#   tools/mutation.sh [OPTIONS OF STRYKER]      such as --mutate '**/RedirectUri*.cs'
set -euo pipefail
cd "$(dirname "$0")/Mutation"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$work/tool" --verbosity quiet
"$work/tool/dotnet-stryker" --test-runner mtp --project Tokenhouse.Core.csproj --skip-version-check --concurrency 2 \
  --reporter ClearText --reporter Json --output "$work/report" "$@"
