# Repeats one request to a server, and checks that every response is the right one.

decoded() { { tr '_-' '/+' && printf '=='; } | base64 -d 2>/dev/null || true; }

# The repeated request of a variant: it requests a token, introspects one or uses one.
prepare() {
  case $1 in
    jwt | opaque) prepare_introspection "$1" ;;
    open | protected) prepare_api "$1" ;;
    *) request=("$token_host" "$token_path" "$token_form" '') ;;
  esac
}

# A benchmark of wrong responses is worthless: a token must be signed as its row says, and an introspected token must be active.
check_answer() {
  local variant=$1 status header_bytes body_bytes
  prepare "$variant"
  read -r status header_bytes body_bytes < <(ask)
  [[ $status == 200 ]] || fail "$variant answers $status: $(<"$scratch/answer")"
  case $variant in
    jwt | opaque) [[ $(<"$scratch/answer") == '{"active":true,'* ]] || fail "$variant is not active: $(<"$scratch/answer")" ;;
    open | protected) [[ $(<"$scratch/answer") == '[{"id":1,'* ]] || fail "$variant answers $(<"$scratch/answer")" ;;
    *) check_signature "$variant" ;;
  esac
  answer_bytes[$variant]=$((header_bytes + body_bytes))
}

check_signature() {
  local header
  header=$(sed -E 's/.*"access_token":"([^".]*)\..*/\1/' "$scratch/answer" | decoded)
  [[ $header == *"\"alg\":\"${algorithm[$1]}\""* ]] || fail "$1 does not sign with ${algorithm[$1]}: $header"
}

# Prints requests/s, p50 and p99 in ms.
load() {
  local variant=$1 duration=$2 rate p50 p99 count refused broken mean_bytes
  BENCH_HOST=${request[0]} BENCH_FORM=${request[2]} BENCH_TOKEN=${request[3]} \
    taskset -c "$load_core" wrk -t1 -c32 -d"${duration}s" -s bench/request.lua "$url${request[1]}" >"$scratch/wrk.log" 2>&1 ||
    fail "wrk failed: $(<"$scratch/wrk.log")"
  read -r _ rate p50 p99 count refused broken mean_bytes < <(grep '^BENCH ' "$scratch/wrk.log") ||
    fail "wrk reported nothing: $(<"$scratch/wrk.log")"
  ((refused == 0 && broken == 0)) ||
    fail "Of $count responses of $variant, $refused were refusals. $broken connections failed or timed out."
  # wrk counts only 4xx and 5xx as refusals; a redirect shows in the size.
  holds "$mean_bytes > 0.95 * ${answer_bytes[$variant]}" ||
    fail "The mean response of $variant has $mean_bytes bytes. The right one has ${answer_bytes[$variant]}."
  printf '%s %s %s\n' "$rate" "$p50" "$p99"
}

resident_mb() { awk '/^VmRSS:/ { printf "%.1f", $2 / 1024 }' "/proc/$server_pid/status"; }

measure() {
  local variant=$1 rate p50 p99 result
  refuse_taken_port
  start_variant "$variant"
  wait_until 0.1 is_ready "$variant"
  check_answer "$variant"
  load "$variant" "$warmup" >/dev/null
  result=$(load "$variant" "$seconds")
  read -r rate p50 p99 <<<"$result"
  samples[$variant.rate]+="$rate "
  samples[$variant.p50]+="$p50 "
  samples[$variant.p99]+="$p99 "
  samples[$variant.rss]+="$(resident_mb) "
  stop_server
  say "  ${title[$variant]}: $rate requests/s"
}

measure_load() {
  local round variant
  for ((round = 1; round <= rounds; round++)); do
    say "Round $round of $rounds ..."
    for variant in "${variants[@]}"; do measure "$variant"; done
  done
  ((answer_bytes[open] == answer_bytes[protected])) ||
    fail "the open path answers with ${answer_bytes[open]} bytes, the protected one with ${answer_bytes[protected]}."
  ((answer_bytes[limit] == answer_bytes[es256])) ||
    fail "the limit answers with ${answer_bytes[limit]} bytes, Tokenhouse with ${answer_bytes[es256]}: make them equal."
}
