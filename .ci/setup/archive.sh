# shellcheck shell=bash
# Downloads packages of Debian 13 and later to a private folder, without changing the system. apt checks
# signatures and checksums as usual.
#
# A mirror's index can list a version whose file is missing. Therefore all versions are tried, suite by suite
# in the order below. A suite's index is read only when it is needed.

release=trixie
suites=("$release" "$release-updates" "$release-security" "$release-backports" testing)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
archive_log=$downloads/archive.log

declare -A suite_state=()
archive_files=()  # the downloaded packages

# archive_of RELEASE: prints the address from which this machine's apt takes the component main of a release.
archive_of() {
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' |
    awk -v release="$1" '$1 == release && $2 == "main" { uri = $3 } END { print uri }'
}

# archive_of_suite SUITE: prints the suite's address; a release's security fixes have their own archive.
archive_of_suite() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  case $1 in
    *-security) archive_of "$codename-security" ;;
    *) archive_of "$codename" ;;
  esac
}

# in_suite SUITE apt-get|apt-cache ARGUMENT…: runs apt with this suite alone and no installed packages.
in_suite() {
  local suite=$downloads/$1 program=$2
  shift 2
  "$program" -q -o Dir::Etc::sourcelist="$suite/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Dir::State::Lists="$suite/lists" -o Dir::State::status="$suite/status" \
    -o Dir::Cache="$suite/cache" -o APT::Default-Release= -o APT::Sandbox::User="$(id -un)" \
    -o APT::Update::Error-Mode=any -o Acquire::Languages=none \
    -o Acquire::Retries=3 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@"
}

read_suite() {
  local suite=$1 folder=$downloads/$1 archive
  archive=$(archive_of_suite "$suite")
  [[ -n $archive ]] || return 1
  say "Reading the package lists of Debian's $suite"
  mkdir -p "$folder"/{lists,cache/archives}/partial
  : >"$folder/status"
  printf "deb [signed-by=$keyring] %s %s main\n" "$archive" "$suite" >"$folder/sources.list"
  in_suite "$suite" apt-get update >>"$archive_log" 2>&1
}

open_suite() {
  if [[ -z ${suite_state[$1]:-} ]]; then
    if read_suite "$1"; then suite_state[$1]=open; else suite_state[$1]=unavailable; fi
  fi
  [[ ${suite_state[$1]} == open ]]
}

# listed_versions SUITE PACKAGE: prints the versions of a package that a suite lists, newest first.
listed_versions() { in_suite "$1" apt-cache madison "$2" 2>/dev/null | awk -F ' *[|] *' '{ print $2 }' | uniq; }

# dependencies_in SUITE PACKAGE…: prints the packages on which these packages of a suite depend, each once.
dependencies_in() {
  in_suite "$1" apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks \
    --no-replaces --no-enhances "${@:2}" 2>/dev/null | awk '/^[^ <]/ { print $1 } / Depends: [^<]/ { print $NF }' | sort -u
}

# download PACKAGE SUITE…: downloads a package from the first suite that works, adds its file to
# archive_files and sets found_suite.
download() {
  local package=$1 suite version folder
  shift
  for suite in "$@"; do
    open_suite "$suite" || continue
    while read -r version; do
      folder=$downloads/packages/${package}_${version//[^A-Za-z0-9.+]/_}
      mkdir -p "$folder"
      if (cd "$folder" && in_suite "$suite" apt-get download "$package=$version") >>"$archive_log" 2>&1; then
        archive_files+=("$folder"/*.deb)
        found_suite=$suite
        return
      fi
      say "  $package $version could not be downloaded from $suite; trying the next one"
    done < <(listed_versions "$suite" "$package")
  done
  return 1
}

# download_with_dependencies SUITE PACKAGE…: downloads packages of a suite and all that they depend on, and sets
# archive_files to their files.
download_with_dependencies() {
  local suite=$1 files=$downloads/$1/cache/archives
  shift
  open_suite "$suite" && in_suite "$suite" apt-get clean &&
    in_suite "$suite" apt-get install --download-only --no-install-recommends --yes "$@" >>"$archive_log" 2>&1 &&
    archive_files=("$files"/*.deb)
}
