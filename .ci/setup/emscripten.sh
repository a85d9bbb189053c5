# Emscripten: EMSDK or the em++ on the PATH when new enough, else Debian 13's package unpacked
# into build/toolchain, where it runs on Debian 12's clang-19 and touches nothing of the system's.

private_emscripten=$toolchain/emscripten

emscripten_is_present() {
  [[ -n ${EMSDK:-} || -d $private_emscripten ]] ||
    { has_command em++ && version_at_least "$(em++ -dumpversion)" "$emscripten_minimum"; }
}

# apt's own view of its sources serves every format they may be written in.
debian_archive() {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Identifier: Packages' |
    awk '$1 !~ /-/ { print $2; exit }'
}

# private_apt FOLDER COMMAND…: apt-get on Debian 13's lists, kept in FOLDER, blind to what is installed.
private_apt() {
  local folder=$1
  shift
  (cd "$folder" && apt-get -q \
    -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::Lists="$folder/lists" -o Dir::State::status="$folder/status" \
    -o Dir::Cache="$folder/cache" -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none "$@")
}

prepare_private_apt() {
  local folder=$1 archive keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  archive=$(debian_archive)
  [[ -n $archive && -f $keyring ]] ||
    fail "wanted Debian 13's Emscripten; this machine has no Debian apt source or no $keyring; install emsdk and set EMSDK."
  mkdir -p "$folder"/{lists,cache/archives}/partial
  : >"$folder/status"
  printf "%s [signed-by=$keyring] $archive trixie main\n" deb deb-src >"$folder/sources.list"
  attempt "Debian 13's package lists" "check the network, or install emsdk and set EMSDK" \
    private_apt "$folder" update
}

# Binaryen needs Debian 13's C++ library, and that needs its loader.
wrap_binaryen() {
  local root=$1 program
  mkdir -p "$root/binaryen/bin"
  for program in "$root"/usr/bin/wasm-* "$root/usr/bin/wasm2js"; do
    cat >"$root/binaryen/bin/${program##*/}" <<'END'
#!/bin/sh
root=$(dirname "$0")/../..
exec "$root"/usr/lib/*-linux-gnu/ld-linux-*.so.* --library-path "$(echo "$root"/usr/lib/*-linux-gnu)" \
  "$root/usr/bin/${0##*/}" "$@"
END
  done
  chmod +x "$root"/binaryen/bin/*
}

# The optimiser parses JavaScript with acorn; --emit-tsd runs tsc, which Debian's copy takes from the PATH.
install_javascript_helpers() {
  attempt "acorn and typescript from the npm registry" "check the network and npm's registry setting" \
    npm install --no-audit --no-fund --prefix "$1" acorn@8 typescript@5
  sed -i '2i PATH=$(dirname "$0")/node_modules/.bin:$PATH' "$1/emcc" "$1/em++"
}

# emcc reads the file of this name beside itself: no EM_CONFIG is needed in anyone's environment.
configure_emscripten() {
  cat >"$1/usr/share/emscripten/.emscripten" <<END
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$private_emscripten/binaryen'
NODE_JS = '$(command -v node)'
CACHE = '$private_emscripten/usr/share/emscripten/cache'
END
}

link_emscripten_tools() {
  local tool
  mkdir -p "$toolchain/bin"
  for tool in em++ emcc emar emranlib em-config; do
    printf '#!/bin/sh\nexec "$(dirname "$0")/../emscripten/usr/share/emscripten/%s" "$@"\n' "$tool" \
      >"$toolchain/bin/$tool"
    chmod +x "$toolchain/bin/$tool"
  done
}

install_emscripten() {
  emscripten_is_present && return
  install_packages "Emscripten" "${emscripten_packages[@]}"
  local folder=$toolchain/emscripten.unfinished root=$toolchain/emscripten.unfinished/root package
  say "Unpacking Debian 13's Emscripten into build/toolchain (no em++ $emscripten_minimum or newer here; 1.7 GB)"
  rm -rf "$folder"
  mkdir -p "$root"
  prepare_private_apt "$folder"
  attempt "Debian 13's Emscripten" "check the network, or install emsdk and set EMSDK" \
    private_apt "$folder" download emscripten binaryen libc6 libstdc++6 libgcc-s1
  for package in "$folder"/*.deb; do
    attempt "$package unpacked" "check the free space under build" dpkg -x "$package" "$root"
  done
  install_javascript_helpers "$root/usr/share/emscripten"
  # No zlib comes with the package, and Emscripten's own port would be a download.
  attempt "zlib's source package" "check the network, or install emsdk and set EMSDK" \
    private_apt "$folder" source zlib
  mv "$folder"/zlib-*/ "$root/zlib"
  wrap_binaryen "$root"
  configure_emscripten "$root"
  link_emscripten_tools
  mv "$root" "$private_emscripten"
  rm -rf "$folder"
}
