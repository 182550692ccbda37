#include "plan/kinds/compressed_cases.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "plan/cases/promise_ids.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

constexpr std::size_t long_enough = 12 * 1024;  // beyond the ten KiB from which clients compress
constexpr std::size_t most_items = 1000;

class CompressedCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!context_.operation.traits.has(contract::trait::request_compression) || !ready()) return {};
    const std::string promise = behaviour_promise(id_, "compressed");
    want(promise, Depth::quick, {}, [this, promise]() -> Wanted::Result {
      Case test = context_.blank({Group::Kind::behaviour, {}}, "compressed");
      test.title = "a request that is long enough to be compressed";
      test.promises = {promise};
      test.provoke = Provocation::none;
      test.expect = {Outcome{}};
      test.send = *base_->document;
      if (!lengthen(test.send)) return {};
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
      context_.assess(test);
      test.behaviour = {
          .kind = "compressed", .evidence = "the trait requestCompression of the operation", .stated = true};
      return {.test = std::move(test), .problem = {}};
    });
    return take();
  }

 private:
  // More items of a list, each as the first.
  bool lengthen(Json& document) const {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto given = document.find(member.name);
      const Shape& list = contract::target_of(context_.model, member);
      if (given == document.end() || list.type != ShapeType::list || given->empty() ||
          list.traits.has("smithy.api#uniqueItems"))
        continue;
      const auto most = constraints_of(context_.model, member).max_length;
      const std::size_t each = given->front().dump().size() + 1, count = long_enough / each + 1;
      if (count > (most ? static_cast<std::size_t>(*most) : most_items)) continue;
      *given = Json::array_t(count, Json(given->front()));
      return true;
    }
    return false;
  }
};

}  // namespace

std::vector<Wanted> compressed_cases(Context& context, const names::Names& names) {
  return wanted_by<CompressedCases>(context, names);
}

}  // namespace hallmark::plan
