#!/usr/bin/env bash
# Installs what is missing, then builds and tests (see suites.py).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/common.sh"

usage() {
  cat <<'END'
Usage: tests/run.sh [SUITE…]
  native  core, session and command line, optimised
  wasm    the core's tests in Node, with and without threads and relaxed SIMD
  module  the shipped module in Node against the command line
  web     the page: types, and a real Chromium
  firefox the page in a real Firefox: drawing, hosts, service worker, threads, storage
  setup   set-up itself, against an archive with missing, truncated and slow files; this runner
  debug   as native, under the address and undefined-behaviour sanitizers
  tsan    what runs on several threads, under the thread sanitizer
  lint    clang-format, clang-tidy, Biome, flake8, shellcheck
  gcc     as native, compiled by g++ (only when named)
Without a SUITE: native, wasm, module and web, which is what you need to trust your build.
'all' runs every suite but gcc. The full output of each is kept in build/test_logs/SUITE.log.
Ctrl-C ends the suite that is running; a second one within three seconds ends the run.
END
}

parts=(tests)
for suite in "$@"; do
  case $suite in
    native | wasm | module | web | firefox | setup | debug | tsan) ;;
    all | lint) parts+=(lint) ;;
    gcc) parts+=(gcc) ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "expected a suite from the list above, found '$suite'." ;;
  esac
done
case "${*:-}" in
  '') set -- native wasm module web ;;
  all) set -- native wasm module web firefox setup debug tsan lint ;;
  *all*) usage >&2 && fail "'all' stands alone: it runs every suite but gcc." ;;
esac

"$project/.ci/setup.sh" "${parts[@]}"
export NO_COLOR=1 CHROMIUM=${CHROMIUM:-$(command -v chromium)} FIREFOX=${FIREFOX:-$(command -v firefox-esr)}
exec python3 -B "$project/tests/suites.py" "$@"
