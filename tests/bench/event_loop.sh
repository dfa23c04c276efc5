#!/usr/bin/env bash
# How long the window's event loop is ever away while the quick search runs on both cores: event_loop.sh BUILD_DIR [SECONDS]
# Prints the probe's figures (milliseconds): the 99.9th percentile and the longest gap.
set -euo pipefail
build=$(cd "$1" && pwd) seconds=${2:-300}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_DATA_HOME=$scratch/data XDG_CONFIG_HOME=$scratch/config
exec xvfb-run -a -s "-screen 0 1440x900x24" "$build/bin/cellwright" --demo --probe "$seconds"
