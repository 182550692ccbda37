// For tests only: documents that a test writes.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/digest.h"
#include "importers/importers.h"

namespace hallmark::importers::testing {

// As read_document of a file of this name with this text. The file is gone afterwards.
[[nodiscard]] inline contract::Model read_document_text(const std::string& text, const std::string& name) {
  struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("hallmark-" + core::random_uuid());
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  } const folder;
  std::ofstream(folder.path / name, std::ios::binary) << text;
  return read_document(folder.path / name);
}

}  // namespace hallmark::importers::testing
