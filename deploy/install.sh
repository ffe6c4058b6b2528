#!/usr/bin/env bash
# Installs Tokenhouse with PostgreSQL and nginx on a Debian server, or upgrades it: install.sh DOMAIN DATACENTRE [REGION]
#   deploy/install.sh example.com dc2 AUS
# It does what docs/guide/deploy.md describes, and can be run again. It needs root and a clone of the repository with the .NET SDK, or
# PUBLISHED=FOLDER with the result of dotnet publish. ROOT=FOLDER writes all files below that folder and starts no service.
set -euo pipefail

domain=${1:-} datacentre=${2:-} region=${3:-}
if [[ ! $domain =~ ^[a-z0-9.-]+\.[a-z]+$ || ! $datacentre =~ ^[a-z0-9]{1,20}$ ]]; then
  echo "usage: install.sh DOMAIN DATACENTRE [REGION], such as install.sh example.com dc2 AUS" >&2
  exit 64
fi
[ "$(id -u)" = 0 ] || { echo "Run install.sh as root." >&2; exit 1; }

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${ROOT:-}
database=tokenhouse_$datacentre
release=$(date --utc +%Y%m%d%H%M%S)
step() { echo "== $*"; }
has_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

install_packages() {
  step "Packages"
  local missing=() package
  for package in postgresql postgresql-client nginx openssl ca-certificates; do
    dpkg --status "$package" 2>/dev/null | grep -q '^Status: .* installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

create_account() {
  step "Account tokenhouse"
  id tokenhouse >/dev/null 2>&1 || useradd --system --home-dir /var/lib/tokenhouse --shell /usr/sbin/nologin tokenhouse
  install -d -m 0750 -o root -g tokenhouse "$root/etc/tokenhouse" "$root/etc/tokenhouse/tls"
  install -d -m 0700 -o tokenhouse -g tokenhouse "$root/var/lib/tokenhouse"
}

create_master_key() {
  step "Master key"
  local key=$root/etc/tokenhouse/master.key
  if [ -e "$key" ]; then
    chown tokenhouse: "$key"
    chmod 0600 "$key"
    echo "$key exists and stays as it is."
    return
  fi
  (umask 077 && openssl rand -base64 32 >"$key.new")
  chown tokenhouse: "$key.new"
  mv "$key.new" "$key"
  echo "Created $key. Copy it to a safe place outside this machine and its backups now: without it, the database can't be used."
}

# The account tokenhouse is the role tokenhouse, over the local socket: there is no password.
create_database() {
  step "Database $database"
  [ -n "${SKIP_DATABASE:-}" ] && { echo "Skipped."; return; }
  has_systemd && systemctl start postgresql
  as_postgres() { (cd / && runuser -u postgres -- "$@"); }
  as_postgres psql -qtAc "SELECT 1 FROM pg_roles WHERE rolname = 'tokenhouse'" | grep -q 1 || as_postgres createuser tokenhouse
  as_postgres psql -qtAc "SELECT 1 FROM pg_database WHERE datname = '$database'" | grep -q 1 ||
    as_postgres createdb --owner=tokenhouse --encoding=UTF8 --locale=C --template=template0 "$database"
}

write_settings() {
  step "Settings"
  local file=$root/etc/tokenhouse/tokenhouse.env
  if [ -e "$file" ]; then
    chown root:tokenhouse "$file"
    chmod 0640 "$file"
    echo "$file exists and stays as it is."
    return
  fi
  cat >"$file.new" <<SETTINGS
# Settings of Tokenhouse: docs/guide/operator.md lists them all. systemd and tokenhouse-command read this file, so avoid \$, \` and \\ in values.
ASPNETCORE_URLS="http://127.0.0.1:5080"
Tokenhouse__BaseUrl="https://$domain"
Tokenhouse__Demo="false"
Tokenhouse__DataFolder="$root/var/lib/tokenhouse"
Tokenhouse__MasterKeyFile="$root/etc/tokenhouse/master.key"
Tokenhouse__MigrateAtStart="false"
Tokenhouse__Proxies__0="127.0.0.1/32"
Tokenhouse__Run__0="$datacentre"
Tokenhouse__Datacentres__${datacentre}__Region="$region"
Tokenhouse__Datacentres__${datacentre}__Postgres="${POSTGRES:-Host=/var/run/postgresql;Database=$database;Username=tokenhouse}"
# Email, so that people can reset forgotten passwords:
# Tokenhouse__Mail__From="no-reply@$domain"
# Tokenhouse__Mail__Host="smtp.$domain"
# Tokenhouse__Mail__UserName="tokenhouse"
# Tokenhouse__Mail__Password="..."
SETTINGS
  chown root:tokenhouse "$file.new"
  chmod 0640 "$file.new"
  mv "$file.new" "$file"
  echo "Wrote $file."
}

# Each release has its folder, so that going back is one link.
publish() {
  step "Release $release"
  local target=$root/opt/tokenhouse/$release
  install -d -m 0755 "$root/opt/tokenhouse" "$target"
  if [ -n "${PUBLISHED:-}" ]; then
    cp -a "$PUBLISHED/." "$target/"
  else
    dotnet publish "$here/../src/Tokenhouse.Server" --configuration Release --runtime linux-x64 --self-contained true --output "$target" --nologo --verbosity quiet
  fi
  chown -R root:root "$target"
  chmod -R go=rX "$target"
}

# Before the new release serves. The running one works with the new schema.
migrate() {
  step "Migrate"
  local settings=$root/etc/tokenhouse/tokenhouse.env
  (
    set -a
    # shellcheck source=/dev/null
    . "$settings"
    set +a
    cd "$root/var/lib/tokenhouse"
    runuser -u tokenhouse -- "$root/opt/tokenhouse/$release/Tokenhouse.Server" migrate
  )
  ln -sfn "$release" "$root/opt/tokenhouse/current"
}

install_service() {
  step "Service"
  install -D -m 0644 "$here/tokenhouse.service" "$root/etc/systemd/system/tokenhouse.service"
  install -D -m 0755 "$here/tokenhouse-command" "$root/usr/local/bin/tokenhouse-command"
  has_systemd || { echo "systemd doesn't run here, so nothing was started."; return; }
  systemctl daemon-reload
  systemctl enable --quiet tokenhouse
  systemctl restart tokenhouse
}

# A certificate of its own until you install the real one, so that nginx starts.
install_proxy() {
  step "Proxy"
  local tls=$root/etc/tokenhouse/tls site=$root/etc/nginx/sites-available/tokenhouse
  if [ ! -e "$tls/fullchain.pem" ]; then
    (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$domain" \
      -addext "subjectAltName=DNS:*.$datacentre.$domain,DNS:*.login.$domain,DNS:*.loginuat.$domain" \
      -keyout "$tls/privkey.pem" -out "$tls/fullchain.pem" 2>/dev/null)
    echo "Made a temporary certificate. Replace $tls/fullchain.pem and privkey.pem, then run: systemctl reload nginx"
  fi
  install -d "$(dirname "$site")" "$root/etc/nginx/sites-enabled"
  sed -e "s/example\.com/$domain/g" -e "s#/etc/tokenhouse/tls#$root/etc/tokenhouse/tls#g" "$here/nginx.conf" >"$site"
  ln -sfn ../sites-available/tokenhouse "$root/etc/nginx/sites-enabled/tokenhouse"
  has_systemd || return 0
  nginx -t -q
  systemctl reload-or-restart nginx
}

install_packages
create_account
create_master_key
create_database
write_settings
publish
migrate
install_service
install_proxy
step "Done. Next: tokenhouse-command check, then tokenhouse-command operator invite YOU@$domain"
