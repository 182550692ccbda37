// Members of one structure that belong together, exclude each other, or must not be above each other: what
// rules (names/values.h) say of a structure, applied to one document of it. Internal to plan/.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "core/json.h"
#include "plan/values/certainty.h"

namespace hallmark::plan {

class Company {
 public:
  using Make = std::function<std::optional<Json>(const contract::Member&)>;
  using Keeps = std::function<bool(const contract::Member&, const Json&)>;

  // `given`: members that stay whatever comes.
  Company(const Certainties& certainties, const contract::Shape& shape, const Json& given);

  // A request without it is refused, required or not.
  [[nodiscard]] bool needs(std::string_view member) const { return needed_.contains(member); }
  // Beside what is given, required or needed, it must not stand.
  [[nodiscard]] bool excludes(std::string_view member) const { return excluded_.contains(member); }
  // Some row says what a request of this operation needs: somebody looked.
  [[nodiscard]] bool is_told() const { return told_; }

  // Adds what is missing beside members that stay, takes away what is left of incomplete company, and what is
  // excluded; puts numbers and times in order. `keeps`: whether a value keeps a member's constraints.
  void settle(Json& document, const Make& make, const Keeps& keeps) const;

 private:
  [[nodiscard]] bool stays(std::string_view member) const;
  void complete(Json& document, const Make& make) const;
  void part(Json& document) const;
  void order(Json& document, const Keeps& keeps) const;

  const Certainties& certainties_;
  const contract::Shape& shape_;
  std::set<std::string, std::less<>> given_, needed_, excluded_;
  bool told_ = false;
};

}  // namespace hallmark::plan
