# shellcheck shell=bash
# Installs the libraries that Hourglass is compared with: its speed by the benchmark, its results by the tests.

browser_peers=(@jax-js/jax@0.1.25 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0)
onnx_runtime=onnxruntime-node@1.27.0

install_native_peers() {
  install_packages "the benchmark" python3-torch python3-sklearn libopenblas0-openmp
}

# install_npm_packages FOLDER PURPOSE PACKAGE…: installs npm packages into build/FOLDER/npm, without running their
# install scripts, which may download more.
install_npm_packages() {
  local folder=build/$1/npm purpose=$2 stamp
  shift 2
  stamp=$project/$folder/.installed
  [[ -f $stamp && $(<"$stamp") == "$*" ]] && return
  say "Installing npm packages for $purpose into $folder: $*"
  mkdir -p "$project/$folder"
  attempt "installing npm packages for $purpose" "$npm_remedy" \
    retry npm install --no-audit --no-fund --ignore-scripts --prefix "$project/$folder" "$@"
  printf '%s\n' "$*" >"$stamp"
}

install_browser_peers() {
  install_npm_packages bench "the benchmark" "${browser_peers[@]}"
}

install_exchange_peers() {
  install_packages "the tests of exchanged models" python3-torch
  install_npm_packages exchange "the tests of exchanged models" "$onnx_runtime"
}
