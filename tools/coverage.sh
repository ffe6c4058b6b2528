#!/usr/bin/env bash
# Prints how many lines and branches of each part of the server and of its packages the inner tier's .NET tests run. Takes about twice as long as they do.
#   tools/coverage.sh [OPTIONS OF THE TEST RUNNER]      such as -trait- Tier=Outer, which is the default
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
chmod 755 "$work"
cleanup() {
  [ ! -d "$work/postgres/cluster" ] || tests/tools/postgres.sh stop "$work/postgres"
  rm -rf "$work"
}
trap cleanup EXIT

[ $# -gt 0 ] || set -- -trait- Tier=Outer
dotnet build tests/Tokenhouse.Tests --nologo --verbosity quiet
dotnet restore tools/Coverage --nologo --verbosity quiet
# The tests look for the sources from their own folder upwards, so it must stay in the tree.
binaries=tests/Tokenhouse.Tests/bin/Coverage/net10.0
rm -rf "$binaries"
mkdir -p "$(dirname "$binaries")"
cp -a tests/Tokenhouse.Tests/bin/Debug/net10.0 "$binaries"
TOKENHOUSE_TEST_POSTGRES=$(tests/tools/postgres.sh start "$work/postgres")
export TOKENHOUSE_TEST_POSTGRES
dotnet msbuild tools/Coverage -t:Cover -nologo -v:q -p:TargetPath="$PWD/$binaries/Tokenhouse.Tests.dll" \
  '-p:Include=[Tokenhouse.*]*' "-p:Exclude=[Tokenhouse.Tests]*" -p:CoverletOutput="$work/coverage.json" -p:CoverletOutputFormat=json \
  -p:Command="dotnet $PWD/$binaries/Tokenhouse.Tests.dll -noColor $* | tail -n 1"
rm -rf "$binaries"
python3 - "$work/coverage.json" <<'PY'
import collections, json, os, sys

parts = collections.defaultdict(lambda: [0, 0, 0, 0])  # lines run, lines, branches run, branches
for files in json.load(open(sys.argv[1], encoding="utf-8")).values():
    for file, classes in files.items():
        path = os.path.relpath(file).split(os.sep)
        if path[0] != "src" or "obj" in path:
            continue
        part = path[1] if len(path) == 3 else "/".join(path[1:3])
        for methods in classes.values():
            for method in methods.values():
                for covered, every, hits in ((0, 1, method["Lines"].values()), (2, 3, [branch["Hits"] for branch in method["Branches"]])):
                    parts[part][covered] += sum(hit > 0 for hit in hits)
                    parts[part][every] += len(hits)
print("| part | lines | branches |\n|---|---:|---:|")
for part, (lines, all_lines, branches, all_branches) in sorted(parts.items()):
    print(f"| {part} | {lines / all_lines:.1%} of {all_lines} | " + (f"{branches / all_branches:.1%} of {all_branches} |" if all_branches else "none |"))
PY
