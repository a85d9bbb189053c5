#!/usr/bin/env bash
# Installs what is missing, builds both targets and runs every test.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/common.sh"

default_suites=(native debug tsan wasm module web)
logs=$project/build/test_logs

usage() {
  cat <<'END'
Usage: tests/run.sh [SUITE…]
  native  core, session and command line, optimised
  debug   the same under the address and undefined-behaviour sanitizers
  tsan    what runs on several threads, under the thread sanitizer
  wasm    the core's tests in Node, with and without threads and relaxed SIMD
  module  the shipped module in Node against the command line
  web     the page: types, and a real Chromium
  gcc     as native, compiled by g++ (only when named)
Without a SUITE: all but gcc. Full output of each: build/test_logs/SUITE.log.
END
}

# The steps of a suite are chained by &&: the caller's || switches bash's errexit off.
build() { cmake --preset "$1" && cmake --build --preset "$1"; }
build_and_test() { build "$1" && ctest --preset "$1"; }

run_native() { build_and_test native; }
run_debug() { build_and_test native-debug; }
run_tsan() { build_and_test native-tsan; }
run_wasm() { build_and_test wasm && build_and_test wasm-threads; }
run_gcc() { build_and_test gcc; }
run_module() {
  build native && build wasm && build wasm-threads &&
    node --test --test-reporter=spec tests/wasm/*.test.mjs
}
run_web() {
  web/start.sh --build-only && npm --prefix web run check &&
    node --test --test-concurrency=1 --test-reporter=spec tests/web/*.test.mjs
}

# counts LOG: "PASSED FAILED" from the closing lines of ctest ("98% tests passed, 1 tests failed out
# of 50") or of Node's runner ("pass 49", "fail 1").
counts() {
  awk '
    /tests passed, [0-9]+ tests failed out of [0-9]+/ { failed += $4; passed += $NF - $4 }
    /^(# |ℹ )pass [0-9]+$/ { passed = $NF }
    /^(# |ℹ )(fail|cancelled) [0-9]+$/ { failed += $NF }
    END { print passed + 0, failed + 0 }' "$1"
}

# A suite that breaks off or runs nothing is one failure, so that no silence passes for success.
run_suite() {
  local suite=$1 log=$logs/$1.log started=$SECONDS status=0 passed failed
  say "== $suite"
  (cd "$project" && "run_$suite") >"$log" 2>&1 </dev/null || status=$?
  read -r passed failed < <(counts "$log")
  if ((failed == 0 && (status != 0 || passed == 0))); then failed=1; fi
  if ((failed)); then tail -n 100 "$log"; fi
  say "== $suite: $passed passed, $failed failed, $((SECONDS - started)) s"
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
}

for suite in "$@"; do
  case $suite in
    native | debug | tsan | wasm | module | web | gcc) ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "wanted a suite of the list above; found '$suite'." ;;
  esac
done
(($#)) || set -- "${default_suites[@]}"

"$project/.ci/setup.sh" tests
[[ " $* " != *" gcc "* ]] || "$project/.ci/setup.sh" gcc
export NO_COLOR=1 CHROMIUM=${CHROMIUM:-$(command -v chromium)}
mkdir -p "$logs"
total_passed=0 total_failed=0
for suite in "$@"; do run_suite "$suite"; done
say "$total_passed passed, $total_failed failed"
((total_failed == 0))
