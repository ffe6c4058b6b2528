#!/usr/bin/env bash
# The one test command: installs what the tests need, then runs all of them on both databases.
#   ./test.sh                 what CI runs
#   ./test.sh --long          the same tests with the full counts of races, crashes and properties
#   ./test.sh --filter NAME   only the .NET tests whose name contains NAME
set -euo pipefail
cd "$(dirname "$0")"

filter=""
while [ $# -gt 0 ]; do
  case $1 in
    --long) export TOKENHOUSE_TEST_LONG=1 ;;
    --filter) filter=${2:?--filter needs a name}; shift ;;
    *) echo "usage: ./test.sh [--long] [--filter NAME]" >&2; exit 64 ;;
  esac
  shift
done

work=$(mktemp -d)
chmod 755 "$work"
cleanup() {
  [ ! -d "$work/postgres/cluster" ] || tests/tools/postgres.sh stop "$work/postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT

install_what_is_missing() {
  local missing=()
  ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || missing+=(postgresql)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  # Debian's own Python finds Debian's packages; another one on the path does not.
  /usr/bin/python3 -c 'import authlib, requests' 2>/dev/null || missing+=(python3-authlib python3-requests)
  # Other people's clients resolve *.localhost through the system; ours do not need it.
  grep -q myhostname /etc/nsswitch.conf || missing+=(libnss-myhostname)
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "Installing ${missing[*]}"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "These are missing and only root on Debian can have them installed here: ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Prints "PASSED FAILED" of a .NET test log; what was skipped did not run, and so failed.
count_dotnet() {
  sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+).*/\2 \1 \3/p' "$1" | awk '{ p += $1; f += $2 + $3 } END { print p + 0, f + 0 }'
}

count_node() {
  awk '/^(#|ℹ) pass /{ p += $3 } /^(#|ℹ) (fail|cancelled|skipped|todo) /{ f += $3 } END { print p + 0, f + 0 }' "$1"
}

# A failed subtest counts as one more failure, and none of those that ran may then pass for less than nothing.
count_python() {
  awk '
    /^Ran [0-9]+ tests? in /{ ran += $2 }
    /^(OK|FAILED) \(/{ while (match($0, /(failures|errors|skipped|expected failures|unexpected successes)=[0-9]+/)) {
      split(substr($0, RSTART, RLENGTH), pair, "="); f += pair[2]; $0 = substr($0, RSTART + RLENGTH) } }
    END { print (ran > f ? ran - f : 0), f + 0 }' "$1"
}

# Prints the names of what failed, which thousands of lines above may hide.
name_failures() {
  sed -nE 's/^ +Failed (.*)/\1/p; s/^not ok [0-9]+ - (.*)/\1/p; s/^(FAIL|ERROR): (.*)/\2/p' "$@" | sed 's/^/  failed: /'
}

install_what_is_missing
dotnet tool restore >/dev/null
echo "Building"
dotnet build Tokenhouse.slnx --nologo --verbosity quiet
dotnet csharpier check .

# axe-core looks at the pages for the browser tests.
if [ tests/axe/package-lock.json -nt tests/axe/node_modules/.package-lock.json ]; then
  (cd tests/axe && timeout --foreground 300 npm ci --no-audit --no-fund --silent)
fi

TOKENHOUSE_TEST_POSTGRES=$(tests/tools/postgres.sh start "$work/postgres")
export TOKENHOUSE_TEST_POSTGRES

status=0
dotnet test tests/Tokenhouse.Tests --no-build --nologo ${filter:+--filter "FullyQualifiedName~$filter"} 2>&1 | tee "$work/dotnet.log" || status=1
touch "$work/interop.log"
[ -n "$filter" ] || tests/interop/run.sh 2>&1 | tee "$work/interop.log" || status=1

read -r dotnet_passed dotnet_failed <<<"$(count_dotnet "$work/dotnet.log")"
read -r node_passed node_failed <<<"$(count_node "$work/interop.log")"
read -r python_passed python_failed <<<"$(count_python "$work/interop.log")"
passed=$((dotnet_passed + node_passed + python_passed))
failed=$((dotnet_failed + node_failed + python_failed))
# A runner that broke before it could count is a failure too, and so is a run of nothing.
nothing=
[ "$dotnet_passed" != 0 ] || nothing=1
[ -n "$filter" ] || { [ "$node_passed" != 0 ] && [ "$python_passed" != 0 ]; } || nothing=1
if [ "$failed" = 0 ] && { [ "$status" != 0 ] || [ -n "$nothing" ]; }; then failed=1; fi
[ "$failed" = 0 ] || name_failures "$work/dotnet.log" "$work/interop.log"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
