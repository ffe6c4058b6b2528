# An API that accepts tokens with the package: the same response with and without a token. Its authorization server runs on the other core. The API only
# requests the client state from it, every two seconds.

start_api() {
  data=$(mktemp -d -p "$scratch")
  start_tokenhouse "$data" "$authority_port" taskset -c "$load_core" dotnet Tokenhouse.Server.dll
  wait_until 0.1 answers_at "$authority_url/health/ready"
  authority_pid=$server_pid server_pid=
  start env -C "$output/api" ASPNETCORE_ENVIRONMENT=Production \
    taskset -c "$server_core" dotnet Tokenhouse.Bench.Api.dll --urls "$url" --Authority "http://login.dc2.localhost:$authority_port"
}

# Send no token to the open path: the framework would read it there too.
prepare_api() {
  local token
  [[ $(curl -s --noproxy '*' -o "$scratch/answer" -w '%{http_code}' "$url/protected") == 401 ]] || fail "The protected path accepts requests without a token."
  token=$(post "login.dc2.localhost:$authority_port" "$token_path" "$token_form" "$authority_url" | sed -E 's/.*"access_token":"([^"]*)".*/\1/')
  request=("127.0.0.1:$port" "/$1" '' '')
  if [[ $1 == protected ]]; then request[3]=$token; fi
}

api_table() {
  local variant
  printf '| An API with the package | requests/s | p50 ms | p99 ms | RSS after load, MB | share of open |\n|---|---:|---:|---:|---:|---:|\n'
  for variant in open protected; do
    printf '| %s | %.0f | %.2f | %.2f | %.0f | %s |\n' "${title[$variant]}" "$(middle "$variant.rate")" \
      "$(middle "$variant.p50")" "$(middle "$variant.p99")" "$(middle "$variant.rss")" "$(ratio "$variant" open)"
  done
}
