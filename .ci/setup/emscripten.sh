# shellcheck shell=bash
# Finds or installs Emscripten. It takes the first that works of: EMSDK; the PATH; the system's packages; and
# the packages of Debian 13 or testing, which are unpacked into the cache without changing the system.

private_emscripten=$toolchain/emscripten
emscripten_minimum=3.1.69
emscripten_remedy="check the network and run this again, or install emsdk (emscripten.org) and set EMSDK"

is_new_enough() {
  local version
  version=$("$1" -dumpversion 2>/dev/null) && version_at_least "$version" "$emscripten_minimum"
}

check_emsdk() {
  is_new_enough "$EMSDK/upstream/emscripten/em++" ||
    fail "EMSDK is set to $EMSDK, where no Emscripten $emscripten_minimum or newer was found: run 'emsdk install latest && emsdk activate latest' there, or unset EMSDK."
}

has_emscripten_on_path() { (PATH=$caller_path && has_command em++ && is_new_enough em++); }

system_offers_emscripten() {
  has_command apt-cache || return 1
  update_package_lists >/dev/null 2>&1
  local version
  version=$(offered_version emscripten)
  [[ -n $version ]] && version_at_least "$version" "$emscripten_minimum"
}

# acorn parses JavaScript for Emscripten's optimiser; tsc writes the module's types. Started from
# Debian's Emscripten, tsc also reads the types of Debian's JavaScript packages, some of which are broken.
install_emscripten_helpers() {
  [[ -d $toolchain/tools ]] || install_npm_folder tools "acorn and TypeScript for Emscripten"
  cat >"$toolchain/bin/tsc" <<'END'
#!/bin/sh
exec node "$(dirname "$0")/../tools/node_modules/typescript/bin/tsc" --skipLibCheck "$@"
END
  chmod +x "$toolchain/bin/tsc"
}

# llvm_packages VERSION: prints the packages with the LLVM programs that Emscripten runs.
llvm_packages() { echo "clang-$1 lld-$1 llvm-$1 libclang-common-$1-dev"; }

# download_libraries SUITE PACKAGE…: downloads the shared libraries that these packages' programs load.
download_libraries() {
  local suite=$1 library known='' wanted
  shift
  wanted=$(dependencies_in "$suite" "$@" | grep -E '^(lib.*|zlib1g)$' | grep -vE -- '-dev$')
  while [[ $wanted != "$known" ]]; do
    known=$wanted
    # shellcheck disable=SC2086 # one word a package
    wanted=$(printf '%s\n' $known $(dependencies_in "$suite" $known | grep -E '^(lib.*|zlib1g)$') | sort -u)
  done
  for library in $wanted; do download "$library" "${later_suites[@]}" || return; done
}

# Sets llvm to the folder of the system's LLVM programs if they have the version that Emscripten needs;
# otherwise downloads the packages of that version.
download_llvm() {
  local suite=$1 major package
  major=$(dependencies_in "$suite" emscripten | sed -n 's/^clang-\([0-9]*\)$/\1/p' | head -n 1)
  llvm=/usr/lib/llvm-${major:-19}/bin
  [[ ! -x $llvm/clang++ || ! -x $llvm/wasm-ld ]] || return 0
  llvm=
  llvm_version=$major
  for package in $(llvm_packages "$major"); do download "$package" "${later_suites[@]}" || return; done
}

# Downloads Emscripten and everything it needs. No package comes from an older suite than Emscripten itself.
download_emscripten() {
  local programs=(emscripten binaryen)
  later_suites=("${suites[@]}")
  download emscripten "${suites[@]}" || return
  [[ $found_suite != testing ]] || later_suites=(testing)
  local suite=$found_suite
  download binaryen "${later_suites[@]}" || return
  download_llvm "$suite" || return
  # shellcheck disable=SC2207 # one word a package
  [[ -n $llvm ]] || programs+=($(llvm_packages "$llvm_version"))
  download_libraries "$suite" "${programs[@]}"
}

# Programs of another Debian release need its C library and its loader. When the loader starts clang, clang
# must look for its headers next to the name it was called by: hence -no-canonical-prefixes.
write_launchers() {
  local root=$1 folder=$2 program options
  mkdir -p "$root/launchers/bin" || return
  for program in "$root/$folder"/*; do
    options=
    case ${program##*/} in clang | clang++ | clang-[0-9]*) options=-no-canonical-prefixes ;; esac
    cat >"$root/launchers/bin/${program##*/}" <<END || return
#!/bin/sh
root=\$(dirname "\$0")/../..
exec "\$root"/usr/lib/*-linux-gnu/ld-linux-*.so.* \\
  --library-path "\$(echo "\$root"/usr/lib/*-linux-gnu):\$(echo "\$root"/usr/lib/llvm-*/lib)" \\
  "\$root/$folder/\${0##*/}" $options "\$@"
END
  done
  chmod +x "$root"/launchers/bin/*
}

# emcc reads this file from its own folder, so EM_CONFIG need not be set.
write_emscripten_config() {
  local root=$1
  cat >"$2" <<END
LLVM_ROOT = '${llvm:-$root/launchers/bin}'
BINARYEN_ROOT = '$root/launchers'
NODE_JS = '$(command -v node)'
CACHE = '$root/usr/share/emscripten/cache'
END
}

# Adds acorn to Emscripten, and a line to its programs that lets them find tsc and the right Node.
complete_emscripten() {
  local root=$1 folder=$1/usr/share/emscripten
  mkdir -p "$folder/node_modules" "$root/programs" &&
    cp -R "$toolchain/tools/node_modules/acorn" "$folder/node_modules/" &&
    sed -i "2i PATH='$toolchain/bin':\$PATH" "$folder/emcc" "$folder/em++" &&
    mv "$root"/usr/bin/wasm-* "$root/usr/bin/wasm2js" "$root/programs" &&
    write_launchers "$root" programs &&
    { [[ -n $llvm ]] || write_launchers "$root" "usr/lib/llvm-$llvm_version/bin"; } &&
    write_emscripten_config "$private_emscripten" "$folder/.emscripten"
}

# Emscripten is put together from several packages, so it must compile a program before it is published.
try_emscripten() {
  local root=$1 trial=$1/trial
  mkdir -p "$trial" && write_emscripten_config "$root" "$trial/config" || return
  cat >"$trial/trial.cpp" <<'END'
#include <cstdio>
int main() { std::puts("it works"); }
END
  EM_CONFIG=$trial/config "$root/usr/share/emscripten/em++" -O1 -msimd128 "$trial/trial.cpp" -o "$trial/trial.js" &&
    [[ $(node "$trial/trial.js") == "it works" ]] && rm -r "$trial"
}

unpack_emscripten() {
  local root=$toolchain/emscripten.unfinished file
  rm -rf "$root"
  for file in "${archive_files[@]}"; do dpkg -x "$file" "$root" || return; done
  complete_emscripten "$root" && try_emscripten "$root"
}

install_private_emscripten() {
  say "Downloading Debian 13's Emscripten into $toolchain (240 MB; no em++ $emscripten_minimum or newer was found)"
  install_packages "Debian 13's packages" ca-certificates
  [[ -f $keyring ]] ||
    fail "Debian 13's packages need its keyring, and $keyring was not found: install the package debian-archive-keyring, or install emsdk (emscripten.org) and set EMSDK."
  : >"$archive_log"
  if ! download_emscripten; then
    tail -n 20 "$archive_log" >&2
    fail "downloading Emscripten failed (output above; tried: ${suites[*]}): $emscripten_remedy."
  fi
  say "Unpacking Emscripten (1.7 GB)"
  attempt "unpacking Emscripten into $toolchain" "check the free disk space, then run this again" unpack_emscripten
  publish "$toolchain/emscripten.unfinished" "$private_emscripten"
  rm -rf "$downloads"
}

install_emscripten() {
  if [[ -n ${EMSDK:-} ]]; then check_emsdk && return; fi
  install_packages "Emscripten" python3
  install_emscripten_helpers
  if has_emscripten_on_path || [[ -d $private_emscripten ]]; then return; fi
  if system_offers_emscripten; then
    install_packages "the WebAssembly build" emscripten
  else
    install_private_emscripten
  fi
}
