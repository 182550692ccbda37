#include "plan/fixtures.h"

#include <algorithm>
#include <iterator>

#include "plan/cases/common_outcomes.h"
#include "plan/cases/load.h"
#include "plan/lint.h"

namespace hallmark::plan {

std::vector<Case> load_fixtures(const std::vector<std::filesystem::path>& files, const Suite& suite,
                                const contract::Model& model) {
  std::vector<Case> cases;
  for (const auto& file : files) {
    auto read = load_fixture(file, suite);
    std::move(read.begin(), read.end(), std::back_inserter(cases));
  }
  const auto problems = lint_cases(cases, suite, model);
  if (!problems.empty()) throw core::DocumentError(problems.front());
  const std::string protocol = protocol_of(model, suite);
  for (Case& test : cases) add_common_outcomes(test, model, *model.operation(test.operation), protocol);
  return cases;
}

std::vector<Case> load_fixtures(const std::filesystem::path& folder, const Suite& suite,
                                const contract::Model& model) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / suite.service, error)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return load_fixtures(files, suite, model);
}

}  // namespace hallmark::plan
