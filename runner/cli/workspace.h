// What stands on disk: the data folders (schemas/, suites/, fixtures/, targets/) and the contracts
// that a command works on.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/data_folders.h"
#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::cli {

// Wrong words on the command line: exit_usage.
struct UsageError {
  std::string message, advice;
};

struct WorkspaceOptions {
  std::filesystem::path data;  // --data: a folder that adds to Hallmark's own data (see cli/data_folders.h)
  std::filesystem::path own;   // where Hallmark's own data was installed; empty: beside the program
  std::vector<std::filesystem::path> models;  // --model: documents of any kind instead of schemas/
  std::string protocol;                       // --protocol
  std::string service;                        // --service: which of those in the models
  bool fixtures = true;
  bool by_default = false;  // of a service that is named, too, what its suite has by default, if anything
  std::function<void(const std::string&)> remark;  // is told in a line what is left out, and why
};

// One service as it will be planned.
struct Judged {
  std::shared_ptr<const contract::Model> model;
  plan::Suite suite;
  std::vector<plan::Case> fixtures;
};

class Workspace {
 public:
  // Throws UsageError for a folder that is none of data and a protocol that Hallmark does not speak,
  // DocumentError ("data.missing") when no data folder is found and one is needed.
  explicit Workspace(WorkspaceOptions options);

  [[nodiscard]] const DataFolders& data() const { return data_; }
  // The services that `selectors` may touch, each with its contract. Of --model: all, when there is no
  // selector. Else of what is in the data folder, with a suite or by inference: those that are named, each
  // with the operations of its suite or contract; of the others, where a selector names no service or there
  // is none, what suites have by default. Nothing else is loaded.
  [[nodiscard]] std::vector<Judged> services(const std::vector<std::string>& selectors) const;
  // The same without remarks: for who looks twice.
  [[nodiscard]] Workspace quiet() const {
    Workspace copy = *this;
    copy.options_.remark = nullptr;
    return copy;
  }
  // Whether contracts come from --model.
  [[nodiscard]] bool has_models() const { return !options_.models.empty(); }
  // Names of the services that have a suite or a contract here.
  [[nodiscard]] std::vector<std::string> service_names() const;
  // Those that selectors may name: of --model, those that the documents are of, else service_names().
  [[nodiscard]] std::vector<std::string> selectable() const;
  // Names of the targets that are here, sorted.
  [[nodiscard]] std::vector<std::string> target_names() const;
  // The file of a service's suite; empty when it has none.
  [[nodiscard]] std::filesystem::path suite_file(const std::string& service) const;
  // The file of the contract that a suite is of, whether it is there or not.
  [[nodiscard]] std::filesystem::path contract_file(const plan::Suite& suite) const;
  // A target by file or by name (targets/<name>.json). Throws DocumentError with the names that are there.
  [[nodiscard]] plan::Target target(const std::string& name_or_file) const;

 private:
  using SharedModel = std::shared_ptr<const contract::Model>;
  // What was read: a contract that somebody still holds is not read again, by copies of this neither.
  struct Read {
    std::map<std::filesystem::path, std::weak_ptr<const contract::Model>> contracts;
    std::vector<std::pair<std::string, std::weak_ptr<const contract::Model>>> documents;  // by slug
  };
  // Of --model.
  [[nodiscard]] std::vector<SharedModel> documents(const std::vector<std::string>& selectors) const;
  [[nodiscard]] SharedModel contract(const std::filesystem::path& file) const;
  void remark(const std::string& text) const;
  // Whether a suite names only what the contract has; a remark when not.
  [[nodiscard]] bool fits(const plan::Suite& suite, const contract::Model& model, const char* whose) const;
  [[nodiscard]] Judged judged(plan::Suite suite, std::shared_ptr<const contract::Model> model) const;
  WorkspaceOptions options_;
  DataFolders data_;
  std::shared_ptr<Read> read_ = std::make_shared<Read>();
};

// The contract of a file of schemas/<service>/model.json.
[[nodiscard]] std::shared_ptr<const contract::Model> load_contract(const std::filesystem::path& file);
}  // namespace hallmark::cli
