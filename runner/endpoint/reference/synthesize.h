// Answers that are true to their shapes, for operations whose doing nobody has described:
// every required member and the plain optional ones, within their lengths, ranges, patterns and enums.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "contract/model.h"
#include "core/clock.h"

namespace hallmark::endpoint {

// What is known of a member's value (from the request, from the store); null when nothing is.
using Known = std::function<std::optional<Json>(const contract::Member&, const contract::Shape& target,
                                                const std::string& pointer)>;

class Synthesizer {
 public:
  struct Setting {
    std::string arn_service;  // "voiceid"
    std::string region;
    std::string account;  // twelve digits
    core::Time now{};
  };
  explicit Synthesizer(const contract::Model& model) : model_(model) {}

  // A members document of a structure. `seed`: equal ones give equal values.
  [[nodiscard]] Json structure(const contract::Shape& shape, const Setting& setting, const Known& known,
                               const std::string& seed) const;
  // Null when no value satisfies the traits (or none was found).
  [[nodiscard]] std::optional<Json> value(const contract::Member& member, const Setting& setting,
                                          const std::string& seed) const;

 private:
  struct Walk;
  const contract::Model& model_;
};

}  // namespace hallmark::endpoint
