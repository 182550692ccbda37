#include "reports/spool.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

namespace hallmark::reports {

Spool::Spool(const std::filesystem::path& beside, std::shared_ptr<const core::Secrets> secrets) {
  static std::atomic<unsigned> number{0};
  if (!beside.empty()) {
    path_ = beside;
    path_ += fmt::format(".{}-{}.parts", ::getpid(), number++);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
    if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), ignored);
    if (::access(path_.parent_path().empty() ? "." : path_.parent_path().c_str(), W_OK) == 0) {
      sink_ = core::append_sink(path_, std::move(secrets));
      return;
    }
  }
  // A folder that others write into: the name must be new, whoever guessed it.
  std::string made = (std::filesystem::temp_directory_path() / "hallmark-report-XXXXXX").string();
  const int descriptor = ::mkstemp(made.data());
  if (descriptor >= 0) ::close(descriptor);
  path_ = made;
  sink_ = core::append_sink(path_, std::move(secrets));
}

Spool::~Spool() {
  sink_.reset();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void Spool::add(std::string key, std::string_view part) {
  sink_->write(part);
  // What redaction made of it is what counts: ask the file.
  const std::uint64_t end = std::filesystem::file_size(path_);
  parts_.emplace(std::move(key), Part{.offset = written_, .length = end - written_});
  written_ = end;
}

void Spool::for_each(const std::function<void(const std::string& key, const std::string& part)>& each) const {
  std::ifstream file(path_, std::ios::binary);
  std::string text;
  for (const auto& [key, part] : parts_) {
    text.resize(part.length);
    file.seekg(static_cast<std::streamoff>(part.offset));
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    each(key, text);
  }
}

}  // namespace hallmark::reports
