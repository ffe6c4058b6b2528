#!/usr/bin/env bash
# Follows the guides in docs/guide as a reader does, from a clone: runs every command and compares every answer.
# The commands build what they need. ./test.sh installs the programs that they use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
unset http_proxy all_proxy HTTP_PROXY ALL_PROXY
# One after the other: each starts a server and builds programs.
timeout --foreground 900 node --test --test-concurrency=1 ./*.test.js
