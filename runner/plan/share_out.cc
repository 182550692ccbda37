#include "plan/share_out.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "plan/cases/promise_ids.h"

namespace hallmark::plan {
namespace {

// How many cases an operation may have. Of kms, QuickSight, SQS and S3 the sum of four and the input's
// members and the listed exceptions goes with the number of generated cases (r = 0.95, 0.89, 0.96, 0.86),
// nested members do not: the bound of a depth leaves most of them out.
std::size_t expected_cases(const contract::Model& model, const contract::Operation& operation,
                           std::size_t fixtures) {
  const contract::Shape* input = model.shape(operation.input);
  return 4 + (input ? input->members.size() : 0) + operation.errors.size() + fixtures;
}

bool is_left_out(const Selection& selection, const std::string& operation) {
  return std::any_of(selection.exclude.begin(), selection.exclude.end(),
                     [&](const std::string& selector) { return matches_id(selector, operation); });
}

}  // namespace

std::map<std::string, Piece, std::less<>> share_out(const Selection& selection,
                                                    const std::vector<ServicePlan>& services,
                                                    const std::vector<std::vector<Case>>& fixtures) {
  Selection whole = selection;
  whole.shard = whole.shards = 1;
  std::vector<std::pair<std::string, std::size_t>> operations;
  std::size_t all = 0;
  for (std::size_t i = 0; i < services.size(); ++i) {
    std::map<std::string, std::size_t, std::less<>> written;
    for (const Case& test : fixtures[i]) written[test.operation] += whole.selects(test);
    for (const std::string& name : services[i].suite.operations) {
      const contract::Operation* operation = services[i].model->operation(name);
      if (!operation) continue;
      std::string id = operation_id(*services[i].model, *operation);
      if (!whole.may_select_below(id + "/") || is_left_out(whole, id)) continue;
      all += operations
                 .emplace_back(std::move(id), expected_cases(*services[i].model, *operation, written[name]))
                 .second;
    }
  }
  std::map<std::string, Piece, std::less<>> line;
  std::size_t before = 0;
  const auto share = [&](std::size_t cases) { return static_cast<double>(cases) / static_cast<double>(all); };
  for (const auto& [id, cases] : operations) {
    line.emplace(id, Piece{.from = share(before), .to = share(before + cases)});
    before += cases;
  }
  return line;
}

}  // namespace hallmark::plan
