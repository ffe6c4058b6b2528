# Prints the medians as Markdown and compares them with the budgets.

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
  # Compare the exact value: rounding must not move it across its bound.
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
  flood_budgets
}

commit() {
  git rev-parse --short HEAD | tr -d '\n'
  [[ -z $(git status --porcelain) ]] || printf ' with uncommitted changes'
}

node_version() {
  node --version | tr -d '\n'
  # The peer warns about this runtime, so say which version it needs.
  if (($(node -p 'process.versions.node.split(".")[0]') < 22)); then printf ' (oidc-provider asks for 22 or later)'; fi
}

common_facts() {
  printf -- '- Date: %s\n' "$(date -u '+%F %H:%M UTC')"
  printf -- '- Commit: %s\n' "$facts_commit"
  printf -- '- Cores: %s\n' "$(nproc)"
  printf -- '- CPU: %s\n' "$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)"
  printf -- '- Kernel: %s\n' "$(uname -r)"
  printf -- '- .NET: SDK %s, ASP.NET Core %s\n' "$(dotnet --version)" \
    "$(dotnet --list-runtimes | awk '/^Microsoft.AspNetCore.App 10\.0\./ { version = $2 } END { print version }')"
  printf -- '- Load average before: %s\n' "$facts_load"
}

machine_facts() {
  common_facts
  printf -- '- Server on core %s, wrk (-t1 -c32) on core %s\n' "$server_core" "$load_core"
  printf -- '- Node: %s\n' "$(node_version)"
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
  printf '\n## Flood of sign-ins\n\n'
  flood_table
  printf '\n## Made-up names\n\n'
  made_up_table
  printf '\n## Budgets\n\n'
  budget_table
  printf '\n## Machine\n\n'
  machine_facts
}

pages_report() {
  printf '# The pages of the Hub, %s\n\n' "$(date -u +%F)"
  printf 'Milliseconds from the request to the last byte, over loopback: %s tenants, %s clients, %s rows of the log; half of it is one tenant'"'"'s.\n' \
    "$((10000 / part))" "$((50000 / part))" "$((1000000 / part))"
  printf 'Each page was opened %s times, one after the other.\n\n' "$looks"
  pages_table
  printf '\n| Budget | bound | measured | |\n|---|---:|---:|---|\n'
  budget 'slowest page, p95' "$slowest_page_ms" '<' "$budget_page_ms" ' ms'
  printf '\n## Machine\n\n'
  common_facts
}

is_shortened() {
  [[ -n $aspect ]] ||
    ((expired < 1000000 || seconds < default_seconds || warmup < default_warmup || rounds < default_rounds || part > 1 || looks < default_looks))
}

# Prints a report and keeps it. The report of a shortened run, or of one aspect, isn't worth keeping.
keep() {
  local write=$1 ending=$2 results=bench/results
  if is_shortened; then results=artifacts/bench/results; fi
  mkdir -p "$results"
  results=$results/$(date -u +%F)$ending.md
  "$write" >"$scratch/report.md"
  cp "$scratch/report.md" "$results"
  cat "$results"
  say "Written to $results."
}
