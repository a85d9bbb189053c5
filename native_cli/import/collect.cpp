#include "native_cli/import/collect.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "core/data/digit_image.h"
#include "core/data/pixels.h"
#include "native_cli/terminal/status_line.h"
#include "native_cli/terminal/terminal.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

std::string size_text(int width, int height) { return concat(width, "×", height); }

// Shows how much has been read and how long the rest will take.
class ReadingProgress {
 public:
  void show(std::size_t images, double fraction) {
    if (!line_.is_due()) return;
    constexpr double kShortest = 0.5;  // before that, the time left would be a guess
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    if (seconds < kShortest) return;
    const std::string text = concat("  ", with_commas(images), " images  ETA ",
                                    duration(seconds * (1 - fraction) / std::max(fraction, 1e-9)));
    constexpr std::size_t kBarWidth = 30;
    const bool has_room = kBarWidth + display_width(text) < terminal_width();
    line_.draw(concat(has_room ? progress_bar(fraction, kBarWidth, wants_colour()) : "", text));
  }

 private:
  using Clock = std::chrono::steady_clock;

  StatusLine line_;
  Clock::time_point start_ = Clock::now();
};

// The numbers of class names, in the order in which they turn up.
class ClassNumbers {
 public:
  explicit ClassNumbers(const std::vector<std::string>& names) {
    for (const std::string& name : names) number_of(name);
  }

  std::uint32_t number_of(const std::string& name) {
    const auto [place, is_new] =
        numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) names_.push_back(name);
    return place->second;
  }

  const std::vector<std::string>& names() const { return names_; }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

Result<Raster> normalised(const Raster& image, const std::string& place) {
  const auto digit = normalise_drawing(to_grey(image).pixels, image.width, image.height);
  if (!digit) return fail(place, ": ", digit.error().message);
  Raster result{kImageSide, kImageSide, 1, Bytes(kImagePixels)};
  pixels_to_bytes(*digit, result.pixels);
  return result;
}

class Collector {
 public:
  Collector(Source source, const std::string& path, const ShapeOptions& options,
            const Interrupt& interrupt)
      : source_(std::move(source)),
        path_(path),
        options_(options),
        classes_(source_.classes),
        interrupt_(interrupt) {
    result_.skipped = source_.skipped;
    result_.is_transposed = options.transpose == Choice::kAuto ? source_.is_transposed
                                                               : options.transpose == Choice::kYes;
  }

  Collection run(std::optional<std::size_t> limit) {
    for (const Part& part : source_.parts) read_part(part, limit);
    if (images_ == 0) report_none();
    result_.classes = classes_.names();
    result_.class_names = source_.class_names;
    result_.light_share = static_cast<double>(light_) / static_cast<double>(images_);
    const bool is_auto = options_.invert == Choice::kAuto;
    const bool may_invert = !options_.is_normalised && result_.channels == 1;
    result_.is_inverted =
        is_auto ? may_invert && 2 * light_ > images_ : options_.invert == Choice::kYes;
    for (ImageSet& set : result_.sets) {
      if (result_.is_inverted) invert(set.pixels);
    }
    return std::move(result_);
  }

 private:
  void read_part(const Part& part, std::optional<std::size_t> limit) {
    ImageSet set{.split = part.split};
    while (!limit || set.count < *limit) {
      end_if_requested(interrupt_);
      progress_.show(images_, fraction_done(part, set.count, limit));
      std::optional<Result<Sample>> sample = part.reader->next();
      if (!sample) break;
      if (*sample) {
        add(**sample, *part.reader, set);
      } else {
        result_.skipped.push_back(sample->error().message);
      }
    }
    if (set.count > 0) result_.sets.push_back(std::move(set));
  }

  // Parts count alike, whatever they hold.
  double fraction_done(const Part& current, std::size_t count, std::optional<std::size_t> limit) {
    const auto parts = static_cast<double>(source_.parts.size());
    const auto done = static_cast<double>(&current - source_.parts.data());
    const double read = static_cast<double>(current.reader->position()) /
                        static_cast<double>(std::max<std::uint64_t>(current.reader->size(), 1));
    const double taken = limit ? static_cast<double>(count) / static_cast<double>(*limit) : 0;
    return (done + std::max(read, taken)) / parts;
  }

  void add(Sample& sample, const SampleReader& reader, ImageSet& set) {
    Raster image = std::move(sample.image);
    if (result_.is_transposed) image = transposed(image);
    const bool is_light = has_light_border(image);
    Result<Raster> shaped = shape(std::move(image), reader.place());
    if (!shaped) {
      result_.skipped.push_back(shaped.error().message);
      return;
    }
    check_shape(*shaped, reader.place());
    set.pixels.insert(set.pixels.end(), shaped->pixels.begin(), shaped->pixels.end());
    if (sample.label) set.classes.push_back(classes_.number_of(*sample.label));
    ++set.count;
    ++images_;
    if (is_light) ++light_;
  }

  // The image in the shape that is asked for; an error if it has no ink to normalise.
  Result<Raster> shape(Raster image, const std::string& place) const {
    if (options_.is_normalised) return normalised(image, place);
    image = options_.keeps_colour ? to_colour(std::move(image)) : to_grey(std::move(image));
    if (!options_.size || has_size(image, *options_.size)) return image;
    return resized(image, options_.size->width, options_.size->height);
  }

  static bool has_size(const Raster& image, const ImageSize& size) {
    return image.width == size.width && image.height == size.height;
  }

  void check_shape(const Raster& image, const std::string& place) {
    if (images_ == 0) {
      first_place_ = place;
      result_.width = image.width;
      result_.height = image.height;
      result_.channels = image.channels;
    }
    if (image.width != result_.width || image.height != result_.height) {
      throw_failure(place, ": expected ", size_text(result_.width, result_.height),
                    " pixels as in ", first_place_, ", found ",
                    size_text(image.width, image.height),
                    "; --size WxH scales all images to one size");
    }
  }

  [[noreturn]] void report_none() const {
    if (result_.skipped.empty()) {
      throw_failure(path_, ": expected at least one image, found none");
    }
    const std::size_t problems = result_.skipped.size();
    throw_failure(
        path_, ": expected at least one image that can be used, found none; ",
        problems == 1 ? "" : concat("the first of ", with_commas(problems), " problems is: "),
        result_.skipped.front());
  }

  Source source_;
  std::string path_;
  ShapeOptions options_;
  ClassNumbers classes_;
  const Interrupt& interrupt_;
  ReadingProgress progress_;
  Collection result_{};
  std::string first_place_{};
  std::size_t images_ = 0;
  std::size_t light_ = 0;
};

}  // namespace

void end_if_requested(const Interrupt& interrupt) {
  if (!interrupt.is_requested()) return;
  throw Failure(ExitStatus::kInterrupted, "interrupted; nothing was written");
}

Collection collect(Source source, const std::string& path, const ShapeOptions& options,
                   std::optional<std::size_t> limit, const Interrupt& interrupt) {
  return Collector(std::move(source), path, options, interrupt).run(limit);
}

}  // namespace hourglass::cli
