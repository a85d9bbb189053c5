// hourglass moments: the sums over a part of the images from which PCA can be fitted.
#include <memory>

#include "core/io/moments_file.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/write_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

struct MomentsOptions {
  DataArguments data{.split = Split::kTrain};
  std::string out;
  std::optional<int> threads{};
};

void run(const MomentsOptions& options) {
  const std::filesystem::path folder = data_folder(options.data.folder);
  check_output_file("--out", options.out, {".moments"}, split_files(folder, options.data.split));
  const Dataset images = options.data.load();
  if (images.count() == 0) throw_failure(folder.string(), ": expected images, found none");
  if (images.count() > kMostMomentImages) {
    throw_failure(folder.string(), ": expected at most ", kMostMomentImages, " images, found ",
                  images.count());
  }
  ThreadTeam team(threads_or_all(options.threads));
  const Bytes content =
      save_moments({.moments = image_moments(images, team), .pixels_crc32 = checksum(images)});
  write_file(options.out, content);
  print_line(options.out, ": ", file_size(content.size()), ", the sums over ",
             with_commas(images.count()), " images of ", image_text(images.shape), " pixels");
}

}  // namespace

Command add_moments(CLI::App& program) {
  CLI::App* app = program.add_subcommand("moments", "Sum up a part of the images for PCA");
  const auto options = std::make_shared<MomentsOptions>();
  add_data(*app, options->data);
  add_split(*app, options->data);
  app->get_option("--split")->description("images to use: test or train (default: train)");
  add_threads(*app, options->threads);
  app->add_option("--out", options->out, "file to write")->type_name("FILE.moments")->required();
  app->footer(
      "If the images are spread over several folders or machines, PCA needs only the sums over "
      "each\n"
      "part: of every pixel, and of every product of two pixels. They are whole numbers, so "
      "nothing\n"
      "is rounded: PCA of the parts, in any order, gives the same file as PCA of all images. For\n"
      "images of 28×28 pixels the sums take 4.9 MB, however many images there are.\n"
      "\nExamples:\n"
      "  hourglass moments --data part-1 --out part-1.moments\n"
      "  hourglass train pca-30 --moments part-1.moments part-2.moments");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
