# How long a process takes from its start to its first token.

microseconds() { printf '%s\n' "${EPOCHREALTIME/./}"; }

measure_start() {
  local kind=$1 data=$2 begin end
  refuse_taken_port
  begin=$(microseconds)
  start_tokenhouse "$data" "$port" dotnet Tokenhouse.Server.dll
  wait_until 0.005 answers_token
  end=$(microseconds)
  samples[start.$kind]+="$(((end - begin) / 1000)) "
  stop_server
}

measure_starts() {
  local count data
  say "Starting $starts times with an empty data folder and $starts times with a full one ..."
  for ((count = 1; count <= starts; count++)); do
    data=$(mktemp -d -p "$scratch")
    measure_start first "$data"
    measure_start second "$data"
  done
}
