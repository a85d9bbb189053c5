# shellcheck shell=bash
# Emscripten: EMSDK or the em++ on the PATH when new enough, else Debian 13's package unpacked
# into build/toolchain, where it runs on Debian 12's clang-19 and touches nothing of the system's.

private_emscripten=$toolchain/emscripten
apt_folder=$toolchain/apt.unfinished
emsdk_remedy="install emsdk and set EMSDK"
emscripten_minimum=3.1.69

emscripten_is_present() {
  [[ -d $private_emscripten ]] ||
    { has_command em++ && version_at_least "$(em++ -dumpversion)" "$emscripten_minimum"; }
}

# apt's own view of its sources serves every format they may be written in.
debian_archive() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' |
    awk -v codename="$codename" '$1 == codename && $2 == "main" { uri = $3 } END { print uri }'
}

# private_apt COMMAND…: apt-get on Debian 13's lists in a folder of our own, blind to what is installed.
private_apt() {
  (cd "$apt_folder" && apt-get -q \
    -o Dir::Etc::sourcelist="$apt_folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::Lists="$apt_folder/lists" -o Dir::State::status="$apt_folder/status" \
    -o Dir::Cache="$apt_folder/cache" -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none "$@")
}

prepare_private_apt() {
  local archive keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  install_packages "unpacking Debian 13's packages" dpkg-dev ca-certificates
  archive=$(debian_archive)
  [[ -n $archive && -f $keyring ]] ||
    fail "wanted packages of Debian 13; this machine has no apt source for Debian's main or no $keyring; $emsdk_remedy."
  rm -rf "$apt_folder"
  mkdir -p "$apt_folder"/{lists,cache/archives}/partial
  : >"$apt_folder/status"
  printf "%s [signed-by=$keyring] $archive trixie main\n" deb deb-src >"$apt_folder/sources.list"
  attempt "Debian 13's package lists" "check the network, or $emsdk_remedy" private_apt update
}

# write_launcher NAME LINE: build/toolchain/bin/NAME.
write_launcher() {
  mkdir -p "$toolchain/bin"
  printf '#!/bin/sh\n%s\n' "$2" >"$toolchain/bin/$1"
  chmod +x "$toolchain/bin/$1"
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
  for tool in em++ emcc emar emranlib em-config; do
    write_launcher "$tool" "exec \"\$(dirname \"\$0\")/../emscripten/usr/share/emscripten/$tool\" \"\$@\""
  done
}

# --emit-tsd runs tsc, which Debian's Emscripten takes from the PATH. Started there, tsc also reads
# the types of Debian's JavaScript packages, and some of those are broken.
install_typescript() {
  local unfinished=$toolchain/typescript.unfinished
  say "Fetching TypeScript 5 into build/toolchain (em++ writes the module's types with it)"
  rm -rf "$unfinished"
  attempt "TypeScript from the npm registry" "check the network and npm's registry setting" \
    npm install --no-audit --no-fund --prefix "$unfinished" typescript@5
  write_launcher tsc \
    'exec node "$(dirname "$0")/../typescript/node_modules/typescript/bin/tsc" --skipLibCheck "$@"'
  mv "$unfinished" "$toolchain/typescript"
}

# emcc's optimiser parses JavaScript with acorn. The line added to emcc lets it find tsc and Node.
complete_emscripten() {
  attempt "acorn from the npm registry" "check the network and npm's registry setting" \
    npm install --no-audit --no-fund --prefix "$1" acorn@8
  sed -i "2i PATH='$toolchain/bin':\$PATH" "$1/emcc" "$1/em++"
}

unpack_emscripten() {
  local root=$toolchain/emscripten.unfinished package
  say "Unpacking Debian 13's Emscripten into build/toolchain (no em++ $emscripten_minimum or newer here; 1.7 GB)"
  attempt "Debian 13's Emscripten" "check the network, or $emsdk_remedy" \
    private_apt download emscripten binaryen libc6 libstdc++6 libgcc-s1
  rm -rf "$root"
  for package in "$apt_folder"/*.deb; do
    attempt "${package##*/} unpacked" "check the free space under build" dpkg -x "$package" "$root"
  done
  complete_emscripten "$root/usr/share/emscripten"
  wrap_binaryen "$root"
  configure_emscripten "$root"
  link_emscripten_tools
  mv "$root" "$private_emscripten"
}

# Debian's Emscripten comes without zlib, and Emscripten's own port would be a download from elsewhere.
unpack_zlib() {
  say "Unpacking zlib's source into build/toolchain (to compile it to WebAssembly)"
  attempt "zlib's source package" "check the network, or $emsdk_remedy" private_apt source zlib
  mv "$apt_folder"/zlib-*/ "$toolchain/zlib"
}

install_emscripten() {
  [[ -z ${EMSDK:-} ]] || return 0
  install_packages "Emscripten" python3
  [[ -d $toolchain/typescript ]] || install_typescript
  emscripten_is_present && [[ -d $toolchain/zlib ]] && return
  prepare_private_apt
  emscripten_is_present || unpack_emscripten
  [[ -d $toolchain/zlib ]] || unpack_zlib
  rm -rf "$apt_folder"
}
