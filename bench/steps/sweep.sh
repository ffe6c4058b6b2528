# The effect of deleting expired rows on token requests at the same time.

expired_left() { sqlite3 -readonly "$1" 'SELECT count(*) FROM "AccessTokens"'; }

is_sweeping() { (($(expired_left "$1") < expired)); }

# Expired rows like those of a busy datacentre after a long stop, deleted on the core that also serves requests.
measure_sweep() {
  local data database before after
  data=$(mktemp -d -p "$scratch")
  database=$data/dc2.db
  say "Sweeping $expired expired tokens beside token requests ..."
  refuse_taken_port
  start_tokenhouse "$data" "$port" taskset -c "$server_core" dotnet Tokenhouse.Server.dll
  wait_until 0.1 is_ready es256
  stop_server
  sqlite3 "$database" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $expired)
    INSERT INTO AccessTokens (Hash, TenantId, Environment, ClientId, Audience, Scope, IssuedAt, ExpiresAt)
    SELECT randomblob(32), 218, 'LIVE', 'acme-live', 'urn:tokenhouse:hr', 'Public.Job.Read', 0, i FROM n"

  start_tokenhouse "$data" "$port" taskset -c "$server_core" dotnet Tokenhouse.Server.dll
  wait_until 0.1 is_ready es256
  check_answer es256
  load es256 "$warmup" >/dev/null
  read -r sweep_quiet_rate _ sweep_quiet_p99 <<<"$(load es256 "$seconds")"
  wait_until 0.2 is_sweeping "$database"
  before=$(expired_left "$database")
  read -r sweep_rate _ sweep_p99 <<<"$(load es256 "$seconds")"
  after=$(expired_left "$database")
  stop_server
  ((after < before)) || fail "No rows were deleted during the measurement."
  sweep_rows=$(((before - after) / seconds))
}

sweep_table() {
  printf '| %s expired rows, SQLite | requests/s | p99 ms | rows deleted/s |\n|---|---:|---:|---:|\n' "$expired"
  printf '| before the sweep | %.0f | %.2f | |\n' "$sweep_quiet_rate" "$sweep_quiet_p99"
  printf '| beside it | %.0f | %.2f | %s |\n' "$sweep_rate" "$sweep_p99" "$sweep_rows"
}
