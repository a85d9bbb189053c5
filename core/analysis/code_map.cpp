#include "core/analysis/code_map.h"

#include "core/compute/eigenvectors.h"

namespace hourglass {

Result<CodeMap> map_codes(const Codes& codes) {
  const Eigen::Index count = codes.matrix().cols();
  if (codes.units < 2 || count < 2) {
    return fail("code map: expected at least 2 codes and 2 units per code, found ", count, " and ",
                codes.units);
  }
  Eigen::MatrixXd centred = codes.matrix().cast<double>();
  CodeMap map{.points = {}, .mean = centred.rowwise().mean(), .axes = {}};
  centred.colwise() -= map.mean;
  Result<Eigenpairs> pairs = leading_eigenvectors(
      [&](const Eigen::VectorXd& axis) -> Eigen::VectorXd {
        return centred * (centred.transpose() * axis);
      },
      codes.units, 2);
  if (!pairs) return fail("code map: ", pairs.error().message);
  map.axes = std::move(pairs->vectors);
  map.points.resize(static_cast<std::size_t>(2 * count));
  MatrixView(map.points.data(), 2, count) = (map.axes.transpose() * centred).cast<Scalar>();
  return map;
}

std::vector<Scalar> code_at(const CodeMap& map, Scalar x, Scalar y) {
  const Eigen::VectorXd code = map.mean + map.axes * Eigen::Vector2d(x, y);
  std::vector<Scalar> rounded(static_cast<std::size_t>(code.size()));
  VectorView(rounded.data(), code.size()) = code.cast<Scalar>();
  return rounded;
}

Result<std::vector<Scalar>> place_on_map(const CodeMap& map, std::span<const Scalar> code) {
  const auto units = static_cast<int>(map.mean.size());
  if (const Result<void> fits = check_code(units, code); !fits) {
    return std::unexpected(fits.error());
  }
  const ConstVectorView given(code.data(), units);
  const Eigen::Vector2d point = map.axes.transpose() * (given.cast<double>() - map.mean);
  return std::vector{static_cast<Scalar>(point.x()), static_cast<Scalar>(point.y())};
}

}  // namespace hourglass
