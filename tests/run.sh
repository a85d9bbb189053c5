#!/usr/bin/env bash
# Installs what is missing, then builds and tests (see suites.py and run_suites.py).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/common.sh"

usage() {
  cat <<'END'
Usage: tests/run.sh [SUITE…]
  native  core, session and command line, in an optimised build
  wasm    the core's tests in Node, with and without threads and relaxed SIMD
  module  the shipped module in Node, compared with the command line; one round of the benchmarks
  web     the page: type checks, and tests in Chromium
  firefox the page in Firefox: drawing, hosts, service worker, threads, storage, files
  setup   set-up, against a server with missing, truncated and slow files; and the test runner itself
  debug   like native, under the address and undefined-behaviour sanitizers
  tsan    the multi-threaded code, under the thread sanitizer
  lint    clang-format, clang-tidy, Biome, flake8, shellcheck, actionlint
  gcc     like native, compiled by g++ (runs only if named)
  portable  the program for other machines, at every level of x86-64 (runs only if named)
  arm64   the core's tests for ARM64, in an emulator (runs only if named)
  mpi     training in several processes, with OpenMPI and MPICH (runs only if named)
  cluster the examples for Snakemake and Kubernetes (runs only if named)
  exchange  models in PyTorch and ONNX Runtime, which take minutes to install (runs only if named)
Without a SUITE: native, wasm, module and web, which suffice to trust your build.
'all' runs every suite but those that run only if named.
The full output of a suite is kept in build/test_logs/SUITE.log.
Ctrl-C ends the running suite; pressing it again within three seconds ends the whole run.
END
}

parts=(tests)
for suite in "$@"; do
  case $suite in
    native | wasm | module | web | firefox | setup | debug | tsan) ;;
    all | lint) parts+=(lint) ;;
    gcc | portable | arm64 | mpi | cluster | exchange) parts+=("$suite") ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "expected a suite from the list above, found '$suite'." ;;
  esac
done
case "${*:-}" in
  '') set -- native wasm module web ;;
  all) set -- native wasm module web firefox setup debug tsan lint ;;
  *all*) usage >&2 && fail "expected 'all' without other suites: it already runs every suite that need not be named." ;;
esac

"$project/.ci/setup.sh" "${parts[@]}"
export NO_COLOR=1 CHROMIUM=${CHROMIUM:-$(command -v chromium)} FIREFOX=${FIREFOX:-$(command -v firefox-esr)}
exec python3 -B "$project/tests/run_suites.py" "$@"
