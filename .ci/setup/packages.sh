# shellcheck shell=bash
# Installs Debian packages, but only those that are missing.

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# sudo drops the caller's environment; apt needs these variables from it.
as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    local name kept=()
    for name in http_proxy https_proxy ftp_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY APT_CONFIG; do
      [[ -z ${!name:-} ]] || kept+=("$name=${!name}")
    done
    sudo env "${kept[@]}" "$@"
  fi
}

apt_as_root() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy \
    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 "$@"
}

# Errors are ignored: if one source is broken, the packages may still come from the others.
update_package_lists() { apt_as_root update || true; }

install_now() {
  update_package_lists
  apt_as_root install --no-install-recommends "$@"
}

# install_packages PURPOSE PACKAGE…: installs the missing packages; messages name the PURPOSE.
install_packages() {
  local purpose=$1 package missing=()
  shift
  has_command dpkg-query ||
    fail "$purpose needs the Debian packages $*, but this system is not based on Debian: install their equivalents, then use 'cmake --workflow --preset native' (see README.md)."
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  ((EUID == 0)) || has_command sudo ||
    fail "$purpose needs the Debian packages ${missing[*]}, but this user is not root and there is no sudo: install them as root, then run this again."
  say "Installing for $purpose: ${missing[*]}"
  attempt "installing the Debian packages ${missing[*]}" \
    "check the network, the apt sources and the free disk space, then run this again" \
    retry install_now "${missing[@]}"
}

# offered_version PACKAGE: prints the version that apt would install, or nothing if it knows none.
offered_version() {
  apt-cache policy "$1" 2>/dev/null | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'
}
