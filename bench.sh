#!/usr/bin/env bash
# Compares the server with the limit of the machine and with a peer, and times the pages of the Hub; see bench/README.md.
#   ./bench.sh         everything
#   ./bench.sh pages   only the pages
#   ./bench.sh flood   only the effect of strangers on other users
#   ./bench.sh pressure [readers|storage|revocations]   only the effect of slow readers, a broken disk and endless revocations
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly default_seconds=10 default_warmup=25 default_rounds=3 default_looks=40
readonly seconds=${BENCH_SECONDS:-$default_seconds}
readonly warmup=${BENCH_WARMUP:-$default_warmup}
readonly rounds=${BENCH_ROUNDS:-$default_rounds}
readonly port=${BENCH_PORT:-5080}
readonly starts=5
readonly expired=${BENCH_EXPIRED:-1000000}
readonly looks=${BENCH_LOOKS:-$default_looks} part=${BENCH_PART:-1}
readonly wanted=${1:-all} aspect=${2:-}

readonly output=$PWD/artifacts/bench
readonly url=http://127.0.0.1:$port
readonly authority_port=$((port + 1))
readonly authority_url=http://127.0.0.1:$authority_port
readonly server_core=0 load_core=1
readonly token_host=login.dc2.localhost:$port
readonly token_path=/connect/token
readonly token_form='grant_type=client_credentials&client_id=acme-live&client_secret=acme-live-demo-secret&scope=Public.Application.Read%20Public.Application.Write'

readonly budget_rss_mb=180
readonly budget_of_limit=0.70
readonly budget_to_peer=4
readonly budget_introspection=0.60
readonly budget_second_start_ms=2500
readonly budget_check_us=5
readonly budget_page_ms=300
readonly budget_flood=2
readonly budget_honest_ms=2000
readonly budget_made_up=2

readonly variants=(limit es256 jwt opaque rs256 peer open protected)
declare -rA title=(
  [limit]='(a) limit: bare Kestrel, one hash, one ES256 signature'
  [es256]='(b) Tokenhouse, ES256'
  [rs256]='(c) Tokenhouse, RS256'
  [peer]='(d) node oidc-provider 9.13.3, ES256'
  [jwt]="a machine's JWT"
  [opaque]='an opaque token that acts for a person'
  [open]='without a token'
  [protected]='with a JWT and a scope'
)
declare -rA algorithm=([limit]=ES256 [es256]=ES256 [rs256]=RS256 [peer]=ES256)
declare -A samples=() answer_bytes=()
declare -a request=() # host, path, form and bearer token of the repeated request

scratch=$(mktemp -d)
readonly scratch
readonly server_log=$scratch/server.log
server_pid=
authority_pid=
data=
broken_budgets=0

for step in tools servers load introspection api start sweep micro flood pressure pages report; do
  # shellcheck source=/dev/null
  source "bench/steps/$step.sh"
done

clean_up() {
  stop_server || true
  stop_postgres || true
  remove_small_disk || say "bench: $small_disk is still mounted. Unmount it."
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

measure_all() {
  refuse_taken_port
  publish src/Tokenhouse.Server server
  publish bench/Tokenhouse.Bench.Limit limit
  publish bench/Tokenhouse.Bench.Micro micro
  publish bench/Tokenhouse.Bench.Api api
  install_peer
  measure_load
  measure_starts
  measure_sweep
  measure_micro
  measure_flood
  measure_made_up
  keep report ''
}

measure_and_keep_flood() {
  publish src/Tokenhouse.Server server
  measure_flood
  measure_made_up
  keep flood_report -flood
}

measure_and_keep_pressure() {
  publish src/Tokenhouse.Server server
  publish bench/Tokenhouse.Bench.Api api
  measure_pressure
  keep pressure_report -pressure
}

measure_and_keep_pages() {
  publish bench/Tokenhouse.Bench.Pages pages
  measure_pages
  keep pages_report -pages
}

refuse_bad_settings
facts_load=$(cut -d' ' -f1-3 /proc/loadavg)
facts_commit=$(commit)
install_tools
case $wanted in
  pages) measure_and_keep_pages ;;
  flood) measure_and_keep_flood ;;
  pressure) measure_and_keep_pressure ;;
  *)
    measure_all
    measure_and_keep_pressure
    measure_and_keep_pages
    ;;
esac
if ((broken_budgets > 0)); then
  say "bench: $broken_budgets budget(s) NOT met."
  exit 1
fi
