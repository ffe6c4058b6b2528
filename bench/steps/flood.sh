# The effect of strangers on other users: a flood of sign-ins next to token requests and honest sign-ins, and requests with made-up names compared with known ones.

readonly flood_rate=200 flood_connections=64 token_connections=128 honest_people=5
readonly -a flooded=(sqlite postgres) made_up_kinds=(client host token)
declare -rA beside=([alone]='alone' [honest]='beside honest sign-ins' [flood]='beside a flood of sign-ins' [both]='beside both')
declare -rA known_title=([client]='a known client id, wrong secret' [host]='the host of a tenant, wrong secret' [token]='an opaque token, known')
declare -rA made_up_title=([client]='a made-up client id' [host]='a made-up host of a tenant' [token]='a made-up opaque token')

# Prints requests/s, p50 and p99 in ms, failed connections, and the count of each status. Without a pause, it sends requests as fast as it can.
vary() {
  local connections=$1 duration=$2 pause=$3 log
  log=$(mktemp -p "$scratch")
  BENCH_HOST=${request[0]} BENCH_FORM=${request[2]} BENCH_TOKEN=${request[3]} BENCH_FROM=${request[4]:-} BENCH_COOKIE=${request[5]:-} \
    BENCH_PAUSE=$pause wrk -t1 "-c$connections" "-d${duration}s" -s bench/varied.lua "$url${request[1]}" >"$log" 2>&1 ||
    fail "wrk failed: $(<"$log")"
  sed -n 's/^BENCH //p' "$log"
}

# A server on all cores that trusts forwarded addresses.
start_behind_proxy() {
  local database=$1 at=()
  refuse_taken_port
  if [[ $database == postgres ]]; then
    mkdir -p "$scratch/postgres"
    chmod 755 "$scratch"
    at=(--Tokenhouse:Datacentres:dc2:Postgres "$(tests/tools/postgres.sh start "$scratch/postgres");Database=flood")
  fi
  start_tokenhouse "$(mktemp -d -p "$scratch")" "$port" dotnet Tokenhouse.Server.dll --Tokenhouse:Proxies:0 127.0.0.0/8 --Tokenhouse:Run:0 dc2 "${at[@]}"
  wait_until 0.1 is_ready es256
}

ask_for_tokens() {
  local pause=$1 rate p50 p99 broken statuses
  request=("$token_host" "$token_path" "$token_form" '' 192.0.2.1)
  read -r rate p50 p99 broken statuses < <(vary "$token_connections" "$seconds" "$pause")
  [[ $broken == 0 && $statuses =~ ^200x[0-9]+,$ ]] || fail "tokens beside a flood: $statuses $broken broken connections."
  printf '%s %s %s\n' "$rate" "$p50" "$p99"
}

# Opens the sign-in page like a browser; stores its hidden fields and cookie in form and jar.
open_sign_in() {
  local page
  jar=$(mktemp -p "$scratch")
  page=$(curl -s --noproxy '*' --max-time 20 -c "$jar" -H "Host: $token_host" -H "X-Forwarded-For: $1" "$url/account/sign-in?return=/account")
  form=$(grep -o '<input type="hidden" name="\(form_token\|return\)" value="[^"]*"' <<<"$page" |
    sed -E 's/.*name="([^"]*)" value="([^"]*)".*/\1=\2/; s/\+/%2B/g; s/&#x2B;/%2B/g; s/\//%2F/g' | sort -u | paste -sd '&')
  [[ $form == *form_token=* ]] || fail "the sign-in page has no form: $page"
}

# Sends from 65,536 networks of the /48 with this number: each round uses a /48 that isn't throttled yet.
flood() {
  local duration=$1 site=$2
  open_sign_in 192.0.2.9
  request=("$token_host" /account/sign-in "$form&email=stranger{n}@example.com&password=a-wrong-password" '' "2001:db8:$site:{h}::7"
    "$(awk 'END { print $6 "=" $7 }' "$jar")")
  vary "$flood_connections" "$duration" "$((1000 * flood_connections / flood_rate))" >"$scratch/flood.txt"
}

# Prints the milliseconds of each honest sign-in, from opening the page to being signed in. A failed one counts as 60 s.
sign_in_honestly() {
  local person begin status
  for ((person = 1; person <= honest_people; person++)); do
    begin=$(microseconds)
    open_sign_in "198.18.$person.7"
    status=$(curl -s --noproxy '*' --max-time 20 -o "$scratch/honest" -w '%{http_code}' -b "$jar" -H "Host: $token_host" \
      -H "X-Forwarded-For: 198.18.$person.7" --data-raw "$form&email=reader@acme.example&password=Demo-passw0rd!" "$url/account/sign-in")
    if [[ $status == 30[23] ]]; then printf '%s\n' $((($(microseconds) - begin) / 1000)); else printf '60000\n'; fi
    sleep 1 # a hash takes a quarter of a second of a core: more sign-ins would be a load of their own
  done
}

measure_flood() {
  local database
  for database in "${flooded[@]}"; do measure_flood_on "$database"; done
  slowest_honest_ms=$(tr ' ' '\n' <<<"${samples[flood.sqlite.both.ms]}${samples[flood.postgres.both.ms]% }" | sort -g | tail -n 1)
}

measure_flood_on() {
  local database=$1 round highest pause
  say "Flooding the sign-in beside token requests, $database ..."
  start_behind_proxy "$database"
  flood "$warmup" 0 # compiles the code of both
  ask_for_tokens 0 >/dev/null
  read -r highest _ < <(ask_for_tokens 0)
  samples[flood.$database.highest]=$highest
  pause=$(calculate '%d' "1000 * $token_connections / ($highest / 2)")
  for ((round = 1; round <= rounds; round++)); do
    keep_tokens "$database.alone" "$(ask_for_tokens "$pause")"
    measure_beside "$database.honest" "" signing
    measure_beside "$database.flood" "${round}1" ""
    measure_beside "$database.both" "${round}2" signing
    samples[flood.$database.answers]=$(cut -d' ' -f5 "$scratch/flood.txt")
    samples[flood.$database.floods]+="$(cut -d' ' -f1 "$scratch/flood.txt") "
  done
  stop_server
  stop_postgres
}

# Asks for tokens while strangers flood the sign-in, or honest people sign in, or both.
measure_beside() {
  local name=$1 site=$2 signing=$3
  local -a others=()
  if [[ -n $site ]]; then
    flood "$((seconds + 4))" "$site" &
    others+=($!)
    sleep 2 # the first few wrong passwords of a network are always checked
  fi
  if [[ -n $signing ]]; then
    sign_in_honestly >"$scratch/honest.txt" &
    others+=($!)
  fi
  keep_tokens "$name" "$(ask_for_tokens "$pause")"
  wait "${others[@]}"
  [[ -z $signing ]] || samples[flood.$name.ms]+="$(paste -sd ' ' "$scratch/honest.txt") "
}

keep_tokens() {
  local rate p50 p99
  read -r rate p50 p99 <<<"$2"
  samples[flood.$1.rate]+="$rate " samples[flood.$1.p50]+="$p50 " samples[flood.$1.p99]+="$p99 "
}

flood_ratio() { calculate '%.4f' "$(middle "flood.$1.$2.p99") / $(middle "flood.$1.$3.p99")"; }

# The request with a known name and the one with a made-up name, a new one each time.
prepare_made_up() {
  local kind=$1 is=$2 token
  case $kind-$is in
    client-known) request=("$token_host" "$token_path" 'grant_type=client_credentials&client_id=acme-live&client_secret=wrong-{n}' '' '') ;;
    client-made_up) request=("$token_host" "$token_path" 'grant_type=client_credentials&client_id=acme-{n}&client_secret=wrong-{n}' '' '') ;;
    host-known) request=("acme.login.localhost:$port" "$token_path" 'grant_type=client_credentials&client_id=acme-live&client_secret=wrong-{n}' '' '') ;;
    host-made_up) request=("acme-{n}.login.localhost:$port" "$token_path" 'grant_type=client_credentials&client_id=acme-live&client_secret=wrong-{n}' '' '') ;;
    token-known)
      token=_0XBPWQQ_$(</proc/sys/kernel/random/uuid)
      store_opaque "$token" "$data/dc3.db"
      request=("login.dc3.localhost:$port" /connect/userinfo '' "$token" '')
      ;;
    token-made_up) request=("login.dc3.localhost:$port" /connect/userinfo '' '_0XBPWQQ_00000000-0000-0000-0000-{n}' '') ;;
  esac
}

measure_made_up() {
  local kind is rate broken statuses round
  say "Asking for what there is not ..."
  refuse_taken_port
  data=$(mktemp -d -p "$scratch")
  start_tokenhouse "$data" "$port" taskset -c "$server_core" dotnet Tokenhouse.Server.dll
  wait_until 0.1 is_ready es256
  for ((round = 0; round <= rounds; round++)); do # the first round warms up
    for kind in "${made_up_kinds[@]}"; do
      for is in known made_up; do
        prepare_made_up "$kind" "$is"
        read -r rate _ _ broken statuses < <(vary 32 "$seconds" 0)
        [[ $broken == 0 && $statuses != *500x* ]] || fail "$kind, $is: $statuses $broken broken connections."
        ((round == 0)) || samples[$kind.$is]+="$rate "
        samples[$kind.$is.answers]=$statuses
      done
    done
  done
  stop_server
}

made_up_ratio() { calculate '%.4f' "$(middle "$1.known") / $(middle "$1.made_up")"; }

flood_table() {
  local database name
  printf '| Tokens at half of the highest rate, server on all cores | requests/s | p50 ms | p99 ms | honest sign-ins: median ms | slowest ms |\n|---|---:|---:|---:|---:|---:|\n'
  for database in "${flooded[@]}"; do
    for name in alone honest flood both; do
      printf '| %s, %s | %.0f | %.2f | %.2f |' "$database" "${beside[$name]}" "$(middle "flood.$database.$name.rate")" \
        "$(middle "flood.$database.$name.p50")" "$(middle "flood.$database.$name.p99")"
      if [[ -v samples[flood.$database.$name.ms] ]]; then
        printf ' %.0f | %.0f |\n' "$(middle "flood.$database.$name.ms")" "$(slowest "flood.$database.$name.ms")"
      else
        printf ' | |\n'
      fi
    done
  done
  printf '\nThe flood: wrong sign-ins, each for another account from another network of one IPv6 /48. The honest sign-ins: one at a time, a second after the last.'
  for database in "${flooded[@]}"; do
    printf ' On %s %.0f a second, answered in the last round: %s.' "$database" "$(middle "flood.$database.floods")" "${samples[flood.$database.answers]%,}"
  done
  printf '\n'
}

slowest() { tr ' ' '\n' <<<"${samples[$1]% }" | sort -g | tail -n 1; }

made_up_table() {
  local kind
  printf '| Known | requests/s | Made up | requests/s | times the cost |\n|---|---:|---|---:|---:|\n'
  for kind in "${made_up_kinds[@]}"; do
    printf '| %s | %.0f | %s | %.0f | %.2f |\n' "${known_title[$kind]}" "$(middle "$kind.known")" "${made_up_title[$kind]}" \
      "$(middle "$kind.made_up")" "$(made_up_ratio "$kind")"
  done
}

flood_budgets() {
  local kind
  for kind in "${flooded[@]}"; do
    budget "p99 of tokens beside a flood of sign-ins, times alone, $kind" "$(flood_ratio "$kind" flood alone)" '<' "$budget_flood" ''
    budget "the same, with honest sign-ins beside both, $kind" "$(flood_ratio "$kind" both honest)" '<' "$budget_flood" ''
  done
  budget 'slowest honest sign-in meanwhile' "$slowest_honest_ms" '<' "$budget_honest_ms" ' ms'
  for kind in "${made_up_kinds[@]}"; do
    budget "cost of ${made_up_title[$kind]}, times a known one" "$(made_up_ratio "$kind")" '<' "$budget_made_up" ''
  done
}

flood_report() {
  printf '# Strangers, %s\n\n## Flood of sign-ins\n\n' "$(date -u +%F)"
  flood_table
  printf '\n## Made-up names\n\n'
  made_up_table
  printf '\n| Budget | bound | measured | |\n|---|---:|---:|---|\n'
  flood_budgets
  printf '\n## Machine\n\n'
  common_facts
  printf -- '- Rounds: %s, each %s s; medians.\n' "$rounds" "$seconds"
}
