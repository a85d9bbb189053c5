#!/usr/bin/env bash
# Style: clang-format on every C++ file, clang-tidy on every source of the native build, shellcheck.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() { say "Usage: .ci/lint.sh [--fix]   (--fix rewrites what clang-format would lay out differently)"; }

files() { git ls-files --cached --others --exclude-standard --deduplicate -- "$@"; }

check_format() {
  say "clang-format"
  files '*.cpp' '*.h' | xargs -r clang-format-19 "$@" ||
    fail "wanted sources laid out by .clang-format; found others (above); run '.ci/lint.sh --fix'."
}

# Only what the native build compiles: that is what compile_commands.json can explain to clang-tidy.
check_code() {
  say "clang-tidy (several minutes on two cores)"
  attempt "a configured native build" "mend what CMake names" cmake --preset native
  files 'core/*.cpp' 'native_cli/*.cpp' 'wasm/*.cpp' |
    while read -r file; do
      if grep -qF "\"$project/$file\"" build/native/compile_commands.json; then echo "$file"; fi
    done |
    xargs -r -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p build/native 2> >(grep -v "warnings generated" >&2) ||
    fail "wanted sources without findings; clang-tidy names some above; mend them."
}

# The scripts that are run; those they source are read with them.
check_scripts() {
  say "shellcheck"
  shellcheck --severity=warning --external-sources --source-path=SCRIPTDIR --source-path=. \
    .ci/run .ci/setup.sh .ci/lint.sh web/start.sh tests/run.sh tests/bench/run.sh ||
    fail "wanted scripts without findings; shellcheck names some above; mend them."
}

case ${1:-} in
  '') format_arguments=(--dry-run --Werror) ;;
  --fix) format_arguments=(-i) ;;
  -h | --help) usage && exit ;;
  *) usage >&2 && fail "wanted --fix or nothing; found '$1'." ;;
esac
"$project/.ci/setup.sh" lint
cd "$project"
status=0
(check_format "${format_arguments[@]}") || status=1
(check_scripts) || status=1
(check_code) || status=1
exit "$status"
