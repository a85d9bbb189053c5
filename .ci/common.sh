# shellcheck shell=bash
# Every script sources this file for paths, messages, and helpers that run commands.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Downloads are kept here, outside the clone, and shared by all clones of this user.
cache=$(realpath -ms "${HOURGLASS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hourglass}")
toolchain=$cache/toolchain
caller_path=$PATH
export PATH=$toolchain/bin:$PATH

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

has_command() { command -v "$1" >/dev/null 2>&1; }

# version_at_least FOUND MINIMUM: succeeds if FOUND is MINIMUM or newer.
version_at_least() { printf '%s\n%s\n' "$2" "$1" | sort -VC; }

attempt_log='' attempt_clock=''

end_attempt() {
  [[ -z $attempt_clock ]] || { kill "$attempt_clock" && wait "$attempt_clock"; } 2>/dev/null || true
  [[ -z $attempt_log ]] || rm -f "$attempt_log"
  attempt_log='' attempt_clock=''
}
trap end_attempt EXIT

# In a terminal, shows how long a silent command has been running.
show_clock() {
  local started=$SECONDS
  while sleep 1; do printf '\r  %d s\r' $((SECONDS - started)); done
}

# attempt TASK REMEDY COMMAND…: runs a command and shows its output only if it fails.
attempt() {
  local task=$1 remedy=$2 status=0
  shift 2
  attempt_log=$(mktemp)
  if [[ -t 1 ]]; then show_clock & attempt_clock=$!; fi
  "$@" >"$attempt_log" 2>&1 </dev/null || status=$?
  if ((status)); then tail -n 20 "$attempt_log" >&2; fi
  end_attempt
  ((status == 0)) || fail "$task failed (status $status, output above): $remedy."
}

# retry COMMAND…: runs a command that needs the network, up to three times until it succeeds.
retry() {
  local pause
  for pause in 2 5; do
    "$@" && return
    sleep "$pause"
  done
  "$@"
}
