#!/bin/sh
# Makes the official OpenAI clients ready, in a cache outside the clone, and prints where: `python=…` and `node=…`.
# What cannot be had here (no python3, no node, no network) is left out, with a word on stderr.
set -u

PYTHON_CLIENT=3.57.0
NODE_CLIENT=7.57.0
cache="${XDG_CACHE_HOME:-$HOME/.cache}/zaowan-clients"
log="$cache/install.log"
mkdir -p "$cache" || exit 0

skip() { printf 'skipped: %s\n' "$*" >&2; }

# A folder is made beside its place and moved there whole, so that one left half-made by a stop is never used.
python_client() {
    place="$cache/python-$PYTHON_CLIENT"
    if [ ! -x "$place/bin/python" ]; then
        command -v python3 >/dev/null 2>&1 || { skip "there is no python3"; return; }
        rm -rf "$place" "$place.new"
        if ! { python3 -m venv "$place.new" &&
            "$place.new/bin/python3" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 15 "openai==$PYTHON_CLIENT" &&
            mv "$place.new" "$place"; } >>"$log" 2>&1; then
            rm -rf "$place.new"
            skip "the Python client cannot be installed; see $log"
            return
        fi
    fi
    printf 'python=%s\n' "$place/bin/python3"
}

node_client() {
    place="$cache/node-$NODE_CLIENT"
    if [ ! -d "$place/node_modules/openai" ]; then
        command -v npm >/dev/null 2>&1 || { skip "there is no npm"; return; }
        rm -rf "$place" "$place.new"
        mkdir -p "$place.new"
        if ! { (cd "$place.new" && npm install --silent --no-audit --no-fund --fetch-retries=1 --fetch-retry-maxtimeout=5000 "openai@$NODE_CLIENT" zod@4) && mv "$place.new" "$place"; } >>"$log" 2>&1; then
            rm -rf "$place.new"
            skip "the JavaScript client cannot be installed; see $log"
            return
        fi
    fi
    command -v node >/dev/null 2>&1 || { skip "there is no node"; return; }
    printf 'node=%s\n' "$place"
}

python_client
node_client
