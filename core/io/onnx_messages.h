// The messages of an ONNX file as far as this project writes them, and the numbers of their fields.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/io/protobuf.h"

namespace hourglass::onnx {

// The fields' numbers in
// https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto.
namespace field {
enum Model { kIrVersion = 1, kProducer = 2, kGraph = 7, kOperatorSet = 8, kMetadata = 14 };
enum OperatorSet { kOperatorSetVersion = 2 };
enum Entry { kKey = 1, kValue = 2 };
enum Graph { kNode = 1, kGraphName = 2, kInitializer = 5, kGraphInput = 11, kGraphOutput = 12 };
enum Node { kInput = 1, kOutput = 2, kNodeName = 3, kOperator = 4, kAttribute = 5 };
enum Attribute { kAttributeName = 1, kInteger = 3, kText = 4, kIntegers = 8, kAttributeType = 20 };
enum Tensor { kDimensions = 1, kDataType = 2, kTensorName = 8, kRawData = 9 };
enum ValueInfo { kValueName = 1, kType = 2 };
enum Type { kTensorType = 1, kElementType = 1, kShape = 2, kDimension = 1 };
enum Dimension { kSize = 1, kSymbol = 2 };
}  // namespace field

enum DataType { kFloat = 1, kInt64 = 7 };
enum AttributeType { kIntegerType = 2, kTextType = 3, kIntegersType = 7 };

using Integers = std::vector<std::int64_t>;

inline ProtobufMessage attribute(std::string_view name, AttributeType type) {
  ProtobufMessage attribute;
  attribute.add(field::kAttributeName, name);
  attribute.add(field::kAttributeType, type);
  return attribute;
}

inline ProtobufMessage attribute(std::string_view name, int value) {
  ProtobufMessage integer = attribute(name, kIntegerType);
  integer.add(field::kInteger, value);
  return integer;
}

inline ProtobufMessage attribute(std::string_view name, std::string_view value) {
  ProtobufMessage text = attribute(name, kTextType);
  text.add(field::kText, value);
  return text;
}

inline ProtobufMessage attribute(std::string_view name, const Integers& values) {
  ProtobufMessage integers = attribute(name, kIntegersType);
  for (const std::int64_t value : values) integers.add(field::kIntegers, value);
  return integers;
}

inline ProtobufMessage entry(std::string_view key, std::string_view value) {
  ProtobufMessage entry;
  entry.add(field::kKey, key);
  entry.add(field::kValue, value);
  return entry;
}

// A value of N × size numbers, where N is symbolic.
inline ProtobufMessage value_info(std::string_view name, int size) {
  ProtobufMessage images, units, shape, tensor, type, value;
  images.add(field::kSymbol, "N");
  units.add(field::kSize, size);
  shape.add(field::kDimension, images);
  shape.add(field::kDimension, units);
  tensor.add(field::kElementType, kFloat);
  tensor.add(field::kShape, shape);
  type.add(field::kTensorType, tensor);
  value.add(field::kValueName, name);
  value.add(field::kType, type);
  return value;
}

}  // namespace hourglass::onnx
