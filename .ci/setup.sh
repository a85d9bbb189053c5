#!/usr/bin/env bash
# Installs what building and testing need, and nothing that is already there.
# Debian packages go to the system; everything else lives under build/.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
for part in debian node data emscripten; do source "$project/.ci/setup/$part.sh"; done

usage() {
  cat <<'END'
Usage: .ci/setup.sh [PART…]
  data    MNIST and Fashion-MNIST in build/data
  native  compiler and libraries of the core and the command line
  wasm    Emscripten
  web     wasm, Node and the page's npm packages
  tests   native, web, data, a browser and NumPy
  lint    native, clang-format, clang-tidy, shellcheck
  gcc     g++, for the preset of that name
Without a PART: tests and lint.
END
}

set_up_native() { install_packages "the native build" "${native_packages[@]}"; }

set_up_data() {
  install_node
  place_mnist
  place_fashion_mnist
}

set_up_wasm() {
  install_packages "the WebAssembly build" "${wasm_packages[@]}"
  install_node
  install_emscripten
}

set_up_web() {
  set_up_wasm
  install_web_modules
}

set_up_tests() {
  set_up_native
  set_up_web
  set_up_data
  install_packages "the tests" "${test_packages[@]}"
  install_browser
}

set_up_lint() {
  set_up_native
  install_packages "the style checks" "${lint_packages[@]}"
}

set_up_gcc() {
  set_up_native
  install_packages "the gcc preset" g++
}

(($#)) || set -- tests lint
for part in "$@"; do
  case $part in
    data | native | wasm | web | tests | lint | gcc) ;;
    -h | --help) usage; exit ;;
    *) usage >&2; fail "wanted a part of set-up; found '$part'; name one of the list above." ;;
  esac
done
for part in "$@"; do "set_up_$part"; done
