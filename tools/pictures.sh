#!/usr/bin/env bash
# Updates the documents' pictures from the browser tests' screenshots; run after ./test.sh, or after ./test.sh --filter EveryPage and
# ./test.sh --filter Welcome.
set -euo pipefail
cd "$(dirname "$0")/.."

from=artifacts/screenshots
cp "$from/hub/at-work/overview-1280-light.png" docs/images/hub-overview.png
cp "$from/hub/at-work/log-1280-light.png" docs/images/hub-log.png
cp "$from/hub/at-work/credentials-client-1280-light.png" docs/images/hub-credential.png
cp "$from/welcome/page-1280-light.png" docs/images/welcome.png
