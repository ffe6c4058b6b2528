#!/usr/bin/env bash
# What grants cost PostgreSQL: bytes of a row with its indexes, and the statements of a refresh run by pgbench. Prints the tables of docs/scale.md.
#   bench/storage.sh [GRANTS [SECONDS]]     100,000 grants and 10 seconds, if left out
# Build the server first: dotnet build src/Tokenhouse.Server
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly grants=${1:-100000} seconds=${2:-10} clients=8
readonly server=src/Tokenhouse.Server/bin/Debug/net10.0/Tokenhouse.Server.dll
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
work=$(mktemp -d)
chmod 755 "$work"

as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd "$work" && runuser -u postgres -- "$@"); else "$@"; fi
}

stop() {
  as_postgres "$bin/pg_ctl" --pgdata="$work/cluster" --mode=immediate --silent stop || true
  rm -rf "$work"
}
trap stop EXIT

sql() { "$bin/psql" --host="$work" --username=tokenhouse --dbname=bench --no-psqlrc --quiet --tuples-only --no-align --command="$1"; }

# Unlike the tests' database, this one waits for the disk.
[ "$(id -u)" != 0 ] || chown postgres "$work"
as_postgres "$bin/initdb" --pgdata="$work/cluster" --username=tokenhouse --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
as_postgres "$bin/pg_ctl" --pgdata="$work/cluster" --log="$work/postgres.log" --wait --silent \
  --options="-c listen_addresses= -c unix_socket_directories=$work -c shared_buffers=256MB -c max_wal_size=4GB" start
head -c 32 /dev/urandom | base64 >"$work/master-key"
dotnet "$server" migrate --Tokenhouse:BaseUrl https://example.com --Tokenhouse:MasterKeyFile "$work/master-key" \
  --Tokenhouse:DataFolder "$work/data" --Tokenhouse:Datacentres:dc2:Postgres "Host=$work;Username=tokenhouse;Database=bench" >/dev/null

# The values are as long as real ones: a hash of 32 bytes, IDs, one API's scopes.
sql "
INSERT INTO \"Families\" (\"Id\", \"TenantId\", \"Environment\", \"ClientId\", \"AccountId\", \"Scope\", \"AuthenticatedAt\", \"ExpiresAt\", \"UsedAt\")
SELECT md5('f' || n)::uuid, n % 100, 'LIVE', 'dc2-client' || n % 1000, md5('a' || n % 50000)::uuid, 'all openid',
  1790000000000, 1890000000000 + n, 1790000000000 FROM generate_series(1, $grants) n;
INSERT INTO \"RefreshTokens\" (\"Hash\", \"FamilyId\", \"TenantId\", \"Environment\", \"Dialect\", \"ExpiresAt\")
SELECT sha256(('r' || n)::bytea), md5('f' || n)::uuid, n % 100, 'LIVE', 'Connect', 1890000000000 + n FROM generate_series(1, $grants) n;
INSERT INTO \"AccessTokens\" (\"Hash\", \"TenantId\", \"Environment\", \"ClientId\", \"FamilyId\", \"AccountId\", \"Audience\", \"Scope\", \"IssuedAt\", \"ExpiresAt\")
SELECT sha256(('t' || n)::bytea), n % 100, 'LIVE', 'dc2-client' || n % 1000, md5('f' || n)::uuid, md5('a' || n % 50000)::uuid,
  'urn:tokenhouse:invoices', 'all openid', 1790000000000, 1790000300000 + n FROM generate_series(1, $grants) n;
"
sql "VACUUM ANALYZE"
echo "| $grants rows of | bytes a row, with indexes | of them indexes |"
echo "|---|---:|---:|"
for table in AccessTokens RefreshTokens Families; do
  sql "SELECT '| $table | ' || pg_total_relation_size('\"$table\"') / $grants || ' | ' || pg_indexes_size('\"$table\"') / $grants || ' |'"
done

# The statements of a refresh, as the server sends them: one round trip each, and one commit.
cat >"$work/refresh.sql" <<SQL
\set n random(1, $grants)
SELECT t."SpentAt", f."EndedAt", EXISTS (SELECT 1 FROM "Accounts" a JOIN "Memberships" m ON m."AccountId" = a."Id"
  WHERE a."DisabledAt" IS NULL AND m."TenantId" = f."TenantId" AND m."AccountId" = f."AccountId")
  FROM "RefreshTokens" t JOIN "Families" f ON f."Id" = t."FamilyId" WHERE t."Hash" = sha256(('r' || :n)::bytea);
BEGIN;
UPDATE "Families" SET "UsedAt" = 1790000000001 WHERE "Id" = md5('f' || :n)::uuid AND "EndedAt" IS NULL;
UPDATE "RefreshTokens" SET "SpentAt" = 1790000000001, "GraceEndsAt" = 1790000600001, "SuccessorHash" = sha256('s'), "Successor" = sha256('s'),
  "ExpiresAt" = 1797776000001 WHERE "Hash" = sha256(('r' || :n)::bytea);
WITH made AS (INSERT INTO "RefreshTokens" ("Hash", "FamilyId", "TenantId", "Environment", "Dialect", "ExpiresAt")
  VALUES (sha256(gen_random_uuid()::text::bytea), md5('f' || :n)::uuid, :n % 100, 'LIVE', 'Connect', 1890000000000 + :n))
  INSERT INTO "AccessTokens" ("Hash", "TenantId", "Environment", "ClientId", "FamilyId", "AccountId", "Audience", "Scope", "IssuedAt", "ExpiresAt")
  VALUES (sha256(gen_random_uuid()::text::bytea), :n % 100, 'LIVE', 'dc2-client' || :n % 1000, md5('f' || :n)::uuid, md5('a' || :n % 50000)::uuid,
  'urn:tokenhouse:invoices', 'all openid', 1790000000000, 1790000300000 + :n);
COMMIT;
SQL
before=$(sql "SELECT pg_current_wal_lsn()")
result=$("$bin/pgbench" --host="$work" --username=tokenhouse --no-vacuum --client=$clients --jobs=1 --time="$seconds" \
  --file="$work/refresh.sql" bench 2>&1)
processed=$(sed -nE 's/^number of transactions actually processed: ([0-9]+).*/\1/p' <<<"$result")
rate=$(sed -nE 's/^tps = ([0-9]+).*/\1/p' <<<"$result")
latency=$(sed -nE 's/^latency average = ([0-9.]+) ms/\1/p' <<<"$result")
sleep 1
echo
echo "| refreshes by pgbench, $clients at a time | |"
echo "|---|---:|"
echo "| refreshes/s | $rate |"
echo "| mean ms | $latency |"
echo "| bytes of write-ahead log a refresh | $(sql "SELECT (pg_wal_lsn_diff(pg_current_wal_lsn(), '$before') / $processed)::int") |"
for table in Families RefreshTokens; do
  echo "| updates of $table that change no index (HOT), % | $(sql "SELECT 100 * n_tup_hot_upd / greatest(n_tup_upd, 1) FROM pg_stat_user_tables WHERE relname = '$table'") |"
done
