// A folder of models as the collection that recorded exchanges are judged by. What a model is for is read
// from its first lines (botocore) or its service shape (Smithy); the model itself when it is needed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <list>
#include <string>
#include <vector>

#include "cli/workspace.h"
#include "run/recorded_contracts.h"

namespace hallmark::cli {

class ContractLibrary : public run::Contracts {
 public:
  // Every service-2.json[.gz] and every Smithy JSON AST in the folder and below; other files are left alone.
  // Throws core::DocumentError ("models.none") when there is no model.
  explicit ContractLibrary(const std::filesystem::path& folder);
  // The contracts of schemas/, with what suites/ adds to them.
  explicit ContractLibrary(DataFolders data);
  // The contracts that are given, and the suites' additions to them.
  explicit ContractLibrary(std::vector<Judged> services);

  [[nodiscard]] const std::vector<run::ContractEntry>& entries() const override { return entries_; }
  [[nodiscard]] std::shared_ptr<const contract::Model> load(std::size_t entry) override;
  [[nodiscard]] plan::Suite suite_of(const contract::Model& model) override;

 private:
  struct Loaded {
    std::size_t entry = 0, weight = 0;
    std::shared_ptr<const contract::Model> model;
  };
  void add(const std::filesystem::path& file);
  struct Source {
    std::filesystem::path file;
    std::string service;                           // which of the file's
    std::shared_ptr<const contract::Model> given;  // instead of a file
  };

  DataFolders data_;
  std::vector<run::ContractEntry> entries_;
  std::vector<Source> sources_;  // of each entry
  std::vector<plan::Suite> given_suites_;
  std::list<Loaded> loaded_;  // the one used last first
  std::size_t weight_ = 0;
};

}  // namespace hallmark::cli
