#!/usr/bin/env bash
# Builds the page from a clean clone and serves it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/common.sh"

usage() {
  cat <<'END'
Usage: web/start.sh [--port N] [--build-only]
Installs what is missing, builds the page into build/web and serves it at http://localhost:8080.
  --port N      serve at another port
  --build-only  stop before serving
END
}

port=8080 serve=yes
while (($#)); do
  case $1 in
    --port)
      port=${2:-}
      [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -lt 65536 ]] ||
        fail "--port wants a number from 1 to 65535; found '$port'."
      shift 2
      ;;
    --build-only) serve=no && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "wanted an option of the list above; found '$1'." ;;
  esac
done

"$project/.ci/setup.sh" web data
cd "$project"
for preset in wasm wasm-threads; do
  say "Building the module (build/$preset)"
  attempt "the module" "mend what the compiler names" cmake --preset "$preset"
  attempt "the module" "mend what the compiler names" cmake --build --preset "$preset" --target hourglass_module
done
say "Building the page (build/web)"
cd web
attempt "the page" "mend what the build tool names" npm run build
[[ $serve == no ]] || exec node_modules/.bin/vite preview --port "$port"
