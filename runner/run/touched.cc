#include "run/touched.h"

#include "contract/view.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::run {
namespace {

constexpr int max_depth = 40;

// The pointers of all members that a document has, entries of lists and maps as "*".
void collect(const contract::Model& model, const contract::Shape& shape, const Json& value,
             const std::string& pointer, int depth, std::set<std::string>& found) {
  if (depth > max_depth) return;
  const auto below = [&](const char* or_name, const std::string& name, const Json& each) {
    const contract::Member* member = shape.member(or_name != nullptr ? or_name : name);
    if (member == nullptr || each.is_null()) return;
    const std::string place = core::pointer_join(pointer, or_name != nullptr ? "*" : name);
    found.insert(place);
    collect(model, contract::target_of(model, *member), each, place, depth + 1, found);
  };
  if (shape.type == contract::ShapeType::list && value.is_array()) {
    for (const Json& each : value) below("member", "", each);
  } else if (value.is_object()) {
    const bool map = shape.type == contract::ShapeType::map;
    for (const auto& [name, each] : value.items()) below(map ? "value" : nullptr, name, each);
  }
}

// "/Tags/*/Key" as promises write it: "Tags[].Key".
std::string path_of(const std::string& pointer) {
  return core::replace_all(core::replace_all(pointer.substr(1), "/*", "[]"), "/", ".");
}

// What no request had; nothing below what is named already.
std::vector<std::string> never_sent(const contract::Model& model, const contract::Operation& operation,
                                    const std::set<std::string>& sent) {
  std::vector<std::string> members;
  contract::walk(model, contract::input_of(model, operation),
                 [&](const contract::Member&, const contract::Shape&, const std::string& pointer) {
                   if (sent.contains(pointer)) return true;
                   members.push_back(path_of(pointer));
                   return false;
                 });
  return members;
}

}  // namespace

void TouchedCount::add(const std::shared_ptr<const contract::Model>& model,
                       const contract::Operation& operation, const wire::Protocol& protocol,
                       const exchange::HttpExchange& http, bool has_request) {
  Service& service = services_[model->slug + " " + model->service.version];
  if (!service.model) service.model = model;
  const std::string name(operation.name());
  Entry& entry = service.operations[name];
  if (entry.operation == nullptr) {
    entry.operation = service.model->operation(name);
    entry.touched.service = model->slug;
    entry.touched.operation = name;
  }
  ++entry.touched.exchanges;
  if (has_request) {
    entry.told = true;
    collect(*model, contract::input_of(*model, operation),
            protocol.decode_request(*model, operation, http.request).members, "", 0, entry.sent);
  }
  if (!http.response || exchange::TransportFault::none != http.fault) {
    ++entry.touched.broken;
  } else if (protocol.is_success(operation, *http.response)) {
    ++entry.touched.accepted;
  } else {
    const wire::DecodedError error = protocol.decode_error(*model, operation, *http.response, limits_);
    const std::string code = error.shape ? std::string(error.shape->name()) : error.code;
    ++entry.touched.exceptions[code.empty() ? std::to_string(http.response->status) : code];
  }
}

std::vector<TouchedService> TouchedCount::take() {
  std::vector<TouchedService> all;
  for (auto& [key, service] : services_) {
    TouchedService touched{.service = service.model->slug};
    for (const contract::Operation* operation : service.model->all_operations()) {
      if (!service.operations.contains(std::string(operation->name())))
        touched.untouched.emplace_back(operation->name());
    }
    touched.operations = touched.untouched.size() + service.operations.size();
    for (auto& [name, entry] : service.operations) {
      if (entry.operation != nullptr) {
        for (const contract::Shape* error : contract::listed_errors(*service.model, *entry.operation)) {
          if (!entry.touched.exceptions.contains(std::string(error->name())))
            entry.touched.never_seen.emplace_back(error->name());
        }
        if (entry.told) entry.touched.never_sent = never_sent(*service.model, *entry.operation, entry.sent);
      }
      touched.touched.push_back(std::move(entry.touched));
    }
    all.push_back(std::move(touched));
  }
  services_.clear();
  return all;
}

}  // namespace hallmark::run
