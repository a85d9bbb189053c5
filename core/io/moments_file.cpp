#include "core/io/moments_file.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/text.h"
#include "core/io/safetensors.h"

namespace hourglass {
namespace {

constexpr const char* kMomentsFormat = "hourglass-moments";
constexpr int kNewestMoments = 1;  // raised when older programs can no longer read the files
constexpr std::int64_t kTooMany = kWidestLayer + 1;
constexpr const char* kImages = "images";
constexpr const char* kSums = "sums";
constexpr const char* kProducts = "products";

using Integers = Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;

template <class Numbers>
TensorView tensor_of(const Numbers& numbers, std::vector<std::int64_t> shape) {
  return {Dtype::kI64,
          std::move(shape),
          {reinterpret_cast<const std::uint8_t*>(numbers.data()),
           static_cast<std::size_t>(numbers.size()) * sizeof(std::int64_t)}};
}

Result<void> check_format(const Safetensors& file, std::string_view name) {
  const auto text = [&file](const char* key) {
    const auto found = file.metadata.find(key);
    return found == file.metadata.end() ? std::string() : found->second;
  };
  if (text("format") != kMomentsFormat) {
    return fail(name, ": expected a file written by `hourglass moments`, found another kind");
  }
  const std::optional<double> version = parse_number(text("version"));
  if (!version || *version > kNewestMoments) {
    return fail(name, ": expected moments of version ", kNewestMoments, ", found version \"",
                text("version"), "\"; use a newer Hourglass to read them");
  }
  return {};
}

// The shape of the images, which is that of their sums.
Result<Shape> read_image_shape(const Safetensors& file, std::string_view name) {
  const auto sums = file.tensors.find(kSums);
  std::vector<std::int64_t> shape;
  if (sums != file.tensors.end()) shape = sums->second.shape;
  std::int64_t numbers = 1;
  for (const std::int64_t extent : shape) {
    numbers = extent < 1 || extent > kWidestLayer ? 0 : std::min(numbers * extent, kTooMany);
  }
  if (shape.size() != 3 || numbers < 1 || numbers > kWidestLayer) {
    return fail(name, ": expected a tensor \"", kSums,
                "\" of shape (channels, height, width) with 1 to ", kWidestLayer,
                " numbers, found ", sums == file.tensors.end() ? "none" : "another");
  }
  return Shape{.channels = static_cast<int>(shape[0]),
               .height = static_cast<int>(shape[1]),
               .width = static_cast<int>(shape[2])};
}

// The integers of a tensor; an error if it is missing, has another type or is not `shape`.
Result<Integers> read_integers(const Safetensors& file, const char* tensor, Eigen::Index rows,
                               Eigen::Index columns, std::string_view name) {
  const auto found = file.tensors.find(tensor);
  const auto count = static_cast<std::size_t>(rows * columns);
  if (found == file.tensors.end() || found->second.dtype != Dtype::kI64 ||
      found->second.bytes.size() != count * sizeof(std::int64_t)) {
    return fail(name, ": expected a tensor \"", tensor, "\" of ", count, " integers (I64), found ",
                found == file.tensors.end() ? "none" : "another");
  }
  Integers numbers(rows, columns);
  for (std::size_t i = 0; i < count; ++i) {
    numbers(static_cast<Eigen::Index>(i)) = read_number<std::int64_t>(found->second.bytes, i);
  }
  return numbers;
}

// Whether some images have these sums, as far as that is easy to tell.
bool are_sums(std::int64_t images, const Integers& sums, const Integers& products) {
  constexpr std::int64_t kMost = 255;
  return images >= 1 && std::cmp_less_equal(images, kMostMomentImages) && sums.minCoeff() >= 0 &&
         sums.maxCoeff() <= kMost * images && products.minCoeff() >= 0 &&
         products.maxCoeff() <= kMost * kMost * images && (products == products.transpose()).all();
}

}  // namespace

Bytes save_moments(const MomentsFile& file) {
  const ImageMoments& moments = file.moments;
  const Integers images = Integers::Constant(1, 1, static_cast<std::int64_t>(moments.images));
  const Integers sums = moments.bytes.sums.array().cast<std::int64_t>();
  const Integers products = moments.bytes.products.array().cast<std::int64_t>();
  Safetensors content;
  content.metadata = {{"format", kMomentsFormat},
                      {"version", concat(kNewestMoments)},
                      {"pixels_crc32", concat(file.pixels_crc32)}};
  content.tensors[kImages] = tensor_of(images, {1});
  content.tensors[kSums] =
      tensor_of(sums, {moments.shape.channels, moments.shape.height, moments.shape.width});
  content.tensors[kProducts] = tensor_of(products, {sums.size(), sums.size()});
  return write_safetensors(content);
}

Result<MomentsFile> load_moments(ByteSpan bytes, std::string_view name) {
  const Result<Safetensors> file = parse_safetensors(bytes, name);
  if (!file) return std::unexpected(file.error());
  if (const Result<void> format = check_format(*file, name); !format) {
    return std::unexpected(format.error());
  }
  const Result<Shape> shape = read_image_shape(*file, name);
  if (!shape) return std::unexpected(shape.error());
  const Eigen::Index pixels = shape->size();
  const Result<Integers> images = read_integers(*file, kImages, 1, 1, name);
  if (!images) return std::unexpected(images.error());
  const Result<Integers> sums = read_integers(*file, kSums, pixels, 1, name);
  if (!sums) return std::unexpected(sums.error());
  const Result<Integers> products = read_integers(*file, kProducts, pixels, pixels, name);
  if (!products) return std::unexpected(products.error());
  if (!are_sums((*images)(0), *sums, *products)) {
    return fail(name, ": expected the sums of some images, found numbers that no images have");
  }
  MomentsFile result{.moments = {.images = static_cast<std::size_t>((*images)(0)),
                                 .shape = *shape,
                                 .bytes = {.sums = sums->cast<double>().matrix(),
                                           .products = products->cast<double>().matrix()}}};
  if (const auto crc = file->metadata.find("pixels_crc32"); crc != file->metadata.end()) {
    const std::string& text = crc->second;
    std::from_chars(text.data(), text.data() + text.size(), result.pixels_crc32);
  }
  return result;
}

}  // namespace hourglass
