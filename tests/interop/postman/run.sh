#!/usr/bin/env bash
# Runs the Postman collection against a fresh server: postman/run.sh [path of Tokenhouse.Server.dll]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../server.sh"
dll=$(find_server "$@")
cd "$here"
install_node_packages .

url=http://localhost:$(free_port)
start_server "$dll" "$url"
TOKENHOUSE_URL=$url timeout --foreground 120 node --test ./*.test.js
