# How long the Hub's pages take in a datacentre that has been in business for some years, on both databases.

measure_pages() {
  local postgres=$scratch/postgres
  say "Timing the pages of the Hub ..."
  mkdir -p "$postgres"
  chmod 755 "$scratch"
  look_at_pages "$(mktemp -d -p "$scratch")" sqlite
  look_at_pages "$(mktemp -d -p "$scratch")" "$(tests/tools/postgres.sh start "$postgres");Database=pages"
  stop_postgres
  slowest_page_ms=$(awk '$4 > slowest { slowest = $4 } END { printf "%.1f", slowest }' "$scratch/pages.txt")
  holds "$slowest_page_ms > 0" || fail "no page was timed."
}

look_at_pages() {
  dotnet "$output/pages/Tokenhouse.Bench.Pages.dll" "$1" "$2" "$looks" "$part" >>"$scratch/pages.txt" || fail "a page could not be timed."
}

stop_postgres() {
  [[ ! -d $scratch/postgres/cluster ]] || tests/tools/postgres.sh stop "$scratch/postgres"
}

# A line for each page: its times on SQLite, and on PostgreSQL.
pages_table() {
  printf '| Page | KB | SQLite p50 ms | p95 ms | PostgreSQL p50 ms | p95 ms |\n|---|---:|---:|---:|---:|---:|\n'
  awk '
    { name = $6; for (i = 7; i <= NF; i++) name = name " " $i }
    $2 == "sqlite" { order[++count] = name; size[name] = $5 }
    { p50[name, $2] = $3; p95[name, $2] = $4 }
    END { for (i = 1; i <= count; i++) { name = order[i]
      printf "| `%s` | %s | %s | %s | %s | %s |\n", name, size[name], p50[name, "sqlite"], p95[name, "sqlite"], p50[name, "postgres"], p95[name, "postgres"] } }
  ' "$scratch/pages.txt"
}
