# shellcheck shell=bash
# The cache folder. What stands in it under its own name is complete; work in progress is called
# NAME.unfinished and removed when set-up ends, however it ends.

data=$cache/data
downloads=$cache/downloads

# Two set-ups at once would unpack into each other's folders: the second waits, then finds all there.
open_cache() {
  mkdir -p "$toolchain/bin" "$data" "$downloads" 2>/dev/null && [[ -w $cache ]] ||
    fail "cannot write to the cache folder $cache: set HOURGLASS_CACHE to a folder that this user may write to."
  exec 9>"$cache/.lock"
  if ! flock --nonblock 9; then
    say "Waiting for another set-up that is using $cache"
    flock 9
  fi
  trap 'end_attempt; remove_unfinished' EXIT
  remove_unfinished
  # npm finds here what an earlier clone has downloaded. `retry` repeats whole runs of npm, so that npm's own
  # retries, which wait for minutes, would only multiply.
  export npm_config_cache=$cache/npm npm_config_prefer_offline=true npm_config_update_notifier=false
  export npm_config_loglevel=error
  export npm_config_fetch_retries=1 npm_config_fetch_retry_mintimeout=2000
}

remove_unfinished() { rm -rf "$toolchain"/*.unfinished "$data"/*.unfinished; }

# publish UNFINISHED FINAL: on the disk in full before it gets its name.
publish() {
  sync -f "$1" 2>/dev/null || true
  rm -rf "$2"
  mv "$1" "$2"
}

# CMake and the tests look for the toolchain and the data under build/. A data folder that the user put
# there stays; a toolchain there was unpacked by an older version of this script.
link_into_build() {
  mkdir -p "$project/build/data" 2>/dev/null && [[ -w $project/build ]] ||
    fail "cannot write to $project/build: this clone needs to be on a disk and owned by a user that may write to it."
  [[ -L $project/build/toolchain ]] || rm -rf "$project/build/toolchain"
  ln -sfn "$toolchain" "$project/build/toolchain"
  local set
  for set in "$data"/*/; do
    set=${set%/}
    [[ -e $set ]] || continue
    [[ -d $project/build/data/${set##*/} && ! -L $project/build/data/${set##*/} ]] ||
      ln -sfn "$set" "$project/build/data/${set##*/}"
  done
}
