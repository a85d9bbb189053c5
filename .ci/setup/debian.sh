# shellcheck shell=bash
# Debian packages: looked up first, so that a complete machine is left alone.

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# install_packages WHY PACKAGE…
install_packages() {
  local why=$1 package missing=()
  shift
  has_command dpkg-query ||
    fail "wanted the Debian packages $*; this is not a Debian-like system; install their equivalents and use 'cmake --workflow --preset native'."
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  ((EUID == 0)) || has_command sudo ||
    fail "wanted to install ${missing[*]}; this user is not root and there is no sudo; run this as root or install sudo."
  say "Installing for $why: ${missing[*]}"
  attempt "the lists of Debian packages" "check the network and the apt sources" \
    as_root apt-get -q update
  attempt "the Debian packages ${missing[*]}" "install them by hand, then run this again" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"
}
