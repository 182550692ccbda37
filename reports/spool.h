// Parts of a report that are made while a run goes on and put in order when it ends: in a file
// beside the report, so that a long run fills the disk and not the memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/sink.h"

namespace hallmark::reports {

class Spool {
 public:
  // `beside`: the report's path; empty puts the parts into the system's temporary folder. The file is removed
  // when the spool is destroyed.
  Spool(const std::filesystem::path& beside, std::shared_ptr<const core::Secrets> secrets);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Parts come back in the order of their keys; equal keys in the order of adding.
  void add(std::string key, std::string_view part);
  // Calls `each` with every key and part.
  void for_each(const std::function<void(const std::string& key, const std::string& part)>& each) const;
  [[nodiscard]] std::size_t size() const { return parts_.size(); }

 private:
  struct Part {
    std::uint64_t offset = 0, length = 0;
  };
  std::filesystem::path path_;
  std::unique_ptr<core::Sink> sink_;
  std::multimap<std::string, Part> parts_;
  std::uint64_t written_ = 0;
};

}  // namespace hallmark::reports
