#!/usr/bin/env bash
# Ours and theirs side by side: installs what is missing, builds, measures, prints, writes CSV.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../.ci/common.sh"

usage() {
  cat <<'END'
Usage: tests/bench/run.sh [SUITE…] [OPTION…]
  native  a training step of every preset against PyTorch

Every comparison is taken in turns with its peer, and a ratio is the median of the rounds'. Results
go to tests/bench/results/MACHINE/, but not those of a run that the options make a part.

Options:
  --models A,B    only these presets
  --batch N,M     batch sizes (default: 32,128)
  --threads N     of both sides (default: 2)
  --rounds N      of each comparison (default: 7)
  --no-peer       times ours alone

"disturbed" counts the rounds in which something else took a core: where it is not 0, the figures say
little, and flatter whoever waits least for other threads. On a machine that is not quiet,
`chrt -r 1 tests/bench/run.sh` (as root) gives the benchmark precedence.
END
}

suites=() options=()
while (($#)); do
  case $1 in
    native) suites+=("$1") ;;
    -h | --help) usage && exit ;;
    --no-peer) options+=("$1") ;;
    --models | --batch | --threads | --rounds)
      (($# > 1)) || fail "wanted a value behind $1; found none."
      options+=("$1" "$2")
      shift
      ;;
    *) usage >&2 && fail "wanted a suite or an option of the list above; found '$1'." ;;
  esac
  shift
done
((${#suites[@]})) || suites=(native)

"$project/.ci/setup.sh" bench
cd "$project"
attempt "a configured native build" "mend what CMake names" cmake --preset native
attempt "the benchmark's programs" "mend what the compiler names" \
  cmake --build --preset native --target hourglass hourglass_bench
exec /usr/bin/python3 -B tests/bench/bench.py "${suites[@]}" "${options[@]}"
