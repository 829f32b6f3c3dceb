#!/bin/sh
# Installs what is missing on this machine, and says what and why.
set -u

say() { printf '%s\n' "$*"; }

if ! command -v cargo >/dev/null 2>&1; then
    say "cargo is missing: Zaowan is built with Rust. Install it from https://rustup.rs, then run make again."
    exit 1
fi

missing=""
need() { # need PROGRAM "PACKAGE" "why"
    if ! command -v "$1" >/dev/null 2>&1; then
        say "missing: $1 ($3)"
        missing="$missing $2"
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else say "no right to install packages here: neither root nor sudo"; return 1
    fi
}

install() {
    if command -v apt-get >/dev/null 2>&1; then
        as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    elif command -v dnf >/dev/null 2>&1; then as_root dnf install -y -q "$@"
    elif command -v pacman >/dev/null 2>&1; then as_root pacman -S --noconfirm --needed "$@"
    elif command -v zypper >/dev/null 2>&1; then as_root zypper --non-interactive install "$@"
    elif command -v apk >/dev/null 2>&1; then as_root apk add "$@"
    elif command -v brew >/dev/null 2>&1; then brew install "$@"
    else say "no package manager that this script knows"; return 1
    fi
}

compiler="gcc"
if command -v apt-get >/dev/null 2>&1; then compiler="gcc libc6-dev"; fi
need cc "$compiler" "the C compiler that links Rust programs, and builds SQLite and the MP3 encoder"
need espeak-ng "espeak-ng" "the offline voice that reads the bulletin when no vendor is configured"

if [ -n "$missing" ]; then
    say "installing:$missing"
    # shellcheck disable=SC2086 # several package names in one word list
    if ! install $missing; then
        command -v cc >/dev/null 2>&1 || { say "cannot go on without a C compiler"; exit 1; }
        say "going on without a voice: editions will be text only. Install espeak-ng to get sound."
    fi
fi
exit 0
