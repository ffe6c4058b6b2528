#!/usr/bin/env bash
# Packs Tokenhouse.Client and Tokenhouse.AspNetCore into a folder that NuGet can use as a feed.
#   tools/pack.sh [FOLDER]     the folder; artifacts/packages by default
# Then, in your project: dotnet add package Tokenhouse.Client --source FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."

feed=$(realpath -m "${1:-artifacts/packages}")
mkdir -p "$feed"
for package in Tokenhouse.Client Tokenhouse.AspNetCore; do
  dotnet pack "src/$package" --configuration Release --output "$feed" --nologo --verbosity quiet
done
ls "$feed"
