#!/usr/bin/env bash
# Builds the page from a clean clone and serves it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/common.sh"

usage() {
  cat <<'END'
Usage: web/start.sh [--port N] [--build-only | --serve-only]
Installs what is missing, builds the page into build/web and serves it at http://localhost:8080.
  --port N      serve on another port
  --build-only  stop before serving
  --serve-only  serve the existing build/web without installing or building anything
END
}

port=8080 build=yes serve=yes
while (($#)); do
  case $1 in
    --port)
      port=${2:-}
      [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -lt 65536 ]] ||
        fail "--port: expected a number from 1 to 65535, found '$port'."
      shift 2
      ;;
    --build-only) serve=no && shift ;;
    --serve-only) build=no && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "expected an option from the list above, found '$1'." ;;
  esac
done

# Who listens at the port, as "NAME (process N)"; "another program" where that is not ours to know.
listener() {
  local socket descriptor process
  socket=$(awk -v port="$(printf ':%04X' "$port")" \
    '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }' /proc/net/tcp /proc/net/tcp6)
  for descriptor in /proc/[0-9]*/fd/*; do
    if [[ $(readlink "$descriptor" 2>/dev/null) == "socket:[$socket]" ]]; then
      process=${descriptor#/proc/}
      process=${process%%/*}
      echo "$(<"/proc/$process/comm") (process $process)"
      return
    fi
  done
  echo "another program"
}

check_port() {
  if (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null; then
    fail "port $port is already in use by $(listener): stop it, or choose another port with --port N."
  fi
}

build_page() {
  "$project/.ci/setup.sh" web data
  local preset
  for preset in wasm wasm-threads; do
    say "Building the module (build/$preset)"
    attempt "configuring the module" "fix the CMake errors above" cmake --preset "$preset"
    attempt "building the module" "fix the compiler errors above" \
      cmake --build --preset "$preset" --target hourglass_module
  done
  say "Building the page (build/web)"
  attempt "building the page" "fix the build errors above" npm --prefix web run build
}

cd "$project"
[[ $serve == no ]] || check_port  # before building rather than after
[[ $build == no ]] || build_page
[[ $serve == no ]] && exit
[[ -f build/web/index.html ]] || fail "build/web holds no page: run web/start.sh without --serve-only first."
check_port
cd web
exec node_modules/.bin/vite preview --port "$port"
