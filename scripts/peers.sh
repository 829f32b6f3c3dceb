#!/bin/sh
# Installs the Python programs that `make bench-truth` compares with, once, into the user's cache. Prints the
# interpreter to use; fails where there is no Python or no registry, and then the bench says "not measured".
set -eu
home="${XDG_CACHE_HOME:-$HOME/.cache}/zaowan-bench/python"
if ! "$home/bin/python" -c 'import feedparser, trafilatura' 2>/dev/null; then
    python3 -m venv "$home" >&2
    "$home/bin/pip" install --quiet --disable-pip-version-check 'feedparser==6.*' 'trafilatura==2.*' >&2
fi
# What `make bench-voice` reads finished programmes with.
if ! "$home/bin/python" -c 'import mutagen, imageio_ffmpeg' 2>/dev/null; then
    "$home/bin/pip" install --quiet --disable-pip-version-check 'mutagen==1.*' 'imageio-ffmpeg==0.*' >&2
fi
echo "$home/bin/python"
