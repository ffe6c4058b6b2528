#!/usr/bin/env bash
# Generates clients from the descriptions of a fresh server, compiles them and uses them: openapi/run.sh [path of Tokenhouse.Server.dll]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../server.sh"
dll=$(find_server "$@")
cd "$here"
install_node_packages .

url=http://localhost:$(free_port)
start_server "$dll" "$url"
rm -rf generated
mkdir generated
for description in hub:v1 login:oauth; do
  name=${description#*:}
  curl --silent --fail --noproxy '*' --header "Host: ${description%:*}.dc2.localhost:${url##*:}" --output "generated/${name/v1/hub}.json" "$url/openapi/$name.json"
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 KIOTA_TUTORIAL_ENABLED=false REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
for client in hub:Hub oauth:OAuth; do
  npx --no-install openapi-typescript "generated/${client%:*}.json" --output "generated/${client%:*}.ts"
  dotnet kiota generate --language CSharp --openapi "generated/${client%:*}.json" --class-name "${client#*:}Client" \
    --namespace-name "ApiClients.${client#*:}" --output "generated/csharp/${client#*:}" --log-level Error
done
npx --no-install tsc
dotnet restore dotnet --nologo --verbosity quiet --locked-mode
dotnet build dotnet --nologo --verbosity quiet --no-restore

TOKENHOUSE_URL=$url timeout --foreground 300 node --test ./*.test.js
