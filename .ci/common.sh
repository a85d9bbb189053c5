# shellcheck shell=bash
# Sourced by every script: where things live, and how to say what happens.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
toolchain=$project/build/toolchain
export PATH=$toolchain/bin:$PATH

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# attempt WANTED REMEDY COMMAND…: the command's output is shown only when it fails.
attempt() {
  local wanted=$1 remedy=$2 log status=0
  shift 2
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status)); then tail -n 20 "$log" >&2; fi
  rm -f "$log"
  if ((status)); then fail "wanted $wanted; '${*:1:3} …' ended with status $status (output above); $remedy."; fi
}

has_command() { command -v "$1" >/dev/null 2>&1; }

# version_at_least FOUND MINIMUM
version_at_least() { printf '%s\n%s\n' "$2" "$1" | sort -VC; }
