#include "core/io/onnx.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/io/checkpoint.h"
#include "core/io/onnx_messages.h"

namespace hourglass {
namespace onnx {
namespace {

constexpr int kIrVersion = 8;
constexpr int kOperatorSet = 17;

using Names = std::vector<std::string>;
using Attributes = std::vector<ProtobufMessage>;

template <class Number>
ByteSpan bytes_of(const std::vector<Number>& values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(Number)};
}

// Writes layers [first, last) as a graph, from the input to the last output.
class GraphWriter {
 public:
  GraphWriter(const Model& model, std::size_t first, std::size_t last)
      : model_(model), last_(last), value_(first == 0 ? "image" : "code") {
    graph_.add(field::kGraphName, model.spec.name);
    graph_.add(field::kGraphInput, value_info(value_, size_before(first)));
    for (std::size_t index = first; index < last; ++index) {
      add_layer(index);
      if (index + 1 == network().code_index()) add_output(index, "code");
      if (index + 1 == network().layer_count()) add_output(index, "rebuilt");
    }
  }

  const ProtobufMessage& graph() const { return graph_; }

 private:
  const Network& network() const { return model_.network; }

  int size_before(std::size_t index) const { return network().layer(index).input_shape().size(); }

  void add_node(std::string_view operation, const Names& inputs, const Names& outputs,
                const Attributes& attributes = {}) {
    ProtobufMessage node;
    for (const std::string& input : inputs) node.add(field::kInput, input);
    for (const std::string& output : outputs) node.add(field::kOutput, output);
    node.add(field::kNodeName, outputs.front());
    node.add(field::kOperator, operation);
    for (const ProtobufMessage& attribute : attributes) node.add(field::kAttribute, attribute);
    graph_.add(field::kNode, node);
  }

  template <class Extent>
  void add_tensor(std::string_view name, const std::vector<Extent>& shape, DataType type,
                  ByteSpan content) {
    ProtobufMessage tensor;
    for (const Extent extent : shape) tensor.add(field::kDimensions, extent);
    tensor.add(field::kDataType, type);
    tensor.add(field::kTensorName, name);
    tensor.add(field::kRawData, content);
    graph_.add(field::kInitializer, tensor);
  }

  std::string add_integers(const std::string& name, const Integers& values) {
    add_tensor(name, Integers{std::ssize(values)}, kInt64, bytes_of(values));
    return name;
  }

  // Adds the layer's parameters; returns the names of its input and of its parameters.
  Names inputs_of(std::size_t index) {
    Names names{value_};
    std::span<const Scalar> numbers = network().part_of(index, std::span(model_.parameters));
    for (const ParameterTensor& tensor : network().layer(index).parameter_tensors()) {
      names.push_back(concat(index, '.', tensor.name));
      const std::span<const Scalar> part = numbers.first(tensor.size());
      const std::vector<float> floats(part.begin(), part.end());
      add_tensor(names.back(), tensor.shape, kFloat, bytes_of(floats));
      numbers = numbers.subspan(tensor.size());
    }
    return names;
  }

  // Turns feature maps into N × units.
  void flatten(std::size_t index) {
    const std::string units = concat(index, ".units");
    add_node("Flatten", {value_}, {units});
    value_ = units;
    is_flat_ = true;
  }

  // Turns N × units into feature maps.
  void unflatten(std::size_t index, Shape shape) {
    const std::string maps = concat(index, ".maps");
    const Integers sizes{0, shape.channels, shape.height, shape.width};  // 0 keeps N
    add_node("Reshape", {value_, add_integers(concat(maps, ".shape"), sizes)}, {maps});
    value_ = maps;
    is_flat_ = false;
  }

  // Flattens the layer's output if necessary, and makes it an output of the graph.
  void add_output(std::size_t index, const std::string& name) {
    if (!is_flat_) add_node("Flatten", {value_}, {name});
    graph_.add(field::kGraphOutput, value_info(name, network().layer(index).output_shape().size()));
  }

  // The name of a layer's output. If that is flat, it may be one of the graph's outputs.
  std::string name_after(std::size_t index) const {
    if (is_flat_ && index + 1 == network().code_index()) return "code";
    if (is_flat_ && index + 1 == network().layer_count()) return "rebuilt";
    return concat(index, ".output");
  }

  void add_layer(std::size_t index) {
    const Layer& layer = network().layer(index);
    const LayerType type = layer.type();
    if (type == LayerType::kDense) {
      if (!is_flat_) flatten(index);
    } else if (type != LayerType::kRelu && type != LayerType::kSigmoid && is_flat_) {
      unflatten(index, layer.input_shape());
    }
    const std::string output = name_after(index);
    add_operation(index, output);
    value_ = output;
  }

  void add_operation(std::size_t index, const std::string& output) {
    const LayerSpec& spec = model_.spec.architecture.layers[index];
    switch (spec.type) {
      case LayerType::kDense:
        return add_node("Gemm", inputs_of(index), {output}, {attribute("transB", 1)});
      case LayerType::kConv2d:
        return add_node("Conv", inputs_of(index), {output}, convolution(spec));
      case LayerType::kConvTranspose2d:
        return add_node("ConvTranspose", inputs_of(index), {output}, convolution(spec));
      case LayerType::kMaxPool2d:
        return add_pooling(index, output);
      case LayerType::kMaxUnpool2d:
        return add_unpooling(index, output);
      case LayerType::kUpsample2d:
        return add_upsampling(index, output);
      case LayerType::kRelu:
        return add_node("Relu", {value_}, {output});
      case LayerType::kSigmoid:
        return add_node("Sigmoid", {value_}, {output});
    }
  }

  static Attributes convolution(const LayerSpec& spec) {
    return {attribute("kernel_shape", Integers(2, spec.kernel)),
            attribute("strides", Integers(2, spec.stride)),
            attribute("pads", Integers(4, spec.padding))};
  }

  static Attributes windows(int kernel) {
    return {attribute("kernel_shape", Integers(2, kernel)),
            attribute("strides", Integers(2, kernel))};
  }

  static std::string switches_of(std::size_t pooling) { return concat(pooling, ".switches"); }

  void add_pooling(std::size_t index, const std::string& output) {
    const LayerSpec& spec = model_.spec.architecture.layers[index];
    Attributes attributes = windows(spec.kernel);
    attributes.push_back(attribute("ceil_mode", spec.ceil ? 1 : 0));
    Names outputs{output};
    for (std::size_t later = index + 1; later < last_; ++later) {
      if (network().undone_pooling(later) == index) outputs.push_back(switches_of(index));
    }
    add_node("MaxPool", {value_}, outputs, attributes);
  }

  // An incomplete last window exceeds the output by what `pads` says. Pixels that belong to no
  // window have to be stated as the shape of the output.
  void add_unpooling(std::size_t index, const std::string& output) {
    const std::size_t pooling = *network().undone_pooling(index);
    const int kernel = model_.spec.architecture.layers[pooling].kernel;
    const Shape from = network().layer(index).input_shape();
    const Shape to = network().layer(index).output_shape();
    const int rows = from.height * kernel - to.height;
    const int columns = from.width * kernel - to.width;
    Attributes attributes = windows(kernel);
    attributes.push_back(
        attribute("pads", Integers{0, 0, std::max(rows, 0), std::max(columns, 0)}));
    Names inputs{value_, switches_of(pooling)};
    if (rows < 0 || columns < 0) inputs.push_back(add_shape(output, to));
    add_node("MaxUnpool", inputs, {output}, attributes);
  }

  // The shape of the named value as a tensor; N is taken from the current value.
  std::string add_shape(const std::string& name, Shape shape) {
    const std::string images = concat(name, ".images"), whole = concat(name, ".shape");
    const std::string rest =
        add_integers(concat(name, ".sizes"), {shape.channels, shape.height, shape.width});
    add_node("Shape", {value_}, {images}, {attribute("start", 0), attribute("end", 1)});
    add_node("Concat", {images, rest}, {whole}, {attribute("axis", 0)});
    return whole;
  }

  void add_upsampling(std::size_t index, const std::string& output) {
    const auto factor = static_cast<float>(model_.spec.architecture.layers[index].factor);
    const std::vector<float> factors{1, 1, factor, factor};
    const std::string scales = concat(index, ".scales");
    add_tensor(scales, Integers{4}, kFloat, bytes_of(factors));
    add_node(
        "Resize", {value_, "", scales}, {output},
        {attribute("mode", "nearest"), attribute("coordinate_transformation_mode", "asymmetric"),
         attribute("nearest_mode", "floor")});
  }

  const Model& model_;
  std::size_t last_;
  std::string value_;    // what the next layer reads
  bool is_flat_ = true;  // whether that is N × units, or else feature maps
  ProtobufMessage graph_;
};

}  // namespace
}  // namespace onnx

Result<Bytes> to_onnx(const Model& model, const TrainingState& training, OnnxPart part) {
  if (part == OnnxPart::kDecoder && !model.decodes_from_code_alone()) {
    return fail(model.spec.name,
                ": expected a decoder that reads only the code, found one that also needs the "
                "encoder's pooling switches; export the whole model");
  }
  const std::size_t code = model.network.code_index();
  const onnx::GraphWriter writer(model, part == OnnxPart::kDecoder ? code : 0,
                                 part == OnnxPart::kEncoder ? code : model.network.layer_count());
  ProtobufMessage operators, file;
  operators.add(onnx::field::kOperatorSetVersion, onnx::kOperatorSet);
  file.add(onnx::field::kIrVersion, onnx::kIrVersion);
  file.add(onnx::field::kProducer, "hourglass");
  file.add(onnx::field::kGraph, writer.graph());
  file.add(onnx::field::kOperatorSet, operators);
  for (const auto& [key, value] : checkpoint_metadata(model, training)) {
    file.add(onnx::field::kMetadata, onnx::entry(key, value));
  }
  return file.take();
}

}  // namespace hourglass
