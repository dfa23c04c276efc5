#!/usr/bin/env bash
# Installs what is missing, builds the release preset and starts the window; arguments go to the program.
#   ./run.sh            the window
#   ./run.sh --demo     with the sample data, starting the quick search (in the terminal where there is no display)
#   ./run.sh --demo recurrent    the same with shared weights in a space of ENAS: micro, macro (pictures) or recurrent (a text)
set -euo pipefail
cd "$(dirname "$0")"
installer/install-packages build sample
installer/build cellwright cellwright-cli cellwright-layout cw_torch
exec build/release/bin/cellwright "$@"
