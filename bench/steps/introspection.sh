# Introspects tokens like an API: the same token each time, to measure an answer from memory.

prepare_introspection() {
  local api token host
  case $1 in
    jwt)
      host=$token_host api=hr-api
      token=$(post "$token_host" "$token_path" "$token_form" | sed -E 's/.*"access_token":"([^"]*)".*/\1/')
      ;;
    opaque)
      host=login.dc3.localhost:$port api=invoices-api
      token=_0XBPWQQ_$(</proc/sys/kernel/random/uuid)
      store_opaque "$token" "$data/dc3.db"
      ;;
  esac
  request=("$host" /connect/introspect "client_id=$api&client_secret=$api-demo-secret&token=$token" '')
}

# As if the code grant had issued it: the token is for a person, so that introspection also checks the person.
store_opaque() {
  local token=$1 database=$2 hash now rows
  hash=$(printf '%s' "$token" | sha256sum | cut -c 1-64)
  now=$(date +%s)
  rows=$(sqlite3 -cmd '.timeout 5000' "$database" "INSERT INTO AccessTokens (Hash, TenantId, Environment, ClientId, AccountId, Audience, Scope, IssuedAt, ExpiresAt)
    SELECT x'$hash', 451, 'LIVE', 'nordia-erp', Id, 'urn:tokenhouse:invoices', 'all', ${now}000, $((now + 600))000
    FROM Accounts WHERE Email = 'ada@nordia.example'; SELECT changes()")
  [[ $rows == 1 ]] || fail "The demo has no account of ada@nordia.example."
}

introspection_table() {
  local variant
  printf '| Introspection, warm | requests/s | p50 ms | p99 ms | RSS after load, MB | share of (a) |\n|---|---:|---:|---:|---:|---:|\n'
  for variant in jwt opaque; do
    printf '| %s | %.0f | %.2f | %.2f | %.0f | %s |\n' "${title[$variant]}" "$(middle "$variant.rate")" \
      "$(middle "$variant.p50")" "$(middle "$variant.p99")" "$(middle "$variant.rss")" "$(ratio "$variant" limit)"
  done
}
