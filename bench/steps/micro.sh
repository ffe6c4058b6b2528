# Small steps of each request, measured with BenchmarkDotNet in nanoseconds.

measure_micro() {
  say "Measuring the check of an address against 10,000 ..."
  taskset -c "$load_core" dotnet "$output/micro/Tokenhouse.Bench.Micro.dll" "$scratch/micro" >"$scratch/micro.txt" 2>"$scratch/micro.log" ||
    fail "the micro-benchmark failed: $(tail -n 20 "$scratch/micro.log")"
  slowest_check_us=$(awk '/^MICRO / { if ($2 > slowest) slowest = $2 } END { printf "%.3f", slowest / 1000 }' "$scratch/micro.txt")
  holds "$slowest_check_us > 0" || fail "the micro-benchmark measured nothing: $(<"$scratch/micro.txt")"
}

micro_table() {
  printf '| An address against an allowlist of 10,000 | ns | standard error |\n|---|---:|---:|\n'
  awk '/^MICRO / { name = $4; for (i = 5; i <= NF; i++) name = name " " $i; printf "| %s | %.0f | %.0f |\n", name, $2, $3 }' "$scratch/micro.txt"
}
