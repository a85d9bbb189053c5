# shellcheck shell=bash
# Installs the libraries that Hourglass is compared with: its speed by the benchmark, its results by the tests.

browser_peers=(@jax-js/jax@0.1.25 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0)
onnx_runtime=onnxruntime-node@1.27.0

private_pytorch=$toolchain/pytorch

install_native_peers() {
  install_packages "the benchmark" python3-torch python3-sklearn libopenblas0-openmp
  install_newer_pytorch
}

# Debian 12's PyTorch is 1.13, so Debian 13's is unpacked next to it, without changing the system.
install_newer_pytorch() {
  [[ ! -d $private_pytorch ]] || return 0
  ! version_at_least "$(offered_version python3-torch)" 2 || return 0
  say "Downloading Debian 13's PyTorch into $toolchain (210 MB)"
  download_with_dependencies "$release" python3-torch libopenblas0-openmp && unpack_pytorch ||
    say "  it could not be downloaded, so the benchmark compares with the system's PyTorch alone"
}

unpack_pytorch() {
  local root=$toolchain/pytorch.unfinished file
  rm -rf "$root"
  for file in "${archive_files[@]}"; do dpkg -x "$file" "$root" || return; done
  cat >"$root/python3" <<'END'
#!/bin/sh
root=$(dirname "$0")
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
PYTHONHOME=$root/usr exec "$libraries"/ld-linux-*.so.* --library-path "$libraries/openblas-openmp:$libraries" \
  "$root/usr/bin/python3" "$@"
END
  chmod +x "$root/python3" && "$root/python3" -c 'import torch' && publish "$root" "$private_pytorch"
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
