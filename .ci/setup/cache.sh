# shellcheck shell=bash
# Manages the cache folder. Entries under their final name are complete; unfinished ones are called
# NAME.unfinished and are removed when set-up ends, even if it fails.

data=$cache/data
downloads=$cache/downloads

# Two set-ups at once would unpack into the same folders, so the second waits for the first.
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
  # With this cache, npm reuses what it has downloaded for other clones. `retry` repeats npm as a whole, so
  # npm's own retries, which wait for minutes, are kept few.
  export npm_config_cache=$cache/npm npm_config_prefer_offline=true npm_config_update_notifier=false
  export npm_config_loglevel=error
  export npm_config_fetch_retries=1 npm_config_fetch_retry_mintimeout=2000
}

remove_unfinished() { rm -rf "$toolchain"/*.unfinished "$data"/*.unfinished; }

# publish UNFINISHED FINAL: waits until a folder is on disk, then moves it to its final name.
publish() {
  sync -f "$1" 2>/dev/null || true
  rm -rf "$2"
  mv "$1" "$2"
}

# CMake and the tests look for the toolchain and the data under build/, so links are made there. A data folder
# that the user has put there is kept; a toolchain folder is from an older version of this script and removed.
link_into_build() {
  mkdir -p "$project/build/data" 2>/dev/null && [[ -w $project/build ]] ||
    fail "cannot write to $project/build: move the clone to a folder that this user may write to, or change its owner."
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
