#!/usr/bin/env bash
# Compares Hourglass with other libraries: installs what is missing, builds the programs, measures, and
# prints the results and saves them as CSV.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../.ci/common.sh"

usage() {
  cat <<'END'
Usage: tests/bench/run.sh [SUITE…] [OPTION…]
  native  training steps of every preset, compared with PyTorch; inference
  web     the same in Chromium, compared with jax-js and TensorFlow.js; how fast the page responds
  pca     PCA of all training images, compared with scikit-learn; a refit in Chromium
  growth  the time of a step by width, depth, batch and threads, with a plot
  all     all of these (default)
  portable  training steps of the portable program, compared with the native build

Hourglass and its peers are timed in turns; a ratio is the median over the rounds. Results are saved in
tests/bench/results/MACHINE/ unless the options leave something out and name no folder.

Options:
  --models A,B    only these presets
  --batch N,M     batch sizes (default: 32,128)
  --threads N     threads of both sides (default: 2)
  --rounds N      rounds of each comparison (default: 7)
  --no-peer       times Hourglass alone
  --results DIR   saves the results there

"elsewhere" is the share of the processors that other programs used during a comparison. A comparison is
tried up to three times until this share is small, and the best attempt counts. If it is not near 0, the
results mean little.
END
}

all=(native web pca growth) suites=() options=()
while (($#)); do
  case $1 in
    native | web | pca | growth | portable) suites+=("$1") ;;
    all) suites=("${all[@]}") ;;
    -h | --help) usage && exit ;;
    --no-peer) options+=("$1") ;;
    --models | --batch | --threads | --rounds)
      (($# > 1)) || fail "expected a value after $1, found none."
      options+=("$1" "$2")
      shift
      ;;
    --results)
      (($# > 1)) || fail "expected a folder after $1, found none."
      options+=("$1" "$(realpath -m "$2")")
      shift
      ;;
    *) usage >&2 && fail "expected a suite or an option from the list above, found '$1'." ;;
  esac
  shift
done
((${#suites[@]})) || suites=("${all[@]}")

build() {
  local preset=$1
  shift
  attempt "configuring $preset" "fix the CMake errors" cmake --preset "$preset"
  attempt "building the benchmark for $preset" "fix the compiler errors" \
    cmake --build --preset "$preset" --target "$@"
}

# The suite portable compares Hourglass with itself only.
if [[ ${suites[*]} == portable ]]; then parts=(portable); else parts=(bench); fi
"$project/.ci/setup.sh" "${parts[@]}"
cd "$project"
build native hourglass hourglass_bench
if [[ " ${suites[*]} " =~ " web " || " ${suites[*]} " =~ " pca " ]]; then
  build wasm hourglass_module hourglass_roof_plain hourglass_roof_relaxed
  build wasm-threads hourglass_module
fi
if [[ " ${suites[*]} " == *" web "* ]]; then
  attempt "building the page" "fix the build errors" npm --prefix web run build
fi
if [[ " ${suites[*]} " == *" portable "* ]]; then
  build portable hourglass_portable
  shopt -s nullglob  # on ARM64 there are no levels
  for folder in build/portable build/portable/x86-64-v*/; do
    attempt "building the benchmark in $folder" "fix the compiler errors" cmake --build "$folder" --target hourglass_bench
  done
fi
exec /usr/bin/python3 -B tests/bench/bench.py "${suites[@]}" "${options[@]}"
