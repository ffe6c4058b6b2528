# Starts, waits for and stops the measured servers, one at a time.

# Starts a command in the background. Its pid is the server's own, because every command before it uses exec.
start() {
  [[ -z $server_pid ]] || fail "a server is still running."
  "$@" >"$server_log" 2>&1 &
  server_pid=$!
}

start_tokenhouse() {
  local data=$1 at=$2
  shift 2
  start env -C "$output/server" ASPNETCORE_ENVIRONMENT=Development "$@" \
    --Tokenhouse:DataFolder "$data" --Tokenhouse:BaseUrl "http://localhost:$at"
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
      start_tokenhouse "$data" "$port" "${pinned[@]}" dotnet Tokenhouse.Server.dll
      ;;
    rs256)
      start_tokenhouse "$(mktemp -d -p "$scratch")" "$port" "${pinned[@]}" dotnet Tokenhouse.Server.dll \
        --Tokenhouse:Datacentres:dc2:Sites:LIVE:AccessTokenAlgorithm RS256
      ;;
    peer) start env -C bench/oidc-provider NODE_ENV=production "${pinned[@]}" node server.js "$port" ;;
    open | protected) start_api ;;
  esac
}

is_running() { [[ -n $server_pid ]] && kill -0 "$server_pid" 2>/dev/null; }

stop_server() {
  stop "$server_pid"
  server_pid=
  stop "$authority_pid"
  authority_pid=
}

stop() {
  local pid=$1 deadline=$((SECONDS + 20))
  [[ -n $pid ]] || return 0
  kill -TERM "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.05; done
  if kill -KILL "$pid" 2>/dev/null; then say "bench: a server did not stop within 20 s."; fi
  wait "$pid" || true
}

post() {
  local host=$1 path=$2 form=$3 origin=${4:-$url}
  curl -s --noproxy '*' --max-time 5 -H "Host: $host" --data-raw "$form" -w '\n' "$origin$path"
}

# Stores the response to the repeated request in a file, and prints its status and the sizes of its head and body.
ask() {
  local with=()
  [[ -z ${request[2]} ]] || with+=(--data-raw "${request[2]}")
  [[ -z ${request[3]} ]] || with+=(-H "Authorization: Bearer ${request[3]}")
  curl -s --noproxy '*' --max-time 5 -H "Host: ${request[0]}" "${with[@]}" -o "$scratch/answer" \
    -w '%{http_code} %{size_header} %{size_download}\n' "$url${request[1]}"
}

answers_at() { [[ $(curl -s --noproxy '*' --max-time 5 -o "$scratch/answer" -w '%{http_code}' "$1") == 200 ]]; }

answers_token() {
  prepare es256
  [[ $(ask) == 200\ * ]]
}

is_ready() {
  case $1 in
    es256 | rs256 | jwt | opaque) answers_at "$url/health/ready" ;;
    open | protected) answers_at "$url/health" ;;
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
