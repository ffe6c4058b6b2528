# Starts, awaits and stops the servers that are measured, one at a time.
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
    es256 | jwt | opaque)
      data=$(mktemp -d -p "$scratch")
      start_tokenhouse "$data" "${pinned[@]}" dotnet Tokenhouse.Server.dll
      ;;
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

post() {
  local host=$1 path=$2 form=$3
  shift 3
  curl -s --noproxy '*' --max-time 5 -H "Host: $host" --data-raw "$form" "$@" "$url$path"
}

request_token() { post "$token_host" "$token_path" "$token_form" "$@"; }

answers_token() { [[ $(request_token -o "$scratch/answer" -w '%{http_code}') == 200 ]]; }

is_ready() {
  case $1 in
    es256 | rs256 | jwt | opaque) [[ $(curl -s --noproxy '*' --max-time 5 -o "$scratch/answer" -w '%{http_code}' "$url/health/ready") == 200 ]] ;;
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
