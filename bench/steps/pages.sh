# How long the Hub's pages take in a datacentre that has been in use for some years, on both databases.

# Stored next to the published programs, so that a failing report loses nothing.
readonly timings=$output/pages.txt

measure_pages() {
  local postgres=$scratch/postgres
  say "Timing the pages of the Hub ..."
  : >"$timings"
  mkdir -p "$postgres"
  chmod 755 "$scratch"
  look_at_pages "$(mktemp -d -p "$scratch")" sqlite
  look_at_pages "$(mktemp -d -p "$scratch")" "$(tests/tools/postgres.sh start "$postgres");Database=pages"
  stop_postgres
  slowest_page_ms=$(awk '$4 + 0 > slowest + 0 { slowest = $4 } END { printf "%.1f", slowest }' "$timings")
  holds "$slowest_page_ms > 0" || fail "no page was timed: $(wc -l <"$timings") lines in $timings."
}

# The server's log goes to the same output.
look_at_pages() {
  dotnet "$output/pages/Tokenhouse.Bench.Pages.dll" "$1" "$2" "$looks" "$part" | grep '^PAGE ' >>"$timings" || fail "A page couldn't be timed."
}

stop_postgres() {
  [[ ! -d $scratch/postgres/cluster ]] || tests/tools/postgres.sh stop "$scratch/postgres"
  rm -rf "$scratch/postgres"
}

# One line for each page, with its times on SQLite and PostgreSQL.
pages_table() {
  printf '| Page | KB | SQLite p50 ms | p95 ms | PostgreSQL p50 ms | p95 ms |\n|---|---:|---:|---:|---:|---:|\n'
  awk '
    { name = $6; for (i = 7; i <= NF; i++) name = name " " $i }
    $2 == "sqlite" { order[++count] = name; size[name] = $5 }
    { p50[name, $2] = $3; p95[name, $2] = $4 }
    END { for (i = 1; i <= count; i++) { name = order[i]
      printf "| `%s` | %s | %s | %s | %s | %s |\n", name, size[name], p50[name, "sqlite"], p95[name, "sqlite"], p50[name, "postgres"], p95[name, "postgres"] } }
  ' "$timings"
}
