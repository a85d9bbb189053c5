// The inputs of figures: trained models from a folder, images and baselines. Each is read or
// measured once, when it is first needed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "native_cli/figures/pca_baseline.h"
#include "native_cli/files/data_folder.h"
#include "native_cli/files/model_file.h"

namespace hourglass::cli {

// The errors of baselines that need no network, on one set of images.
struct Baselines {
  MeanImageErrors mean_image;
  double bce_floor = 0;
};

class FigureInputs {
 public:
  // `error_table` is a table of `hourglass compare --group --csv` (default: the shipped one).
  // `data` is the argument of data_folder().
  FigureInputs(std::filesystem::path models, const std::optional<std::string>& data,
               std::optional<std::string> error_table, int threads);

  ThreadTeam& team() { return team_; }

  // Whether a table of errors on the data is known: one was given, or the shipped one is of it.
  bool has_error_table();

  // Fails if there is none.
  std::filesystem::path error_table();

  // Whether the folder of models has NAME.safetensors.
  bool has(const std::string& name) const;

  // Fails if NAME.safetensors holds a different model than its name says.
  const Checkpoint& checkpoint(const std::string& name);
  const Model& model(const std::string& name) { return checkpoint(name).model; }

  // Whether the preset of NAME.safetensors comes in a version for the data's images.
  bool suits_images(const std::string& name) const;

  // The command that trains NAME.safetensors on the data.
  std::string training_command(const std::string& name);

  // The shape of the test images; that of a digit if there is no test set.
  Shape image() const;

  // "MNIST digits", or the name of another folder of data.
  std::string data_name() const;

  const Dataset& test_images();
  const Dataset& training_images();
  const Dataset& fashion_images();  // the test images of Fashion-MNIST

  // The training images as `train --validation N` splits them: the last sixth (10,000 of 60,000, at
  // least one) is held out. Fails if there are fewer than two images.
  const Dataset& fitting_images();
  const Dataset& validation_images();

  // The model's metrics on the test images; the random seed of the noise is 1.
  const Metrics& test_metrics(const std::string& name, const Noise& noise = {});

  const Baselines& validation_baselines();

  // The metrics of PCA with this many components, fitted to fitting_images() and measured on
  // validation_images(); nullopt if there are too few images or pixels for so many components.
  const std::optional<Metrics>& validation_pca(int components, const Noise& noise);

  // Like validation_pca, but fitted to all training images and measured on the test images.
  std::optional<Metrics> test_pca(int components);

 private:
  const Dataset& load(const std::string& key, const std::filesystem::path& folder, Split split);
  void split_training();

  std::filesystem::path models_;
  std::string data_option_;  // " --data DIR", or empty for MNIST
  std::filesystem::path data_;
  std::optional<std::string> error_table_;
  ThreadTeam team_;
  std::map<std::string, Checkpoint> checkpoints_;
  std::map<std::string, Dataset> images_;
  std::map<std::pair<std::string, std::string>, Metrics> test_metrics_;
  std::map<std::pair<int, std::string>, std::optional<Metrics>> validation_pca_;
  std::map<int, std::optional<Metrics>> test_pca_;
  std::optional<Baselines> baselines_;
};

}  // namespace hourglass::cli
