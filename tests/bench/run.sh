#!/usr/bin/env bash
# Ours and theirs side by side: installs what is missing, builds, measures, prints, writes CSV.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../.ci/common.sh"

usage() {
  cat <<'END'
Usage: tests/bench/run.sh [SUITE…] [OPTION…]
  native  a training step of every preset against PyTorch; inference
  web     the same in Chromium against jax-js and TensorFlow.js; inference; how fast the page answers
  pca     PCA of all training images against scikit-learn; a refit in Chromium
  growth  the time of a step against width, depth, batch and threads, with a plot
  all     all of them, which is the default

Every comparison is taken in turns with its peer, and a ratio is the median of the rounds'. Results
go to tests/bench/results/MACHINE/, but not those of a run that the options make a part.

Options:
  --models A,B    only these presets
  --batch N,M     batch sizes (default: 32,128)
  --threads N     of both sides (default: 2)
  --rounds N      of each comparison (default: 7)
  --no-peer       times ours alone

"elsewhere" is the share of the processors that other programs had meanwhile, of up to three attempts
at a comparison the one where it was least. Where it is not near 0, the figures say little: threads
that sleep wake late, threads that spin lose their turn.
END
}

all=(native web pca growth) suites=() options=()
while (($#)); do
  case $1 in
    native | web | pca | growth) suites+=("$1") ;;
    all) suites=("${all[@]}") ;;
    -h | --help) usage && exit ;;
    --no-peer) options+=("$1") ;;
    --models | --batch | --threads | --rounds)
      (($# > 1)) || fail "expected a value after $1, found none."
      options+=("$1" "$2")
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
  attempt "configuring $preset" "fix what CMake names" cmake --preset "$preset"
  attempt "building the benchmark for $preset" "fix the compiler errors above" \
    cmake --build --preset "$preset" --target "$@"
}

"$project/.ci/setup.sh" bench
cd "$project"
build native hourglass hourglass_bench
if [[ " ${suites[*]} " =~ " web " || " ${suites[*]} " =~ " pca " ]]; then
  build wasm hourglass_module hourglass_roof_plain hourglass_roof_relaxed
  build wasm-threads hourglass_module
fi
if [[ " ${suites[*]} " == *" web "* ]]; then
  attempt "building the page" "fix what the build tool names" npm --prefix web run build
fi
exec /usr/bin/python3 -B tests/bench/bench.py "${suites[@]}" "${options[@]}"
