# Output, failure and arithmetic, and the prerequisites of a measurement.

# The parentheses keep awk from taking a ">" in the expression for a redirection.
calculate() { awk "BEGIN { printf(\"$1\", ($2)) }"; }
holds() { awk "BEGIN { exit !($1) }"; }

median() {
  tr ' ' '\n' <<<"$*" | sort -g | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "bench: $*"
  if [[ -s $server_log ]]; then
    say "The last lines of the server that was measured:"
    tail -n 20 "$server_log" >&2
  fi
  exit 1
}

refuse_bad_settings() {
  local setting
  [[ $wanted =~ ^(all|pages|flood|pressure)$ ]] || fail "Pass no argument to measure everything, or pages, flood or pressure."
  [[ -z $aspect || $wanted == pressure && $aspect =~ ^(readers|storage|revocations)$ ]] || fail "Pass pressure, or pressure with readers, storage or revocations."
  for setting in "$seconds" "$warmup" "$rounds" "$looks" "$part"; do
    [[ $setting =~ ^[1-9][0-9]*$ ]] ||
      fail "BENCH_SECONDS, BENCH_WARMUP, BENCH_ROUNDS, BENCH_LOOKS and BENCH_PART must be whole numbers of at least 1."
  done
  # The port is part of the issuer and so of the token, whose size the limit copies.
  [[ $port =~ ^[1-9][0-9]{3}$ ]] || fail "BENCH_PORT must have four digits."
  ((seconds + warmup <= 240)) || fail "The sum of BENCH_SECONDS and BENCH_WARMUP can be at most 240, because a token expires after 300 s."
  (($(nproc) >= 2)) || fail "This benchmark needs two cores: one for the server, one for the load."
}

refuse_taken_port() {
  local taken
  for taken in "$port" "$authority_port"; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$taken") 2>/dev/null; then
      fail "Another program listens on port $taken. Stop it, or set BENCH_PORT."
    fi
  done
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
  ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || missing+=(postgresql)
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
