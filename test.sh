#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests without a display of its own; ends with ctest's summary.
#   ./test.sh           everything but the long tests
#   ./test.sh --full    the long tests too (an hour at most)
set -euo pipefail
cd "$(dirname "$0")"
exclude=(-LE full)
case "${1-}" in
    --full) exclude=() ;;
    "") ;;
    *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac
installer/install-packages build sample test
installer/build

# Real windows are tested under a display of our own; everything of the user's (cache, settings, runs) stays untouched.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; [ -z "${xvfb-}" ] || kill "$xvfb" 2>/dev/null || true' EXIT
export XDG_CACHE_HOME=$scratch/cache XDG_DATA_HOME=$scratch/data XDG_CONFIG_HOME=$scratch/config XDG_RUNTIME_DIR=$scratch/runtime
mkdir -p -m 700 "$XDG_CACHE_HOME" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_RUNTIME_DIR"
exec 3>"$scratch/display"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp >/dev/null 2>&1 3>&3 &
xvfb=$!
exec 3>&-
for _ in $(seq 100); do [ -s "$scratch/display" ] && break; sleep 0.1; done
[ -s "$scratch/display" ] || { echo "Xvfb did not start." >&2; exit 1; }
export DISPLAY=:$(cat "$scratch/display") LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY

# The tests that start several processes of their own are marked serial; the rest share the cores.
ctest --preset release -j "$(nproc)" "${exclude[@]}"
