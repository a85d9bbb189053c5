// hourglass_bench runs Hourglass for the benchmark: it answers each line of JSON with another. The
// harness keeps it running next to the other libraries' processes and times them in turns.
//
//   {"do": "prepare", "model": NAME, "batch": N, "threads": T}   → {}
//   {"do": "train", "times": N}                                  → {"seconds": …}
//   {"do": "reconstruct", "images": N, "times": N}               → {"seconds": …}
//   {"do": "products", "images": N, "times": N}                  → {"seconds": …}
//   {"do": "fit_pca", "components": K, "images": N, "threads": T, "times": N}
//                                                                → {"seconds": …, "variances": […]}
//   {"do": "multiply_add", "threads": T, "times": N}             → {"seconds": …, "operations": …}
//   {"do": "copy", "bytes": N, "threads": T}                     → {"rate": bytes a second}
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/pixels.h"
#include "core/models/find_model.h"
#include "core/models/pca.h"
#include "core/training/trainer.h"
#include "native_cli/files/data_folder.h"
#include "native_cli/text/failure.h"
#include "tests/bench/roof.h"

namespace hourglass::bench {
namespace {

using cli::value_of;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

template <class Work>
double seconds_of(const Work& work) {
  const Clock::time_point begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

const Dataset& training_images() {
  static const Dataset kImages =
      cli::load_split(cli::data_folder("mnist"), cli::Split::kTrain, std::nullopt);
  return kImages;
}

// A model that is being trained.
struct Run {
  Model model;
  ThreadTeam team;
  std::optional<Trainer> trainer;

  Run(ModelSpec spec, int batch, int threads) : team(threads) {
    spec.recipe.batch = batch;
    spec.recipe.epochs = 1'000'000;
    model = value_of(Model::create(spec));
    model.initialise(1);
    if (spec.fit == Fit::kGradient) {
      trainer = value_of(Trainer::create(model, training_images(), team, 1));
    }
  }
};

class Runner {
 public:
  Json answer(const Json& request) {
    const auto action = request.at("do").get<std::string>();
    if (action == "prepare") return prepare(request);
    if (action == "train") return train(request);
    if (action == "reconstruct") return reconstruct(request);
    if (action == "products") return products(request);
    if (action == "fit_pca") return fit_pca(request);
    if (action == "multiply_add") return multiply_add(request);
    if (action == "copy") return copy_rate(request);
    cli::throw_usage_error("expected an action that runner.cpp lists, found \"", action, '"');
  }

 private:
  Json prepare(const Json& request) {
    run_ = nullptr;
    run_ = std::make_unique<Run>(value_of(find_model(request.at("model").get<std::string>())),
                                 request.at("batch").get<int>(), request.at("threads").get<int>());
    return Json::object();
  }

  Json train(const Json& request) {
    const auto times = request.at("times").get<int>();
    return {{"seconds", seconds_of([&] {
               for (int i = 0; i < times; ++i) value_of(run_->trainer->step());
             })}};
  }

  Json reconstruct(const Json& request) {
    const auto times = request.at("times").get<int>();
    const ByteSpan bytes(training_images().pixels);
    std::vector<Scalar> images(request.at("images").get<std::size_t>() * kImagePixels);
    bytes_to_pixels(bytes.first(images.size()), images);
    return {{"seconds", seconds_of([&] {
               for (int i = 0; i < times; ++i)
                 value_of(hourglass::reconstruct(run_->model, images));
             })}};
  }

  // Times only the matrix products of the model's dense layers, on blocks that stay in cache.
  Json products(const Json& request) {
    constexpr int kBlock = 256;
    const Network& network = run_->model.network;
    const int blocks = (request.at("images").get<int>() + kBlock - 1) / kBlock;
    const int times = request.at("times").get<int>() * blocks;
    double seconds = 0;
    for (std::size_t i = 0; i < network.layer_count(); ++i) {
      const Layer& layer = network.layer(i);
      if (layer.type() != LayerType::kDense) continue;
      const Matrix x = Matrix::Random(layer.input_shape().size(), kBlock);
      Matrix y(layer.output_shape().size(), kBlock);
      const auto parameters = network.part_of(i, std::span<const Scalar>(run_->model.parameters));
      seconds += seconds_of([&] {
        for (int repeat = 0; repeat < times; ++repeat) {
          layer.forward(ConstMatrixView(x.data(), x.rows(), x.cols()), parameters,
                        {y.data(), y.rows(), y.cols()});
        }
      });
    }
    return {{"seconds", seconds}};
  }

  static Json fit_pca(const Json& request) {
    const auto components = request.at("components").get<int>();
    const auto times = request.at("times").get<int>();
    const auto images = request.at("images").get<std::size_t>();
    const Dataset dataset = training_images().slice(0, images);
    ThreadTeam team(request.at("threads").get<int>());
    std::optional<Model> model;
    const double seconds = seconds_of([&] {
      for (int i = 0; i < times; ++i) model = value_of(exact_pca(components, dataset, team));
    });
    return {{"seconds", seconds}, {"variances", model->spectrum->variances}};
  }

  // Every thread computes `times` million rounds of multiply-adds.
  static Json multiply_add(const Json& request) {
    constexpr long kRounds = 1'000'000;
    const auto times = request.at("times").get<long>();
    ThreadTeam team(request.at("threads").get<int>());
    double operations = 0;
    const double seconds = seconds_of([&] {
      team.run([&](int member) {
        const double done = roof_multiply_add(times * kRounds);
        if (member == 0) operations = done * team.size();
      });
    });
    return {{"seconds", seconds}, {"operations", operations}};
  }

  // Every thread copies its part of the bytes.
  static Json copy_rate(const Json& request) {
    constexpr double kBytesToMove = 1e9;
    const auto bytes = request.at("bytes").get<std::size_t>();
    ThreadTeam team(request.at("threads").get<int>());
    const auto times = std::max(1L, static_cast<long>(kBytesToMove / static_cast<double>(bytes)));
    const std::vector<char> from(bytes, 1);
    std::vector<char> to(bytes);
    const auto run = [&](long repeats) {
      team.run([&](int member) {
        const auto [first, last] = share_of(bytes, member, team.size());
        roof_copy(to.data() + first, from.data() + first, last - first, repeats);
      });
    };
    run(1);
    const double seconds = seconds_of([&] { run(times); });
    return {{"rate", 2.0 * static_cast<double>(bytes) * static_cast<double>(times) / seconds}};
  }

  std::unique_ptr<Run> run_;
};

}  // namespace
}  // namespace hourglass::bench

int main() {
  hourglass::bench::Runner runner;
  try {
    for (std::string line; std::getline(std::cin, line);) {
      std::cout << runner.answer(nlohmann::json::parse(line)) << std::endl;
    }
  } catch (const std::exception& failure) {
    std::cerr << "hourglass_bench: " << failure.what() << '\n';
    return 1;
  }
}
