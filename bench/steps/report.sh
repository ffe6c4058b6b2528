# The medians as Markdown, held against the budgets.

middle() { median ${samples[$1]}; }

exact_ratio() { calculate '%.6f' "$(middle "$1.rate") / $(middle "$2.rate")"; }

ratio() { calculate '%.2f' "$(exact_ratio "$1" "$2")"; }

load_table() {
  local variant
  printf '| | requests/s | p50 ms | p99 ms | RSS after load, MB | share of (a) | times (d) |\n'
  printf '|---|---:|---:|---:|---:|---:|---:|\n'
  for variant in limit es256 rs256 peer; do
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
  budget 'introspection of a JWT / (a)' "$(exact_ratio jwt limit)" '>=' "$budget_introspection" ''
  budget 'introspection of an opaque token / (a)' "$(exact_ratio opaque limit)" '>=' "$budget_introspection" ''
  budget 'RSS of (b) after load' "$(middle es256.rss)" '<' "$budget_rss_mb" ' MB'
  budget 'slowest check of an address' "$slowest_check_us" '<' "$budget_check_us" ' µs'
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
  printf '\n## Introspection\n\n'
  introspection_table
  printf '\n## API\n\n'
  api_table
  printf '\n## Start\n\n'
  start_table
  printf '\n## Sweep\n\n'
  sweep_table
  printf '\n## Allowlists\n\n'
  micro_table
  printf '\n## Budgets\n\n'
  budget_table
  printf '\n## Machine\n\n'
  machine_facts
}

is_shortened() { ((expired < 1000000 || seconds < default_seconds || warmup < default_warmup || rounds < default_rounds)); }
