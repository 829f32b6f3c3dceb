#!/bin/sh
# Fuzzes one target or all of them, each for some seconds, with one worker, and keeps what is worth keeping.
#   scripts/fuzz.sh [SECONDS] [TARGET …]
# Needs a nightly toolchain and cargo-fuzz; builds into fuzz/target.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-300}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- feed page date config reply
cargo +nightly fuzz --version >/dev/null 2>&1 || {
    echo "fuzz: needs a nightly toolchain and cargo-fuzz: rustup toolchain install nightly, cargo install cargo-fuzz" >&2
    exit 2
}
# What earlier runs found is where this one goes on.
[ -d fuzz/corpus ] || { mkdir fuzz/corpus && tar -xJf fuzz/corpus.tar.xz -C fuzz/corpus; }
for target in "$@"; do
    features=""
    [ "$target" = config ] && features="--features config"
    mkdir -p "fuzz/corpus/$target"
    # What is found goes into the first folder; the seeds are only read.
    cargo +nightly fuzz run $features "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        "-max_total_time=$seconds" "-dict=fuzz/dict/$target.dict" -timeout=30 -max_len=32768
done
