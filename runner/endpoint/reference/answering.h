// What one answer knows: the resource it is about, what was sent, the page of a list. Asked by the
// synthesizer for every member; what it does not know is made up. Private to generic*.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "endpoint/reference/generic.h"

namespace hallmark::endpoint {

// The items of a list's page, ready to be shown.
struct Items {
  std::vector<Json> shown;
  std::size_t total = 0;  // of all pages
  bool more = false;
};

struct Generic::Answering {
  const Generic& generic;
  const Call& call;
  const OperationPlan& plan;
  const Resource* resource = nullptr;
  const Items* items = nullptr;
  // The operation only names the resource: what it was sent is shown before what the resource has.
  bool sent_first = false;

  // What the member is to be; a null value: it is left out; nothing: it may be made up.
  [[nodiscard]] std::optional<Json> operator()(const contract::Member& member, const contract::Shape& target,
                                               const std::string& pointer) const;
  // Whether the items of a list of the kind go into this member of the output.
  [[nodiscard]] bool takes_items(const contract::Member& member, const contract::Shape& target) const;

 private:
  [[nodiscard]] std::optional<Json> find(const contract::Member& member, const contract::Shape& target,
                                         const std::string& pointer) const;
  [[nodiscard]] std::optional<Json> of_items(const contract::Member& member,
                                             const contract::Shape& target) const;
  [[nodiscard]] std::optional<Json> of_resource(const contract::Member& member,
                                                const contract::Shape& target) const;
  [[nodiscard]] std::optional<Json> of_identity(const contract::Member& member,
                                                const contract::Shape& target) const;
  [[nodiscard]] std::optional<Json> of_settings(const Json& settings, const contract::Member& member,
                                                const contract::Shape& target) const;
  [[nodiscard]] std::optional<Json> of_request(const contract::Member& member, const contract::Shape& target,
                                               const std::string& pointer) const;
  // What was sent need not have the identifiers under which an answer shows it.
  [[nodiscard]] Json with_identifiers(Json shown, const contract::Shape& target) const;
  // "LoadBalancers" of CreateLoadBalancer: the one.
  [[nodiscard]] std::optional<Json> list_of_one(const contract::Member& member, const contract::Shape& target,
                                                const std::string& pointer) const;
};

}  // namespace hallmark::endpoint
