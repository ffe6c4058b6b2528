#!/usr/bin/env bash
# A separate PostgreSQL cluster for one test run: postgres.sh start FOLDER prints a connection string; postgres.sh stop FOLDER stops it.
# It listens only on a socket in the folder and its data is temporary, so it is configured to be fast instead of durable.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=${2:?usage: postgres.sh start|stop FOLDER}

as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd "$folder" && runuser -u postgres -- "$@"); else "$@"; fi
}

case ${1:-} in
  start)
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_postgres "$bin/initdb" --pgdata="$folder/cluster" --username=tokenhouse --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder/initdb.log"
    settings="-c listen_addresses= -c unix_socket_directories=$folder -c max_connections=600 -c shared_buffers=128MB"
    settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    as_postgres "$bin/pg_ctl" --pgdata="$folder/cluster" --log="$folder/postgres.log" --wait --silent --options="$settings" start
    echo "Host=$folder;Username=tokenhouse"
    ;;
  stop)
    as_postgres "$bin/pg_ctl" --pgdata="$folder/cluster" --mode=immediate --silent stop
    ;;
  *)
    echo "usage: postgres.sh start|stop FOLDER" >&2
    exit 64
    ;;
esac
