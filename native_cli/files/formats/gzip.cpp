#include "native_cli/files/formats/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace hourglass::cli {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // largest window, gzip header and trailer expected

std::string problem(const z_stream& stream, int status) {
  if (stream.msg != nullptr) return concat("damaged data (", stream.msg, ')');
  return status == Z_BUF_ERROR ? "one that is cut short" : concat("zlib status ", status);
}

}  // namespace

bool is_gzip(ByteSpan bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

Result<Bytes> gunzip(ByteSpan bytes, std::string_view name, std::size_t count) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) {
    return fail(name, ": expected a gzip file under 4 GiB, found ", bytes.size(), " bytes");
  }
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) {
    return fail(name, ": not enough memory to unpack it");
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closer(&stream, &inflateEnd);

  stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib's old interface; it only reads
  stream.avail_in = static_cast<uInt>(bytes.size());
  Bytes content;
  int status = Z_OK;
  while (status == Z_OK) {
    const std::size_t before = content.size();
    // The buffer grows with the actual content, so that a bogus size costs no memory. The extra
    // byte shows whether the content continues after `count` bytes.
    const std::size_t room = std::min(count - before, std::max<std::size_t>(before, 1 << 16)) + 1;
    content.resize(before + room);
    stream.next_out = content.data() + before;
    stream.avail_out = static_cast<uInt>(room);
    status = inflate(&stream, Z_NO_FLUSH);
    content.resize(content.size() - stream.avail_out);
    if (content.size() > count) {
      content.resize(count);
      return content;
    }
    if (status != Z_STREAM_END) continue;
    // Like gzip, skip zero padding after a member, then unpack the next member if there is one.
    while (stream.avail_in > 0 && *stream.next_in == 0) {
      ++stream.next_in;
      --stream.avail_in;
    }
    if (is_gzip({stream.next_in, stream.avail_in})) status = inflateReset(&stream);
  }
  if (status != Z_STREAM_END) {
    return fail(name, ": expected a whole gzip file, found ", problem(stream, status));
  }
  if (stream.avail_in != 0) {
    return fail(name, ": expected nothing after the gzip content, found ", stream.avail_in,
                " more bytes");
  }
  return content;
}

}  // namespace hourglass::cli
