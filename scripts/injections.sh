#!/bin/sh
# Installs AgentDojo and garak without what they depend on, once, into the user's cache, and prints the injections
# they hold: see injections.py. Fails where there is no Python or no registry.
set -eu
cd "$(dirname "$0")"
home="${XDG_CACHE_HOME:-$HOME/.cache}/zaowan-bench/python"
[ -x "$home/bin/python" ] || python3 -m venv "$home" >&2
"$home/bin/python" -c 'import importlib.metadata as m; m.version("agentdojo"); m.version("garak")' 2>/dev/null ||
    "$home/bin/pip" install --quiet --disable-pip-version-check --no-deps 'agentdojo==0.1.35' 'garak==0.17.1' >&2
exec "$home/bin/python" injections.py "$@"
