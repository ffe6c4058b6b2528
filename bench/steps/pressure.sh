# The effect of slow readers, a full disk and endless revocations on other users, on both databases. This step starts the servers, and bench/pressure measures
# them. If anything happens that must not happen (a 500, a refusal without Retry-After, a refusal of another tenant), the benchmark stops.

readonly -a pressed=(sqlite postgres) aspects=(readers storage revocations)
readonly small_disk=$scratch/small small_disk_mb=64
connection=

measure_pressure() {
  local it database
  mkdir -p "$scratch/postgres"
  chmod 755 "$scratch"
  for it in "${aspects[@]}"; do
    [[ -z $aspect || $aspect == "$it" ]] || continue
    : >"$(pressure_lines "$it")"
    for database in "${pressed[@]}"; do
      say "Under pressure: $it, $database ..."
      [[ $database == sqlite ]] || connection="$(tests/tools/postgres.sh start "$scratch/postgres")"
      "press_$it" "$database"
      stop_server
      stop_postgres
      remove_small_disk
    done
  done
}

pressure_lines() { printf '%s\n' "$output/pressure-$1.txt"; }

press_readers() {
  local bounds options=()
  data=$(mktemp -d -p "$scratch")
  for bounds in default raised; do
    [[ $bounds == default ]] || options=(--Tokenhouse:Exports:PerPerson 200 --Tokenhouse:Exports:PerTenant 200)
    start_pressed "$1" dc2 "$port" "${options[@]}"
    press readers "$1" dc2 "$port" "$server_pid" "$bounds"
    stop_server
  done
}

press_storage() {
  make_small_disk "$1"
  start_pressed "$1" dc3 "$port"
  press storage "$1" dc3 "$port" "$server_pid" "$small_disk"
}

press_revocations() {
  data=$(mktemp -d -p "$scratch")
  start_pressed "$1" dc3 "$authority_port"
  authority_pid=$server_pid server_pid=
  start env -C "$output/api" ASPNETCORE_ENVIRONMENT=Production \
    dotnet Tokenhouse.Bench.Api.dll --urls "$url" --Authority "http://login.dc3.localhost:$authority_port"
  wait_until 0.1 is_ready protected
  press revocations "$1" dc3 "$authority_port" "$authority_pid" "$port" "$server_pid"
}

# A server that runs one datacentre, with its files in the data folder.
start_pressed() {
  local database=$1 datacentre=$2 at=$3 where=()
  shift 3
  refuse_taken_port
  [[ $database == sqlite ]] || where=("--Tokenhouse:Datacentres:$datacentre:Postgres" "$connection;Database=pressure")
  start_tokenhouse "$data" "$at" dotnet Tokenhouse.Server.dll --Tokenhouse:Run:0 "$datacentre" "${where[@]}" "$@"
  wait_until 0.1 answers_at "http://127.0.0.1:$at/health/ready"
}

press() {
  local it=$1 database=$2 datacentre=$3 at=$4 pid=$5 address=sqlite:$data/$3.db
  shift 5
  [[ $database == sqlite ]] || address="postgres:host=$scratch/postgres user=tokenhouse dbname=pressure"
  python3 -B bench/pressure --port "$at" --pid "$pid" --datacentre "$datacentre" --database "$address" "$it" "$@" >>"$(pressure_lines "$it")" ||
    fail "$it, $database: see above."
}

# A small separate file system for the database.
make_small_disk() {
  quietly truncate -s "${small_disk_mb}M" "$small_disk.image"
  quietly mkfs.ext4 -q -m 0 "$small_disk.image"
  mkdir -p "$small_disk"
  quietly as_root mount -o loop "$small_disk.image" "$small_disk"
  quietly as_root chown "$(id -u)" "$small_disk"
  mkdir "$small_disk/database"
  if [[ $1 == sqlite ]]; then
    data=$small_disk/database
    return
  fi
  data=$(mktemp -d -p "$scratch")
  quietly as_root chown "$(stat -c %u "$scratch/postgres/cluster")" "$small_disk/database"
  psql "host=$scratch/postgres user=tokenhouse dbname=postgres" -q -v ON_ERROR_STOP=1 \
    -c "CREATE TABLESPACE small LOCATION '$small_disk/database'" -c 'CREATE DATABASE pressure TABLESPACE small'
}

remove_small_disk() {
  # A failure doesn't stop the script here: without the return, it would delete the image of a mounted disk.
  ! mountpoint -q "$small_disk" || as_root umount "$small_disk" || return
  rm -f "$small_disk.image"
}

pressure_of() { sed -n "s/^$2\t//p" "$(pressure_lines "$1")"; }

pressure_table() {
  pressure_of "$1" row
  printf '\n'
  pressure_of "$1" sentence
}

readers_table() {
  printf '| 200 readers of an audit at 600 bytes/s | given | 429 | cut off after | tokens p50 ms | p99 ms | sign-in median ms | slowest ms '
  printf '| connections open | busy for over 1 s | health | server MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|\n'
  pressure_table readers
}

storage_table() {
  printf '| What nothing can be stored in | machine token | refresh | code | consent | sign-in | revoke | /health/ready | /health/writable '
  printf '| writable again, s | all given again, s |\n|---|---:|---|---|---|---|---|---|---|---:|---:|\n'
  pressure_table storage
}

revocations_table() {
  printf '| Revocations of one client | made | index KB | its tenant KB | API refuses after s | server MB | API MB | health of the API |\n'
  printf '|---|---:|---:|---:|---:|---:|---:|---|\n'
  pressure_table revocations
}

pressure_budgets() {
  local it what measured bound unit
  printf '| Budget | bound | measured | |\n|---|---:|---:|---|\n'
  for it in "${aspects[@]}"; do
    [[ -z $aspect || $aspect == "$it" ]] || continue
    while IFS=$'\t' read -r what measured bound unit; do
      budget "$what" "$measured" '<' "$bound" "$unit"
    done < <(pressure_of "$it" budget)
  done
}

pressure_report() {
  local it
  printf '# Under pressure, %s\n' "$(date -u +%F)"
  for it in "${aspects[@]}"; do
    [[ -z $aspect || $aspect == "$it" ]] || continue
    printf '\n## %s\n\n' "${it^}"
    "${it}_table"
  done
  printf '\n## Budgets\n\n'
  pressure_budgets
  printf '\n## Machine\n\n'
  common_facts
}
