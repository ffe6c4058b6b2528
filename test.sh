#!/usr/bin/env bash
# The one test command: installs what the tests need, then runs them.
#   ./test.sh                 the inner tier: every rule over HTTP, on both databases where they could differ, and third-party clients
#   ./test.sh --outer         the outer tier: browsers, crash tests, samples, guides, third-party clients with TLS and default settings, the inner tier again on PostgreSQL
#                             only, and three servers under load while something breaks
#   ./test.sh --long          the outer tier with the full counts of races, crashes, faults and properties
#   ./test.sh --filter NAME   only .NET tests whose name contains NAME, from both tiers
# CI runs the first two.
set -euo pipefail
cd "$(dirname "$0")"

tier=inner filter=
while [ $# -gt 0 ]; do
  case $1 in
    --outer) tier=outer ;;
    --long) tier=outer; export TOKENHOUSE_TEST_LONG=1 ;;
    --filter) tier=filter; filter=${2:?--filter needs a name}; shift ;;
    *) echo "usage: ./test.sh [--outer | --long | --filter NAME]" >&2; exit 64 ;;
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
  command -v jq >/dev/null || missing+=(jq)
  # Use Debian's own Python: another one on the path doesn't find Debian's packages.
  /usr/bin/python3 -c 'import authlib, requests' 2>/dev/null || missing+=(python3-authlib python3-requests)
  # Third-party clients resolve *.localhost through the system; ours don't need it.
  grep -q myhostname /etc/nsswitch.conf || missing+=(libnss-myhostname)
  if [ "$tier" = outer ]; then
    local package
    while read -r package; do
      dpkg --status "$package" 2>/dev/null | grep -q '^Status: .* installed$' || missing+=("$package")
    done < <(cat tests/interop/clients/debian-packages.txt tests/faults/debian-packages.txt)
  fi
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "Installing ${missing[*]}"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "These packages are missing, and this script can install them only as root on Debian: ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

status=0

# Runs the .NET tests selected by options of xunit's own runner, and keeps the output.
dotnet_tests() {
  dotnet tests/Tokenhouse.Tests/bin/Debug/net10.0/Tokenhouse.Tests.dll -noColor "$@" 2>&1 | tee -a "$work/dotnet.log" || status=1
}

# Prints "PASSED FAILED" of a .NET test log. Skipped tests count as failed.
count_dotnet() {
  sed -nE 's/.* Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), .*/\1 \2 \3 \4/p' "$1" |
    awk '{ f += $2 + $3 + $4; p += $1 - $3 - $4 } END { print p + 0, f + 0 }'
}

count_node() {
  awk '/^(#|ℹ) pass /{ p += $3 } /^(#|ℹ) (fail|cancelled|skipped|todo) /{ f += $3 } END { print p + 0, f + 0 }' "$1"
}

# A failed subtest counts as an additional failure, so keep the number of passed tests from becoming negative.
count_python() {
  awk '
    /^Ran [0-9]+ tests? in /{ ran += $2 }
    /^(OK|FAILED) \(/{ while (match($0, /(failures|errors|skipped|expected failures|unexpected successes)=[0-9]+/)) {
      split(substr($0, RSTART, RLENGTH), pair, "="); f += pair[2]; $0 = substr($0, RSTART + RLENGTH) } }
    END { print (ran > f ? ran - f : 0), f + 0 }' "$1"
}

count_faults() {
  awk '/^[0-9]+ faults passed, [0-9]+ faults failed$/{ p += $1; f += $4 } END { print p + 0, f + 0 }' "$1"
}

# Prints the failed tests and the first lines of each reason, which may be hidden among thousands of lines above.
name_failures() {
  awk '/ \[FAIL\]$/ { lines = 8 } lines-- > 0 { print substr($0, 1, 300) }' "$work/dotnet.log"
  sed -nE 's/^not ok [0-9]+ - (.*)/\1/p; s/^(FAIL|ERROR): (.*)/\2/p' "$work/interop.log" | sed 's/^/  failed: /'
  awk '/^[a-z0-9-]+: /{ fault = $1 } / VIOLATED /{ print "  failed: " fault, substr($0, 1, 300) }' "$work/faults.log"
}

install_what_is_missing
dotnet tool restore >/dev/null
echo "Building"
dotnet build Tokenhouse.slnx --nologo --verbosity quiet
dotnet csharpier check .

# The browser tests check pages with axe-core.
if [ tests/axe/package-lock.json -nt tests/axe/node_modules/.package-lock.json ]; then
  (cd tests/axe && timeout --foreground 300 npm ci --no-audit --no-fund --silent)
fi

TOKENHOUSE_TEST_POSTGRES=$(tests/tools/postgres.sh start "$work/postgres")
export TOKENHOUSE_TEST_POSTGRES

touch "$work/dotnet.log" "$work/interop.log" "$work/faults.log"
began=$SECONDS
case $tier in
  inner)
    dotnet_tests -trait- Tier=Outer -longRunning 120
    tests/interop/run.sh 2>&1 | tee "$work/interop.log" || status=1
    ;;
  outer)
    dotnet_tests -trait Tier=Outer -longRunning 300
    TOKENHOUSE_TEST_DATABASE=Postgres dotnet_tests -trait- Tier=Outer -trait- Database=Each
    # With the full counts, also run what the inner tier runs on both databases.
    [ -z "${TOKENHOUSE_TEST_LONG:-}" ] || dotnet_tests -trait- Tier=Outer -trait Database=Each
    tests/interop/clients/run.sh 2>&1 | tee "$work/interop.log" || status=1
    tests/interop/postman/run.sh 2>&1 | tee -a "$work/interop.log" || status=1
    tests/interop/guides/run.sh 2>&1 | tee -a "$work/interop.log" || status=1
    tests/interop/openapi/run.sh 2>&1 | tee -a "$work/interop.log" || status=1
    tests/faults/run.sh ${TOKENHOUSE_TEST_LONG:+--long} 2>&1 | tee "$work/faults.log" || status=1
    ;;
  filter) dotnet_tests -method "*$filter*" ;;
esac

read -r dotnet_passed dotnet_failed <<<"$(count_dotnet "$work/dotnet.log")"
read -r node_passed node_failed <<<"$(count_node "$work/interop.log")"
read -r python_passed python_failed <<<"$(count_python "$work/interop.log")"
read -r faults_passed faults_failed <<<"$(count_faults "$work/faults.log")"
passed=$((dotnet_passed + node_passed + python_passed + faults_passed))
failed=$((dotnet_failed + node_failed + python_failed + faults_failed))
# If a runner broke before it could count, or nothing ran, that is a failure too.
nothing=
[ "$dotnet_passed" != 0 ] || nothing=1
[ "$tier" = filter ] || { [ "$node_passed" != 0 ] && [ "$python_passed" != 0 ]; } || nothing=1
if [ "$failed" = 0 ] && { [ "$status" != 0 ] || [ -n "$nothing" ]; }; then failed=1; fi
[ "$failed" = 0 ] || name_failures
echo "The $tier tier took $((SECONDS - began)) s after the build."
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
