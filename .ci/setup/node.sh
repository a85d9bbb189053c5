# shellcheck shell=bash
# Node: the system's when the page's build tool accepts it, else a private one from npm.

node_minimum=20.19

find_node() {
  has_command node && has_command npm && version_at_least "$(node -p process.versions.node)" "$node_minimum"
}

node_architecture() {
  case $(uname -m) in
    x86_64) echo x64 ;;
    aarch64) echo arm64 ;;
    *) fail "wanted a private Node; none is published for $(uname -m); install Node $node_minimum or newer." ;;
  esac
}

install_node() {
  find_node && return
  has_command npm || install_packages "building the page" nodejs npm
  find_node && return
  local architecture unfinished=$toolchain/node.unfinished
  architecture=$(node_architecture)
  say "Fetching Node 22 and npm 11 into build/toolchain (the system's Node is older than $node_minimum)"
  rm -rf "$unfinished" "$toolchain/node"
  mkdir -p "$unfinished" "$toolchain/bin"
  attempt "Node 22 from the npm registry" "check the network and npm's registry setting" \
    npm install --no-audit --no-fund --prefix "$unfinished" "node-linux-$architecture@22" npm@11
  mv "$unfinished" "$toolchain/node"
  ln -sfn "../node/node_modules/node-linux-$architecture/bin/node" "$toolchain/bin/node"
  ln -sfn ../node/node_modules/npm/bin/npm-cli.js "$toolchain/bin/npm"
  ln -sfn ../node/node_modules/npm/bin/npx-cli.js "$toolchain/bin/npx"
  hash -r
}

# npm ci starts from nothing each time: it runs only when the lock file or Node has changed.
install_web_modules() {
  local lock=$project/web/package-lock.json stamp=$project/web/node_modules/.installed-for wanted
  wanted="$(sha256sum <"$lock") $(node --version)"
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  say "Installing the page's npm packages (web/package-lock.json)"
  attempt "the page's npm packages" "check the network and npm's registry setting" \
    npm ci --no-audit --no-fund --prefix "$project/web"
  printf '%s\n' "$wanted" >"$stamp"
}
