# shellcheck shell=bash
# Installs the libraries that the benchmark compares Hourglass with.

peers=$project/build/bench/npm
peer_modules=(@jax-js/jax@0.1.25 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0)

install_native_peers() {
  install_packages "the benchmark" python3-torch python3-sklearn libopenblas0-openmp
}

install_browser_peers() {
  local stamp=$peers/.installed
  [[ -f $stamp && $(<"$stamp") == "${peer_modules[*]}" ]] && return
  say "Installing the benchmark's JavaScript libraries into build/bench/npm: ${peer_modules[*]}"
  mkdir -p "$peers"
  attempt "installing the benchmark's JavaScript libraries" "$npm_remedy" \
    npm install --no-audit --no-fund --prefix "$peers" "${peer_modules[@]}"
  printf '%s\n' "${peer_modules[*]}" >"$stamp"
}
