#include "native_cli/files/read_file.h"

#include <signal.h>
#include <sys/mman.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <tuple>

#include "native_cli/files/descriptor.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

class Mapping : public ByteOwner {
 public:
  Mapping(void* address, std::size_t size, const fs::path& path)
      : address_(address), size_(size), message_(concat("hourglass: ", path.string(), kLost)) {
    for (std::atomic<const Mapping*>& place : mappings) {
      const Mapping* none = nullptr;
      if (place.compare_exchange_strong(none, this)) break;
    }
    struct sigaction action{};
    action.sa_sigaction = &end_with_message;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGBUS, &action, nullptr);
  }
  ~Mapping() override {
    for (std::atomic<const Mapping*>& place : mappings) {
      const Mapping* self = this;
      place.compare_exchange_strong(self, nullptr);
    }
    ::munmap(address_, size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  ByteSpan bytes() const { return {static_cast<const std::uint8_t*>(address_), size_}; }

  // Starts reading this part from the disk in the background.
  void announce(ByteSpan part) const override { advise(part, MADV_WILLNEED); }

  // Without this, the system reads megabytes ahead for every image.
  void expect_random_access(ByteSpan part) const override { advise(part, MADV_RANDOM); }

 private:
  static constexpr std::string_view kLost =
      ": could no longer be read: it was truncated, or its disk failed; what was last saved is "
      "intact\n";
  // The live mappings, for the signal handler. There are more slots than any command needs at once;
  // a mapping without a slot would work, but its faults would end the program without the message.
  static inline std::array<std::atomic<const Mapping*>, 16> mappings{};
  static inline std::atomic_flag is_ending{};

  // Handles SIGBUS, which reading beyond the end of a mapped file raises. Calls only
  // async-signal-safe functions.
  static void end_with_message(int signal, siginfo_t* details, void* /*context*/) {
    const auto* const address = static_cast<const std::uint8_t*>(details->si_addr);
    for (const std::atomic<const Mapping*>& place : mappings) {
      const Mapping* const mapping = place;
      if (mapping == nullptr) continue;
      const ByteSpan bytes = mapping->bytes();
      if (address < bytes.data() || address >= bytes.data() + bytes.size()) continue;
      // Another thread that gets here waits until the first one has ended the program.
      while (is_ending.test_and_set()) ::pause();
      std::ignore = ::write(STDERR_FILENO, mapping->message_.data(), mapping->message_.size());
      ::_exit(static_cast<int>(ExitStatus::kFailure));
    }
    ::signal(signal, SIG_DFL);  // not in a mapping: the fault recurs and ends the program
  }

  void advise(ByteSpan part, int advice) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto first = static_cast<std::size_t>(part.data() - bytes().data());
    const std::size_t begin = first / page * page;
    ::madvise(static_cast<std::uint8_t*>(address_) + begin, first + part.size() - begin, advice);
  }

  void* address_;
  std::size_t size_;
  std::string message_;
};

}  // namespace

Bytes read_file(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  const struct stat status = status_of(file, path);
  // The buffer is one byte larger than the file; otherwise it would have to grow before the read
  // that finds the end. The size of a pipe is 0: its buffer grows below.
  Bytes content(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t filled = 0;
  while (true) {
    const ssize_t got = ::read(file.number(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_failure(path.string(), ": could not be read: ", system_error_text(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled == content.size()) content.resize(2 * filled);
  }
  content.resize(filled);
  return content;
}

SharedBytes map_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  const auto size = static_cast<std::size_t>(status_of(file, path).st_size);
  if (size == 0) return read_file(path);  // a pipe, which cannot be mapped, or an empty file
  void* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (address == MAP_FAILED) {
    throw_failure(path.string(), ": could not be read: ", system_error_text(errno));
  }
  auto mapping = std::make_shared<const Mapping>(address, size, path);
  const ByteSpan bytes = mapping->bytes();
  return {bytes, std::move(mapping)};
}

}  // namespace hourglass::cli
