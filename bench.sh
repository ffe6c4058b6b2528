#!/usr/bin/env bash
# Measures the token endpoint against what the machine can do at all and against a peer; see bench/README.md.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly default_seconds=10 default_warmup=25 default_rounds=3
readonly seconds=${BENCH_SECONDS:-$default_seconds}
readonly warmup=${BENCH_WARMUP:-$default_warmup}
readonly rounds=${BENCH_ROUNDS:-$default_rounds}
readonly port=${BENCH_PORT:-5080}
readonly starts=5
readonly expired=${BENCH_EXPIRED:-1000000}

readonly output=$PWD/artifacts/bench
readonly url=http://127.0.0.1:$port
readonly token_url=$url/connect/token
readonly server_core=0 load_core=1
export BENCH_HOST=login.dc2.localhost:$port
export BENCH_FORM='grant_type=client_credentials&client_id=acme-live&client_secret=acme-live-demo-secret&scope=Public.Application.Read%20Public.Application.Write'

readonly budget_rss_mb=180
readonly budget_of_limit=0.70
readonly budget_to_peer=4
readonly budget_second_start_ms=2500

readonly variants=(limit es256 rs256 peer)
declare -rA title=(
  [limit]='(a) limit: bare Kestrel, one hash, one ES256 signature'
  [es256]='(b) Tokenhouse, ES256'
  [rs256]='(c) Tokenhouse, RS256'
  [peer]='(d) node oidc-provider 9.13.3, ES256'
)
declare -rA algorithm=([limit]=ES256 [es256]=ES256 [rs256]=RS256 [peer]=ES256)
declare -A samples=() answer_bytes=()

scratch=$(mktemp -d)
readonly scratch
readonly server_log=$scratch/server.log
server_pid=
broken_budgets=0

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "bench: $*"
  if [[ -s $server_log ]]; then
    say "The last lines of the server that was measured:"
    tail -n 20 "$server_log" >&2
  fi
  exit 1
}

clean_up() {
  stop_server || true
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The parentheses keep awk from taking a ">" in the expression for a redirection.
calculate() { awk "BEGIN { printf(\"$1\", ($2)) }"; }
holds() { awk "BEGIN { exit !($1) }"; }

median() {
  tr ' ' '\n' <<<"$*" | sort -g | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# --- Before anything is measured

refuse_bad_settings() {
  local setting
  for setting in "$seconds" "$warmup" "$rounds"; do
    [[ $setting =~ ^[1-9][0-9]*$ ]] || fail "BENCH_SECONDS, BENCH_WARMUP and BENCH_ROUNDS are whole numbers from 1."
  done
  # The port is part of the issuer and so of the token, whose size the limit copies.
  [[ $port =~ ^[1-9][0-9]{3}$ ]] || fail "BENCH_PORT has four digits."
  (($(nproc) >= 2)) || fail "two cores are needed: one for the server, one for the load."
}

refuse_taken_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "something listens on port $port. Stop it, or set BENCH_PORT."
  fi
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

install_tools() {
  local missing=()
  command -v wrk >/dev/null || missing+=(wrk)
  command -v curl >/dev/null || missing+=(curl)
  command -v sqlite3 >/dev/null || missing+=(sqlite3)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  ((${#missing[@]} == 0)) && return
  say "Installing ${missing[*]} ..."
  quietly as_root apt-get update
  quietly as_root apt-get install -y --no-install-recommends "${missing[@]}"
}

quietly() {
  "$@" >"$scratch/command.log" 2>&1 || {
    cat "$scratch/command.log" >&2
    fail "this command failed: $*"
  }
}

publish() {
  local project=$1 folder=$2
  say "Publishing $project ..."
  rm -rf "${output:?}/$folder"
  quietly dotnet restore "$project" --locked-mode
  quietly dotnet publish "$project" --no-restore -c Release -r linux-x64 --self-contained false -o "$output/$folder"
}

install_peer() {
  say "Installing oidc-provider ..."
  (cd bench/oidc-provider && quietly npm ci --no-audit --no-fund --ignore-scripts)
}

# --- Servers

# Starts a command in the background; its pid is the server's own, because everything before it execs.
start() {
  [[ -z $server_pid ]] || fail "a server is still running."
  "$@" >"$server_log" 2>&1 &
  server_pid=$!
}

start_tokenhouse() {
  local data=$1
  shift
  start env -C "$output/server" ASPNETCORE_ENVIRONMENT=Development "$@" \
    --Tokenhouse:DataFolder "$data" --Tokenhouse:BaseUrl "http://localhost:$port"
}

start_variant() {
  local pinned=(taskset -c "$server_core")
  case $1 in
    limit)
      start env -C "$output/limit" ASPNETCORE_ENVIRONMENT=Production \
        "${pinned[@]}" dotnet Tokenhouse.Bench.Limit.dll --urls "$url"
      ;;
    es256) start_tokenhouse "$(mktemp -d -p "$scratch")" "${pinned[@]}" dotnet Tokenhouse.Server.dll ;;
    rs256)
      start_tokenhouse "$(mktemp -d -p "$scratch")" "${pinned[@]}" dotnet Tokenhouse.Server.dll \
        --Tokenhouse:Datacentres:dc2:Sites:LIVE:AccessTokenAlgorithm RS256
      ;;
    peer) start env -C bench/oidc-provider NODE_ENV=production "${pinned[@]}" node server.js "$port" ;;
  esac
}

is_running() { [[ -n $server_pid ]] && kill -0 "$server_pid" 2>/dev/null; }

stop_server() {
  [[ -n $server_pid ]] || return 0
  local deadline=$((SECONDS + 20))
  kill -TERM "$server_pid" 2>/dev/null || true
  while is_running && ((SECONDS < deadline)); do sleep 0.05; done
  if is_running; then
    kill -KILL "$server_pid" || true
    wait "$server_pid" || true
    server_pid=
    say "bench: the server did not stop within 20 s."
    return 1
  fi
  wait "$server_pid" || true
  server_pid=
}

request_token() {
  curl -s --noproxy '*' --max-time 5 -H "Host: $BENCH_HOST" --data-raw "$BENCH_FORM" "$@" "$token_url"
}

answers_token() { [[ $(request_token -o "$scratch/answer" -w '%{http_code}') == 200 ]]; }

is_ready() {
  case $1 in
    es256 | rs256) [[ $(curl -s --noproxy '*' --max-time 5 -o "$scratch/answer" -w '%{http_code}' "$url/health/ready") == 200 ]] ;;
    *) answers_token ;;
  esac
}

wait_until() {
  local pause=$1 deadline=$((SECONDS + 60))
  shift
  until "$@"; do
    is_running || fail "the server ended before it was ready."
    ((SECONDS < deadline)) || fail "the server was not ready within 60 s."
    sleep "$pause"
  done
}

# --- Load

decoded() { { tr '_-' '/+' && printf '=='; } | base64 -d 2>/dev/null || true; }

# A benchmark of the wrong answer is none: each variant must issue a token that is signed as its row says.
check_answer() {
  local variant=$1 status header_bytes body_bytes header
  read -r status header_bytes body_bytes < <(request_token -o "$scratch/answer" -w '%{http_code} %{size_header} %{size_download}\n')
  [[ $status == 200 ]] || fail "$variant answers $status: $(<"$scratch/answer")"
  header=$(sed -E 's/.*"access_token":"([^".]*)\..*/\1/' "$scratch/answer" | decoded)
  [[ $header == *"\"alg\":\"${algorithm[$variant]}\""* ]] || fail "$variant does not sign with ${algorithm[$variant]}: $header"
  answer_bytes[$variant]=$((header_bytes + body_bytes))
}

# Prints requests/s, p50 and p99 in ms.
load() {
  local variant=$1 duration=$2 rate p50 p99 count refused broken mean_bytes
  taskset -c "$load_core" wrk -t1 -c32 -d"${duration}s" -s bench/token.lua "$token_url" >"$scratch/wrk.log" 2>&1 ||
    fail "wrk failed: $(<"$scratch/wrk.log")"
  read -r _ rate p50 p99 count refused broken mean_bytes < <(grep '^BENCH ' "$scratch/wrk.log") ||
    fail "wrk reported nothing: $(<"$scratch/wrk.log")"
  ((refused == 0 && broken == 0)) ||
    fail "of $count answers of $variant $refused were refusals, and $broken times a connection failed or timed out."
  # wrk counts only 4xx and 5xx as refusals; a redirect shows in the size.
  holds "$mean_bytes > 0.95 * ${answer_bytes[$variant]}" ||
    fail "the mean answer of $variant has $mean_bytes bytes, a token has ${answer_bytes[$variant]}."
  printf '%s %s %s\n' "$rate" "$p50" "$p99"
}

resident_mb() { awk '/^VmRSS:/ { printf "%.1f", $2 / 1024 }' "/proc/$server_pid/status"; }

measure() {
  local variant=$1 rate p50 p99 result
  refuse_taken_port
  start_variant "$variant"
  wait_until 0.1 is_ready "$variant"
  check_answer "$variant"
  load "$variant" "$warmup" >/dev/null
  result=$(load "$variant" "$seconds")
  read -r rate p50 p99 <<<"$result"
  samples[$variant.rate]+="$rate "
  samples[$variant.p50]+="$p50 "
  samples[$variant.p99]+="$p99 "
  samples[$variant.rss]+="$(resident_mb) "
  stop_server
  say "  ${title[$variant]}: $rate requests/s"
}

measure_load() {
  local round variant
  for ((round = 1; round <= rounds; round++)); do
    say "Round $round of $rounds ..."
    for variant in "${variants[@]}"; do measure "$variant"; done
  done
  ((answer_bytes[limit] == answer_bytes[es256])) ||
    fail "the limit answers with ${answer_bytes[limit]} bytes, Tokenhouse with ${answer_bytes[es256]}: make them equal."
}

# --- Start

microseconds() { printf '%s\n' "${EPOCHREALTIME/./}"; }

measure_start() {
  local kind=$1 data=$2 begin end
  refuse_taken_port
  begin=$(microseconds)
  start_tokenhouse "$data" dotnet Tokenhouse.Server.dll
  wait_until 0.005 answers_token
  end=$(microseconds)
  samples[start.$kind]+="$(((end - begin) / 1000)) "
  stop_server
}

measure_starts() {
  local count data
  say "Starting $starts times with an empty data folder and $starts times with a full one ..."
  for ((count = 1; count <= starts; count++)); do
    data=$(mktemp -d -p "$scratch")
    measure_start first "$data"
    measure_start second "$data"
  done
}

# --- Sweep

expired_left() { sqlite3 -readonly "$1" 'SELECT count(*) FROM "AccessTokens"'; }

is_sweeping() { (($(expired_left "$1") < expired)); }

# Expired rows as a busy datacentre would have them after a long stop, on the core that also answers.
measure_sweep() {
  local data database before after
  data=$(mktemp -d -p "$scratch")
  database=$data/dc2.db
  say "Sweeping $expired expired tokens beside token requests ..."
  refuse_taken_port
  start_tokenhouse "$data" taskset -c "$server_core" dotnet Tokenhouse.Server.dll
  wait_until 0.1 is_ready es256
  stop_server
  sqlite3 "$database" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $expired)
    INSERT INTO AccessTokens (Hash, TenantId, Environment, ClientId, Audience, Scope, IssuedAt, ExpiresAt)
    SELECT randomblob(32), 218, 'LIVE', 'acme-live', 'urn:tokenhouse:hr', 'Public.Job.Read', 0, i FROM n"

  start_tokenhouse "$data" taskset -c "$server_core" dotnet Tokenhouse.Server.dll
  wait_until 0.1 is_ready es256
  check_answer es256
  load es256 "$warmup" >/dev/null
  read -r sweep_quiet_rate _ sweep_quiet_p99 <<<"$(load es256 "$seconds")"
  wait_until 0.2 is_sweeping "$database"
  before=$(expired_left "$database")
  read -r sweep_rate _ sweep_p99 <<<"$(load es256 "$seconds")"
  after=$(expired_left "$database")
  stop_server
  ((after < before)) || fail "nothing was swept while it was measured."
  sweep_rows=$(((before - after) / seconds))
}

sweep_table() {
  printf '| %s expired rows, SQLite | requests/s | p99 ms | rows deleted/s |\n|---|---:|---:|---:|\n' "$expired"
  printf '| before the sweep | %.0f | %.2f | |\n' "$sweep_quiet_rate" "$sweep_quiet_p99"
  printf '| beside it | %.0f | %.2f | %s |\n' "$sweep_rate" "$sweep_p99" "$sweep_rows"
}

# --- Report

middle() { median ${samples[$1]}; }

exact_ratio() { calculate '%.6f' "$(middle "$1.rate") / $(middle "$2.rate")"; }

ratio() { calculate '%.2f' "$(exact_ratio "$1" "$2")"; }

load_table() {
  local variant
  printf '| | requests/s | p50 ms | p99 ms | RSS after load, MB | share of (a) | times (d) |\n'
  printf '|---|---:|---:|---:|---:|---:|---:|\n'
  for variant in "${variants[@]}"; do
    printf '| %s | %.0f | %.2f | %.2f | %.0f | %s | %s |\n' "${title[$variant]}" \
      "$(middle "$variant.rate")" "$(middle "$variant.p50")" "$(middle "$variant.p99")" "$(middle "$variant.rss")" \
      "$(ratio "$variant" limit)" "$(ratio "$variant" peer)"
  done
}

start_table() {
  printf '| Start | process start to first token, ms | fastest | slowest |\n|---|---:|---:|---:|\n'
  local kind
  for kind in first second; do
    printf '| %s | %.0f | %s | %s |\n' "$kind" "$(middle "start.$kind")" \
      "$(tr ' ' '\n' <<<"${samples[start.$kind]% }" | sort -g | head -n 1)" \
      "$(tr ' ' '\n' <<<"${samples[start.$kind]% }" | sort -g | tail -n 1)"
  done
}

budget() {
  local what=$1 measured=$2 relation=$3 bound=$4 unit=$5 verdict='NOT met' words=under distance shown
  # Judged by the exact value: rounding must not lift one over its bound.
  if holds "$measured $relation $bound"; then verdict=met; else broken_budgets=$((broken_budgets + 1)); fi
  [[ $relation == '<' ]] || words='at least'
  shown=$(calculate '%.2f' "$measured")
  distance=$(calculate '%.2f' "$measured > $bound ? $measured - $bound : $bound - $measured")
  printf '| %s | %s %s%s | %s%s | %s, by %s%s |\n' "$what" "$words" "$bound" "$unit" "$shown" "$unit" "$verdict" "$distance" "$unit"
}

budget_table() {
  printf '| Budget | bound | measured | |\n|---|---:|---:|---|\n'
  budget 'requests/s, (b) / (a)' "$(exact_ratio es256 limit)" '>=' "$budget_of_limit" ''
  budget 'requests/s, (b) / (d)' "$(exact_ratio es256 peer)" '>=' "$budget_to_peer" ''
  budget 'RSS of (b) after load' "$(middle es256.rss)" '<' "$budget_rss_mb" ' MB'
  budget 'second start' "$(middle start.second)" '<' "$budget_second_start_ms" ' ms'
}

commit() {
  git rev-parse --short HEAD | tr -d '\n'
  [[ -z $(git status --porcelain) ]] || printf ' with uncommitted changes'
}

node_version() {
  node --version | tr -d '\n'
  # The peer is not to be blamed for a runtime that it warns about.
  if (($(node -p 'process.versions.node.split(".")[0]') < 22)); then printf ' (oidc-provider asks for 22 or later)'; fi
}

machine_facts() {
  printf -- '- Date: %s\n' "$(date -u '+%F %H:%M UTC')"
  printf -- '- Commit: %s\n' "$facts_commit"
  printf -- '- Cores: %s; server on core %s, wrk (-t1 -c32) on core %s\n' "$(nproc)" "$server_core" "$load_core"
  printf -- '- CPU: %s\n' "$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)"
  printf -- '- Kernel: %s\n' "$(uname -r)"
  printf -- '- .NET: SDK %s, ASP.NET Core %s\n' "$(dotnet --version)" \
    "$(dotnet --list-runtimes | awk '/^Microsoft.AspNetCore.App 10\.0\./ { version = $2 } END { print version }')"
  printf -- '- Node: %s\n' "$(node_version)"
  printf -- '- Load average before: %s\n' "$facts_load"
  printf -- '- Rounds: %s in turn, each %s s of warm-up and %s s of load; medians. Starts: %s each, medians.\n' \
    "$rounds" "$warmup" "$seconds" "$starts"
}

report() {
  printf '# Benchmark, %s\n\n## Load\n\n' "$(date -u +%F)"
  load_table
  printf '\n## Start\n\n'
  start_table
  printf '\n## Sweep\n\n'
  sweep_table
  printf '\n## Budgets\n\n'
  budget_table
  printf '\n## Machine\n\n'
  machine_facts
}

is_shortened() { ((expired < 1000000 || seconds < default_seconds || warmup < default_warmup || rounds < default_rounds)); }

refuse_bad_settings
refuse_taken_port
facts_load=$(cut -d' ' -f1-3 /proc/loadavg)
facts_commit=$(commit)
install_tools
publish src/Tokenhouse.Server server
publish bench/Tokenhouse.Bench.Limit limit
install_peer
measure_load
measure_starts
measure_sweep

results=bench/results
is_shortened && results=artifacts/bench/results # not worth keeping
mkdir -p "$results"
results=$results/$(date -u +%F).md
report >"$scratch/report.md"
cp "$scratch/report.md" "$results"
cat "$results"
say "Written to $results."
if ((broken_budgets > 0)); then
  say "bench: $broken_budgets budget(s) NOT met."
  exit 1
fi
