#!/usr/bin/env bash
# Runs applications and programs with other people's clients, in their default settings, against a server with TLS:
# clients/run.sh [path of Tokenhouse.Server.dll]
# They need the packages in debian-packages.txt. ./test.sh installs those.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../server.sh"
dll=$(find_server "$@")
cd "$here"

install_node_packages node
dotnet restore dotnet --nologo --verbosity quiet --locked-mode
dotnet build dotnet --nologo --verbosity quiet --no-restore
(cd go && GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$tmp/go-client")

# Everything is served over TLS, so that no client needs a setting to do without. All trust this certificate, and no proxy is between them.
names=DNS:localhost,DNS:login.dc2.localhost,DNS:login.dc3.localhost,DNS:hub.dc3.localhost,DNS:acme.login.localhost
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=Interop -addext "subjectAltName=$names" \
  -keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2>/dev/null
export TLS_CERT=$tmp/cert.pem TLS_KEY=$tmp/key.pem
export SSL_CERT_FILE=$TLS_CERT CURL_CA_BUNDLE=$TLS_CERT NODE_EXTRA_CA_CERTS=$TLS_CERT REQUESTS_CA_BUNDLE=$TLS_CERT
export Kestrel__Certificates__Default__Path=$TLS_CERT Kestrel__Certificates__Default__KeyPath=$TLS_KEY
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

url=https://localhost:$(free_port)
start_server "$dll" "$url" --urls "$url"

chmod 755 "$tmp" # for Apache's own user
export TOKENHOUSE_URL=$url APP_PORT GO_CLIENT=$tmp/go-client DOTNET_CLIENTS=$here/dotnet/bin/Debug/net10.0/Clients.dll APACHE_FOLDER=$tmp
APP_PORT=$(free_port)

node register.js

# One after the other: all applications use the same port.
status=0
timeout --foreground 600 node --test --test-concurrency=1 ./*.test.js || status=1
PYTHONDONTWRITEBYTECODE=1 timeout --foreground 120 /usr/bin/python3 -m unittest --verbose ./test_*.py 2>&1 || status=1
exit "$status"
