// Read-only bytes with shared ownership: the owner is a vector, or whatever a program has mapped
// into memory. Slices share the owner, so bytes are never copied.
#pragma once

#include <initializer_list>
#include <memory>
#include <utility>

#include "core/base/result.h"

namespace hourglass {

// The owner of bytes that the core did not allocate, such as a memory-mapped file.
class ByteOwner {
 public:
  ByteOwner() = default;
  ByteOwner(const ByteOwner&) = delete;
  ByteOwner& operator=(const ByteOwner&) = delete;
  virtual ~ByteOwner() = default;

  // Hints that this part of the bytes is about to be read.
  virtual void announce(ByteSpan part) const = 0;

  // Hints that this part will be read in random order; announce() still precedes each read.
  virtual void expect_random_access(ByteSpan part) const = 0;
};

class SharedBytes {
 public:
  SharedBytes() = default;
  SharedBytes(Bytes bytes) : SharedBytes(std::make_shared<const Bytes>(std::move(bytes))) {}
  SharedBytes(std::initializer_list<std::uint8_t> bytes) : SharedBytes(Bytes(bytes)) {}
  SharedBytes(ByteSpan bytes, std::shared_ptr<const ByteOwner> owner)
      : span_(bytes), announced_to_(owner.get()), owner_(std::move(owner)) {}

  const std::uint8_t* data() const { return span_.data(); }
  std::size_t size() const { return span_.size(); }
  bool empty() const { return span_.empty(); }
  auto begin() const { return span_.begin(); }
  auto end() const { return span_.end(); }
  std::uint8_t operator[](std::size_t index) const { return span_[index]; }

  SharedBytes subspan(std::size_t first, std::size_t count) const {
    SharedBytes part = *this;
    part.span_ = span_.subspan(first, count);
    return part;
  }

  // Passes the hint on to the owner of the bytes if that is a ByteOwner.
  void announce() const {
    if (announced_to_ != nullptr) announced_to_->announce(span_);
  }
  void expect_random_access() const {
    if (announced_to_ != nullptr) announced_to_->expect_random_access(span_);
  }

 private:
  explicit SharedBytes(std::shared_ptr<const Bytes> bytes)
      : span_(*bytes), owner_(std::move(bytes)) {}

  ByteSpan span_;
  const ByteOwner* announced_to_ = nullptr;
  std::shared_ptr<const void> owner_;
};

}  // namespace hourglass
