// hourglass import: makes a folder of IDX files from images in other formats.
#include <algorithm>
#include <charconv>
#include <memory>

#include "native_cli/commands/command.h"
#include "native_cli/import/collect.h"
#include "native_cli/import/data_set.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/import/write_data_set.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

struct ImportOptions {
  SourceOptions source;
  ShapeOptions shape;
  SplitOptions split;
  std::optional<std::uint64_t> seed{};
  std::string out;
};

// Parses "28x28" or "28×28".
ImageSize parse_size(const std::string& text) {
  constexpr int kMostSide = 1024;
  ImageSize size;
  const char* const end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.width);
  std::string_view rest(width.ptr, static_cast<std::size_t>(end - width.ptr));
  for (const std::string_view sign : {"x", "X", "×"}) {
    if (!rest.starts_with(sign)) continue;
    rest.remove_prefix(sign.size());
    break;
  }
  const auto height = std::from_chars(rest.begin(), end, size.height);
  const auto is_side = [](int side) { return side >= 1 && side <= kMostSide; };
  if (width.ec != std::errc() || height.ec != std::errc() || height.ptr != end ||
      rest.begin() == width.ptr || !is_side(size.width) || !is_side(size.height)) {
    throw_usage_error("--size: expected a width and a height of 1 to ", kMostSide,
                      ", as in 28x28, found \"", text, '"');
  }
  return size;
}

void add_choice(CLI::App& app, const std::string& name, Choice& target, const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [&target, name](const std::string& text) {
           if (text != "auto" && text != "yes" && text != "no") {
             throw_usage_error(name, ": expected auto, yes or no, found \"", text, '"');
           }
           target = text == "auto" ? Choice::kAuto : text == "yes" ? Choice::kYes : Choice::kNo;
         },
         help)
      ->type_name("CHOICE");
}

void check(const ImportOptions& options) {
  const auto& size = options.shape.size;
  if (options.shape.is_normalised && size &&
      (size->width != kImageSide || size->height != kImageSide)) {
    throw_usage_error("--size: expected none, because --normalise mnist makes 28×28 images");
  }
  if (options.shape.is_normalised && options.shape.keeps_colour) {
    throw_usage_error("--colour: expected no --normalise mnist beside it, which makes grey images");
  }
  if (options.shape.is_normalised && options.shape.invert != Choice::kAuto) {
    throw_usage_error(
        "--invert: expected none, because --normalise mnist always makes bright ink on black");
  }
  if (options.split.test_share &&
      !(*options.split.test_share >= 0 && *options.split.test_share < 1)) {
    throw_usage_error("--test-share: expected a number of at least 0 and below 1, found ",
                      shortest(*options.split.test_share));
  }
  if (options.source.white && *options.source.white <= 0) {
    throw_usage_error("--white: expected a number above 0, found ",
                      shortest(*options.source.white));
  }
}

// The brightest pixel.
int brightest(const Collection& collection) {
  std::uint8_t tone = 0;
  for (const ImageSet& set : collection.sets) {
    tone = std::max(tone, *std::ranges::max_element(set.pixels));
  }
  return tone;
}

// The source may have another number for white than the one that was found out.
void warn_if_dark(int brightest) {
  constexpr int kDark = 64;
  if (brightest == 0 || brightest >= kDark) return;
  print_warning("the brightest pixel is ", brightest,
                " of 255; if that stands for white, add --white ", brightest);
}

void report_skipped(const std::vector<std::string>& skipped, const std::string& out) {
  constexpr std::size_t kShown = 3;
  if (skipped.empty()) return;
  print_line("Skipped ", with_commas(skipped.size()), "; ", out, "/skipped.txt says why:");
  for (std::size_t i = 0; i < std::min(skipped.size(), kShown); ++i) print_line("  ", skipped[i]);
}

std::string summary(const ImportedData& data) {
  std::string text;
  for (const LabelledImages& images : data.splits) {
    text +=
        concat(text.empty() ? "" : " and ", with_commas(images.count), ' ', to_string(images.split),
               images.labels.empty() ? " images without labels" : " images");
  }
  const auto classes = std::ranges::count_if(data.class_names,
                                             [](const std::string& name) { return !name.empty(); });
  return concat(text, ", ", data.width, "×", data.height, data.channels == 3 ? " in colour" : "",
                classes > 0 ? concat(", ", classes, classes == 1 ? " class" : " classes") : "");
}

void run(ImportOptions options) {
  check(options);
  options.source.seed = options.split.seed = options.seed.value_or(1);
  const std::string& path = options.source.path;
  Source source = open_source(options.source);
  const Interrupt interrupt;  // before the folder, which an interruption must remove
  NewFolder folder(options.out);
  print_line("Found ", source.description);
  const bool has_numbers =
      source.kind == Source::Kind::kCsv || source.kind == Source::Kind::kArrays;
  const bool may_be_dark = has_numbers && !options.source.white;
  Collection collection =
      collect(std::move(source), path, options.shape, options.source.limit, interrupt);
  std::ranges::sort(collection.skipped);
  const std::vector<std::string> skipped = collection.skipped;
  if (collection.is_transposed) print_line("Transposed: rows and columns were exchanged");
  if (collection.is_inverted && options.shape.invert == Choice::kAuto) {
    print_line("Inverted: ", fixed(100 * collection.light_share, 0),
               " % of the images have a light border");
  }
  const int tone = may_be_dark && !collection.is_inverted ? brightest(collection) : 255;
  ImportedData data = make_data_set(std::move(collection), options.split, path);
  const std::string result = summary(data);
  write_data_set(folder, std::move(data), skipped, interrupt);
  warn_if_dark(tone);
  report_skipped(skipped, options.out);
  print_line(options.out, ": ", result);
  print_line("Look at ", (std::filesystem::path(options.out) / "contact-sheet.png").string(),
             "; use the data with --data ", shell_word(options.out));
}

void add_shape_options(CLI::App& app, ShapeOptions& target) {
  app.add_option_function<std::string>(
         "--size", [&target](const std::string& text) { target.size = parse_size(text); },
         "scale every image to this size, by averaging areas (default: as they are)")
      ->type_name("WxH");
  app.add_flag("--colour", target.keeps_colour,
               "keep three channels (default: convert colours to grey)");
  add_choice(app, "--invert", target.invert,
             "exchange black and white: yes, no or auto, which does so if most images have a light "
             "border, as dark ink on paper has (default: auto)");
  app.add_option_function<std::string>(
         "--normalise",
         [&target](const std::string& text) {
           if (text != "mnist") {
             throw_usage_error("--normalise: expected mnist, found \"", text, '"');
           }
           target.is_normalised = true;
         },
         "mnist: find the ink, scale it into 20×20 and centre it in 28×28, as MNIST was made")
      ->type_name("STYLE");
  add_choice(app, "--transpose", target.transpose,
             "exchange rows and columns: yes, no or auto, which does so for EMNIST's files "
             "(default: auto)");
}

void add_source_options(CLI::App& app, SourceOptions& target) {
  add_number(app, "--white", target.white,
             "the number that stands for white in a CSV file or array (default: 1 if no pixel "
             "exceeds it, else 255)");
  app.add_option("--label-column", target.label_column,
                 "label's column of a CSV file: first, last, none or its name in the header "
                 "(default: found out)")
      ->type_name("COLUMN");
  app.add_option("--labels", target.labels, "labels for the images in a .npy file")
      ->type_name("FILE.npy");
  add_whole_number(app, "--limit", target.limit, 1,
                   "use only the first N images of each set, or N random ones of a folder of "
                   "pictures");
}

}  // namespace

Command add_import(CLI::App& program) {
  CLI::App* app = program.add_subcommand("import", "Make a data set from your own images");
  const auto options = std::make_shared<ImportOptions>();
  app->add_option("SOURCE", options->source.path, "a folder or file, see below")
      ->type_name("")
      ->required();
  app->add_option("--out", options->out, "folder to make; it may exist if it is empty")
      ->type_name("DIR")
      ->required();
  add_shape_options(*app, options->shape);
  add_source_options(*app, options->source);
  add_number(*app, "--test-share", options->split.test_share,
             "share of the images to keep for testing, unless the source has a test set "
             "(default: 0.15)");
  add_whole_number(*app, "--seed", options->seed, 0, "random seed of the split (default: 1)");
  app->footer(
      "SOURCE is one of these; its content decides, not its name:\n"
      "  pictures  a folder of PNG and JPEG files; its sub-folders are classes, or two sets if "
      "they are named train and test\n"
      "  CSV       a file with a row of pixels per image, with or without a label and a header, "
      "or a folder with …train.csv and …test.csv, as on Kaggle\n"
      "  NumPy     a .npy or .npz file or a folder of them: N×D, N×H×W or N×H×W×C, 0 to 1 or "
      "0 to 255; \"train\" and \"test\" in the names of arrays make two sets\n"
      "  IDX       the files of MNIST, EMNIST, QMNIST and the like, gzipped or not\n"
      "\n"
      "Networks expect bright ink on black, like MNIST's. DIR gets the images and labels under\n"
      "MNIST's file names, labels.txt with the name of each class, contact-sheet.png to look at\n"
      "and, if anything had to be left out, skipped.txt with the reasons. Classes that are named\n"
      "by numbers keep them as labels; others are numbered from 0 by name.\n"
      "\nExamples:\n"
      "  hourglass import photos --normalise mnist --out digits\n"
      "  hourglass import digit-recognizer --out kaggle\n"
      "  hourglass import emnist-letters-train-images-idx3-ubyte.gz --out letters\n"
      "  hourglass import kmnist-train-imgs.npz --out kmnist\n"
      "  hourglass import faces --size 28x28 --invert no --out faces28\n"
      "  hourglass train dense-128-32 --data digits");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
