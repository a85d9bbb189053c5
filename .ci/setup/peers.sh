# shellcheck shell=bash
# What the benchmark compares with; nothing else needs any of it.

peers=$project/build/bench/npm
peer_modules=(@jax-js/jax@0.1.25 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0)

install_native_peers() {
  install_packages "the benchmark" python3-torch python3-sklearn libopenblas0-openmp
}

install_browser_peers() {
  local stamp=$peers/.installed
  [[ -f $stamp && $(<"$stamp") == "${peer_modules[*]}" ]] && return
  say "Installing the browser's peers into build/bench/npm: ${peer_modules[*]}"
  mkdir -p "$peers"
  attempt "installing the browser's peers" "check the network and npm's registry setting" \
    npm install --no-audit --no-fund --prefix "$peers" "${peer_modules[@]}"
  printf '%s\n' "${peer_modules[*]}" >"$stamp"
}
