// Documents that a user names, as contracts: read, brought together by service, merged.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "contract/model.h"

namespace hallmark::cli {

struct LoadOptions {
  std::vector<std::string> supporting;  // operations of models to keep beside those of pages
  // Which of several services is meant, by shape id, name or slug, and which one a page without a service is
  // of; empty: all of them.
  std::string service;
};

// Documents of any kind, merged by service. Folders stand for the service-2.json[.gz] inside. Two models are
// of one service when both have its sdkId, or the same shape id; a page is of the service that it states,
// else of the one that has its operation. Two services that would be called alike are called by their whole
// ids. Throws DocumentError, also "page.service" (a page of which nothing says its service), and UsageError
// when `service` is none of those that are there.
[[nodiscard]] std::vector<contract::Model> load_documents(const std::vector<std::filesystem::path>& paths,
                                                          const LoadOptions& options = {});

}  // namespace hallmark::cli
