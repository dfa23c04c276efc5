#!/usr/bin/env bash
# Pictures of every state of the window in both themes, without a display: tests/ui/screenshots.sh [FOLDER]
set -euo pipefail
folder=$(realpath -m "${1:-screenshots}")
cd "$(dirname "$0")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target screenshots_test cellwright-layout
CELLWRIGHT_SCREENSHOTS=$folder QT_QPA_PLATFORM=offscreen build/release/bin/screenshots_test -silent
echo "Written to $folder"
